/** Which number an objective or an interaction has in the LMS's lists: found by its id. */

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

/** Returns a function from an interaction's id to its number: new, or under "update" its own. */
export function interactionNumbers(lms, style) {
  const ids = new Map();
  let next = lms.number("cmi.interactions._count") ?? 0;
  return (id) => {
    const fresh = style !== "update" || !ids.has(id);
    if (fresh) ids.set(id, next++);
    return { at: `cmi.interactions.${ids.get(id)}`, fresh };
  };
}
