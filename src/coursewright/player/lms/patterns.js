/** The rarer answers as the standards write them: numbers, gaps, the ticks of a matrix. */

const TYPES = { number: "numeric", gaps: "fill-in" };
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Returns the LMS's word for the type of a rarer question; undefined for all others. */
export const rareType = ({ type, pairs }) => TYPES[type] ?? (pairs ? "matching" : undefined);

/**
 * Returns a response, or the right one, of a rarer question.
 * @param {object} item
 * @param {string|string[]} response
 * @param {12|2004} standard
 * @param {boolean} letters whether options are named by letters
 * @param {{join: string, pair: string, most: number}} style
 * @param {(word: string) => string} name makes an id of a word
 */
export function rarePattern(item, response, standard, letters, style, name) {
  if (item.type === "number") return numeric(response, standard);
  if (item.type === "gaps") return fills(item, response, standard);
  const text = ticks(item, response, style, letters ? null : name);
  return text?.length > style.most ? ticks(item, response, style, null) : text;
}

function ticks({ keys, words }, response, { join, pair }, name) {
  const cells = (at) => [...new Set(keys.map((key) => key.split("/")[at]))].sort();
  const names = [cells(0), cells(1)];
  const word = (key) => words[keys.indexOf(key)].split("/").map(name).join(pair);
  const letter = (key) => key.split("/").map((part, at) => LETTERS[names[at].indexOf(part)]).join(pair);
  return response.map(name ? word : letter).join(join) || null;
}

/** The right one is a range in SCORM 2004 (RTE 4.2.9.1: `min[:]max`), one number in 1.2. */
function numeric(response, standard) {
  if (!Array.isArray(response)) return response;
  const [low, high, value] = response;
  return standard === 12 ? value : `${low}[:]${high}`;
}

/** Kept by the order of the keys, told by the order of the text; 2004: 250 characters for each. */
function fills({ keys }, response, standard) {
  const order = [...keys].sort();
  const given = response.split?.("\n");
  const texts = given ? keys.map((key) => given[order.indexOf(key)] ?? "") : response;
  if (standard === 12) return texts.join("; ").slice(0, 255);
  return texts.map((text) => text.replace(/\[([,.:])\]/g, "$1").slice(0, 250)).join("[,]");
}
