/** Draws the questions of an assessment, one of each cell, another at each attempt; its score. */

import { hash32 } from "./dom.js";

/** Percent, rounded down; what binary fractions lose of a whole number is given back. */
export const percent = (share) => Math.floor(share * 100 + 1e-6);

/**
 * Returns item ids, in the order of the cells. The same seed and count draw the same items.
 * @param {{cell: string, items: string[]}[]} cells
 * @param {(id: string) => boolean} asked whether a question is for the learner's track
 */
export function drawItems(cells, asked, seed, count) {
  return cells.flatMap(({ cell, items }) => {
    const mine = items.filter(asked).sort();
    const first = hash32(`${seed}:${cell}`) % mine.length;
    return mine.length ? [mine[(first + count) % mine.length]] : [];
  });
}
