/**
 * SCORM 1.2 (Run-Time Environment 1.2, 3.3 and 3.4). One shape with scorm2004.js and none.js:
 * open, begin, objective, interaction, save, kept, weight, again, finish.
 */

import { caller } from "./caller.js";
import { awaitApi, findApi } from "./find-api.js";
import { identifier, interactionType, pattern, secondsOf, time12, timespan12 } from "./format.js";
import { interactionNumbers, objectiveNumbers } from "./journal.js";
import { statusOf } from "../outcome.js";

const NEEDED = ["LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit"];

export const limits = { suspend: 4096 };

/**
 * Returns the LMS of a page.
 * @param {Window} win where the content runs
 * @param {object} preset the row of the LMS (packages/presets.py)
 */
export function createLms(win, preset = {}) {
  let lms = null;
  let objectives = null;
  let interactions = null;
  let letters = preset.responses === "letters";

  /** Uses an API as the LMS of this visit; returns whether it began a session. */
  function take(api) {
    lms = caller(api, "LMS");
    objectives = interactions = null;
    return lms.call("Initialize", "");
  }

  /** Writes an answer in words, or in letters once the LMS has refused words. */
  function setAnswer(element, item, response) {
    if (lms.set(element, pattern(item, response, 12, letters)) || letters || lms.gone()) return;
    letters = true;
    lms.set(element, pattern(item, response, 12, true));
  }

  return {
    limits,
    async open() {
      const api = await awaitApi(win, "API", NEEDED);
      if (!api) return null;
      const started = take(api);
      const has = lms.children("cmi.core");
      // A session that was started before can be used. One that has ended, as after a reload, cannot.
      if (!started && (!has("student_id") || lms.error())) return { over: true };
      return {
        learner: { id: lms.get("cmi.core.student_id"), name: lms.get("cmi.core.student_name") },
        mode: has("lesson_mode") ? lms.get("cmi.core.lesson_mode").toLowerCase() : "",
        credit: lms.get("cmi.core.credit").toLowerCase(),
        entry: lms.get("cmi.core.entry").toLowerCase(),
        suspend: lms.get("cmi.suspend_data"),
        place: lms.get("cmi.core.lesson_location"),
        total: secondsOf(lms.get("cmi.core.total_time")),
        ...outcomeOf(lms.get("cmi.core.lesson_status").toLowerCase()),
        score: lms.number("cmi.core.score.raw"),
      };
    },

    /** Reports "incomplete" at once: some LMSs treat silence as "completed". */
    begin(outcome, suspend) {
      if (statusOf(outcome) === "incomplete") lms.set("cmi.core.lesson_status", "incomplete");
      lms.set("cmi.suspend_data", suspend);
      lms.set("cmi.core.exit", "suspend");
      return lms.call("Commit", "");
    },

    objective({ id, score, success }) {
      const has = lms.children("cmi.objectives");
      if (!has("id")) return;
      objectives ??= objectiveNumbers(lms);
      const { at, fresh } = objectives(identifier(id));
      if (fresh && !lms.set(`${at}.id`, identifier(id))) return lms.refused("cmi.objectives");
      if (has("score")) lms.set(`${at}.score.raw`, score);
      if (has("status")) lms.set(`${at}.status`, success === "unknown" ? "incomplete" : success);
    },

    interaction({ id, item, response, correct, now }) {
      const type = interactionType(item, 12);
      if (!type || preset.interactions === "off") return;
      const has = lms.children("cmi.interactions");
      if (!has("id")) return;
      interactions ??= interactionNumbers(lms, preset.interactions);
      const { at, fresh } = interactions(id);
      if (fresh && !lms.set(`${at}.id`, identifier(id))) return lms.refused("cmi.interactions");
      lms.set(`${at}.type`, type);
      lms.set(`${at}.time`, time12(now));
      if (has("correct_responses")) setAnswer(`${at}.correct_responses.0.pattern`, item, item.correct);
      setAnswer(`${at}.student_response`, item, response);
      lms.set(`${at}.weighting`, item.weight);
      lms.set(`${at}.result`, item.correct ? (correct ? "correct" : "wrong") : "neutral");
    },

    /** Writes in the order that every LMS accepts, score before status, and commits. */
    save({ score, suspend, place, elapsed, exit, commit = true, ...outcome }) {
      if (score !== null) {
        lms.set("cmi.core.score.raw", score);
        const has = lms.children("cmi.core.score");
        if (has("min")) lms.set("cmi.core.score.min", 0);
        if (has("max")) lms.set("cmi.core.score.max", 100);
      }
      lms.set("cmi.core.lesson_status", statusOf(outcome));
      const kept = lms.set("cmi.suspend_data", suspend);
      lms.set("cmi.core.lesson_location", place?.slice(0, 255));
      lms.set("cmi.core.exit", exit === "normal" ? "" : "suspend"); // 3.4.4: "" is a normal end
      lms.set("cmi.core.session_time", timespan12(elapsed));
      return (!commit || lms.call("Commit", "")) && kept;
    },

    kept: () => lms.get("cmi.suspend_data"),

    weight: () => lms?.weight() ?? 0,

    /** Looks for an API that replaced one that is gone; returns whether there is one. */
    again() {
      const api = lms?.gone() && findApi(win, "API", NEEDED);
      return Boolean(api) && api !== lms.api && take(api);
    },

    finish() {
      const name = ["Finish", "Terminate"].find((one) => lms.has(one));
      return name ? lms.call(name, "") : true;
    },
  };
}

/** Splits the status of SCORM 1.2 into completion and success. */
function outcomeOf(word) {
  if (word === "passed") return { completion: "completed", success: "passed" };
  if (word === "failed") return { completion: "incomplete", success: "failed" };
  if (word === "completed") return { completion: "completed", success: "unknown" };
  return { completion: word === "incomplete" ? "incomplete" : "unknown", success: "unknown" };
}
