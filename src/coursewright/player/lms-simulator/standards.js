/** The two run-times as rows: names, error codes, words. The LMS simulator has no `if` for them. */

import { elements12 } from "./elements12.js";
import { elements2004 } from "./elements2004.js";

const two = (value) => String(value).padStart(2, "0");
const clock = (s) => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(Math.floor(s % 60))}`;

const WORDS_12 = {
  0: "No error",
  101: "General exception",
  201: "Invalid argument error",
  202: "Element cannot have children",
  203: "Element not an array - cannot have count",
  301: "Not initialized",
  401: "Not implemented error",
  402: "Invalid set value, element is a keyword",
  403: "Element is read only",
  404: "Element is write only",
  405: "Incorrect data type",
};

const WORDS_2004 = {
  0: "No Error",
  101: "General Exception",
  102: "General Initialization Failure",
  103: "Already Initialized",
  104: "Content Instance Terminated",
  111: "General Termination Failure",
  112: "Termination Before Initialization",
  113: "Termination After Termination",
  122: "Retrieve Data Before Initialization",
  123: "Retrieve Data After Termination",
  132: "Store Data Before Initialization",
  133: "Store Data After Termination",
  142: "Commit Before Initialization",
  143: "Commit After Termination",
  201: "General Argument Error",
  301: "General Get Failure",
  351: "General Set Failure",
  391: "General Commit Failure",
  401: "Undefined Data Model Element",
  402: "Unimplemented Data Model Element",
  403: "Data Model Element Value Not Initialized",
  404: "Data Model Element Is Read Only",
  405: "Data Model Element Is Write Only",
  406: "Data Model Element Type Mismatch",
  407: "Data Model Element Value Out Of Range",
  408: "Data Model Dependency Not Established",
};

const row12 = {
  object: "API",
  prefix: "LMS",
  finish: "Finish",
  elements: elements12,
  words: WORDS_12,
  // [before start, after end] for each call
  order: { start: [0, 101], get: [301, 301], set: [301, 301], commit: [301, 301], end: [301, 301] },
  again: 101,
  code: { unknown: 201, missing: 401, keyword: 402, readOnly: 403, writeOnly: 404, form: 405 },
  more: { gap: 201, unset: 0, depends: 0, commit: 101 },
  paths: {
    id: "cmi.core.student_id",
    name: "cmi.core.student_name",
    entry: "cmi.core.entry",
    exit: "cmi.core.exit",
    mode: "cmi.core.lesson_mode",
    credit: "cmi.core.credit",
    session: "cmi.core.session_time",
    total: "cmi.core.total_time",
  },
  span: (ms) => `${clock(ms / 1000)}.${two(Math.floor(ms / 10) % 100)}`,
  keepsAlways: true, // a data model of 1.2 lives on, whatever the exit was
};

const row2004 = {
  object: "API_1484_11",
  prefix: "",
  finish: "Terminate",
  elements: elements2004,
  words: WORDS_2004,
  order: {
    start: [0, 104],
    get: [122, 123],
    set: [132, 133],
    commit: [142, 143],
    end: [112, 113],
  },
  again: 103,
  code: { unknown: 401, missing: 402, keyword: 404, readOnly: 404, writeOnly: 405, form: 406 },
  more: { gap: 351, unset: 403, depends: 408, commit: 391 },
  paths: {
    id: "cmi.learner_id",
    name: "cmi.learner_name",
    entry: "cmi.entry",
    exit: "cmi.exit",
    mode: "cmi.mode",
    credit: "cmi.credit",
    session: "cmi.session_time",
    total: "cmi.total_time",
  },
  span: (ms) => `PT${Math.floor(ms / 10) / 100}S`,
  keepsAlways: false,
};

/** By the names that targets have. */
export const STANDARDS = { scorm12: row12, "scorm2004-3": row2004, "scorm2004-4": row2004 };
