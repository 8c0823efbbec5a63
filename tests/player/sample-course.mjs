/** A course as the data block of a page holds it; every type of question, two tracks, one test. */

const item = (type, keys, correct, more = {}) => ({
  type,
  lesson: "one",
  objective: "L1.1",
  keys,
  correct,
  ...more,
});

export function sampleCourse(changes = {}) {
  return {
    course: { id: "sample", version: "1", title: "Sample" },
    package: "whole",
    tracks: [
      { id: "a", label: "A", lessons: ["one", "two"] },
      { id: "b", label: "B", lessons: ["one", "three"] },
    ],
    lessons: ["one", "two", "three"].map((id) => ({ id, title: id })),
    items: {
      single: item("single", ["no", "yes"], ["yes"]),
      many: item("multiple", ["x", "y", "z"], ["x", "z"]),
      truth: item("truefalse", ["t", "f"], ["t"]),
      order: item("order", ["first", "second", "third"], ["first", "second", "third"]),
      match: item("match", ["s1", "s2"], { s1: "t1", s2: "t2" }, { targets: ["t1", "t2"] }),
      words: item("text", [], null, { prompt: "Say it." }),
      "B.start": item("branch", ["go-on", "stop"], null, { objective: "L1.2" }),
      p1: item("single", ["k1", "k2"], ["k1"], { lesson: null, scored: true }),
      p2: item("single", ["k1", "k2"], ["k1"], { lesson: null, scored: true }),
      q1: item("single", ["k1", "k2"], ["k1"], { lesson: null, scored: true, objective: "L2.1" }),
      q2: item("single", ["k1", "k2"], ["k1"], { lesson: null, scored: true, objective: "L2.1" }),
    },
    marks: { recall: ["R1"], check: ["c/one", "c/two"], action: ["one"] },
    objectives: [
      { id: "L1.1", text: "" },
      { id: "L1.2", text: "" },
      { id: "L2.1", text: "" },
    ],
    assessments: [
      {
        id: "final",
        pool: "final",
        lesson: "two",
        mastery: 80,
        cells: [
          { cell: "p", tracks: [], items: ["p1", "p2"] },
          { cell: "q", tracks: [], items: ["q1", "q2"] },
        ],
      },
    ],
    mastery: 80,
    reporting: "passed-incomplete",
    preset: { interactions: "update", exitWhenDone: "suspend", scoreWithoutTest: null },
    state: { salt: 0, rice: 19 },
    ...changes,
  };
}

/** A clock that a test moves. */
export function handClock(start = Date.UTC(2026, 10, 24, 10, 20, 30)) {
  let at = start;
  return { now: () => at, pass: (ms) => (at += ms) };
}

/** localStorage without a browser. */
export function memoryStore() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, String(value)),
    kept,
  };
}
