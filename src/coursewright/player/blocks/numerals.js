/** Numbers as people write them: with a decimal point or comma, in groups, in their own digits. */

const SEPARATORS = new Set([".", ",", "٫", "٬"]);

/** The sign between the thousands of a language. */
function groupSign(language) {
  try {
    return new Intl.NumberFormat(language).formatToParts(1234567).find(({ type }) => type === "group")?.value;
  } catch {
    return ","; // a tag that is not well formed
  }
}

/**
 * Returns a number as digits with a point, such as "-2.5"; null where it is none. "1,234" is a
 * thousand and more where the language writes thousands so, "2,5" is two and a half everywhere.
 */
export function numberOf(text, language, unit = "") {
  const group = groupSign(language);
  let plain = text.normalize("NFKC").trim();
  if (unit && plain.toLowerCase().endsWith(unit.normalize("NFKC").toLowerCase())) plain = plain.slice(0, -unit.normalize("NFKC").length);
  plain = plain
    .replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15)
    .replace(/[\s'’]/g, "")
    .replace(/^[−–]/, "-");
  const signs = [...plain].filter((sign) => SEPARATORS.has(sign));
  const last = signs.at(-1);
  const grouped = /^[-+]?\d{1,3}([.,٫٬]\d{3})+$/.test(plain) && new Set(signs).size === 1 && (last === group || signs.length > 1);
  const decimal = grouped || signs.filter((sign) => sign === last).length > 1 ? null : last;
  plain = [...plain].map((sign) => (sign === decimal ? "." : SEPARATORS.has(sign) ? "" : sign)).join("");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? String(+plain) : null;
}
