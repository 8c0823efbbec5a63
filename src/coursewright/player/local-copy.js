/**
 * A second copy of the state on the device: for a course without an LMS, and against an LMS that
 * said "true" and kept nothing. Each learner and course has one of their own.
 */

/**
 * @param {Storage|null} store localStorage, or null where the browser forbids it
 * @param {{id: string}} course
 * @param {string} packageId
 * @param {string} learnerId "" without an LMS
 */
export function localCopy(store, course, packageId, learnerId) {
  const key = `coursewright/${course.id}/${packageId}/${learnerId}`;
  return {
    /** Returns `{state, saved}` or null; `saved` says that the LMS confirmed it. */
    read() {
      try {
        const copy = JSON.parse(store.getItem(key));
        return typeof copy?.state === "string" ? copy : null;
      } catch {
        return null; // no store, or not ours: there is nothing
      }
    },
    /** Returns whether it is kept. */
    write(state, saved) {
      try {
        store.setItem(key, JSON.stringify({ state, saved, version: course.version }));
        return true;
      } catch {
        return false; // full, or forbidden: the LMS remains
      }
    },
  };
}

/**
 * Returns which of two states a learner goes on with, and whether the LMS lost what it had
 * confirmed. What it never confirmed (the page was closed too soon) is taken up without a word.
 * An LMS that starts a new attempt on purpose has no entry "resume" and no status: that is obeyed.
 */
export function newerState(fromLms, copy, entry) {
  const mine = copy?.state;
  const began = entry.entry === "resume" || entry.completion !== "unknown";
  const ahead = mine && (fromLms ? mine.revision > fromLms.revision : began);
  return ahead ? { state: mine, lost: copy.saved || !fromLms } : { state: fromLms, lost: false };
}

/** Puts answers in words back that an LMS had no room for. */
export function fillWords(state, copy) {
  for (const [id, answer] of state?.answers ?? []) {
    if (answer.response === "") answer.response = copy?.answers.get(id)?.response ?? "";
  }
}
