/** The interface text of the page's language, from its data block. */

let words = {};
let numbers; // made when a number needs it: to load them takes a slow phone a tenth of a second
let plurals;
let tag;
let plain;

/**
 * Takes the strings, and the language whose digits and plural forms their numbers get.
 * @param {Object<string, string>|string[]} map
 * @param {string} language
 * @param {boolean} latin whether the language writes 0 to 9, as the page says
 */
export function setWords(map, language = "en", latin = false) {
  words = map;
  tag = language;
  plain = latin;
  numbers = null;
  try {
    plurals = new Intl.PluralRules(language);
  } catch {
    setWords(map, "en", latin); // a tag that is not well formed
  }
}

function shownAs(value) {
  if (plain && value < 1000) return String(value); // no groups of digits yet
  numbers ??= new Intl.NumberFormat(tag);
  return numbers.format(value);
}

/** Returns the string of a key, its fields filled: `t("player.lesson", {n: 3, ...})`. */
export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)(?:, plural,((?: *[a-z]+ *\{[^{}]*\})+) *)?\}/g, (all, name, forms) => {
    const value = values[name] ?? all;
    if (typeof value !== "number") return value;
    const shown = shownAs(value);
    if (!forms) return shown;
    const form = (name) => forms.match(`\\b${name} *{([^{}]*)}`)?.[1];
    return (form(plurals.select(value)) ?? form("other") ?? "#").replace("#", shown);
  });
}
