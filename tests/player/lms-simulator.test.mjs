/** The LMS simulator refuses what the standards refuse, with the code that they name. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLmsSimulator } from "../../src/coursewright/player/lms-simulator/lms-simulator.js";

/** Returns `{set, get, error, lms}` of a visit that has begun. */
function begun(standard, given = {}) {
  const lms = createLmsSimulator({ standard, ...given });
  const prefix = standard === "scorm12" ? "LMS" : "";
  const call = (name, ...args) => lms.api[prefix + name](...args);
  const error = () => Number(call("GetLastError"));
  call("Initialize", "");
  return {
    lms,
    call,
    set: (...args) => (call("SetValue", ...args) === "true" ? 0 : error()),
    get: (path) => [call("GetValue", path), error()],
  };
}

const LONG = "x".repeat(4097);

for (const [path, value, code] of [
  ["cmi.suspend_data", LONG.slice(1), 0],
  ["cmi.suspend_data", LONG, 405],
  ["cmi.core.lesson_status", "not attempted", 405],
  ["cmi.core.lesson_status", "done", 405],
  ["cmi.core.exit", "normal", 405],
  ["cmi.core.score.raw", "101", 405],
  ["cmi.core.score.raw", "1e2", 405],
  ["cmi.core.session_time", "0:01:02", 405],
  ["cmi.core.session_time", "00:01:02.083", 405],
  ["cmi.core.student_id", "me", 403],
  ["cmi.core._children", "x", 402],
  ["cmi.completion_status", "completed", 201],
  ["cmi.interactions.1.id", "Q1", 201],
  ["cmi.interactions.0.id", "a b", 405],
  ["cmi.interactions.0.id", "Q1", 0],
]) {
  test(`1.2: ${path} = ${value.slice(0, 20)} leaves ${code}`, () => {
    assert.equal(begun("scorm12").set(path, value), code);
  });
}

for (const [path, value, code] of [
  ["cmi.suspend_data", LONG, 0],
  ["cmi.suspend_data", "x".repeat(64001), 406],
  ["cmi.exit", "normal", 0],
  ["cmi.session_time", "PT", 406],
  ["cmi.session_time", "PT1.234S", 406],
  ["cmi.session_time", "PT0S", 0],
  ["cmi.score.scaled", "1.5", 406],
  ["cmi.core.lesson_status", "passed", 401],
  ["cmi.learner_id", "me", 404],
  ["cmi.interactions.1.id", "Q1", 351],
  ["cmi.interactions.0.type", "choice", 408],
  ["cmi.objectives.0.score.raw", "1", 408],
  ["adl.nav.request", "suspendAll", 0],
  ["adl.nav.request", "leave", 406],
]) {
  test(`2004: ${path} = ${value.slice(0, 20)} leaves ${code}`, () => {
    assert.equal(begun("scorm2004-4").set(path, value), code);
  });
}

test("2004: an answer wants a type first, and the form of that type", () => {
  const { set } = begun("scorm2004-4");
  set("cmi.interactions.0.id", "Q1");
  assert.equal(set("cmi.interactions.0.learner_response", "a"), 408);
  set("cmi.interactions.0.type", "choice");
  assert.equal(set("cmi.interactions.0.learner_response", "go-on"), 406);
  assert.equal(set("cmi.interactions.0.learner_response", "a[,]b"), 0);
  assert.equal(set("cmi.interactions.0.timestamp", "2026-11-24T10:20:30Z"), 406);
});

test("2004: an objective keeps its id, and no two have one", () => {
  const { set } = begun("scorm2004-4");
  assert.equal(set("cmi.objectives.0.id", "A"), 0);
  assert.equal(set("cmi.objectives.0.id", "B"), 351);
  assert.equal(set("cmi.objectives.1.id", "A"), 351);
});

test("what may only be written cannot be read, what was never set has no value", () => {
  assert.deepEqual(begun("scorm12").get("cmi.core.exit"), ["", 404]);
  assert.deepEqual(begun("scorm2004-4").get("cmi.exit"), ["", 405]);
  assert.deepEqual(begun("scorm12").get("cmi.suspend_data"), ["", 0]);
  assert.deepEqual(begun("scorm2004-4").get("cmi.suspend_data"), ["", 403]);
  assert.deepEqual(begun("scorm2004-4").get("cmi.interactions._count"), ["0", 0]);
});

test("calls before the start and after the end have their codes", () => {
  for (const [standard, end, codes] of [
    ["scorm12", "LMSFinish", [301, 301]],
    ["scorm2004-4", "Terminate", [122, 123]],
  ]) {
    const { api } = createLmsSimulator({ standard });
    const prefix = standard === "scorm12" ? "LMS" : "";
    const ask = () => {
      api[`${prefix}GetValue`]("cmi.suspend_data");
      return Number(api[`${prefix}GetLastError`]());
    };
    const before = ask();
    api[`${prefix}Initialize`]("");
    api[end]("");
    assert.deepEqual([before, ask()], codes);
    assert.equal(api[end](""), "false");
  }
});

test("2004 forgets an attempt that was not suspended; 1.2 keeps it", () => {
  for (const [standard, kept] of [
    ["scorm12", "x"],
    ["scorm2004-4", ""],
  ]) {
    const first = begun(standard);
    first.set("cmi.suspend_data", "x");
    first.call("Commit", "");
    const next = begun(standard, { saved: first.lms.saved() });
    assert.equal(next.get("cmi.suspend_data")[0], kept);
  }
});

test("what was not committed is not there on the next visit", () => {
  const first = begun("scorm12");
  first.set("cmi.suspend_data", "x");
  const next = begun("scorm12", { saved: first.lms.saved() });
  assert.equal(next.get("cmi.suspend_data")[0], "");
});
