/** The readiness check: private. It suggests a track, and the learner chooses one. */

import { all, announce, one, wordsOf } from "../shell/page.js";
import { t } from "../shell/words.js";
import { readRatings } from "./ratings.js";
import { ruleOf, scalesOf } from "./scores.js";

export function start(form, { course, track, takeTrack }) {
  const result = one(".result", form);
  const rules = course.view.checks[form.dataset.id];
  const yesNo = new Set(all("[data-yes-no]", form).map(({ dataset }) => dataset.item));

  function take(card) {
    const wanted = card.dataset.take;
    const known = course.tracks.find(({ id }) => id === wanted);
    if (known) takeTrack(wanted);
    const { label } = known ?? course.tracks.find(({ id }) => id === track());
    one(".verdict", form).textContent = `${t("lesson.readiness.chosen")}: ${label}`;
    announce(one(".verdict", form).textContent);
  }

  const hints = all("[data-no]", form);
  for (const part of [result, ...hints]) part.hidden = true; // without this script, everything is shown
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = readRatings(form);
    if (!answers) return;
    const rated = Object.entries(answers).filter(([id]) => !yesNo.has(id));
    const fitting = ruleOf(rules, scalesOf(Object.fromEntries(rated)));
    for (const card of all(".card", form)) {
      const fits = card.dataset.rule === fitting;
      one(".fits", card).hidden = !fits;
      if (fits) announce(`${t("lesson.readiness.fits")}: ${wordsOf(one("h4", card))}`);
    }
    for (const line of hints) line.hidden = answers[line.dataset.no] !== 0;
    result.hidden = false;
    result.focus();
  });
  for (const button of all(".take", form)) {
    button.addEventListener("click", () => take(button.closest(".card")));
  }
}
