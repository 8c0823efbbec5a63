/** What is kept of a learner survives packing, another version of the course, and damage. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyState, stateCodec } from "../../src/coursewright/player/state.js";
import { sampleCourse } from "./sample-course.mjs";

function fullState() {
  const state = emptyState();
  Object.assign(state, { revision: 7, track: "a", place: "two" });
  state.lessons.set("one", "done").set("two", "visited");
  state.answers
    .set("single", { response: ["no"], correct: false })
    .set("many", { response: ["x", "z"], correct: true })
    .set("order", { response: ["third", "first", "second"], correct: false })
    .set("match", { response: { s1: "t2" }, correct: false })
    .set("words", { response: "ein Wort, 字, 😀", correct: null });
  state.marks.set("recall:R1", 2).set("check:c/two", 1);
  state.attempts.set("final", { count: 3, open: true, seed: 4095, best: 100, last: 79 });
  return state;
}

const sortedState = (state) =>
  Object.fromEntries(
    Object.entries(state).map(([key, value]) => [
      key,
      value instanceof Map ? new Map([...value].sort()) : value,
    ]),
  );

test("a state comes back as it was", () => {
  const codec = stateCodec(sampleCourse());
  const state = fullState();
  assert.deepEqual(sortedState(codec.decode(codec.encode(state))), sortedState(state));
});

test("the text is ASCII that no LMS changes", () => {
  assert.match(stateCodec(sampleCourse()).encode(fullState()), /^1[\w-]+$/);
});

test("lessons and questions may be moved, added and removed between two versions", () => {
  const text = stateCodec(sampleCourse()).encode(fullState());
  const later = sampleCourse({ state: { salt: 9, rice: 12 } });
  later.lessons.reverse().unshift({ id: "zero", title: "" });
  later.tracks.reverse();
  delete later.items.many;
  later.items = Object.fromEntries(Object.entries(later.items).reverse());
  const state = stateCodec(later).decode(text);
  assert.equal(state.track, "a");
  assert.equal(state.lessons.get("one"), "done");
  assert.equal(state.lessons.has("zero"), false);
  assert.equal(state.answers.has("many"), false);
  assert.deepEqual(state.answers.get("match").response, { s1: "t2" });
});

test("options may change their places; a question with other options is a new one", () => {
  const text = stateCodec(sampleCourse()).encode(fullState());
  const moved = sampleCourse();
  moved.items.single.keys.reverse();
  moved.items.order.keys.push("fourth");
  const state = stateCodec(moved).decode(text);
  assert.deepEqual(state.answers.get("single").response, ["no"]);
  assert.equal(state.answers.has("order"), false);
});

test("a lesson that was renamed is the same lesson", () => {
  const text = stateCodec(sampleCourse()).encode(fullState());
  const later = sampleCourse();
  Object.assign(later.lessons[0], { id: "uno", was: ["one"] });
  assert.equal(stateCodec(later).decode(text).lessons.get("uno"), "done");
});

test("text that is not ours, cut off or damaged is no state", () => {
  const codec = stateCodec(sampleCourse());
  const text = codec.encode(fullState());
  for (const bad of [
    "",
    null,
    undefined,
    "{}",
    "2" + text.slice(1),
    text.slice(0, -1),
    text + "A",
  ]) {
    assert.equal(codec.decode(bad), null);
  }
  let passed = 0;
  for (let at = 0; at < text.length; at += 1) {
    const damaged = `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
    if (codec.decode(damaged) !== null) passed += 1;
  }
  assert.equal(passed, 0);
});

test("answers in words are kept as far as there is room, the newest first", () => {
  const course = sampleCourse();
  course.items.more = { ...course.items.words };
  const codec = stateCodec(course);
  const state = fullState();
  state.answers.set("more", { response: "x".repeat(2000), correct: null });
  const text = codec.encode(state, 3000);
  assert.ok(text.length <= 3000);
  assert.equal(codec.decode(text).answers.get("more").response.length, 2000);
  state.answers.set("more", { response: "x".repeat(4000), correct: null });
  const tight = codec.decode(codec.encode(state, 3000));
  assert.equal(tight.answers.get("more").response, "");
  assert.equal(tight.answers.get("words").response, "ein Wort, 字, 😀");
});
