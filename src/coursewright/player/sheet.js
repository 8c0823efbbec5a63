/** A job aid on the screen: the device keeps what learners write. */

import { all } from "./shell/page.js";

export function startSheet(aid, device) {
  for (const field of all("[data-field]")) {
    const name = `${aid}.${field.dataset.field}`;
    field.value = device.get("field", name) ?? field.value;
    field.addEventListener("input", () => device.set("field", name, field.value));
  }
  for (const button of all("[data-print]")) button.addEventListener("click", () => print());
}

/** Ticks in the shape of a session, kept on the device. */
export const marksOn = (device) => ({
  read: (kind, id) => device.get(kind, id) ?? 0,
  mark: (kind, id, value) => device.set(kind, id, Number(value)),
});
