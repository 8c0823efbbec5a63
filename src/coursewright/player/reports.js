/** What the LMS is still to be told of answers: each question once, with its newest answer. */

import { objectiveOf } from "./outcome.js";

/**
 * @param {{course: object, lms: object, clock: {now(): number}, state: () => object}} parts
 */
export function reportsOf({ course, lms, clock, state }) {
  const waiting = new Map(); // id -> when it was answered
  const told = new Map(); // objective -> what was said of it last
  const journal = course.preset.interactions === "journal";

  function tell(id, now) {
    const item = course.items[id];
    const answer = state().answers.get(id);
    if (item && answer) lms.interaction({ id, item, ...answer, now });
  }

  function objectives(ids) {
    const open = [...state().attempts.values()].some((attempt) => attempt.open);
    const mine = ids.map((id) => course.items[id]).filter((item) => item?.objective && item.correct);
    // What is not handed in yet says nothing of an objective.
    const names = new Set(mine.filter(({ scored }) => !scored || !open).map(({ objective }) => objective));
    for (const name of names) {
      const now = objectiveOf(course, state(), name);
      const words = `${now.score} ${now.success}`;
      if (told.get(name) !== words) lms.objective(now);
      told.set(name, words);
    }
  }

  return {
    /** A question was answered; a draft, in a test that is not handed in, is no entry of a journal. */
    add(id, draft = false) {
      if (!journal) waiting.set(id, clock.now());
      else if (!draft) {
        tell(id, clock.now());
        objectives([id]);
      }
    },
    /** Tells all that waits; it waits on until `done` says that the LMS kept it. */
    send() {
      for (const [id, now] of waiting) tell(id, now);
      objectives([...waiting.keys()]);
    },
    done: () => waiting.clear(),
    /** The LMS is another one, or has lost what it was told. */
    again: () => told.clear(),
    waiting: () => [...waiting.keys()],
  };
}
