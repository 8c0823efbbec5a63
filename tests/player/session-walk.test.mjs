/** Whatever a learner does, in any order and over many visits: no refused call, nothing taken back. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { refusals, STANDARDS, visit } from "./lms-visit.mjs";
import { handClock, memoryStore, sampleCourse } from "./sample-course.mjs";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const RANKS = { incomplete: 0, failed: 1, completed: 2, passed: 3 };
const REPORTING = [
  "passed-incomplete",
  "passed-failed",
  "completed-incomplete",
  "completed-failed",
];

/** A generator of its own, so that a failure names the walk that found it (mulberry32). */
function dice(seed) {
  let at = seed;
  const roll = () => {
    at = (at + 0x6d2b79f5) | 0;
    let t = Math.imul(at ^ (at >>> 15), at | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    chance: (share) => roll() < share,
    one: (list) => list[Math.floor(roll() * list.length)],
  };
}

function responseTo({ type, keys, targets }, { one, chance }) {
  if (type === "text") return one(["", "words", "字😀".repeat(50)]);
  if (type === "multiple") return keys.filter(() => chance(0.5));
  if (type === "order") return chance(0.5) ? keys : [...keys].reverse();
  if (type === "match") return Object.fromEntries(keys.map((key) => [key, one(targets)]));
  return [one(keys)];
}

const STEPS = {
  track: ({ session }, { one }) => session.chooseTrack(one(["a", "b"])),
  visit: ({ session }, { one }) => session.visit(one(["one", "two", "three"])),
  complete: ({ session }, { one }) => session.complete(one(["one", "two", "three"])),
  answer({ session, course }, luck) {
    const [id, item] = luck.one(Object.entries(course.items));
    const correct = item.correct ? luck.chance(0.5) : null;
    session.answer(id, { response: responseTo(item, luck), correct, latencyMs: 1234 });
  },
  mark: ({ session }, { one }) => session.mark("check", one(["c/one", "c/two"]), one([0, 1])),
  begin: ({ session }) => session.startAttempt("final"),
  handIn({ session }, { chance }) {
    if (!session.lastAttempt("final")?.open) return;
    const { items } = session.lastAttempt("final");
    session.finishAttempt("final", {
      results: Object.fromEntries(items.map((id) => [id, chance(0.8)])),
    });
  },
  wait({ clock }, { one }) {
    const ms = one([100, 4000, 700000]);
    clock.pass(ms);
    mock.timers.tick(ms);
  },
  hide: ({ page }) => page.see("hidden"),
  show: ({ page }) => page.see("visible"),
  cache({ page }) {
    page.hide(true);
    page.show(true);
  },
};

const picture = ({ session, course }) =>
  JSON.stringify([
    session.progress(),
    session.lastAttempt("final"),
    Object.keys(course.items).map((id) => [id, session.answerOf(id)?.correct ?? null]),
    ["c/one", "c/two"].map((id) => session.read("check", id)),
  ]);

for (const standard of STANDARDS) {
  test(`${standard}: sixty walks of five visits each`, async () => {
    for (let seed = 1; seed <= 60; seed += 1) await walk(standard, seed);
  });
}

async function walk(standard, seed) {
  const luck = dice(seed);
  const course = sampleCourse({ reporting: luck.one(REPORTING) });
  const clock = handClock();
  let saved = null;
  let before = null;
  let best = { rank: 0, score: -1 };
  for (let day = 0; day < 5; day += 1) {
    const now = await visit(standard, { course, clock, saved, store: memoryStore() });
    const told = `${standard}, walk ${seed}, day ${day}`;
    if (before) assert.equal(picture(now), before, told);
    for (let step = 0; step < 25; step += 1) STEPS[luck.one(Object.keys(STEPS))](now, luck);
    before = picture(now);
    if (luck.chance(0.5)) now.session.exit();
    else now.page.hide(false);
    assert.deepEqual(refusals(now.lms), [], told);
    saved = now.lms.saved();
    const { values } = saved;
    const word = values["cmi.core.lesson_status"] ?? joined(values);
    const score = Number(values["cmi.core.score.raw"] ?? values["cmi.score.raw"] ?? -1);
    assert.ok(RANKS[word] >= best.rank && score >= best.score, `${told}: ${word}, ${score}`);
    best = { rank: RANKS[word], score };
  }
}

function joined(values) {
  const success = values["cmi.success_status"];
  if (values["cmi.completion_status"] === "completed")
    return success === "passed" ? success : "completed";
  return success === "failed" ? "failed" : "incomplete";
}
