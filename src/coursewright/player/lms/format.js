/** Values as the standards write them, narrowed to what the strictest LMS lets through. */

const pad = (value, width = 2) => String(value).padStart(width, "0");

/** SCORM 1.2 RTE 3.4.2.1.2 CMITimespan, hours of four digits at most: `0001:02:03.45`. */
export function timespan12(ms) {
  const hundredths = Math.min(Math.floor(ms / 10), 9999 * 360000);
  const seconds = Math.floor(hundredths / 100);
  const hours = pad(Math.floor(seconds / 3600), 4);
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return `${hours}:${rest}.${pad(hundredths % 100)}`;
}

/** SCORM 2004 RTE 4.1.1.7 timeinterval: `PT3723.45S`; `PT0S`, never `PT`. */
export const timeinterval = (ms) => `PT${Math.floor(ms / 10) / 100}S`;

/** SCORM 1.2 CMITime, the local time of day. */
export function time12(now) {
  const at = new Date(now);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** SCORM 2004 second(10,0) without zone and fraction: Moodle refuses most other forms. */
export function timestamp(now) {
  const at = new Date(now);
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${time12(now)}`;
}

/** An id of SCORM 1.2: CMIIdentifier, printable ASCII without spaces, at most 255. */
export const identifier = (id) =>
  id.replace(/[^\x21-\x7e]/gu, (char) => `_${char.codePointAt(0).toString(16)}`).slice(0, 255);

/** An id inside an answer of 2004: Moodle takes letters, digits, `_` and `.` only. */
export const shortIdentifier = (id) =>
  id
    .replace(/[^\w.]/gu, (char) => (char === "-" ? "_" : `_${char.codePointAt(0).toString(16)}`))
    .slice(0, 250);

/** SCORM 1.2 names each choice by one character of `0-9a-z`: its place among the sorted keys. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

const STYLES = {
  12: {
    types: { truefalse: "true-false", order: "sequencing", match: "matching" },
    key: (keys) => (key) => LETTERS[[...keys].sort().indexOf(key)],
    join: ",",
    pair: ".",
    truth: ["t", "f"],
  },
  2004: {
    types: {
      truefalse: "true-false",
      order: "sequencing",
      match: "matching",
      text: "long-fill-in",
    },
    key: () => shortIdentifier,
    join: "[,]",
    pair: "[.]",
    truth: ["true", "false"],
  },
};

/** Returns the LMS's word for a question's type; null when the standard cannot report it. */
export function interactionType(item, standard) {
  if (item.type === "text") return STYLES[standard].types.text ?? null;
  const many = Math.max(item.keys.length, item.targets?.length ?? 0) > LETTERS.length;
  return standard === 12 && many ? null : (STYLES[standard].types[item.type] ?? "choice");
}

/** Returns a response, or the right one, as the pattern of a standard; null where there is none. */
export function pattern(item, response, standard) {
  const style = STYLES[standard];
  if (response === null || response === undefined) return null;
  if (item.type === "text") return response.slice(0, 4000);
  if (item.type === "truefalse") return style.truth[item.keys.indexOf(response[0])] ?? null;
  const key = style.key(item.keys);
  if (item.type !== "match") return response.map(key).join(style.join) || null;
  const target = style.key(item.targets);
  const pairs = Object.entries(response).map(([a, b]) => key(a) + style.pair + target(b));
  return pairs.join(style.join) || null;
}
