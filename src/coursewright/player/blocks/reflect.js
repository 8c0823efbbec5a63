/** A private note: the device keeps it, and it is never sent. All notes can be saved as a file. */

import { saveNotes } from "../shell/notes.js";
import { one } from "../shell/page.js";
import { t } from "../shell/words.js";

export function start(section, context) {
  const { id } = section.dataset;
  const box = one("textarea", section);
  box.value = context.device().get("note", id) ?? "";
  box.addEventListener("input", () => context.device().set("note", id, box.value));
  if (!context.device().lasts()) one(".note", section).textContent = t("lesson.reflect.unkept");
  one(".export", section).addEventListener("click", () => saveNotes(context));
}
