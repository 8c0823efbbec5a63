/** The arithmetic of self-ratings and of the readiness check. Pure functions. */

/** Returns the average of the ratings, or null if there are none. 0 means "no chance". */
export function average(ratings) {
  const given = ratings.filter((rating) => rating > 0);
  return given.length ? given.reduce((sum, rating) => sum + rating, 0) / given.length : null;
}

/** Returns the average of each scale: the letters before the number name it (`P1` is of `P`). */
export function scalesOf(answers) {
  const groups = {};
  for (const [id, value] of Object.entries(answers)) {
    (groups[id.replace(/\d+$/, "")] ??= []).push(value);
  }
  return Object.fromEntries(Object.entries(groups).map(([name, all]) => [name, average(all)]));
}

const SIGNS = {
  ">=": (a, b) => a >= b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  "<": (a, b) => a < b,
};

/** Returns the id of the first rule whose conditions all hold; of each, one comparison must. */
export function ruleOf(rules, scales) {
  const holds = ([left, minus, sign, value]) =>
    // Averages are sums of fractions: numbers that are equal on paper must be equal here.
    SIGNS[sign](Math.round((scales[left] - (minus ? scales[minus] : 0)) * 1e6) / 1e6, value);
  return rules.find(({ when }) => when?.every((any) => any.some(holds)))?.id ?? null;
}
