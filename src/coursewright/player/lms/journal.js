/** Finds the index of an objective or interaction in the LMS's lists by its id. */

const EARLIER = 1200; // bytes of an interaction from another visit, which an LMS may send again
const MOST = 1000; // the most entries to read if the LMS does not say how many there are

/**
 * Returns the indexes of a list by id, and the number of entries. If the LMS gives no count, it is
 * asked entry by entry: it may still have some, and they must not be overwritten.
 */
function entriesOf(lms, list, readable) {
  const ids = new Map();
  const count = lms.number(`${list}._count`);
  for (let n = 0; n < (count ?? MOST) && (readable || count === null); n += 1) {
    const id = lms.get(`${list}.${n}.id`);
    if (id) ids.set(id, n);
    else if (count === null) break;
  }
  return { ids, count: count ?? ids.size };
}

/** Returns a function from an objective's id to its index; entries of the LMS come first. */
export function objectiveNumbers(lms) {
  let { ids, count } = entriesOf(lms, "cmi.objectives", true);
  return (id) => {
    // A manifest may name a primary objective, which has index 0 before the content starts.
    const fresh = !ids.has(id);
    if (fresh) ids.set(id, count++);
    return { at: `cmi.objectives.${ids.get(id)}`, fresh };
  };
}

/**
 * Returns a function from an interaction's id to its index; with "journal", each answer gets a new one.
 * Interactions of earlier visits are found if the LMS returns their ids (2004 does, 1.2 does not).
 */
export function interactionNumbers(lms, style, readable) {
  let { ids, count } = entriesOf(lms, "cmi.interactions", readable && style !== "journal");
  lms.carry(count * EARLIER);
  return (id) => {
    const fresh = style === "journal" || !ids.has(id);
    if (fresh) ids.set(id, count++);
    return { at: `cmi.interactions.${ids.get(id)}`, fresh };
  };
}
