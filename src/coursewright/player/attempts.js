/** The assessments of a session: drawn, begun, left, gone on with, handed in. */

import { hash32 } from "./dom.js";
import { drawItems, percent } from "./draw.js";

const MOST = 63; // as many attempts as the state counts

/**
 * Returns the part of a session that has to do with assessments.
 * @param {{course: object, clock: {now(): number}, state: () => object,
 *   changed: (urgent?: boolean) => void, report: (id: string) => void}} parts
 */
export function attemptsOf({ course, clock, state, changed, report }) {
  const assessment = (id) => course.assessments.find((one) => one.id === id);

  function itemsOf(id) {
    const { track, attempts } = state();
    const { seed, count } = attempts.get(id);
    const asked = (one) => course.items[one].tracks?.includes(track) ?? true;
    return drawItems(assessment(id).cells, asked, seed, count);
  }

  return {
    /**
     * Begins an attempt, or goes on with one that was left.
     * @param {string} id
     * @param {number} [minutes] how long it may take, from its beginning
     * @returns {{items: string[], ends?: number}} `ends`: seconds since 1970
     */
    startAttempt(id, minutes) {
      const { attempts, answers } = state();
      const before = attempts.get(id);
      if (!before?.open) {
        const seed = before?.seed ?? hash32(`${clock.now()}:${id}`) & 0xfff;
        const count = Math.min((before?.count ?? 0) + 1, MOST);
        const ends = minutes && Math.ceil(clock.now() / 1000) + minutes * 60;
        attempts.set(id, { best: 0, last: 0, ...before, seed, count, open: true, ends });
        for (const { items } of assessment(id).cells) items.forEach((one) => answers.delete(one));
        changed();
      }
      return { items: itemsOf(id), ends: attempts.get(id).ends };
    },

    /**
     * Ends an attempt.
     * @param {string} id
     * @param {{results?: Object<string, boolean>, share?: number}} [given] right or wrong by item,
     *   else the answers; the share of all points where these do not all count the same
     * @returns {{score: number, passed: boolean}} percent, rounded down: 79.9 does not pass 80
     */
    finishAttempt(id, { results = {}, share } = {}) {
      const { attempts, answers } = state();
      const items = itemsOf(id);
      const right = items.filter((one) => results[one] ?? answers.get(one)?.correct).length;
      const score = percent(share ?? right / Math.max(items.length, 1));
      const attempt = attempts.get(id);
      attempts.set(id, {
        ...attempt,
        best: Math.max(attempt.best, score),
        last: score,
        open: false,
      });
      for (const one of items) if (answers.has(one)) report(one);
      changed(true);
      return { score, passed: score >= assessment(id).mastery };
    },

    /** @returns {{count: number, open: boolean, score: number, best: number, passed: boolean,
     *   items: string[]}|null} */
    lastAttempt(id) {
      const attempt = state().attempts.get(id);
      if (!attempt) return null;
      const { count, open, best, last: score } = attempt;
      const passed = best >= assessment(id).mastery;
      return { count, open, score, best, passed, items: itemsOf(id) };
    },
  };
}
