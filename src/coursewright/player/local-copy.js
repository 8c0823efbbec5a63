/**
 * A second copy of the state on the device: for a course without an LMS, and for an LMS that answers
 * "true" but saves nothing. Each learner and course has its own copy.
 */

/** @param {{get: Function, set: Function}} device of one learner; @param {{id: string}} course */
export function localCopy(device, course, packageId) {
  return {
    /**
     * Returns `{state, saved, unsent}` or null; `saved` says that the LMS confirmed it, `unsent`
     * lists the answers that were not reported.
     */
    read() {
      const copy = device.get("state", packageId);
      return typeof copy?.state === "string" ? copy : null; // anything else is not ours
    },
    /** Returns whether it is kept. */
    write: (state, saved, unsent) =>
      device.set("state", packageId, { state, saved, unsent, version: course.version }),
  };
}

/**
 * Returns the state to continue with, and whether the LMS lost a state that it had confirmed. A state
 * that it never confirmed (the page was closed too soon) is restored silently. An LMS that starts a new
 * attempt on purpose says "ab-initio", and the learner starts again. An LMS that says nothing may
 * have lost the state, so the copy is used.
 */
export function newerState(fromLms, copy, entry) {
  const mine = copy?.state;
  const restarted = entry.entry === "ab-initio" && entry.completion === "unknown";
  const ahead = mine && (fromLms ? mine.revision > fromLms.revision : !restarted);
  return ahead ? { state: mine, lost: copy.saved || !fromLms } : { state: fromLms, lost: false };
}

/** Restores answers in words that did not fit into the LMS. */
export function fillWords(state, copy) {
  for (const [id, answer] of state?.answers ?? []) {
    if (answer.response === "") answer.response = copy?.answers.get(id)?.response ?? "";
  }
}

/** Adds what another page of the same learner did; removes nothing. */
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
