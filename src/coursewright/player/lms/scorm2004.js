/**
 * SCORM 2004, 3rd and 4th edition (Run-Time Environment 3.1 and 4.2): for a single SCO without
 * sequencing both are one. One shape with scorm12.js and none.js.
 */

import { caller } from "./caller.js";
import { awaitApi, findApi } from "./find-api.js";
import { interactionType, pattern, secondsOf, timeinterval, timestamp } from "./format.js";
import { interactionNumbers, objectiveNumbers } from "./journal.js";

const NEEDED = ["Initialize", "GetValue", "SetValue", "Commit"];

export const limits = { suspend: 64000 };

/**
 * Returns the LMS of a page.
 * @param {Window} win where the content runs
 * @param {object} preset the row of the LMS (packages/presets.py)
 */
export function createLms(win, preset = {}) {
  let lms = null;
  let objectives = null;
  let interactions = null;

  /** Uses an API as the LMS of this visit; returns whether a session is running. */
  function take(api) {
    lms = caller(api, "");
    objectives = interactions = null;
    return lms.call("Initialize", "") || lms.error() === 103; // 103: started before
  }

  return {
    limits,
    async open() {
      const api = await awaitApi(win, "API_1484_11", NEEDED);
      if (!api) return null;
      if (!take(api)) return { over: true }; // 104: ended before, as in a reload
      const completion = lms.get("cmi.completion_status").toLowerCase();
      const success = lms.get("cmi.success_status").toLowerCase();
      return {
        learner: { id: lms.get("cmi.learner_id"), name: lms.get("cmi.learner_name") },
        mode: lms.get("cmi.mode").toLowerCase(),
        credit: lms.get("cmi.credit").toLowerCase(),
        entry: lms.get("cmi.entry").toLowerCase(),
        suspend: lms.get("cmi.suspend_data"), // error 403 only means that it was never set
        place: lms.get("cmi.location"),
        total: secondsOf(lms.get("cmi.total_time")),
        completion: ["completed", "incomplete"].includes(completion) ? completion : "unknown",
        success: ["passed", "failed"].includes(success) ? success : "unknown",
        score: ["passed", "failed"].includes(success) ? lms.number("cmi.score.raw") : null,
      };
    },

    /** Without an early exit=suspend, a lost connection would discard the whole attempt. */
    begin({ completion }, suspend) {
      if (completion !== "completed") lms.set("cmi.completion_status", "incomplete");
      lms.set("cmi.suspend_data", suspend);
      lms.set("cmi.exit", "suspend");
      return lms.call("Commit", "");
    },

    objective({ id, score, success }) {
      if (!lms.children("cmi.objectives")("id")) return;
      objectives ??= objectiveNumbers(lms);
      const { at, fresh } = objectives(id);
      if (fresh && !lms.set(`${at}.id`, id)) return lms.refused("cmi.objectives");
      lms.set(`${at}.score.scaled`, score / 100);
      lms.set(`${at}.success_status`, success);
    },

    interaction({ id, item, response, correct, now }) {
      const type = interactionType(item, 2004);
      if (!type || preset.interactions === "off") return;
      if (!lms.children("cmi.interactions")("id")) return;
      interactions ??= interactionNumbers(lms, preset.interactions, true);
      const { at, fresh } = interactions(id);
      if (fresh && !lms.set(`${at}.id`, id)) return lms.refused("cmi.interactions");
      lms.set(`${at}.type`, type); // id, then type: all that follows is refused before them
      lms.set(`${at}.timestamp`, timestamp(now));
      lms.set(`${at}.correct_responses.0.pattern`, pattern(item, item.correct, 2004));
      lms.set(`${at}.learner_response`, pattern(item, response, 2004));
      lms.set(`${at}.weighting`, item.weight);
      lms.set(`${at}.result`, item.correct ? (correct ? "correct" : "incorrect") : "neutral");
      if (fresh) lms.set(`${at}.description`, item.prompt);
    },

    /** Writes in the order that every LMS accepts, score before status, and commits. */
    save({
      score,
      completion,
      success,
      suspend,
      place,
      elapsed,
      exit,
      progress,
      nav,
      commit = true,
    }) {
      if (score !== null) setScore(lms, "cmi.score", score);
      lms.set("cmi.progress_measure", progress);
      lms.set("cmi.completion_status", completion);
      lms.set("cmi.success_status", success);
      const kept = lms.set("cmi.suspend_data", suspend);
      lms.set("cmi.location", place?.slice(0, 1000));
      lms.set("cmi.exit", exit);
      // Without it, the LMS keeps showing the frame that has ended (RTE 4.4: adl.nav.request).
      if (nav) lms.set("adl.nav.request", exit === "normal" ? "exitAll" : "suspendAll");
      lms.set("cmi.session_time", timeinterval(elapsed));
      return (!commit || lms.call("Commit", "")) && kept;
    },

    kept: () => lms.get("cmi.suspend_data"),

    weight: () => lms?.weight() ?? 0,

    /** Looks for an API that replaced one that is gone; returns whether there is one. */
    again() {
      const api = lms?.gone() && findApi(win, "API_1484_11", NEEDED);
      return Boolean(api) && api !== lms.api && take(api);
    },

    finish: () => !lms.has("Terminate") || lms.call("Terminate", ""),
  };
}

function setScore(lms, at, score) {
  lms.set(`${at}.scaled`, score / 100);
  lms.set(`${at}.raw`, score);
  lms.set(`${at}.min`, 0);
  lms.set(`${at}.max`, 100);
}
