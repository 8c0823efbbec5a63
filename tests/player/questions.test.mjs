/** Gaps, numbers, matrices: what counts as right, what it is worth, how an LMS is told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { creditOf, creditsOf } from "../../src/coursewright/player/blocks/credit.js";
import { folded } from "../../src/coursewright/player/blocks/gaps.js";
import { numberOf } from "../../src/coursewright/player/blocks/numerals.js";
import { percent } from "../../src/coursewright/player/draw.js";
import { interactionType, pattern } from "../../src/coursewright/player/lms/format.js";
import { emptyState, stateCodec } from "../../src/coursewright/player/state.js";
import { answer, pattern2004 } from "../../src/coursewright/player/lms-simulator/values.js";
import { sampleCourse } from "./sample-course.mjs";

test("a gap takes case, accents, spaces and curly apostrophes as they come", () => {
  for (const [a, b] of [
    ["  Café ", "cafe"],
    ["STRASSE", "Straße"],
    ["it’s   so", "it's so"],
    ["ﬁve", "five"],
    ["شَاي", "شاي"],
  ]) {
    assert.equal(folded(a, false), folded(b, false), `${a} = ${b}`);
  }
  assert.notEqual(folded("tea", false), folded("te a", false));
  assert.notEqual(folded("Café", true), folded("cafe", true));
  assert.equal(folded(" Café ", true), folded("Café", true));
});

for (const [text, language, expected] of [
  ["80", "en", "80"],
  ["2.5", "en", "2.5"],
  ["2,5", "en", "2.5"],
  ["2,5", "de", "2.5"],
  ["2.5", "de", "2.5"],
  ["1,234", "en", "1234"],
  ["1.234", "de", "1234"],
  ["1,234", "de", "1.234"],
  ["1.234", "en", "1.234"],
  ["1,234,567.5", "en", "1234567.5"],
  ["1 234,5", "fr", "1234.5"],
  ["1\u202f234,5", "fr", "1234.5"],
  ["1'234.5", "de-CH", "1234.5"],
  ["−3", "en", "-3"],
  ["+3", "en", "3"],
  [".5", "en", "0.5"],
  ["82 °C", "en", "82"],
  ["82 °c", "en", "82"],
  ["٨٠٫٥", "ar", "80.5"],
  ["۸۰", "fa", "80"],
  ["８０", "ja", "80"],
  ["", "en", null],
  ["eighty", "en", null],
  ["1.2.3", "en", null],
  ["80 kg", "en", null],
  ["-", "en", null],
  ["1e3", "en", null],
  ["2.5", "not a tag!", "2.5"],
]) {
  test(`"${text}" in ${language} is ${expected}`, () => {
    assert.equal(numberOf(text, language, "°C"), expected);
  });
}

const item = (type, keys, correct, more = {}) => ({ type, keys, correct, ...more });

test("credit is the part that is right, less what was guessed beside it", () => {
  const many = item("multiple", ["a", "b", "c", "d"], ["a", "b"]);
  const give = (response) => creditOf(many, { response, correct: false });
  assert.equal(give(["a"]), 0.5);
  assert.equal(give(["a", "c"]), 0);
  assert.equal(give(["a", "b", "c"]), 0.5);
  assert.equal(give(["a", "b", "c", "d"]), 0);
  assert.equal(give(["c", "d"]), 0);
  const match = item("match", ["x", "y"], { x: "1", y: "2" });
  assert.equal(creditOf(match, { response: { x: "1", y: "1" }, correct: false }), 0.5);
  const order = item("order", ["a", "b", "c"], ["a", "b", "c"]);
  assert.equal(creditOf(order, { response: ["a", "c", "b"], correct: false }), 1 / 3);
  assert.equal(creditOf(item("gaps", ["g"], ["x"]), { response: "", correct: false, share: 0.25 }), 0.25);
  assert.equal(creditOf(item("single", ["a", "b"], ["a"]), { response: ["b"], correct: false }), 0);
  assert.equal(creditOf(many, null), 0);
  assert.equal(creditOf(many, { response: ["a", "b"], correct: true }), 1);
});

test("the scores that the page of questions reckons are the player's", () => {
  const items = { heat: item("number", [], ["75", "85", "80"]), spoil: item("multiple", ["l", "d", "c", "t"], ["l", "d"], { weight: 2 }) };
  const heat = { response: "80", correct: true };
  const parts = (answers) => Object.entries(answers).map(([item, given]) => ({ item, read: () => given }));
  const score = (response, credit) => percent(creditsOf({ dataset: { credit } }, items, parts({ heat, spoil: { response, correct: false } }))[""]);
  assert.equal(score(["l", "c"], "partial"), 33);
  assert.equal(score(["l"], "partial"), 66);
  assert.equal(score(["l"], "whole"), 33);
  assert.equal(percent(creditsOf({ dataset: { credit: "whole" } }, items, parts({ heat, spoil: null }))[""]), 33);
});

test("what binary fractions lose is given back, and nothing else is rounded up", () => {
  for (let right = 0; right <= 100; right += 1) assert.equal(percent(right / 100), right);
  assert.equal(percent(0.7999), 79);
  assert.equal(percent(79 / 99), 79);
});

test("a number is told as numeric, its right answer as a range in 2004 and as the value in 1.2", () => {
  const number = item("number", [], ["75", "85.5", "80"]);
  for (const standard of [12, 2004]) {
    assert.equal(interactionType(number, standard), "numeric");
    assert.equal(pattern(number, "82.5", standard), "82.5");
    assert.ok(answer(standard)(pattern(number, "82.5", standard), "numeric"));
  }
  assert.equal(pattern(number, number.correct, 2004), "75[:]85.5");
  assert.equal(pattern(number, number.correct, 12), "80");
  assert.ok(pattern2004("75[:]85.5", "numeric"));
  assert.ok(!pattern2004("80", "numeric"));
});

test("gaps are told in the order of the text, whatever the order of their keys", () => {
  const gaps = item("gaps", ["zz", "aa"], ["first", "second"]);
  assert.equal(interactionType(gaps, 12), "fill-in");
  assert.equal(pattern(gaps, "of aa\nof zz", 2004), "of zz[,]of aa");
  assert.equal(pattern(gaps, "of aa\nof zz", 12), "of zz; of aa");
  assert.equal(pattern(gaps, gaps.correct, 2004), "first[,]second");
  assert.equal(pattern(gaps, "a[,]b\nc", 2004), "c[,]a,b");
  const long = `${"x".repeat(300)}\n${"y".repeat(300)}`;
  assert.ok(pattern(gaps, long, 12).length <= 255);
  assert.ok(answer(2004)(pattern(gaps, long, 2004), "fill-in"));
});

test("the ticks of a matrix are told as pairs, in words or in letters", () => {
  const keys = ["r1/c1", "r1/c2", "r2/c1", "r2/c2"];
  const words = ["black/milk", "black/lemon", "green/milk", "green/lemon"];
  const matrix = item("multiple", keys, ["r1/c1", "r2/c2"], { words, pairs: true });
  assert.equal(interactionType(matrix, 12), "matching");
  assert.equal(pattern(matrix, ["r1/c2", "r2/c2"], 2004), "black[.]lemon[,]green[.]lemon");
  assert.equal(pattern(matrix, ["r1/c2"], 12), "black.lemon");
  assert.equal(pattern(matrix, ["r1/c2", "r2/c1"], 12, true), "a.b,b.a");
  assert.equal(pattern(matrix, [], 2004), null);
  const long = { ...matrix, words: words.map((word) => word.replace("/", `${"w".repeat(70)}/`)) };
  assert.equal(pattern(long, keys, 12), "a.a,a.b,b.a,b.b");
});

test("words in gaps, a number and the end of an attempt come back from the state", () => {
  const course = sampleCourse();
  course.items.gaps = item("gaps", ["g2", "g1"], ["x", "y"], { lesson: "one" });
  course.items.number = item("number", [], ["1", "1", "1"], { lesson: "one" });
  const codec = stateCodec(course);
  const state = emptyState();
  state.answers.set("gaps", { response: "zwei 字\n4", correct: false });
  state.answers.set("number", { response: "-2.5", correct: true });
  const attempt = { count: 2, open: true, seed: 77, best: 50, last: 40 };
  state.attempts.set("final", { ...attempt, ends: 4_000_000_000 });
  const back = codec.decode(codec.encode(state));
  assert.deepEqual(back.answers.get("gaps"), { response: "zwei 字\n4", correct: false });
  assert.deepEqual(back.answers.get("number"), { response: "-2.5", correct: true });
  assert.deepEqual(back.attempts.get("final"), { ...attempt, ends: 4_000_000_000 });
  state.attempts.set("final", attempt);
  assert.deepEqual(codec.decode(codec.encode(state)).attempts.get("final"), attempt);
});
