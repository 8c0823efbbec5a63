/**
 * A second copy of the state on the device: for a course without an LMS, and against an LMS that
 * said "true" and kept nothing. Each learner and course has one of their own.
 */

/** @param {{get: Function, set: Function}} device of one learner; @param {{id: string}} course */
export function localCopy(device, course, packageId) {
  return {
    /**
     * Returns `{state, saved, unsent}` or null; `saved` says that the LMS confirmed it, `unsent`
     * names the answers that it was not told.
     */
    read() {
      const copy = device.get("state", packageId);
      return typeof copy?.state === "string" ? copy : null; // else not ours: there is nothing
    },
    /** Returns whether it is kept. */
    write: (state, saved, unsent) =>
      device.set("state", packageId, { state, saved, unsent, version: course.version }),
  };
}

/**
 * Returns which of two states a learner goes on with, and whether the LMS lost what it had
 * confirmed. What it never confirmed (the page was closed too soon) is taken up without a word.
 * An LMS that starts a new attempt on purpose says "ab-initio": that is obeyed. One that says
 * nothing at all may have lost the state: the copy counts.
 */
export function newerState(fromLms, copy, entry) {
  const mine = copy?.state;
  const anew = entry.entry === "ab-initio" && entry.completion === "unknown";
  const ahead = mine && (fromLms ? mine.revision > fromLms.revision : !anew);
  return ahead ? { state: mine, lost: copy.saved || !fromLms } : { state: fromLms, lost: false };
}

/** Puts answers in words back that an LMS had no room for. */
export function fillWords(state, copy) {
  for (const [id, answer] of state?.answers ?? []) {
    if (answer.response === "") answer.response = copy?.answers.get(id)?.response ?? "";
  }
}

/** Adds to a state what another page of the same learner did; takes nothing back. */
export function mergeState(state, other) {
  const newer = other.revision > state.revision;
  const fill = (into, from) => {
    for (const [key, value] of from) if (newer || !into.has(key)) into.set(key, value);
  };
  for (const [id, what] of other.lessons) if (what === "done" || !state.lessons.has(id)) state.lessons.set(id, what);
  for (const [id, attempt] of other.attempts) {
    const mine = state.attempts.get(id);
    const ahead = !mine || attempt.count > mine.count || (attempt.count === mine.count && !attempt.open);
    const best = Math.max(attempt.best, mine?.best ?? 0);
    state.attempts.set(id, { ...(ahead ? attempt : mine), best });
  }
  fill(state.answers, other.answers);
  fill(state.marks, other.marks);
  state.track ??= other.track;
  state.day ??= other.day;
  state.revision = Math.max(state.revision, other.revision);
}
