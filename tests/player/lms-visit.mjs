/** A visit in node: the real session and adapter over the LMS simulator, and a window to find it in. */

import assert from "node:assert/strict";

import { createLmsSimulator } from "../../src/coursewright/player/lms-simulator/lms-simulator.js";
import { createLms as lms12 } from "../../src/coursewright/player/lms/scorm12.js";
import { createLms as lms2004 } from "../../src/coursewright/player/lms/scorm2004.js";
import { createSession } from "../../src/coursewright/player/session.js";
import { handClock, memoryStore, sampleCourse } from "./sample-course.mjs";

export const STANDARDS = ["scorm12", "scorm2004-3", "scorm2004-4"];

/** A page's window as far as the session sees it: events, and parents that hold an API. */
export function fakePage(api = {}) {
  const page = new EventTarget();
  page.parent = page;
  page.top = page;
  page.opener = null;
  page.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  Object.assign(page, api);
  page.hide = (persisted) =>
    page.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
  page.show = (persisted) =>
    page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  page.see = (visibilityState) => {
    page.document.visibilityState = visibilityState;
    page.document.dispatchEvent(new Event("visibilitychange"));
  };
  return page;
}

/** Returns `{session, opened, lms, page, clock, store}` of an open session. */
export async function visit(standard, given = {}) {
  const { course = sampleCourse(), clock = handClock(), store = memoryStore(), tab = null, begun = true, ...rest } = given;
  const lms = createLmsSimulator({ standard, now: clock.now, ...rest });
  const page = fakePage({ [lms.objectName]: lms.api });
  const createLms = standard === "scorm12" ? lms12 : lms2004;
  const adapter = createLms(page, course.preset);
  const session = createSession({ lms: adapter, course, store, tab, clock, page });
  const opened = await session.open();
  if (begun) session.begin();
  return { session, opened, lms, page, clock, store, course };
}

/** Every lesson of track A done and the test answered: right, or wrong throughout. */
export function goThrough({ session, course, clock }, right = true) {
  session.chooseTrack("a");
  for (const id of ["one", "two"]) {
    session.visit(id);
    session.complete(id);
  }
  const { items } = session.startAttempt("final");
  for (const id of items) {
    clock.pass(12345);
    const response = right ? course.items[id].correct : ["k2"];
    session.answer(id, { response, correct: right, latencyMs: 12345 });
  }
  return session.finishAttempt("final");
}

export const sets = (lms) =>
  lms.log.filter(({ name }) => name.endsWith("SetValue")).map(({ args }) => args);

/** SCORM 1.2 names a choice by one character: an LMS may refuse words, and is then given letters. */
export const wordsRefused = ({ args, error }) =>
  error === 405 && /(student_response|pattern)$/.test(args[0]);

/** In 2004 "never set" has an error code of its own; reading so is no fault. */
export const refusals = (lms) => lms.refusals().filter((call) => call.error !== 403 && !wordsRefused(call));

export function faultless(lms) {
  assert.deepEqual(refusals(lms), []);
  assert.ok(lms.refusals().filter(wordsRefused).length <= 1, "words are tried once");
}
