/** Draws the questions of an assessment: one of each cell, another at each attempt. */

import { hash32 } from "./bits.js";

/**
 * Returns item ids, in the order of the cells. The same seed and count draw the same items.
 * @param {{cells: {cell: string, tracks: string[], items: string[]}[]}} assessment
 * @param {string|null} track the learner's; cells of other tracks are left out
 */
export function drawItems({ cells }, track, seed, count) {
  return cells
    .filter(({ tracks }) => !tracks.length || tracks.includes(track))
    .map(({ cell, items }) => {
      const sorted = [...items].sort();
      return sorted[((hash32(`${seed}:${cell}`) % sorted.length) + count) % sorted.length];
    });
}
