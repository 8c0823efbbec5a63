/** A private note: kept on the device, never sent; all notes can be saved as a file. */

import { all, one, wordsOf } from "../shell/page.js";
import { saveFile } from "./handing.js";

export function start(section, { device, route, template, course }) {
  const box = one("textarea", section);
  box.value = device.get("note", section.dataset.id) ?? "";
  box.addEventListener("input", () => device.set("note", section.dataset.id, box.value));
  one(".export", section).addEventListener("click", () => {
    const notes = route().filter(template).flatMap((id) =>
      all('[data-block="reflect"]', template(id).content).flatMap((part) => {
        const note = device.get("note", part.dataset.id);
        return note ? [`${wordsOf(one(".words", part))}\n\n${note}\n`] : [];
      }),
    );
    saveFile("notes.txt", "text/plain;charset=utf-8", [course.course.title, ...notes].join("\n\n"));
  });
}
