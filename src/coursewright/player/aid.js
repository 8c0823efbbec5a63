/** A job aid on the screen: what is written and ticked stays on the device. */

import { start as startChecklist } from "./blocks/checklist.js";
import { deviceOf } from "./shell/device.js";
import { all, one } from "./shell/page.js";

const aid = one(".aid").dataset.id;
const device = deviceOf(document.body.dataset.course);

for (const field of all("[data-field]")) {
  const name = `${aid}.${field.dataset.field}`;
  field.value = device.get("field", name) ?? field.value;
  field.addEventListener("input", () => device.set("field", name, field.value));
}
const ticks = {
  read: (kind, id) => device.get(kind, id) ?? 0,
  mark: (kind, id, value) => device.set(kind, id, Number(value)),
};
for (const list of all('[data-block="checklist"]')) startChecklist(list, { session: ticks });
for (const button of all("[data-print]")) button.addEventListener("click", () => print());
