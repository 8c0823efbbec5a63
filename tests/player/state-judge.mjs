/** Packs the fullest and random states of the courses on standard input; prints lengths as JSON. */

import { readFileSync } from "node:fs";

import { emptyState, stateCodec } from "../../src/coursewright/player/state.js";

const courses = JSON.parse(readFileSync(0, "utf-8"));

/** A small generator of its own, so that a run can be repeated (mulberry32). */
function dice(seed) {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let t = Math.imul(at ^ (at >>> 15), at | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function responseTo({ type, keys, targets = [] }, roll) {
  const one = (list) => list[Math.floor(roll() * list.length)];
  if (type === "gaps") return keys.map(() => "x".repeat(Math.floor(roll() * 9))).join("\n");
  if (type === "number") return String(Math.floor(roll() * 1e6) / 100);
  if (type === "text") return "x".repeat(Math.floor(roll() * 50));
  if (type === "multiple") return keys.filter(() => roll() < 0.5);
  if (type === "order") return [...keys].sort(() => roll() - 0.5);
  if (type === "match") return Object.fromEntries(keys.map((key) => [key, one(targets)]));
  return [one(keys)];
}

function stateOf(course, roll, share) {
  const state = emptyState();
  const take = () => roll() < share;
  state.track = course.tracks[0]?.id ?? null;
  state.place = course.lessons[0]?.id ?? null;
  state.revision = Math.floor(roll() * 65536);
  for (const { id } of course.lessons)
    if (take()) state.lessons.set(id, roll() < 0.5 ? "done" : "visited");
  const drawn = new Set(
    course.assessments.flatMap(({ cells }) =>
      cells.map(({ items }) => items[Math.floor(roll() * items.length)]),
    ),
  );
  for (const [id, item] of Object.entries(course.items)) {
    if (item.scored ? drawn.has(id) : take()) {
      state.answers.set(id, { response: responseTo(item, roll), correct: roll() < 0.5 });
    }
  }
  for (const [kind, ids] of Object.entries(course.marks)) {
    for (const id of ids) if (take()) state.marks.set(`${kind}:${id}`, 1 + Math.floor(roll() * 3));
  }
  for (const { id, minutes } of course.assessments) {
    const attempt = { count: 63, open: true, seed: 4095, best: 100, last: 100 };
    state.attempts.set(id, minutes ? { ...attempt, ends: 2 ** 32 - 1 } : attempt);
  }
  state.day = 0xffff;
  state.visit = { open: 2 ** 17 - 1, total: 2 ** 24 - 1 };
  return state;
}

const plain = (state) =>
  JSON.stringify([
    state.track,
    state.place,
    state.revision,
    ...["lessons", "marks", "attempts"].map((name) => [...state[name]].sort()),
  ]);

const out = courses.map((course, number) => {
  const codec = stateCodec(course);
  const roll = dice(number + 1);
  let longest = 0;
  let lost = 0;
  for (const share of [1, 1, 1, 0.9, 0.5, 0.1, 0]) {
    const state = stateOf(course, roll, share);
    const text = codec.encode(state, 0); // answers in words only where there is room: none
    longest = Math.max(longest, text.length);
    const back = codec.decode(text);
    const same =
      back &&
      plain(back) === plain(state) &&
      [...state.answers].every(
        ([id, { response }]) =>
          ["text", "gaps", "number"].includes(course.items[id].type) ||
          JSON.stringify(back.answers.get(id)?.response) ===
            JSON.stringify(
              course.items[id].type === "multiple" ? [...response].sort() : sortedPairs(response),
            ),
      );
    if (!same) lost += 1;
  }
  return { longest, lost };
});

/** Pairs come back in the order of their keys. */
function sortedPairs(response) {
  return Array.isArray(response) ? response : Object.fromEntries(Object.entries(response).sort());
}

process.stdout.write(JSON.stringify(out));
