/** Puts a session together for a page: its data, its LMS, the device's store. */

import { createSession } from "./session.js";
import { createLms } from "./standard.js";

/**
 * Returns a session that is not open yet.
 * @param {import("./session.js").Course} course
 * @param {Window} win
 */
export function startSession(course, win = window) {
  const lms = createLms(win, course.preset);
  return createSession({ lms, course, store: storeOf(win), clock: Date, page: win });
}

/** Returns the data of the page. */
export const courseData = (doc = document) =>
  JSON.parse(doc.getElementById("course-data").textContent);

/** Even to name localStorage may throw, where the browser blocks it for a frame. */
function storeOf(win) {
  try {
    return win.localStorage;
  } catch {
    return null;
  }
}
