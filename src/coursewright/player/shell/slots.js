/** Fills placeholders from the LMS; without a value, the text in the page stays. */

import { all } from "./page.js";

/** Returns `{first, whole}` of a name as an LMS writes it: "Family, Given" or "Given Family". */
export function namesOf(name) {
  const [family, given] = name.split(",").map((part) => part.trim());
  const whole = given ? `${given} ${family}` : family;
  return { whole, first: (given || family).split(" ")[0] };
}

export function fillSlots(root, { course, entry, track, route, lesson }) {
  const { first, whole } = namesOf(entry.learner.name);
  const values = {
    "learner.first_name": first,
    "learner.name": whole,
    "track.label": course.tracks.find(({ id }) => id === track())?.label,
    "lesson.number": route().indexOf(lesson()) + 1,
    "lesson.count": route().length,
  };
  for (const slot of all("[data-slot]", root)) {
    const value = values[slot.dataset.slot];
    if (value) slot.textContent = value;
  }
  return root;
}
