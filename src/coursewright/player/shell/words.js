/** The interface text of the page's language, from its data block. */

let words = {};
let numbers;
let plurals;

/** Takes the strings, and the language whose digits and plural forms their numbers get. */
export function setWords(map, language = "en") {
  words = map;
  try {
    numbers = new Intl.NumberFormat(language);
    plurals = new Intl.PluralRules(language);
  } catch {
    setWords(map); // a tag that is not well formed
  }
}

/** Returns the string of a key, its fields filled: `t("player.lesson", {n: 3, ...})`. */
export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)(?:, plural,((?: *[a-z]+ *\{[^{}]*\})+) *)?\}/g, (all, name, forms) => {
    const value = values[name] ?? all;
    if (typeof value !== "number") return value;
    const shown = numbers.format(value);
    if (!forms) return shown;
    const form = (name) => forms.match(`\\b${name} *{([^{}]*)}`)?.[1];
    return (form(plurals.select(value)) ?? form("other") ?? "#").replace("#", shown);
  });
}
