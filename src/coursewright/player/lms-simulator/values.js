/** What a value may look like, as the standards say and the strictest LMS reads them. */

const all = (pattern) => (value) => pattern.test(value);

export const text = (most) => (value) => value.length <= most;
export const words =
  (...list) =>
  (value) =>
    list.includes(value);
export const number =
  (low = -Infinity, high = Infinity) =>
  (value) =>
    /^-?\d{1,7}(\.\d{1,7})?$/.test(value) && Number(value) >= low && Number(value) <= high;

/** SCORM 1.2 RTE 3.4.2.1: CMIIdentifier, CMITime, CMITimespan, CMIDecimal of a score. */
export const identifier12 = all(/^[\x21-\x7e]{1,255}$/);
export const time12 = all(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/);
export const timespan12 = all(/^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/);
export const score12 = (value) => value === "" || number(0, 100)(value);

/** SCORM 2004 RTE 4.1.1: what Moodle's patterns let through of it. */
export const identifier2004 = all(/^(?!urn:$)\S{1,4000}$/);
export const timestamp2004 = all(/^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,2}Z?)?$/);
export const interval2004 = all(
  /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/,
);

const LISTS = {
  12: {
    "true-false": /^[tf]$/,
    choice: /^[0-9a-z](,[0-9a-z])*$/,
    "fill-in": /^.{0,255}$/s,
    matching: /^[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*$/,
    performance: /^.{0,255}$/s,
    sequencing: /^[0-9a-z](,[0-9a-z])*$/,
    likert: /^[0-9a-z]?$/,
    numeric: /^-?\d+(\.\d+)?$/,
  },
  2004: {
    "true-false": /^(true|false)$/,
    choice: /^([\w.]{1,250}(\[,\][\w.]{1,250})*)?$/,
    "fill-in": /^.{0,250}(\[,\].{0,250})*$/s,
    "long-fill-in": /^.{0,4000}$/s,
    matching: /^([\w.]{1,250}\[\.\][\w.]{1,250}(\[,\][\w.]{1,250}\[\.\][\w.]{1,250})*)?$/,
    performance: /^.*$/s,
    sequencing: /^([\w.]{1,250}(\[,\][\w.]{1,250})*)?$/,
    likert: /^[\w.]{1,250}$/,
    numeric: /^-?\d+(\.\d+)?$/,
    other: /^.{0,4000}$/s,
  },
};

export const interactionTypes = (standard) => words(...Object.keys(LISTS[standard]));

/** An answer's form hangs on the type that its interaction has. */
export const answer = (standard) => (value, type) => LISTS[standard][type]?.test(value) ?? false;

/** SCORM 2004 RTE 4.2.9.1: the right answer of `numeric` is a range whose ends may be open. */
const RANGE = /^(-?\d+(\.\d+)?)?\[:\](-?\d+(\.\d+)?)?$/;
export const pattern2004 = (value, type) => (type === "numeric" ? RANGE.test(value) : answer(2004)(value, type));
