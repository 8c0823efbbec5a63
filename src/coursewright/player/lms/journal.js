/** Which number an objective or an interaction has in the LMS's lists: found by its id. */

const EARLIER = 1200; // bytes: an interaction of another visit, which an LMS may send again
const MOST = 1000; // entries that are looked through where the LMS does not say how many there are

/**
 * Returns the numbers of a list by id, and how many there are. An LMS that does not count is asked
 * entry by entry: it may have some all the same, and they must not be written over.
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

/** Returns a function from an objective's id to its number; those the LMS made come first. */
export function objectiveNumbers(lms) {
  let { ids, count } = entriesOf(lms, "cmi.objectives", true);
  return (id) => {
    // A manifest may name a primary objective, which stands at 0 before the content starts.
    const fresh = !ids.has(id);
    if (fresh) ids.set(id, count++);
    return { at: `cmi.objectives.${ids.get(id)}`, fresh };
  };
}

/**
 * Returns a function from an interaction's id to its number: its own, or under "journal" a new one.
 * What an LMS holds of earlier visits is found again where it tells the ids (2004; 1.2 does not).
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
