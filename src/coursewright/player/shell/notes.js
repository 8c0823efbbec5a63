/** The learner's private notes as a file. */

import { saveFile } from "../blocks/handing.js";
import { all, wordsOf } from "./page.js";

/** Returns the notes in the order of the route: the question, then what was written. */
export function notesOf({ device, route, template }) {
  return route().filter(template).flatMap((id) =>
    all('[data-block="reflect"]', template(id).content).flatMap((part) => {
      const note = device().get("note", part.dataset.id);
      return note ? [`${wordsOf(part.querySelector(".words"))}\n\n${note}\n`] : [];
    }),
  );
}

export function saveNotes(context) {
  const text = [context.course.course.title, ...notesOf(context)].join("\n\n");
  saveFile("notes.txt", "text/plain;charset=utf-8", text);
}
