/** What blocks and frame reckon with, without a page. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { calendarText, nextWorkday } from "../../src/coursewright/player/blocks/calendar.js";
import { average, ruleOf, scalesOf } from "../../src/coursewright/player/blocks/scores.js";
import { shuffle } from "../../src/coursewright/player/blocks/shuffle.js";
import { excerpt } from "../../src/coursewright/player/shell/search.js";
import { namesOf } from "../../src/coursewright/player/shell/slots.js";
import { setWords, t } from "../../src/coursewright/player/shell/words.js";

const RULES = [
  { id: "leader", when: [[["P", null, ">=", 3.75]], [["E", null, ">=", 3]]] },
  { id: "test-first", when: [[["P", null, ">=", 3.75]], [["E", null, "<", 3]]] },
  { id: "expert", when: [[["P", null, "<", 3], ["C", "P", ">=", 1]]] },
  { id: "both", when: [] },
];

for (const [P, E, C, rule] of [
  [4, 4, 2, "leader"],
  [4, 2, 5, "test-first"],
  [2.75, 4, 3, "expert"],
  [3.25, 3, 4.33, "expert"],
  [3.5, 3, 4, "both"],
  [3.75, 3, 5, "leader"],
]) {
  test(`averages ${P}, ${E}, ${C} lead to ${rule}`, () => {
    assert.equal(ruleOf(RULES, { P, E, C }), rule);
  });
}

test("a point is a point, whatever thirds are in binary", () => {
  const scales = scalesOf({ P1: 3, P2: 3, P3: 4, P4: 3, E1: 3, C1: 4, C2: 4, C3: 5 });
  assert.equal(ruleOf(RULES, scales), "expert"); // 13/3 - 13/4 is above 1
  assert.equal(ruleOf(RULES, { P: 10 / 3, E: 3, C: 13 / 3 }), "expert"); // exactly 1 on paper
});

test("scales are averages by the letters of their statements", () => {
  assert.deepEqual(scalesOf({ P1: 1, P2: 4, E1: 3 }), { P: 2.5, E: 3 });
});

test("what had no chance is not averaged", () => {
  assert.equal(average([0, 2, 4]), 3);
  assert.equal(average([0, 0]), null);
});

test("a rule whose conditions were not understood never fits", () => {
  assert.equal(ruleOf([{ id: "x", when: null }], {}), null);
});

test("shuffling keeps all and reaches every order", () => {
  const seen = new Set();
  for (let seed = 0; seed < 200; seed += 1) seen.add(shuffle(["a", "b", "c"]).join(""));
  assert.equal(seen.size, 6);
  const list = [1, 2];
  assert.deepEqual(shuffle(list, () => 0), [2, 1]);
  assert.deepEqual(list, [1, 2]);
});

test("an appointment is iCalendar that folds and escapes", () => {
  const text = calendarText({
    uid: "u@x",
    summary: "Ж".repeat(60),
    text: "a; b, c\\d\ne",
    on: new Date(2026, 10, 27),
    stamp: new Date(Date.UTC(2026, 10, 24, 8, 5, 6, 7)),
  });
  assert.ok(text.includes("DTSTAMP:20261124T080506Z\r\n"));
  assert.ok(text.includes("DTSTART:20261127T090000\r\n"));
  assert.ok(text.includes("DESCRIPTION:a\\; b\\, c\\\\d\\ne\r\n"));
  for (const line of text.split("\r\n")) assert.ok(new TextEncoder().encode(line).length <= 75);
  assert.ok(text.replaceAll("\r\n ", "").includes(`SUMMARY:${"Ж".repeat(60)}\r\n`));
});

test("the day after Friday is Monday", () => {
  assert.equal(nextWorkday(new Date(2026, 10, 27)).getDate(), 30);
  assert.equal(nextWorkday(new Date(2026, 10, 24)).getDate(), 25);
});

test("search folds case and accents and shows the place", () => {
  assert.equal(excerpt("Große Übersicht", "ubersicht"), "Große Übersicht");
  assert.equal(excerpt("abc", "x"), null);
  const long = `${"a ".repeat(100)}needle${" b".repeat(100)}`;
  assert.match(excerpt(long, "NEEDLE"), /^… .*needle.* …$/);
});

test("an LMS writes names in two ways", () => {
  assert.deepEqual(namesOf("Lovelace, Ada"), { first: "Ada", whole: "Ada Lovelace" });
  assert.deepEqual(namesOf("Ada Lovelace"), { first: "Ada", whole: "Ada Lovelace" });
  assert.deepEqual(namesOf(""), { first: "", whole: "" });
});

test("words fill their slots and leave what is no slot", () => {
  setWords({ a: "{n} of {count} {x}" });
  assert.equal(t("a", { n: 1, count: 2 }), "1 of 2 {x}");
});
