/** What one standard, or one LMS, wants otherwise. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { faultless, visit } from "./lms-visit.mjs";
import { sampleCourse } from "./sample-course.mjs";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("2004: exit is written at the start, and a wish to leave is told to the LMS", async () => {
  const { session, lms } = await visit("scorm2004-4");
  assert.equal(lms.saved().exit, "suspend");
  session.exit();
  assert.equal(lms.values()["adl.nav.request"], "suspendAll");
});

test("2004: an objective that the manifest named keeps its place", async () => {
  const preset = { "cmi.objectives.0.id": "PRIMARYOBJ" };
  const now = await visit("scorm2004-4", { preset });
  now.session.answer("single", { response: ["yes"], correct: true });
  now.session.exit();
  faultless(now.lms);
  assert.equal(now.lms.values()["cmi.objectives.1.id"], "L1.1");
});

test("1.2: for Cornerstone the end is the last commit, not one after another", async () => {
  const preset = { commitBeforeFinish: false };
  const { lms, page } = await visit("scorm12", { course: sampleCourse({ preset }) });
  const before = lms.log.filter(({ name }) => name === "LMSCommit").length;
  page.hide(false);
  assert.equal(lms.log.filter(({ name }) => name === "LMSCommit").length, before);
  assert.equal(lms.log.at(-1).name, "LMSFinish");
});
