/** Which number an objective or an interaction has in the LMS's lists: found by its id. */

const EARLIER = 1200; // bytes: an interaction of another visit, which an LMS may send again

/** Returns a function from an objective's id to its number; those the LMS made come first. */
export function objectiveNumbers(lms) {
  const ids = new Map();
  const count = lms.number("cmi.objectives._count") ?? 0;
  for (let n = 0; n < count; n += 1) ids.set(lms.get(`cmi.objectives.${n}.id`), n);
  return (id) => {
    // A manifest may name a primary objective, which stands at 0 before the content starts.
    const fresh = !ids.has(id);
    if (fresh) ids.set(id, ids.size);
    return { at: `cmi.objectives.${ids.get(id)}`, fresh };
  };
}

/**
 * Returns a function from an interaction's id to its number: its own, or under "journal" a new one.
 * What an LMS holds of earlier visits is found again where it tells the ids (2004; 1.2 does not).
 */
export function interactionNumbers(lms, style, readable) {
  const ids = new Map();
  let next = lms.number("cmi.interactions._count") ?? 0;
  lms.carry(next * EARLIER);
  for (let n = 0; n < next && readable && style !== "journal"; n += 1) {
    ids.set(lms.get(`cmi.interactions.${n}.id`), n);
  }
  return (id) => {
    const fresh = style === "journal" || !ids.has(id);
    if (fresh) ids.set(id, next++);
    return { at: `cmi.interactions.${ids.get(id)}`, fresh };
  };
}
