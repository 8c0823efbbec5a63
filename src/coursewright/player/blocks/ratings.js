/** Fieldsets of ratings: reads them, fills them, and points out the ones that are still open. */

import { all, announce, one } from "../shell/page.js";
import { t } from "../shell/words.js";

/** Returns `{[item]: number}`, or null after the first open line was pointed at. */
export function readRatings(form) {
  const answers = {};
  const open = [];
  for (const set of all("fieldset", form)) {
    const chosen = one("input:checked", set);
    set.dataset.state = chosen ? "" : "open";
    if (chosen) answers[keyOf(set)] = Number(chosen.value);
    else open.push(set);
  }
  const line = one(".verdict", form);
  line.textContent = open.length ? t("lesson.likert.missing") : "";
  line.classList.toggle("no", open.length > 0);
  if (!open.length) return answers;
  announce(line.textContent);
  const step = open[0].closest("details");
  if (step) step.open = true; // what is folded takes no focus
  one("input", open[0]).focus();
  return null;
}

export function fillRatings(form, answers) {
  for (const set of all("fieldset", form)) {
    const input = one(`input[value="${answers[keyOf(set)]}"]`, set);
    if (input) input.checked = true;
  }
}

/** Items are rated once, or twice: now, and looking back. */
function keyOf({ dataset }) {
  return dataset.when === "then" ? `then ${dataset.item}` : dataset.item;
}
