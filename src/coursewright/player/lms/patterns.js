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
 * @param {{join: string, pair: string}} signs
 * @param {((id: string) => string)|null} name makes an id of a word; null: letters
 */
export function rarePattern(item, response, standard, { join, pair }, name) {
  if (item.type === "number") return numeric(response, standard);
  if (item.type === "gaps") return fills(item, response, standard);
  const cells = (at) => [...new Set(item.keys.map((key) => key.split("/")[at]))].sort();
  const letters = [cells(0), cells(1)];
  const word = (key) => item.words[item.keys.indexOf(key)].split("/").map(name).join(pair);
  const letter = (key) => key.split("/").map((part, at) => LETTERS[letters[at].indexOf(part)]).join(pair);
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
