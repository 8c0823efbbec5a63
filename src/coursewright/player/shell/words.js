/** The words of the page's language, from its data block. */

let words = {};

export function setWords(map) {
  words = map;
}

/** Returns the words of a key, its slots filled: `t("player.lesson", {n: 3, ...})`. */
export function t(key, slots = {}) {
  return words[key].replace(/\{(\w+)\}/g, (all, name) => slots[name] ?? all);
}
