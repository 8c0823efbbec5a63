/**
 * One visit of one learner to one course: what they did, what is saved, what the LMS gets.
 * The session knows nothing of a particular LMS (lms/*.js do) or of page elements (app.js does).
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
 *   "completed-failed": the status reported to the LMS if everything is passed, and if not
 * @property {object} preset the row of the LMS
 * @property {{salt: number, rice: number}} state how the state is packed
 *
 * @typedef {object} Item
 * @property {"single"|"multiple"|"truefalse"|"order"|"match"|"text"|"branch"} type
 * @property {string|null} lesson null for the questions of a pool
 * @property {string|null} objective
 * @property {string[]} keys options, steps, sources, or the choices of a branch's node
 * @property {string[]} [targets] of "match"
 * @property {string[]} [tracks] the tracks that get the question, if not all do
 * @property {string[]|Object<string, string>|null} correct null if no answer is right or wrong
 * @property {boolean} scored drawn in an assessment
 * @property {boolean} [private] a self-assessment: kept in the state, never reported
 *
 * @typedef {string[]|Object<string, string>|string} Response choice, order and branch: keys;
 *   match: {source: target}; text: what was written
 */

import { attemptsOf } from "./attempts.js";
import { stopwatch } from "./clock.js";
import { watchPage } from "./lifecycle.js";
import { localCopy, mergeState } from "./local-copy.js";
import { assessmentsOf, neverLess, outcomeOf, passedTests, routeOf, statusOf } from "./outcome.js";
import { reportsOf } from "./reports.js";
import { startOf, uncounted } from "./resume.js";
import { createSaver } from "./saver.js";
import { deviceOf } from "./shell/device.js";
import { emptyState, stateCodec } from "./state.js";

const BEACON = 60000; // bytes that a closing page may send (64 KiB, minus the envelope)
const LATE = 5000; // ms that an LMS may take to return what it was given

/**
 * Returns a session; nothing happens before `open`.
 * @param {object} parts
 * @param {object} parts.lms what `createLms` of lms/*.js returns
 * @param {Course} parts.course
 * @param {Storage|null} [parts.store] localStorage; null where there is none
 * @param {IDBFactory|null} [parts.base] IndexedDB
 * @param {Storage|null} [parts.tab] sessionStorage: who learns in this tab
 * @param {{now: () => number}} [parts.clock]
 * @param {Window|null} [parts.page] whose coming and going is watched; null in tests
 */
export function createSession({ lms, course, store = null, base = null, tab = null, clock = Date, page = null }) {
  const codec = stateCodec(course);
  const listeners = new Map();
  const time = stopwatch(clock);
  const reports = reportsOf({ course, lms, clock, state: () => state });
  /** More was written than a closing page could send. */
  const heavy = () => connected && lms.weight() > BEACON * 0.8;
  const saver = createSaver(save, clock, heavy);
  const visit = { carried: 0, total: null }; // seconds the LMS did not count; its earlier total
  let device = deviceOf({ store }, course.course.id, "");
  let state = emptyState();
  let entry = { mode: "normal", completion: "unknown", success: "unknown", score: null };
  let copy = localCopy(device, course.course, course.package);
  let connected = false;
  let over = false; // the LMS has closed this visit; new work is reported in the next one
  let closed = true;
  let last = "";
  let check = null;

  const emit = (event, detail) => listeners.get(event)?.forEach((fn) => fn(detail));
  const keeps = () => !closed && entry.mode === "normal";
  const route = () => routeOf(course, state.track);

  function changed(urgent = false) {
    if (!keeps()) return;
    state.revision = Math.min(state.revision + 1, 0xffff);
    const { status } = session.progress();
    const turned = status !== last;
    if (turned && ["completed", "passed"].includes(status)) state.day ??= dayOf(clock.now());
    if (turned) emit("status", (last = status));
    if (urgent || turned) saver.now();
    else saver.soon();
  }

  /** The state for the LMS, with the time that would be lost if this visit never ended properly. */
  function packed(ended = false) {
    const open = ended ? 0 : Math.round(time.elapsed() / 1000) + visit.carried;
    state.visit = visit.total === null ? null : { open, total: visit.total };
    return codec.encode(state, lms.limits.suspend);
  }

  function report(ended) {
    const outcome = neverLess(outcomeOf(course, state), entry);
    const done = outcome.completion === "completed";
    return {
      ...outcome,
      score: entry.credit === "no-credit" ? null : outcome.score,
      suspend: packed(ended),
      place: state.place,
      elapsed: time.elapsed() + visit.carried * 1000,
      exit: (done && course.preset.exitWhenDone) || "suspend",
    };
  }

  /** Writes everything and commits; emits "save-failed" if the LMS did not save it. */
  function save({ ended = false, ...more } = {}) {
    if (!keeps()) return true;
    const all = { ...report(ended), ...more };
    const kept = connected && (send(all) || (reconnect() && send(all)));
    if (kept) reports.done();
    // The device has room for every answer, even if the LMS does not.
    const here = copy.write(codec.encode(state), kept, reports.waiting());
    if (connected ? kept : here) emit("saved");
    else emit("save-failed", { local: here });
    if (heavy()) emit("heavy");
    return kept || !connected;
  }

  function send(all) {
    reports.send();
    const taken = lms.save(all);
    clearTimeout(check);
    if (taken && !holds(all.suspend)) check = setTimeout(() => holds(all.suspend) || lost(), LATE);
    return taken;
  }

  /** Whether the LMS returns what it was given; some send it to their server first. */
  const holds = (suspend) => [suspend, null].includes(lms.kept());

  /** The LMS confirmed a save that it did not make. */
  function lost() {
    if (!keeps() || !connected) return;
    emit("save-failed", { local: copy.write(codec.encode(state), false, reports.waiting()) });
    saver.soon();
  }

  function reconnect() {
    reports.again();
    return lms.again();
  }

  /** The learner's id from the LMS; if it has closed the visit, the last learner of this tab. */
  function learnerOf(found) {
    const key = `coursewright/${course.course.id}/${course.package}`;
    try {
      if (!found) return (over && tab?.getItem(key)) || "";
      tab?.setItem(key, found.learner.id);
    } catch {
      // Storage is blocked, so a reloaded page cannot know the learner.
    }
    return found?.learner.id ?? "";
  }

  const session = {
    ...attemptsOf({ course, clock, state: () => state, changed, report: (id) => keeps() && reports.add(id) }),

    /**
     * Finds the LMS, reads what it kept.
     * @returns {Promise<{mode: "normal"|"browse"|"review", credit: boolean,
     *   learner: {name: string}, resumed: boolean, track: string|null, location: string|null,
     *   warning: null|"no-lms"|"over"|"not-saved"|"damaged"}>}
     */
    async open() {
      const answer = await lms.open();
      over = Boolean(answer?.over);
      const found = over ? null : answer;
      connected = found !== null;
      closed = false;
      if (found) entry = { ...found, mode: modeOf(found.mode) };
      device = deviceOf({ store, base }, course.course.id, learnerOf(found));
      copy = localCopy(device, course.course, course.package);
      const start = startOf({ course, codec, found, own: copy.read(), mode: entry.mode });
      if (start.state) state = start.state;
      for (const id of (keeps() && start.unsent) || []) reports.add(id);
      if (course.tracks.length === 1) state.track = course.tracks[0].id;
      visit.total = found?.total ?? null;
      visit.carried = uncounted(start.before, visit.total);
      last = session.progress().status;
      if (keeps() && connected) saver.keepAlive();
      if (page) watchPage(page, { hidden, frozen, away, back, elsewhere });
      claim();
      return {
        mode: entry.mode,
        credit: connected && entry.credit !== "no-credit",
        learner: { name: found?.learner.name ?? "" },
        resumed: start.state !== null,
        track: state.track,
        location: state.place,
        warning: over ? "over" : connected ? start.warning : "no-lms",
      };
    },

    /** Reports "incomplete" to the LMS; called some time after `open`, because it may be slow. */
    begin() {
      if (!connected || !keeps()) return;
      if (lms.begin(neverLess(outcomeOf(course, state), entry), packed())) return;
      emit("save-failed", { local: copy.write(codec.encode(state), false, reports.waiting()) });
      saver.soon();
    },

    /** This learner's data on this device; known once the session is open. */
    device: () => device,

    /**
     * Restores what the device still had; resolves to the kinds of data restored. A state that is
     * newer than the current one is merged.
     */
    async restore() {
      const back = await device.restore();
      if (back.includes("state") && keeps() && state.revision > 0) take();
      return back;
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

    /** A lesson is done; this is never undone. */
    complete(id) {
      if (state.lessons.get(id) === "done") return;
      state.lessons.set(id, "done");
      changed(true);
    },

    /**
     * Takes an answer and reports it.
     * @param {string} id
     * @param {{response: Response, correct?: boolean|null, draft?: boolean}} answer a draft is an
     *   answer in an assessment that is still open
     */
    answer(id, { response, correct = null, draft = false }) {
      if (!course.items[id]) return;
      state.answers.delete(id); // so that the newest answer is the last entry
      state.answers.set(id, { response, correct });
      if (keeps() && !course.items[id].private) reports.add(id, draft);
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

    /** Whether the route has assessments and all of them were passed. */
    passedTests: () => passedTests(course, state),

    /** The day on which the course was finished, as a Date; null when it is not. */
    finishedOn: () => (state.day === null ? null : new Date(state.day * DAY + DAY / 2)),

    /** The status that the LMS has from an earlier visit, or "unknown". */
    held: () => ({ completion: entry.completion, success: entry.success }),

    /** Listens to "saved", "save-failed" ({local}), "status", "heavy" and "elsewhere". @returns {() => void} stops */
    on(event, fn) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(fn));
      return () => listeners.get(event).delete(fn);
    },

    /** Saves and ends the visit, as the learner asked; the page may then close itself. */
    exit: () => end({ nav: true }),
  };

  function hidden() {
    if (keeps()) saver.leaving();
  }

  function frozen() {
    if (keeps()) saver.flush();
    time.pause();
  }

  /** The page is closed, or put into the back-forward cache, from which it may return. */
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

  /** Marks this page as the learner's newest; older ones see the mark and end their visit. */
  function claim() {
    if (entry.mode === "normal") device.set("page", course.package, clock.now() + Math.random());
  }

  /** Another page of this learner wrote something here. */
  function elsewhere(key) {
    if (!keeps()) return;
    if (key === `${device.start}state/${course.package}`) take();
    if (key !== `${device.start}page/${course.package}`) return;
    emit("elsewhere");
    // The newer page continues from this page's work. Two pages that write would overwrite each other.
    if (connected) {
      end({});
      closed = false;
      connected = false;
    } else save();
  }

  function take() {
    const other = copy.read();
    const read = other && codec.decode(other.state);
    if (!read) return;
    const before = codec.encode(state);
    mergeState(state, read);
    for (const id of other.unsent ?? []) reports.add(id);
    if (codec.encode(state) !== before) emit("merged");
    if (connected) saver.soon();
  }

  function end(more) {
    if (closed) return;
    saver.stop();
    // The commit and the end of the visit may have to share what a closing page can send.
    const room = more.nav || lms.weight() * 2 < BEACON;
    const commit = course.preset.commitBeforeFinish !== false && room && !saver.fresh();
    save({ ...more, ended: true, commit });
    closed = true;
    if (!connected || lms.finish()) return;
    // The LMS refused the end of the visit and counts no time: the next visit adds it.
    copy.write(codec.encode(state), false, reports.waiting());
  }

  return session;
}

const DAY = 86400000;

/** The learner's day as a number, for any time zone. */
function dayOf(now) {
  const at = new Date(now);
  return Math.floor(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / DAY);
}

/** A missing or unknown mode is "normal": some LMSs have no such element. */
function modeOf(word) {
  return ["browse", "review"].includes(word) ? word : "normal";
}
