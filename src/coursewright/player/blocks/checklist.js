/** Lines to tick. In a lesson the LMS keeps the ticks, on a job aid the device does. */

import { all } from "../shell/page.js";

export function start(list, { session }) {
  for (const box of all("input", list)) {
    const id = `${list.dataset.id}/${box.value}`;
    box.checked = session.read("check", id) > 0;
    box.addEventListener("change", () => session.mark("check", id, box.checked));
  }
}
