/** Recall: after seeing the answer, the learner marks whether they knew it. */

import { all, announce, press, wordsOf } from "../shell/page.js";

const MARKS = { knew: 1, notquite: 2 };

export function start(element, { session }) {
  const { id } = element.dataset;
  const buttons = all("button", element);
  press(buttons, buttons.find(({ value }) => MARKS[value] === session.read("recall", id)));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      press(buttons, button);
      session.mark("recall", id, MARKS[button.value]);
      announce(wordsOf(button));
    });
  }
}
