/** The data model of SCORM 2004 (RTE 4.2), a row for each element: access, form, first value. */

import { answer, identifier2004, interactionTypes, interval2004, number, pattern2004 } from "./values.js";
import { text, timestamp2004, words } from "./values.js";

const completion = words("completed", "incomplete", "not attempted", "unknown");
const success = words("passed", "failed", "unknown");
const requests = words(
  "continue",
  "previous",
  "exit",
  "exitAll",
  "abandon",
  "abandonAll",
  "suspendAll",
  "_none_",
);
const children = (value) => ["r", null, value];

const score = (at) => ({
  [`${at}._children`]: children("scaled,raw,min,max"),
  [`${at}.scaled`]: ["rw", number(-1, 1)],
  [`${at}.raw`]: ["rw", number()],
  [`${at}.min`]: ["rw", number()],
  [`${at}.max`]: ["rw", number()],
});

/** By path; `n` stands for a number. `[access, form, first value]`; without one it is "not set". */
export const elements2004 = {
  "cmi._version": ["r", null, "1.0"],
  "cmi.completion_status": ["rw", completion, "unknown"],
  "cmi.completion_threshold": ["r", null],
  "cmi.credit": ["r", null, "credit"],
  "cmi.entry": ["r", null, "ab-initio"],
  "cmi.exit": ["w", words("time-out", "suspend", "logout", "normal", "")],
  "cmi.interactions._children": children(
    "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result," +
      "latency,description",
  ),
  "cmi.interactions._count": children("0"),
  "cmi.interactions.n.id": ["rw", identifier2004],
  "cmi.interactions.n.type": ["rw", interactionTypes(2004)],
  "cmi.interactions.n.objectives._count": children("0"),
  "cmi.interactions.n.objectives.n.id": ["rw", identifier2004],
  "cmi.interactions.n.timestamp": ["rw", timestamp2004],
  "cmi.interactions.n.correct_responses._count": children("0"),
  "cmi.interactions.n.correct_responses.n.pattern": ["rw", pattern2004],
  "cmi.interactions.n.weighting": ["rw", number()],
  "cmi.interactions.n.learner_response": ["rw", answer(2004)],
  "cmi.interactions.n.result": [
    "rw",
    (value) => words("correct", "incorrect", "unanticipated", "neutral")(value) || number()(value),
  ],
  "cmi.interactions.n.latency": ["rw", interval2004],
  "cmi.interactions.n.description": ["rw", text(250)],
  "cmi.launch_data": ["r", null],
  "cmi.learner_id": ["r", null, ""],
  "cmi.learner_name": ["r", null, ""],
  "cmi.location": ["rw", text(1000)],
  "cmi.max_time_allowed": ["r", null],
  "cmi.mode": ["r", null, "normal"],
  "cmi.objectives._children": children(
    "id,score,success_status,completion_status,progress_measure,description",
  ),
  "cmi.objectives._count": children("0"),
  "cmi.objectives.n.id": ["rw", identifier2004],
  ...score("cmi.objectives.n.score"),
  "cmi.objectives.n.success_status": ["rw", success, "unknown"],
  "cmi.objectives.n.completion_status": ["rw", completion, "unknown"],
  "cmi.objectives.n.progress_measure": ["rw", number(0, 1)],
  "cmi.objectives.n.description": ["rw", text(250)],
  "cmi.progress_measure": ["rw", number(0, 1)],
  "cmi.scaled_passing_score": ["r", null],
  ...score("cmi.score"),
  "cmi.session_time": ["w", interval2004],
  "cmi.success_status": ["rw", success, "unknown"],
  "cmi.suspend_data": ["rw", text(64000)],
  "cmi.time_limit_action": ["r", null, "continue,no message"],
  "cmi.total_time": ["r", null, "PT0S"],
  "adl.nav.request": ["rw", requests, "_none_"],
};
