/** What an answer is worth in an assessment with weights or partial credit. Pure functions. */

/** Returns from 0 to 1 how much of an answer is right; never more than guessing all would cost. */
export function creditOf({ type, keys, correct }, answer) {
  if (!answer) return 0;
  if (answer.correct) return 1;
  const { response, share = 0 } = answer;
  if (type === "multiple") {
    const hits = response.filter((key) => correct.includes(key)).length;
    return Math.max(0, 2 * hits - response.length) / correct.length;
  }
  if (type === "match") return keys.filter((key) => response[key] === correct[key]).length / keys.length;
  if (type === "order") return response.filter((key, at) => key === correct[at]).length / correct.length;
  return share;
}

/**
 * Returns the credit of each item by its id, and under no id that of all points.
 * @param {HTMLElement} section the assessment
 * @param {Object<string, object>} items by id
 * @param {{item: string, read: () => object|null}[]} parts the questions of the attempt
 */
export function creditsOf({ dataset: { credit } }, items, parts) {
  const credits = {};
  let points = 0;
  let most = 0;
  for (const { item: id, read } of parts) {
    const answer = read();
    const { weight = 1 } = items[id];
    credits[id] = credit === "partial" ? creditOf(items[id], answer) : Number(answer?.correct ?? false);
    points += weight * credits[id];
    most += weight;
  }
  return { ...credits, "": points / Math.max(most, 1) };
}
