/** What a visit starts from: the state in the LMS, or the copy on the device. */

import { fillWords, newerState } from "./local-copy.js";
import { emptyState } from "./state.js";

const SLACK = 60; // seconds of a visit that an LMS may lose by rounding

/**
 * Returns `{state, warning, before, unsent}`: the state or null, a warning for the learner,
 * the visit that wrote the LMS's state, and the answers that were never reported.
 * @param {{course: object, codec: object, found: object|null, own: object|null, mode: string}} given
 */
export function startOf({ course, codec, found, own, mode }) {
  const mine = own && { state: codec.decode(own.state), saved: own.saved };
  const unsent = own?.unsent;
  if (!found) return { state: mine?.state ?? null, warning: null, unsent };
  const fromLms = codec.decode(found.suspend);
  fillWords(fromLms, mine?.state);
  const before = fromLms?.visit;
  if (found.suspend && !fromLms && !mine?.state) {
    return { state: placed(course, found.place), warning: "damaged" };
  }
  if (mode !== "normal") return { state: fromLms, warning: null, before };
  const { state, lost } = newerState(fromLms, mine, found);
  return { state, warning: lost ? "not-saved" : null, before, unsent };
}

/** Returns a state that has only the learner's place. */
function placed({ tracks }, place) {
  const its = tracks.find(({ lessons }) => lessons.includes(place));
  return its ? { ...emptyState(), place, track: its.id } : null;
}

/** Returns the seconds of an earlier visit that the LMS has not counted. */
export function uncounted(before, total) {
  if (!before || total === null) return 0;
  const missing = before.open - Math.max(0, total - before.total);
  return missing > SLACK ? missing : 0;
}
