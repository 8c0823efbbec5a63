/** Values stay within the patterns of the strictest LMS. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as format from "../../src/coursewright/player/lms/format.js";

// As Moodle's mod/scorm checks them, which is the strictest that is known.
const TIMESPAN_12 = /^([0-9]{2,4}):([0-9]{2}):([0-9]{2})(\.[0-9]{1,2})?$/;
const DAYS = String.raw`(\d+Y)?(\d+M)?(\d+D)?`;
const SECONDS = String.raw`\d+(\.\d{1,2})?S`;
const HOURS = String.raw`\d+H(\d+M)?(${SECONDS})?|\d+M(${SECONDS})?|${SECONDS}`;
const INTERVAL = new RegExp(`^P${DAYS}(T(${HOURS}))?$`);
const SHORT = /^[\w.]{1,250}$/;

const TIMES = [0, 1, 9, 10, 83, 999, 1000, 59990, 61083, 3600000, 86400000 * 30, 1e12];

test("a time span of 1.2 has two to four digits of hours and two of hundredths", () => {
  for (const ms of TIMES) assert.match(format.timespan12(ms), TIMESPAN_12);
  assert.equal(format.timespan12(3723450), "0001:02:03.45");
});

test("an interval of 2004 has at most two decimals and is never empty", () => {
  for (const ms of TIMES.slice(0, -1)) assert.match(format.timeinterval(ms), INTERVAL);
  assert.equal(format.timeinterval(0), "PT0S");
  assert.equal(format.timeinterval(12345), "PT12.34S");
});

test("a timestamp has neither zone nor fraction", () => {
  assert.match(format.timestamp(Date.now()), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
});

test("ids of any script become ids that every LMS takes, and stay different", () => {
  const ids = ["Q1.1", "go-on", "ja oder nein", "答え", "😀", "a[,]b", "é"];
  const made = ids.map(format.shortIdentifier);
  for (const id of made) assert.match(id, SHORT);
  assert.equal(new Set(made).size, ids.length);
  for (const id of ids.map(format.identifier)) assert.match(id, /^[\x21-\x7e]{1,255}$/);
});

const choice = { type: "multiple", keys: ["zebra", "ant", "bee"], correct: ["ant"] };

test("a letter of 1.2 is that of its option, whatever place it was moved to", () => {
  assert.equal(format.pattern(choice, ["zebra", "ant"], 12, true), "c,a");
  const moved = { ...choice, keys: ["ant", "bee", "zebra"] };
  assert.equal(format.pattern(moved, ["zebra", "ant"], 12, true), "c,a");
});

test("an option is reported by its words, in both standards", () => {
  const item = { ...choice, words: ["a_large_animal", "ant", "flies"] };
  assert.equal(format.pattern(item, ["zebra", "ant"], 12), "a_large_animal,ant");
  assert.equal(format.pattern(item, ["zebra", "ant"], 2004), "a_large_animal[,]ant");
});

test("words that 1.2 has no room for become letters", () => {
  const keys = Array.from({ length: 8 }, (_, n) => `k${n}`);
  const item = { type: "multiple", keys, words: keys.map((key) => key.repeat(20)) };
  assert.equal(format.pattern(item, keys, 12), "a,b,c,d,e,f,g,h");
});

test("a time span of either standard is read as seconds, anything else as nothing", () => {
  const given = ["0001:02:03.45", "PT1H2M3.5S", "PT3723S", "P1DT1S", "PT0S", "", "soon"];
  const seconds = [3723, 3723, 3723, 86401, 0, null, null];
  assert.deepEqual(given.map(format.secondsOf), seconds);
});

test("an answer that holds nothing is not written", () => {
  for (const standard of [12, 2004]) assert.equal(format.pattern(choice, [], standard), null);
});

test("in 2004 a choice is its own id", () => {
  assert.equal(format.pattern(choice, ["zebra", "ant"], 2004), "zebra[,]ant");
});

test("pairs, steps and truth have the forms of each standard", () => {
  const match = { type: "match", keys: ["s1", "s2"], targets: ["t2", "t1"] };
  assert.equal(format.pattern(match, { s1: "t2", s2: "t1" }, 12, true), "a.b,b.a");
  assert.equal(format.pattern(match, { s1: "t2", s2: "t1" }, 2004), "s1[.]t2[,]s2[.]t1");
  const truth = { type: "truefalse", keys: ["yes", "no"] };
  assert.equal(format.pattern(truth, ["no"], 12), "f");
  assert.equal(format.pattern(truth, ["no"], 2004), "false");
});

test("what 1.2 cannot say is not said: long answers, and more than 36 choices", () => {
  assert.equal(format.interactionType({ type: "text", keys: [] }, 12), null);
  assert.equal(format.interactionType({ type: "text", keys: [] }, 2004), "long-fill-in");
  const keys = Array.from({ length: 37 }, (_, n) => `k${n}`);
  assert.equal(format.interactionType({ type: "single", keys }, 12), null);
  assert.equal(format.interactionType({ type: "single", keys }, 2004), "choice");
});
