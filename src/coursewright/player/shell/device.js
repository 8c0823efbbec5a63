/** What stays on the device: notes, ticks, ratings, the size of the text. Never sent anywhere. */

/** @param {string} course its id */
export function deviceOf(course) {
  const place = (kind, id) => `coursewright-device/${course}/${kind}/${id}`;
  return {
    /** Returns what was kept, or null; never throws: a frame may be barred from storage. */
    get(kind, id) {
      try {
        return JSON.parse(localStorage.getItem(place(kind, id)));
      } catch {
        return null;
      }
    },
    set(kind, id, value) {
      try {
        localStorage.setItem(place(kind, id), JSON.stringify(value));
      } catch {
        // Full or forbidden: what is on the screen stays there until the page is closed.
      }
    },
  };
}
