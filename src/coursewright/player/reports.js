/** Answers that still have to be reported: each question once, with its latest answer. */

import { objectiveOf } from "./outcome.js";

/**
 * @param {{course: object, lms: object, clock: {now(): number}, state: () => object}} parts
 */
export function reportsOf({ course, lms, clock, state }) {
  const waiting = new Map(); // id -> when it was answered
  const reported = new Map(); // objective -> what was reported last
  const journal = course.preset.interactions === "journal";

  function tell(id, now) {
    const item = course.items[id];
    const answer = state().answers.get(id);
    if (item && answer) lms.interaction({ id, item, ...answer, now });
  }

  function objectives(ids) {
    const open = [...state().attempts.values()].some((attempt) => attempt.open);
    const mine = ids.map((id) => course.items[id]).filter((item) => item?.objective && item.correct);
    // Answers in an open assessment do not count toward an objective.
    const names = new Set(mine.filter(({ scored }) => !scored || !open).map(({ objective }) => objective));
    for (const name of names) {
      const now = objectiveOf(course, state(), name);
      const words = `${now.score} ${now.success}`;
      if (reported.get(name) !== words) lms.objective(now);
      reported.set(name, words);
    }
  }

  return {
    /** A question was answered. A draft in an open assessment gets no journal entry. */
    add(id, draft = false) {
      if (!journal) waiting.set(id, clock.now());
      else if (!draft) {
        tell(id, clock.now());
        objectives([id]);
      }
    },
    /** Reports everything that is waiting; it stays waiting until `done` confirms that the LMS saved it. */
    send() {
      for (const [id, now] of waiting) tell(id, now);
      objectives([...waiting.keys()]);
    },
    done: () => waiting.clear(),
    /** The LMS was replaced, or has lost what was reported. */
    again: () => reported.clear(),
    waiting: () => [...waiting.keys()],
  };
}
