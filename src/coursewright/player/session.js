/**
 * One visit of one learner to one course: what they did, what is kept, what the LMS is told.
 * The session knows no LMS (lms/*.js do) and no element of the page (app.js does).
 *
 * @typedef {object} Course the data block of the page
 * @property {{id: string, version: string, title: string}} course
 * @property {string} package
 * @property {{id: string, label: string, lessons: string[]}[]} tracks
 * @property {{id: string, title: string, was?: string[]}[]} lessons
 * @property {Object<string, Item>} items questions by id; a node of a branch is `BRANCH.NODE`
 * @property {Object<string, string[]>} marks what `mark` may keep: ids by kind
 * @property {{id: string, text: string}[]} objectives
 * @property {{id: string, pool: string, lesson: string, mastery: number,
 *   cells: {cell: string, tracks: string[], items: string[]}[]}[]} assessments
 * @property {number} mastery
 * @property {string} reporting "passed-incomplete", "passed-failed", "completed-incomplete" or
 *   "completed-failed": what the LMS is told when all is passed, and when not
 * @property {object} preset the row of the LMS
 * @property {{salt: number, rice: number}} state how the state is packed
 *
 * @typedef {object} Item
 * @property {"single"|"multiple"|"truefalse"|"order"|"match"|"text"|"branch"} type
 * @property {string|null} lesson null for the questions of a pool
 * @property {string|null} objective
 * @property {string[]} keys options, steps, sources, or the choices of a branch's node
 * @property {string[]} [targets] of "match"
 * @property {string[]} [tracks] whom it is asked, where not everybody
 * @property {string[]|Object<string, string>|null} correct null where nothing is right or wrong
 * @property {boolean} scored drawn in an assessment
 *
 * @typedef {string[]|Object<string, string>|string} Response choice, order and branch: keys;
 *   match: {source: target}; text: what was written
 */

import { attemptsOf } from "./attempts.js";
import { watchPage } from "./lifecycle.js";
import { fillWords, localCopy, newerState } from "./local-copy.js";
import { assessmentsOf, neverLess, objectiveOf, outcomeOf, routeOf, statusOf } from "./outcome.js";
import { createSaver } from "./saver.js";
import { emptyState, stateCodec } from "./state.js";
import { stopwatch } from "./clock.js";

/**
 * Returns a session; nothing happens before `open`.
 * @param {object} parts
 * @param {object} parts.lms what `createLms` of lms/*.js returns
 * @param {Course} parts.course
 * @param {Storage|null} [parts.store] localStorage; null where there is none
 * @param {{now: () => number}} [parts.clock]
 * @param {Window|null} [parts.page] whose coming and going is watched; null in tests
 */
export function createSession({ lms, course, store = null, clock = Date, page = null }) {
  const codec = stateCodec(course);
  const listeners = new Map();
  const time = stopwatch(clock);
  const saver = createSaver(save, clock);
  let state = emptyState();
  let entry = { mode: "normal", completion: "unknown", success: "unknown", score: null };
  let copy = localCopy(null, course.course, course.package, "");
  let connected = false;
  let closed = true;
  let last = "";

  const emit = (event, detail) => listeners.get(event)?.forEach((fn) => fn(detail));
  const keeps = () => !closed && entry.mode === "normal";
  const route = () => routeOf(course, state.track);

  function changed(urgent = false) {
    if (!keeps()) return;
    state.revision = Math.min(state.revision + 1, 0xffff);
    const { status } = session.progress();
    const turned = status !== last;
    if (turned) emit("status", (last = status));
    if (urgent || turned) saver.now();
    else saver.soon();
  }

  function report() {
    const outcome = neverLess(outcomeOf(course, state), entry);
    const done = outcome.completion === "completed";
    return {
      ...outcome,
      score: entry.credit === "no-credit" ? null : outcome.score,
      suspend: codec.encode(state, lms.limits.suspend),
      place: state.place,
      elapsed: time.elapsed(),
      exit: (done && course.preset.exitWhenDone) || "suspend",
    };
  }

  /** Writes all there is and commits; tells the learner when it was not kept. */
  function save(more = {}) {
    if (!keeps()) return true;
    const all = { ...report(), ...more };
    const taken = connected && lms.save(all);
    const kept = taken && [all.suspend, null].includes(lms.kept());
    const here = copy.write(codec.encode(state), kept); // with every word, whatever an LMS holds
    if (connected ? kept : here) emit("saved");
    else emit("save-failed", { local: here });
    return kept || !connected;
  }

  function restore(found, mode) {
    const own = copy.read();
    const mine = own && { state: codec.decode(own.state), saved: own.saved };
    if (!found) return { state: mine?.state ?? null, lost: false };
    const fromLms = codec.decode(found.suspend);
    fillWords(fromLms, mine?.state);
    return mode === "normal" ? newerState(fromLms, mine, found) : { state: fromLms, lost: false };
  }

  const session = {
    ...attemptsOf({ course, clock, state: () => state, changed }),

    /**
     * Finds the LMS, reads what it kept.
     * @returns {Promise<{mode: "normal"|"browse"|"review", credit: boolean,
     *   learner: {name: string}, resumed: boolean, track: string|null, location: string|null,
     *   warning: null|"no-lms"|"not-saved"}>}
     */
    async open() {
      const found = await lms.open();
      connected = found !== null;
      closed = false;
      if (found) entry = { ...found, mode: modeOf(found.mode) };
      copy = localCopy(store, course.course, course.package, found?.learner.id ?? "");
      const { state: before, lost } = restore(found, entry.mode);
      if (before) state = before;
      if (course.tracks.length === 1) state.track = course.tracks[0].id;
      last = session.progress().status;
      if (keeps() && connected) saver.keepAlive();
      if (page) watchPage(page, { hidden, frozen, away, back });
      return {
        mode: entry.mode,
        credit: connected && entry.credit !== "no-credit",
        learner: { name: found?.learner.name ?? "" },
        resumed: before !== null,
        track: state.track,
        location: state.place,
        warning: connected ? (lost ? "not-saved" : null) : "no-lms",
      };
    },

    /** Says to the LMS that the course is under way; a moment after `open`, as it may take long. */
    begin() {
      if (!connected || !keeps() || lms.begin(neverLess(outcomeOf(course, state), entry))) return;
      emit("save-failed", { local: copy.write(codec.encode(state), false) });
      saver.soon();
    },

    /** Takes the learner's track; answers and lessons stay, the route changes. */
    chooseTrack(id) {
      if (!course.tracks.some((track) => track.id === id) || state.track === id) return;
      state.track = id;
      changed();
    },

    /** A lesson is on the screen. */
    visit(id) {
      if (state.place === id && state.lessons.has(id)) return;
      state.place = id;
      if (!state.lessons.has(id)) state.lessons.set(id, "visited");
      changed();
    },

    /** A lesson is done, for good. */
    complete(id) {
      if (state.lessons.get(id) === "done") return;
      state.lessons.set(id, "done");
      changed();
    },

    /**
     * Takes an answer and reports it.
     * @param {string} id
     * @param {{response: Response, correct?: boolean|null, latencyMs?: number}} answer
     */
    answer(id, { response, correct = null, latencyMs = 0 }) {
      const item = course.items[id];
      if (!item) return;
      state.answers.delete(id); // so that the newest stands last
      state.answers.set(id, { response, correct });
      if (keeps() && connected) {
        lms.interaction({ id, item, response, correct, latencyMs, now: clock.now() });
        if (item.objective && item.correct) {
          lms.objective(objectiveOf(course, state, item.objective));
        }
      }
      changed();
    },

    /** @returns {{response: Response, correct: boolean|null}|null} the last answer to a question */
    answerOf: (id) => state.answers.get(id) ?? null,

    /**
     * Keeps a small mark: true, false or 0 to 3. What `course.marks` does not list is not kept.
     * @param {string} kind
     * @param {string} id
     * @param {boolean|number} value
     */
    mark(kind, id, value) {
      state.marks.set(`${kind}:${id}`, Number(value) & 3);
      changed();
    },

    /** @returns {number} the mark, 0 when there is none */
    read: (kind, id) => state.marks.get(`${kind}:${id}`) ?? 0,

    /** @returns {{lessons: Object<string, "new"|"visited"|"done">, percent: number,
     *   score: number|null, status: "incomplete"|"completed"|"passed"|"failed"}} */
    progress() {
      const outcome = neverLess(outcomeOf(course, state), entry);
      const lessons = course.lessons.map(({ id }) => [id, state.lessons.get(id) ?? "new"]);
      return {
        lessons: Object.fromEntries(lessons),
        percent: Math.floor(outcome.progress * 100),
        score: outcome.score,
        status: statusOf(outcome),
      };
    },

    /** The assessments of the learner's route. */
    assessments: () => assessmentsOf(course, route()).map(({ id }) => id),

    /** Listens to "saved", "save-failed" ({local}) and "status". @returns {() => void} stops */
    on(event, fn) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(fn));
      return () => listeners.get(event).delete(fn);
    },

    /** Saves and leaves, as the learner asked for; the page may then close itself. */
    exit: () => end({ nav: true }),
  };

  function hidden() {
    if (keeps()) saver.flush();
  }

  function frozen() {
    if (keeps()) saver.flush();
    time.pause();
  }

  /** The page goes: for good, or into a cache from which it may come back, or may not. */
  function away(returns) {
    if (closed) return;
    if (!returns) return end({});
    if (keeps()) saver.attempt();
    time.pause();
  }

  function back() {
    if (closed) return;
    time.resume();
    if (keeps() && connected) saver.keepAlive();
  }

  function end(more) {
    if (closed) return;
    saver.stop();
    save({ ...more, commit: course.preset.commitBeforeFinish !== false });
    closed = true;
    if (connected) lms.finish();
  }

  return session;
}

/** A missing or unknown mode is "normal": some LMSs have no such element. */
function modeOf(word) {
  return ["browse", "review"].includes(word) ? word : "normal";
}
