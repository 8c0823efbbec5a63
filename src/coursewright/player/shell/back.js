/** Asks at the top of a lesson whether the learner did the previous lesson's action. */

import { all, announce, forTrack, one, press, wordsOf } from "./page.js";

const MARKS = { done: 1, notyet: 2, changed: 3 };

export function askBack(content, before, { session, track, template }) {
  const lesson = before && forTrack(template(before).content.cloneNode(true), track());
  const action = lesson && one(".action .words", lesson);
  if (!action) return;
  const section = one("#cw-back").content.cloneNode(true);
  one(".words", section).append(...action.childNodes);
  const buttons = all("button", section);
  const kept = session.read("action", before);
  press(buttons, buttons.find(({ value }) => MARKS[value] === kept));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      press(buttons, button);
      session.mark("action", before, MARKS[button.value]);
      announce(wordsOf(button));
    });
  }
  one("header", content).after(section);
}
