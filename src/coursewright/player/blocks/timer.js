/** The time that is left of an attempt, shown and said; at its end the attempt is handed in. */

import { announce, make } from "../shell/page.js";
import { t } from "../shell/words.js";

const SPOKEN = [300, 60]; // seconds before the end

/** What learners are told of an assessment; undefined where it has no time limit. */
export function timedRule(minutes, { attempts, ...more }) {
  if (!minutes) return undefined;
  const rule = t("lesson.assessment.rule.timed", { ...more, minutes: Number(minutes) });
  return attempts < Infinity ? `${rule} ${t("lesson.assessment.rule.attempts", { attempts })}` : rule;
}

/**
 * Counts down above the questions.
 * @param {HTMLElement} stage
 * @param {number|undefined} ends seconds since 1970; none: no limit
 * @param {(text: string) => void} over hands in what is there; told what to say of it
 * @returns {(() => void)|undefined} stops
 */
export function countDown(stage, ends, over) {
  if (!ends) return undefined;
  const line = make("p", { class: "left" });
  let spoken = Infinity;
  function tick() {
    const left = Math.max(0, Math.ceil(ends - Date.now() / 1000));
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    line.textContent = t("lesson.assessment.left", { time });
    const due = SPOKEN.findLast((seconds) => left <= seconds && left > 0);
    if (due < spoken) announce(line.textContent);
    spoken = Math.min(spoken, due ?? Infinity);
    // Another page took its place: the attempt goes on there.
    if (!left || !line.isConnected) clearInterval(clock);
    if (!left) over(`${t("lesson.assessment.over")} `);
  }
  const clock = setInterval(tick, 500);
  stage.prepend(line);
  setTimeout(tick);
  return () => clearInterval(clock);
}
