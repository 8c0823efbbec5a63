/** Numbers as people write them: with a decimal point or comma, in groups, in their own digits. */

const GROUPS = /^[-+]?\d{1,3}([.,٫٬])\d{3}(?:\1\d{3})*(?:(?!\1)[.,٫٬]\d+)?$/;
const DECIMAL = /^[-+]?(?:\d+[.,٫٬]?\d*|[.,٫٬]\d+)$/;

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
  const [end, given] = [unit, text].map((one) => one.normalize("NFKC").trim());
  const bare = end && given.toLowerCase().endsWith(end.toLowerCase()) ? given.slice(0, -end.length) : given;
  const plain = bare
    .replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15)
    .replace(/[\s'’]/g, "")
    .replace(/^[−–]/, "-");
  const sign = GROUPS.exec(plain)?.[1];
  // One sign before three digits may be either; two signs, or the language, tell.
  const grouped = sign && (sign === groupSign(language) || plain.match(/[.,٫٬]/g).length > 1);
  if (!grouped && !DECIMAL.test(plain)) return null;
  return String(+(grouped ? plain.replaceAll(sign, "") : plain).replace(/[,٫٬]/, "."));
}
