/**
 * When to save: soon after a change, at once for important changes, again after a failure, and
 * regularly so that the LMS does not end an idle session.
 */

const SOON = 3000; // ms after the last change
const LATEST = 20000; // ms after the first change that is not saved yet
const KEEP_ALIVE = 10 * 60000; // the shortest known session of an LMS is half an hour
const MINUTE = 60000; // if the end of the page may fail, no more time than this is lost
const IDLE_LIMIT = 30 * 60000; // how long a page without changes keeps the session alive
const RECENT = 20000; // ms: so soon after a save, a hidden page has no time worth another save
const RETRIES = 5;

/**
 * @param {() => boolean} save writes and commits; false when the LMS did not take it
 * @param {{now: () => number}} clock
 * @param {() => boolean} heavy whether a closing page could no longer save
 */
export function createSaver(save, clock, heavy = () => false) {
  let timer = null;
  let alive = null;
  let changedAt = null;
  let failures = 0;
  let idle = 0;
  let savedAt = -Infinity;
  const begunAt = clock.now();
  const after = (ms, step) => setTimeout(step, ms);

  function keepAlive() {
    clearTimeout(alive);
    if (idle >= IDLE_LIMIT) return;
    const wait = heavy() ? MINUTE : KEEP_ALIVE;
    alive = after(wait, () => {
      idle += wait;
      attempt();
    });
  }

  function attempt() {
    clearTimeout(timer);
    savedAt = clock.now();
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
    /** Something changed: saves when the learner pauses. */
    soon() {
      const now = clock.now();
      changedAt ??= now;
      idle = 0;
      clearTimeout(timer);
      const soon = heavy() ? 0 : SOON;
      timer = after(Math.max(0, Math.min(soon, changedAt + LATEST - now)), attempt);
    },
    /** Something important changed: saves at once and resets the idle time. */
    now() {
      idle = 0;
      changedAt ??= clock.now();
      attempt();
    },
    /** Saves if something changed since the last save. */
    flush() {
      if (changedAt !== null) attempt();
    },
    /** The page is hidden or closed: also saves its time, if there is enough. */
    leaving() {
      if (clock.now() - Math.max(savedAt, begunAt) > RECENT) attempt();
      else saver.flush();
    },
    /** Whether everything was saved just now. */
    fresh: () => changedAt === null && failures === 0 && clock.now() - savedAt <= RECENT,
    attempt,
    keepAlive,
    stop() {
      clearTimeout(timer);
      clearTimeout(alive);
    },
  };
  return saver;
}
