/** The lessons of a package: the first is in the page, the others in a file beside it. */

import { make, one } from "./page.js";

let coming = null;

/** Returns the template of a lesson; null until its file is loaded. */
export function templateOf(id) {
  const here = one(`template[data-lesson="${CSS.escape(id)}"]`);
  if (here || !globalThis.cwLessons?.[id]) return here;
  const made = make("template", { "data-lesson": id });
  made.innerHTML = cwLessons[id];
  document.body.append(made);
  return made;
}

/**
 * Loads the other lessons once; resolves when they are loaded or failed to load. After a failure, the
 * next call tries again. They are a script, because a page opened from a folder can load nothing else.
 */
export function restOfLessons() {
  coming ??= new Promise((done) => {
    const src = one("[data-lessons]")?.dataset.lessons;
    if (!src) return done(); // a page of the author's own that names no file
    const script = make("script", { src });
    script.onload = script.onerror = () => {
      if (!globalThis.cwLessons) coming = null; // no answer, or a login page instead of the file
      done();
    };
    document.head.append(script);
  });
  return coming;
}

/** Calls back with whether some lessons are loaded; at once if they are. */
export function whenHere(ids, then) {
  const here = () => ids.every(templateOf);
  if (here()) then(true);
  else restOfLessons().then(() => then(here()));
}
