/** What a visit does, over the strict LMS of each standard. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { faultless, goThrough, sets, STANDARDS, visit } from "./lms-visit.mjs";
import { sampleCourse } from "./sample-course.mjs";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const RESPONSES = {
  single: [["yes"], ["no"]],
  many: [["z", "x"], ["y"]],
  truth: [["t"], ["f"]],
  order: [
    ["first", "second", "third"],
    ["third", "first", "second"],
  ],
  match: [
    { s1: "t1", s2: "t2" },
    { s1: "t2", s2: "t1" },
  ],
};

function withPreset(more) {
  const course = sampleCourse();
  return { ...course, preset: { ...course.preset, ...more } };
}

for (const standard of STANDARDS) {
  const is12 = standard === "scorm12";
  const status = is12 ? "cmi.core.lesson_status" : "cmi.completion_status";

  test(`${standard}: a whole course without a refused call, score before status`, async () => {
    const now = await visit(standard);
    assert.deepEqual(goThrough(now), { score: 100, passed: true });
    now.session.exit();
    faultless(now.lms);
    const names = sets(now.lms).map(([name]) => name);
    const last = is12 ? "passed" : "completed";
    assert.equal(now.lms.saved().values[status], last);
    const score = names.indexOf(is12 ? "cmi.core.score.raw" : "cmi.score.raw");
    const final = sets(now.lms).findIndex(([name, value]) => name === status && value === last);
    assert.ok(score >= 0 && score < final);
  });

  for (const interactions of ["update", "journal"]) {
    test(`${standard}: every type of question is reported under ${interactions}`, async () => {
      const now = await visit(standard, { course: withPreset({ interactions }) });
      for (const [id, [right, wrong]] of Object.entries(RESPONSES)) {
        now.session.answer(id, { response: wrong, correct: false });
        now.session.answer(id, { response: right, correct: true });
      }
      now.session.answer("words", { response: "Ünïcode 😀 words" });
      now.session.answer("B.start", { response: ["go-on"] });
      now.session.exit();
      faultless(now.lms);
      const results = sets(now.lms).filter(([name]) => name.endsWith(".result"));
      const wrong = results.filter(([, value]) => value === (is12 ? "wrong" : "incorrect"));
      const journal = interactions === "journal";
      assert.equal(results.filter(([, value]) => value === "correct").length, 5);
      assert.equal(wrong.length, journal ? 5 : 0);
      // 1.2 has no form for long answers in words.
      assert.equal(results.length, (is12 ? 6 : 7) + (journal ? 5 : 0));
    });
  }

  test(`${standard}: an untouched course is incomplete and has no score`, async () => {
    const { lms, page } = await visit(standard);
    page.hide(false);
    faultless(lms);
    assert.equal(lms.saved().values[status], "incomplete");
    assert.deepEqual(
      Object.keys(lms.saved().values).filter((path) => /score/.test(path)),
      [],
    );
  });

  test(`${standard}: what was done is there on another day, on another device`, async () => {
    const first = await visit(standard);
    first.session.chooseTrack("b");
    first.session.visit("three");
    first.session.answer("single", { response: ["yes"], correct: true });
    first.session.answer("words", { response: "in my words" });
    first.session.mark("check", "c/two", true);
    first.page.hide(false);
    const next = await visit(standard, { saved: first.lms.saved() });
    assert.deepEqual(next.opened, {
      mode: "normal",
      credit: true,
      learner: { name: "Doe, Jo" },
      resumed: true,
      track: "b",
      location: "three",
      warning: null,
    });
    assert.deepEqual(next.session.answerOf("single"), { response: ["yes"], correct: true });
    assert.equal(next.session.answerOf("words").response, "in my words");
    assert.equal(next.session.read("check", "c/two"), 1);
    faultless(next.lms);
  });

  test(`${standard}: a status is never taken back`, async () => {
    const first = await visit(standard);
    goThrough(first);
    first.session.exit();
    const course = sampleCourse();
    course.lessons.push({ id: "new", title: "new" });
    course.tracks[0].lessons.push("new");
    const next = await visit(standard, { saved: first.lms.saved(), course });
    next.session.visit("new");
    next.session.exit();
    assert.equal(next.lms.saved().values[status], is12 ? "passed" : "completed");
    faultless(next.lms);
  });

  test(`${standard}: a score never falls`, async () => {
    const now = await visit(standard);
    goThrough(now);
    goThrough(now, false);
    now.session.exit();
    const raw = is12 ? "cmi.core.score.raw" : "cmi.score.raw";
    assert.equal(now.lms.saved().values[raw], "100");
    assert.equal(now.session.lastAttempt("final").score, 0);
  });

  for (const mode of ["browse", "review"]) {
    test(`${standard}: nothing is written in ${mode} mode`, async () => {
      const now = await visit(standard, { mode });
      goThrough(now);
      now.session.exit();
      assert.deepEqual(sets(now.lms), []);
      faultless(now.lms);
    });
  }

  test(`${standard}: no credit, no score; the course is kept all the same`, async () => {
    const now = await visit(standard, { credit: "no-credit" });
    goThrough(now);
    now.session.exit();
    assert.deepEqual(
      sets(now.lms).filter(([name]) => /^cmi\.(core\.)?score/.test(name)),
      [],
    );
    assert.ok(now.lms.saved().values["cmi.suspend_data"]);
  });

  test(`${standard}: optional elements that are not there are passed over`, async () => {
    const now = await visit(standard, { faults: { optional: false } });
    goThrough(now);
    now.session.exit();
    const refused = now.lms.refusals().filter(({ error }) => error !== 403);
    assert.deepEqual(
      refused.filter(({ name }) => name.endsWith("SetValue")),
      [],
    );
    assert.equal(now.lms.saved().values[status], is12 ? "passed" : "completed");
  });

  test(`${standard}: an idle visit commits at most five times`, async () => {
    const { lms, page, clock } = await visit(standard);
    for (let minute = 0; minute < 120; minute += 1) {
      clock.pass(60000);
      mock.timers.tick(60000);
    }
    page.see("hidden");
    page.hide(false);
    const commits = lms.log.filter(({ name }) => name.endsWith("Commit"));
    assert.ok(commits.length <= 5, `${commits.length} commits`);
  });

  test(`${standard}: who comes back after an idle hour is kept alive again`, async () => {
    const { session, lms, clock } = await visit(standard);
    const minutes = (count) => {
      for (let minute = 0; minute < count; minute += 1) {
        clock.pass(60000);
        mock.timers.tick(60000);
      }
    };
    const commits = () => lms.log.filter(({ name }) => name.endsWith("Commit")).length;
    session.startAttempt("final");
    minutes(60);
    const before = commits();
    session.finishAttempt("final"); // urgent: saved at once, not after a pause
    const urgent = commits();
    assert.ok(urgent > before);
    minutes(60);
    assert.equal(commits(), urgent + 3);
  });

  test(`${standard}: a busy visit commits when the learner pauses, not at every step`, async () => {
    const { session, lms, clock } = await visit(standard);
    for (let n = 0; n < 10; n += 1) {
      session.answer("single", { response: ["yes"], correct: true });
      clock.pass(1000);
      mock.timers.tick(1000);
    }
    const commits = () => lms.log.filter(({ name }) => name.endsWith("Commit")).length;
    assert.equal(commits(), 1);
    mock.timers.tick(3000);
    assert.equal(commits(), 2);
  });

  test(`${standard}: a page from the back-forward cache goes on; it ends once`, async () => {
    const { session, lms, page, clock } = await visit(standard);
    clock.pass(60000);
    page.hide(true);
    clock.pass(3600000); // put away for an hour
    page.show(true);
    clock.pass(30000);
    session.visit("two");
    page.hide(false);
    page.show(true);
    page.hide(false);
    session.exit();
    faultless(lms);
    assert.equal(lms.saved().total, 90000);
    const ends = lms.log.filter(({ name }) => /Finish|Terminate/.test(name));
    assert.equal(ends.length, 1);
  });

  test(`${standard}: time spent frozen does not count`, async () => {
    const { lms, page, clock } = await visit(standard);
    clock.pass(5000);
    page.document.dispatchEvent(new Event("freeze"));
    clock.pass(3600000);
    page.document.dispatchEvent(new Event("resume"));
    clock.pass(5000);
    page.hide(false);
    assert.equal(lms.saved().total, 10000);
  });

  test(`${standard}: a page that the cache drops has told how long it was open`, async () => {
    const { lms, page, clock } = await visit(standard);
    clock.pass(45000);
    page.hide(true);
    assert.equal(lms.saved().total, 45000);
  });

  test(`${standard}: a hidden page saves at once what is not saved yet`, async () => {
    const { session, lms, page } = await visit(standard);
    session.visit("one");
    page.see("hidden");
    const next = await visit(standard, { saved: lms.saved() });
    assert.equal(next.opened.location, "one");
  });

  test(`${standard}: an LMS that refuses to save is seen, and tried again`, async () => {
    const now = await visit(standard);
    const told = [];
    now.session.on("save-failed", (detail) => told.push(["failed", detail]));
    now.session.on("saved", () => told.push(["saved"]));
    now.lms.faults.save = "refused";
    now.session.complete("one");
    mock.timers.tick(3000);
    assert.deepEqual(told, [["failed", { local: true }]]);
    now.lms.faults.save = undefined;
    mock.timers.tick(6000);
    assert.deepEqual(told.at(-1), ["saved"]);
  });

  test(`${standard}: what an LMS said it kept, and lost, is on this device`, async () => {
    const first = await visit(standard);
    first.session.visit("one");
    first.page.see("hidden");
    first.lms.faults.save = "silent";
    first.session.visit("three");
    first.page.hide(false);
    const next = await visit(standard, { saved: first.lms.saved(), store: first.store });
    assert.equal(next.opened.location, "three");
    assert.equal(next.opened.warning, "not-saved");
  });

  test(`${standard}: what a closing page could not save is taken up without a word`, async () => {
    const first = await visit(standard);
    first.session.visit("one");
    first.page.see("hidden");
    first.session.visit("three");
    first.lms.faults.broken = true;
    first.page.hide(false);
    const next = await visit(standard, { saved: first.lms.saved(), store: first.store });
    assert.equal(next.opened.location, "three");
    assert.equal(next.opened.warning, null);
  });

  test(`${standard}: an attempt begun anew by the LMS is not filled from the device`, async () => {
    const first = await visit(standard);
    first.session.visit("one");
    first.page.hide(false);
    const next = await visit(standard, { store: first.store });
    assert.equal(next.opened.resumed, false);
  });

  test(`${standard}: an API that throws while the page goes away stops nothing`, async () => {
    const { session, lms, page, store } = await visit(standard);
    session.visit("one");
    lms.faults.broken = true;
    page.hide(false);
    assert.equal([...store.kept.keys()].filter((key) => key.includes("/state/")).length, 1);
  });

  test(`${standard}: an LMS without a function to end is left as it is`, async () => {
    const now = await visit(standard, { faults: { finish: false } });
    goThrough(now);
    now.session.exit();
    faultless(now.lms);
    assert.equal(now.lms.saved().values[status], is12 ? "passed" : "completed");
  });

  test(`${standard}: each reporting preset says what admins know it for`, async () => {
    const table = {
      "passed-incomplete": [
        ["passed", "completed/passed"],
        ["incomplete", "incomplete/unknown"],
      ],
      "passed-failed": [
        ["passed", "completed/passed"],
        ["failed", "incomplete/failed"],
      ],
      "completed-incomplete": [
        ["completed", "completed/unknown"],
        ["incomplete", "incomplete/unknown"],
      ],
      "completed-failed": [
        ["completed", "completed/unknown"],
        ["failed", "incomplete/failed"],
      ],
    };
    for (const [reporting, [good, bad]] of Object.entries(table)) {
      for (const [right, [word, words]] of [
        [true, good],
        [false, bad],
      ]) {
        const now = await visit(standard, { course: sampleCourse({ reporting }) });
        goThrough(now, right);
        now.session.exit();
        const { values } = now.lms.saved();
        const both = `${values["cmi.completion_status"]}/${values["cmi.success_status"]}`;
        const said = is12 ? values["cmi.core.lesson_status"] : both;
        assert.equal(said, is12 ? word : words, `${reporting}, ${right}`);
      }
    }
  });

  test(`${standard}: a retake draws other questions, and an open attempt goes on`, async () => {
    const first = await visit(standard);
    first.session.chooseTrack("a");
    const { items } = first.session.startAttempt("final");
    first.session.answer(items[0], { response: ["k1"], correct: true });
    first.session.exit();
    const next = await visit(standard, { saved: first.lms.saved() });
    assert.deepEqual(next.session.startAttempt("final").items, items);
    assert.deepEqual(next.session.finishAttempt("final"), { score: 50, passed: false });
    const again = next.session.startAttempt("final").items;
    assert.ok(again.every((id) => !items.includes(id)));
    assert.equal(next.session.answerOf(items[0]), null);
  });
}

test("assessments count as passed when all of the route are, and not when there is none", async () => {
  const now = await visit("scorm12");
  assert.equal(now.session.passedTests(), false, "nothing was handed in");
  goThrough(now);
  assert.equal(now.session.passedTests(), true);
  const course = { ...sampleCourse(), assessments: [] };
  const without = await visit("scorm12", { course });
  for (const { id } of course.lessons) without.session.complete(id);
  assert.equal(without.session.passedTests(), false, "there is none to pass");
});

test("a test that is passed before the last lesson does not yet pass the course", async () => {
  for (const standard of STANDARDS) {
    const now = await visit(standard);
    now.session.chooseTrack("a");
    for (const id of now.session.startAttempt("final").items) {
      now.session.answer(id, { response: ["k1"], correct: true });
    }
    assert.equal(now.session.finishAttempt("final").passed, true);
    assert.equal(now.session.progress().status, "incomplete");
    now.session.exit();
    const { values } = now.lms.saved();
    assert.equal(values["cmi.core.lesson_status"] ?? values["cmi.completion_status"], "incomplete");
  }
});

test("words that the LMS has no room for are still on this device", async () => {
  const first = await visit("scorm12");
  const response = "x".repeat(5000);
  first.session.answer("words", { response });
  first.session.exit();
  const next = await visit("scorm12", { saved: first.lms.saved(), store: first.store });
  assert.equal(next.session.answerOf("words").response, response);
  const elsewhere = await visit("scorm12", { saved: first.lms.saved() });
  assert.equal(elsewhere.session.answerOf("words").response, "");
});
