/**
 * SCORM 1.2 (Run-Time Environment 1.2, 3.3 and 3.4). One shape with scorm2004.js and none.js:
 * open, begin, objective, interaction, save, kept, finish.
 */

import { caller } from "./caller.js";
import { awaitApi } from "./find-api.js";
import { identifier, interactionType, pattern, time12, timespan12 } from "./format.js";
import { interactionNumbers, objectiveNumbers } from "./journal.js";
import { statusOf } from "../outcome.js";

const NEEDED = ["LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit"];

export const limits = { suspend: 4096 };

/**
 * Returns the LMS of a page.
 * @param {Window} win where the content runs
 * @param {object} preset the row of the LMS (targets/scorm/presets.py)
 */
export function createLms(win, preset = {}) {
  let lms = null;
  let objectives = null;
  let interactions = null;
  return {
    limits,
    async open() {
      const api = await awaitApi(win, "API", NEEDED);
      if (!api) return null;
      lms = caller(api, "LMS");
      const started = lms.call("Initialize", "");
      const has = lms.children("cmi.core");
      if (!started && !has("student_id")) return null; // started twice is no reason to give up
      return {
        learner: { id: lms.get("cmi.core.student_id"), name: lms.get("cmi.core.student_name") },
        mode: has("lesson_mode") ? lms.get("cmi.core.lesson_mode").toLowerCase() : "",
        credit: lms.get("cmi.core.credit").toLowerCase(),
        entry: lms.get("cmi.core.entry").toLowerCase(),
        suspend: lms.get("cmi.suspend_data"),
        ...outcomeOf(lms.get("cmi.core.lesson_status").toLowerCase()),
        score: lms.number("cmi.core.score.raw"),
      };
    },

    /** Says at once that the course is under way: some LMSs take silence for "completed". */
    begin(outcome) {
      if (statusOf(outcome) === "incomplete") lms.set("cmi.core.lesson_status", "incomplete");
      lms.set("cmi.core.exit", "suspend");
      return lms.call("Commit", "");
    },

    objective({ id, score, success }) {
      const has = lms.children("cmi.objectives");
      if (!has("id")) return;
      objectives ??= objectiveNumbers(lms);
      const { at, fresh } = objectives(identifier(id));
      if (fresh) lms.set(`${at}.id`, identifier(id));
      if (has("score")) {
        lms.set(`${at}.score.raw`, score);
        lms.set(`${at}.score.min`, 0);
        lms.set(`${at}.score.max`, 100);
      }
      if (has("status")) lms.set(`${at}.status`, success === "unknown" ? "incomplete" : success);
    },

    interaction({ id, item, response, correct, latencyMs, now }) {
      const type = interactionType(item, 12);
      if (!type || preset.interactions === "off") return;
      const has = lms.children("cmi.interactions");
      if (!has("id")) return;
      interactions ??= interactionNumbers(lms, preset.interactions);
      const { at, fresh } = interactions(id);
      if (fresh) lms.set(`${at}.id`, identifier(id));
      lms.set(`${at}.type`, type);
      if (fresh && item.objective && has("objectives")) {
        lms.set(`${at}.objectives.0.id`, identifier(item.objective));
      }
      lms.set(`${at}.time`, time12(now));
      if (has("correct_responses")) {
        lms.set(`${at}.correct_responses.0.pattern`, pattern(item, item.correct, 12));
      }
      lms.set(`${at}.student_response`, pattern(item, response, 12));
      lms.set(`${at}.result`, item.correct ? (correct ? "correct" : "wrong") : "neutral");
      lms.set(`${at}.latency`, timespan12(latencyMs));
    },

    /** Writes in the order that every LMS takes, score before status, and commits. */
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

    finish() {
      const name = ["Finish", "Terminate"].find((one) => lms.has(one));
      return name ? lms.call(name, "") : true;
    },
  };
}

/** One word of SCORM 1.2 as the two answers it holds. */
function outcomeOf(word) {
  if (word === "passed") return { completion: "completed", success: "passed" };
  if (word === "failed") return { completion: "incomplete", success: "failed" };
  if (word === "completed") return { completion: "completed", success: "unknown" };
  return { completion: word === "incomplete" ? "incomplete" : "unknown", success: "unknown" };
}
