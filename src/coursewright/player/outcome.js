/** What is reported of a learner's state: score, completion, success. Pure functions. */

const RANKS = { unknown: 0, incomplete: 1, failed: 1, completed: 2, passed: 2 };

/** The assessments that a route has: those whose lesson is in it. */
export function assessmentsOf(course, route) {
  return course.assessments.filter(({ lesson }) => !lesson || route.includes(lesson));
}

/** Returns the lesson ids of the learner's route, all of them while none is chosen. */
export function routeOf(course, track) {
  const chosen = course.tracks.find(({ id }) => id === track);
  return chosen ? chosen.lessons : course.lessons.map(({ id }) => id);
}

/**
 * Returns `{score, completion, success, progress}` under the course's reporting preset.
 * There is a score only if something was assessed: a course that was not started has none, not 0.
 */
export function outcomeOf(course, state) {
  const route = routeOf(course, state.track);
  const done = route.filter((id) => state.lessons.get(id) === "done").length;
  const { tests, taken, passedAll } = testsOf(course, state, route);
  const complete = (state.track !== null || course.tracks.length < 2) && done === route.length;
  const finished = complete && passedAll && route.length > 0;
  const speaks = course.reporting.startsWith("passed");
  const fails = course.reporting.endsWith("failed") && taken.some((t) => t.best < t.mastery);
  const passes = speaks && (tests.length ? passedAll : finished);
  return {
    score: scoreOf(course, tests, taken, finished),
    completion: finished ? "completed" : "incomplete",
    success: passes ? "passed" : fails ? "failed" : "unknown",
    progress: route.length ? Math.floor((done / route.length) * 10000) / 10000 : 0,
  };
}

/** Returns whether the learner's route has assessments and all of them were passed. */
export function passedTests(course, state) {
  const { tests, passedAll } = testsOf(course, state, routeOf(course, state.track));
  return tests.length > 0 && passedAll;
}

function testsOf(course, state, route) {
  const tests = assessmentsOf(course, route).map(({ id, mastery }) => ({
    mastery: mastery ?? course.mastery,
    ...state.attempts.get(id),
  }));
  const taken = tests.filter(({ count, open }) => count > (open ? 1 : 0));
  return { tests, taken, passedAll: tests.every((test) => taken.includes(test) && test.best >= test.mastery) };
}

function scoreOf(course, tests, taken, finished) {
  if (taken.length) {
    return Math.floor(tests.reduce((sum, { best = 0 }) => sum + best, 0) / tests.length);
  }
  return finished && !tests.length ? (course.preset.scoreWithoutTest ?? null) : null;
}

/** Returns an outcome that lowers nothing that the LMS has from an earlier session. */
export function neverLess(now, before) {
  const better = (a, b) => (RANKS[b] > RANKS[a] || (a === "unknown" && b) ? b : a);
  return {
    ...now,
    score: now.score === null ? null : Math.max(now.score, before.score ?? 0),
    completion: better(now.completion, before.completion),
    success: better(now.success, before.success),
  };
}

/** Returns the result for one objective: the percentage of its answers that are right. */
export function objectiveOf(course, state, id) {
  const route = routeOf(course, state.track);
  const mine = ({ lesson, tracks = [] }) =>
    (!lesson || route.includes(lesson)) && (!tracks.length || tracks.includes(state.track));
  const testing = [...state.attempts.values()].some(({ open }) => open);
  const counts = (item) => item.objective === id && item.correct && !(item.scored && testing);
  const items = Object.entries(course.items).filter(([, item]) => counts(item) && mine(item));
  const answers = items.map(([item]) => state.answers.get(item)).filter(Boolean);
  const right = answers.filter(({ correct }) => correct).length;
  const practice = items.filter(([, item]) => !item.scored);
  const all = practice.every(([item]) => state.answers.has(item));
  return {
    id,
    score: Math.floor((right / Math.max(answers.length, 1)) * 100),
    success: !all ? "unknown" : right === answers.length ? "passed" : "failed",
  };
}

/** Completion and success as the one word of SCORM 1.2. "not attempted" may never be set. */
export function statusOf({ completion, success }) {
  if (completion === "completed") return success === "passed" ? "passed" : "completed";
  return success === "failed" ? "failed" : "incomplete";
}
