/** The lessons of a package: the one that opens it stands in the page, the others in a file beside it. */

import { make, one } from "./page.js";

let coming = null;

/** Returns the template of a lesson; null while its file is not there. */
export function templateOf(id) {
  const here = one(`template[data-lesson="${CSS.escape(id)}"]`);
  if (here || !globalThis.cwLessons?.[id]) return here;
  const made = make("template", { "data-lesson": id });
  made.innerHTML = cwLessons[id];
  document.body.append(made);
  return made;
}

/**
 * Fetches the other lessons, once; resolves when they are there, or cannot be had now, and then
 * tries again the next time. They come as a script: a page in a folder may fetch nothing else.
 */
export function restOfLessons() {
  coming ??= new Promise((done) => {
    const src = one("[data-lessons]")?.dataset.lessons;
    if (!src) return done(); // a page of the author's own that names no file
    const script = make("script", { src });
    script.onload = script.onerror = () => {
      if (!globalThis.cwLessons) coming = null; // no answer, or a page that wants a login
      done();
    };
    document.head.append(script);
  });
  return coming;
}

/** Calls back with whether all of some lessons are here: at once where they are. */
export function whenHere(ids, then) {
  const here = () => ids.every(templateOf);
  if (here()) then(true);
  else restOfLessons().then(() => then(here()));
}
