/** A checklist. The LMS keeps the ticks of a lesson, the device those of a job aid. */

import { all } from "../shell/page.js";

export function start(list, { session }) {
  for (const box of all("input", list)) {
    const id = `${list.dataset.id}/${box.value}`;
    box.checked = session.read("check", id) > 0;
    box.addEventListener("change", () => session.mark("check", id, box.checked));
  }
}
