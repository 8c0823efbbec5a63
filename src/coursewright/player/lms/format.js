/** Values in the forms of the standards, limited to what the strictest LMS accepts. */

import { rarePattern, rareType } from "./patterns.js";

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

/** Seconds of a time span of either standard; null when it is none. */
export function secondsOf(text) {
  const [, h, m, s] = /^(\d{2,4}):(\d\d):(\d\d)(?:\.\d+)?$/.exec(text) ?? [];
  if (h) return h * 3600 + m * 60 + Number(s);
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(text);
  if (!parts) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

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
    join: ",",
    pair: ".",
    truth: ["t", "f"],
    most: 255, // RTE 3.4.2.1: CMIFeedback
  },
  2004: {
    types: {
      truefalse: "true-false",
      order: "sequencing",
      match: "matching",
      text: "long-fill-in",
    },
    join: "[,]",
    pair: "[.]",
    truth: ["true", "false"],
    most: 4000,
  },
};

/** Returns the LMS's word for a question's type; null when the standard cannot report it. */
export function interactionType(item, standard) {
  if (rareType(item)) return rareType(item);
  if (item.type === "text") return STYLES[standard].types.text ?? null;
  const many = Math.max(item.keys.length, item.targets?.length ?? 0) > LETTERS.length;
  return standard === 12 && many ? null : (STYLES[standard].types[item.type] ?? "choice");
}

const letter = (keys) => (key) => LETTERS[[...keys].sort().indexOf(key)];
const word = (keys, words) => (key) => shortIdentifier(words?.[keys.indexOf(key)] ?? key);

/**
 * Returns a response, or the right one, as the pattern of a standard; null where there is none.
 * Options are named by words of their text; in 1.2 by letters where words are too long for it, or
 * where `letters` says that the LMS takes nothing else.
 */
export function pattern(item, response, standard, letters = false) {
  const style = STYLES[standard];
  if (response === null || response === undefined) return null;
  if (rareType(item)) return rarePattern(item, response, standard, letters, style, shortIdentifier);
  if (item.type === "text") return response.slice(0, style.most);
  if (item.type === "truefalse") return style.truth[item.keys.indexOf(response[0])] ?? null;
  const name = letters ? letter : word;
  const key = name(item.keys, item.words);
  const target = item.targets && name(item.targets, item.targetWords);
  const pairs =
    item.type === "match"
      ? item.keys.filter((a) => a in response).map((a) => key(a) + style.pair + target(response[a]))
      : response.map(key);
  const text = pairs.join(style.join) || null;
  return standard === 12 && !letters && text?.length > style.most ? pattern(item, response, 12, true) : text;
}
