/** What takes a visit away, and what is left of it: nothing that a learner did is lost. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createLmsSimulator } from "../../src/coursewright/player/lms-simulator/lms-simulator.js";
import { createLms as lms12 } from "../../src/coursewright/player/lms/scorm12.js";
import { createLms as lms2004 } from "../../src/coursewright/player/lms/scorm2004.js";
import { mergeState, newerState } from "../../src/coursewright/player/local-copy.js";
import { createSession } from "../../src/coursewright/player/session.js";
import { emptyState } from "../../src/coursewright/player/state.js";
import { fakePage, faultless, sets, STANDARDS, visit } from "./lms-visit.mjs";
import { memoryStore, sampleCourse } from "./sample-course.mjs";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const right = { response: ["yes"], correct: true };
const commits = ({ log }) => log.filter(({ name }) => name.endsWith("Commit")).length;

/** Another page on what a visit left standing: the same window, LMS and device. */
async function loadedAgain(now, standard, tab) {
  const createLms = standard === "scorm12" ? lms12 : lms2004;
  const { page, course, store, clock } = now;
  const session = createSession({ lms: createLms(page, course.preset), course, store, tab, clock, page });
  return { session, opened: await session.open() };
}

for (const standard of STANDARDS) {
  const is12 = standard === "scorm12";
  const answered = is12 ? "student_response" : "learner_response";
  const reported = (lms) => sets(lms).filter(([name]) => name.endsWith(answered)).map(([, value]) => value);

  test(`${standard}: the time of a visit that no LMS saw end is added to the next`, async () => {
    const first = await visit(standard);
    first.session.visit("one");
    first.clock.pass(30 * 60000);
    first.session.complete("one");
    const kept = first.lms.saved();
    first.lms.faults.broken = true;
    first.page.hide(false);
    // The LMS took the state with the last commit, but counted no time.
    const next = await visit(standard, { saved: { ...kept, total: 0 }, clock: first.clock });
    next.clock.pass(60000);
    next.page.hide(false);
    assert.ok(Math.abs(next.lms.saved().total - 31 * 60000) < 60000, String(next.lms.saved().total));
    const third = await visit(standard, { saved: next.lms.saved(), clock: first.clock });
    third.clock.pass(60000);
    third.page.hide(false);
    assert.ok(third.lms.saved().total < 33 * 60000);
  });

  test(`${standard}: time that the LMS counted is not added again`, async () => {
    const first = await visit(standard);
    first.clock.pass(30 * 60000);
    first.session.complete("one");
    const kept = first.lms.saved(); // this LMS counts at each commit
    const next = await visit(standard, { saved: kept, clock: first.clock });
    next.clock.pass(60000);
    next.page.hide(false);
    assert.equal(next.lms.saved().total, 31 * 60000);
  });

  test(`${standard}: an LMS that lists no optional elements, yet keeps them, is told of answers`, async () => {
    const now = await visit(standard, { faults: { children: "silent" } });
    now.session.answer("single", right);
    now.session.exit();
    faultless(now.lms);
    assert.equal(now.lms.saved().values["cmi.interactions.0.id"], "single");
    assert.equal(now.lms.saved().values["cmi.objectives.0.id"], "L1.1");
  });

  if (is12) // in 2004 no LMS may lack them
  test(`${standard}: an LMS that lists none and refuses one is asked once`, async () => {
    const now = await visit(standard, { faults: { children: "silent", optional: false } });
    for (const id of ["single", "truth"]) now.session.answer(id, { response: [id === "single" ? "yes" : "t"], correct: true });
    now.session.exit();
    const tried = now.lms.refusals().filter(({ name, args }) => /SetValue$/.test(name) && /\.id$/.test(args[0]));
    assert.equal(tried.filter(({ args }) => args[0].startsWith("cmi.interactions")).length, 1);
    assert.ok(now.lms.saved().values["cmi.suspend_data"]);
  });

  test(`${standard}: a question answered again has one entry, on another day in 2004 too`, async () => {
    const first = await visit(standard);
    first.session.answer("single", { response: ["no"], correct: false });
    mock.timers.tick(3000);
    first.session.answer("single", right);
    first.session.exit();
    const count = (lms) => Object.keys(lms.saved().values).filter((path) => /interactions\.\d+\.id$/.test(path)).length;
    assert.equal(count(first.lms), 1);
    const next = await visit(standard, { saved: first.lms.saved() });
    next.session.answer("single", right);
    next.session.exit();
    faultless(next.lms);
    assert.equal(count(next.lms), is12 ? 2 : 1); // 1.2 tells no ids: what it holds cannot be found
  });

  test(`${standard}: a score or an objective that did not change is not written again`, async () => {
    const now = await visit(standard);
    for (const id of ["single", "many", "single"]) {
      now.session.answer(id, { response: id === "single" ? ["yes"] : ["x", "z"], correct: true });
      mock.timers.tick(3000);
    }
    const written = sets(now.lms).filter(([name]) => name.startsWith("cmi.objectives.0"));
    assert.equal(new Set(written.map(String)).size, written.length);
  });

  test(`${standard}: a lesson that is done is saved at once`, async () => {
    const now = await visit(standard);
    now.session.visit("one");
    now.session.complete("one");
    const next = await visit(standard, { saved: now.lms.saved() });
    assert.equal(next.session.progress().lessons.one, "done");
  });

  test(`${standard}: the state is there from the beginning`, async () => {
    const { lms } = await visit(standard);
    assert.ok(lms.saved().values["cmi.suspend_data"]);
  });

  test(`${standard}: a page loaded again in a visit that is over goes on here, and tells the next visit`, async () => {
    const tab = memoryStore();
    const store = memoryStore();
    const now = await visit(standard, { tab, store });
    now.session.chooseTrack("a");
    now.session.visit("one");
    now.page.hide(false);
    const before = now.lms.log.length;
    const again = await loadedAgain(now, standard, tab);
    assert.equal(again.opened.warning, "over");
    assert.equal(again.opened.location, "one");
    again.session.answer("single", right);
    again.session.complete("one");
    mock.timers.tick(3000);
    assert.ok(now.lms.log.length > before); // it was asked, and refused
    const next = await visit(standard, { saved: now.lms.saved(), store });
    assert.deepEqual(next.session.answerOf("single"), right);
    assert.equal(next.session.progress().lessons.one, "done");
    next.session.exit();
    faultless(next.lms);
    assert.equal(reported(next.lms).at(-1), is12 ? "b" : "yes");
  });

  test(`${standard}: an API that was taken away and put back is found, and told everything`, async () => {
    const now = await visit(standard);
    now.session.visit("one");
    mock.timers.tick(3000);
    now.lms.faults.broken = true;
    now.session.answer("single", right);
    mock.timers.tick(3000);
    const other = createLmsSimulator({ standard, now: now.clock.now, saved: now.lms.saved() });
    now.page[other.objectName] = other.api;
    mock.timers.tick(60000);
    now.session.exit();
    assert.ok(reported(other).length > 0);
    const next = await visit(standard, { saved: other.saved() });
    assert.deepEqual(next.session.answerOf("single"), right);
  });

  test(`${standard}: of a state that cannot be read, the place is left, and the learner is told`, async () => {
    const first = await visit(standard);
    first.session.chooseTrack("b");
    first.session.visit("three");
    first.session.exit();
    const saved = first.lms.saved();
    saved.values["cmi.suspend_data"] = saved.values["cmi.suspend_data"].slice(0, -3);
    const next = await visit(standard, { saved });
    assert.equal(next.opened.warning, "damaged");
    assert.equal(next.opened.location, "three");
    assert.equal(next.opened.track, "b");
  });

  test(`${standard}: an older page gives way to a newer one, which has all that both did`, async () => {
    const store = memoryStore();
    const older = await visit(standard, { store });
    const told = [];
    older.session.on("elsewhere", () => told.push("elsewhere"));
    older.session.chooseTrack("a");
    older.session.answer("single", right);
    const newer = await visit(standard, { store, saved: older.lms.saved() });
    newer.session.complete("two");
    const hear = (page, kind) =>
      page.dispatchEvent(Object.assign(new Event("storage"), { key: `coursewright/sample/learner-1/${kind}/whole` }));
    hear(older.page, "page");
    assert.deepEqual(told, ["elsewhere"]);
    assert.equal(older.lms.running(), false); // its time is counted, and it writes no more
    hear(newer.page, "state");
    older.session.answer("truth", { response: ["t"], correct: true });
    mock.timers.tick(3000);
    hear(newer.page, "state");
    newer.session.exit();
    faultless(newer.lms);
    const next = await visit(standard, { saved: newer.lms.saved() });
    assert.deepEqual(next.session.answerOf("single"), right);
    assert.ok(next.session.answerOf("truth"));
    assert.equal(next.session.progress().lessons.two, "done");
  });

  test(`${standard}: two learners on one browser see nothing of each other`, async () => {
    const store = memoryStore();
    const first = await visit(standard, { store, learner: { id: "ann", name: "A" } });
    first.session.device().set("note", "N1", "secret");
    first.session.visit("one");
    first.page.hide(false);
    const other = await visit(standard, { store, learner: { id: "ben", name: "B" } });
    assert.equal(other.session.device().get("note", "N1"), null);
    assert.equal(other.opened.resumed, false);
    const back = await visit(standard, { store, learner: { id: "ann", name: "A" } });
    assert.equal(back.session.device().get("note", "N1"), "secret");
    for (const key of store.kept.keys()) assert.match(key, /\/(ann|ben)\//);
  });

  test(`${standard}: what outgrows a closing tab is saved while it is open, and its time each minute`, async () => {
    const keys = Array.from({ length: 4 }, (_, n) => `option-${n}`);
    const words = keys.map((key) => `${key}_with_many_words_in_it`);
    const many = Array.from({ length: 150 }, (_, n) => [
      `Q${n}`,
      { type: "multiple", lesson: "one", objective: null, keys, words, correct: keys, prompt: "x".repeat(200) },
    ]);
    const course = sampleCourse({ items: Object.fromEntries(many), assessments: [] });
    const now = await visit(standard, { course });
    const heavy = [];
    now.session.on("heavy", () => heavy.push(1));
    for (const [id] of many) {
      now.session.answer(id, { response: keys, correct: true });
      mock.timers.tick(3000);
    }
    assert.ok(heavy.length > 0);
    const before = commits(now.lms);
    now.session.answer("Q0", { response: keys.slice(1), correct: false });
    mock.timers.tick(0);
    assert.equal(commits(now.lms), before + 1);
    for (let minute = 0; minute < 5; minute += 1) {
      now.clock.pass(60000);
      mock.timers.tick(60000);
    }
    assert.ok(now.lms.saved().total >= 4 * 60000);
    const last = commits(now.lms);
    now.clock.pass(30000);
    now.page.hide(false);
    assert.equal(commits(now.lms), last); // the end alone may be sent: both would be too much
    faultless(now.lms);
  });
}

test("without any API a page that closes keeps what was done here", async () => {
  for (const createLms of [lms12, lms2004]) {
    const [page, store, course] = [fakePage(), memoryStore(), sampleCourse()];
    const open = async () => {
      const session = createSession({ lms: createLms(page, course.preset), course, store, page });
      return { session, opened: await session.open() };
    };
    const { session } = await open();
    session.chooseTrack("a");
    session.visit("two");
    page.hide(false);
    assert.equal((await open()).opened.location, "two");
  }
});

test("of a state that the LMS lost, saying nothing of an attempt, the newer copy counts", () => {
  const mine = { ...emptyState(), revision: 4 };
  const copy = { state: mine, saved: true };
  assert.equal(newerState(null, copy, { entry: "", completion: "unknown" }).state, mine);
  assert.equal(newerState(null, copy, { entry: "ab-initio", completion: "unknown" }).state, null);
});

test("to merge two states takes nothing back", () => {
  const one = { ...emptyState(), revision: 2, lessons: new Map([["a", "done"], ["b", "visited"]]) };
  const two = { ...emptyState(), revision: 5, lessons: new Map([["a", "visited"], ["b", "done"]]), day: 20000 };
  two.attempts.set("final", { count: 2, open: true, seed: 1, best: 40, last: 40 });
  one.attempts.set("final", { count: 1, open: false, seed: 1, best: 90, last: 90 });
  mergeState(one, two);
  assert.deepEqual([...one.lessons.values()], ["done", "done"]);
  assert.deepEqual([one.attempts.get("final").count, one.attempts.get("final").best, one.day], [2, 90, 20000]);
});
