/** The data model of SCORM 1.2 (RTE 3.4), a row for each element: access, form, first value. */

import { answer, identifier12, interactionTypes, number, score12, text } from "./values.js";
import { time12, timespan12, words } from "./values.js";

const status = words("passed", "completed", "failed", "incomplete", "browsed");
const children = (value) => ["r", null, value];

/** By path; `n` stands for a number. `[access, form, first value, optional?]`. */
export const elements12 = {
  "cmi._version": ["r", null, "3.4"],
  "cmi.core._children": children(
    "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time," +
      "lesson_mode,exit,session_time",
  ),
  "cmi.core.student_id": ["r", null, ""],
  "cmi.core.student_name": ["r", null, ""],
  "cmi.core.lesson_location": ["rw", text(255), ""],
  "cmi.core.credit": ["r", null, "credit"],
  "cmi.core.lesson_status": ["rw", status, "not attempted"],
  "cmi.core.entry": ["r", null, "ab-initio"],
  "cmi.core.score._children": children("raw,min,max"),
  "cmi.core.score.raw": ["rw", score12, ""],
  "cmi.core.score.min": ["rw", score12, "", true],
  "cmi.core.score.max": ["rw", score12, "", true],
  "cmi.core.total_time": ["r", null, "0000:00:00.00"],
  "cmi.core.lesson_mode": ["r", null, "normal", true],
  "cmi.core.exit": ["w", words("time-out", "suspend", "logout", "")],
  "cmi.core.session_time": ["w", timespan12],
  "cmi.suspend_data": ["rw", text(4096), ""],
  "cmi.launch_data": ["r", null, ""],
  "cmi.comments": ["rw", text(4096), "", true],
  "cmi.comments_from_lms": ["r", null, "", true],
  "cmi.objectives._children": [...children("id,score,status"), true],
  "cmi.objectives._count": ["r", null, "0", true],
  "cmi.objectives.n.id": ["rw", identifier12, "", true],
  "cmi.objectives.n.score._children": [...children("raw,min,max"), true],
  "cmi.objectives.n.score.raw": ["rw", score12, "", true],
  "cmi.objectives.n.score.min": ["rw", score12, "", true],
  "cmi.objectives.n.score.max": ["rw", score12, "", true],
  "cmi.objectives.n.status": ["rw", status, "not attempted", true],
  "cmi.student_preference._children": [...children("audio,language,speed,text"), true],
  "cmi.interactions._children": [
    ...children(
      "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
    ),
    true,
  ],
  "cmi.interactions._count": ["r", null, "0", true],
  "cmi.interactions.n.id": ["w", identifier12, "", true],
  "cmi.interactions.n.objectives._count": ["r", null, "0", true],
  "cmi.interactions.n.objectives.n.id": ["w", identifier12, "", true],
  "cmi.interactions.n.time": ["w", time12, "", true],
  "cmi.interactions.n.type": ["w", interactionTypes(12), "", true],
  "cmi.interactions.n.correct_responses._count": ["r", null, "0", true],
  "cmi.interactions.n.correct_responses.n.pattern": ["w", answer(12), "", true],
  "cmi.interactions.n.weighting": ["w", number(), "", true],
  "cmi.interactions.n.student_response": ["w", answer(12), "", true],
  "cmi.interactions.n.result": [
    "w",
    (value) => words("correct", "wrong", "unanticipated", "neutral")(value) || number()(value),
    "",
    true,
  ],
  "cmi.interactions.n.latency": ["w", timespan12, "", true],
};
