/** Creates the session of a page from its data, its LMS and the device's storage. */

import { createSession } from "./session.js";
import { storesOf } from "./shell/device.js";
import { createLms } from "./standard.js";

/**
 * Returns a session that is not open yet.
 * @param {import("./session.js").Course} course
 * @param {Window} win
 */
export function startSession(course, win = window) {
  const lms = createLms(win, course.preset);
  return createSession({ lms, course, ...storesOf(win), clock: Date, page: win });
}

/** Returns the data of the page. */
export const courseData = (doc = document) =>
  JSON.parse(doc.getElementById("course-data").textContent);
