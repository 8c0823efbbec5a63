/**
 * When to save: soon after a change, at once where it matters, again after a failure, and now and
 * then so that the LMS does not think that nobody is there.
 */

const SOON = 3000; // ms after the last change
const LATEST = 20000; // ms after the first change that is not saved yet
const KEEP_ALIVE = 10 * 60000; // half-hour sessions are the shortest that LMSs are known to have
const IDLE_LIMIT = 3; // keep-alives without any change between them
const RETRIES = 5;

/**
 * @param {() => boolean} save writes and commits; false when the LMS did not take it
 * @param {{now: () => number}} clock
 */
export function createSaver(save, clock) {
  let timer = null;
  let alive = null;
  let changedAt = null;
  let failures = 0;
  let idle = 0;
  const after = (ms, step) => setTimeout(step, ms);

  function keepAlive() {
    clearTimeout(alive);
    if (idle >= IDLE_LIMIT) return;
    alive = after(KEEP_ALIVE, () => {
      idle += 1;
      attempt();
    });
  }

  function attempt() {
    clearTimeout(timer);
    if (save()) {
      changedAt = null;
      failures = 0;
    } else if (failures < RETRIES) {
      failures += 1;
      timer = after(SOON * 2 ** failures, attempt);
    }
    keepAlive();
  }

  const saver = {
    /** Something changed: saves when the learner pauses for a moment. */
    soon() {
      const now = clock.now();
      changedAt ??= now;
      idle = 0;
      clearTimeout(timer);
      timer = after(Math.max(0, Math.min(SOON, changedAt + LATEST - now)), attempt);
    },
    /** Something changed that matters: saves at once, and somebody is there again. */
    now() {
      idle = 0;
      attempt();
    },
    /** Saves if something changed since the last save. */
    flush() {
      if (changedAt !== null) attempt();
    },
    attempt,
    keepAlive,
    stop() {
      clearTimeout(timer);
      clearTimeout(alive);
    },
  };
  return saver;
}
