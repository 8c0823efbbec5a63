/** Write an answer, then see a good one and what to look for. */

import { one, wordsOf } from "../shell/page.js";
import { question } from "./question.js";

export function start(form, context) {
  const box = one("textarea", form);
  const model = one(".feedback", form);
  return question(form, context, {
    read: () => (box.value.trim() ? { response: box.value.trim(), correct: null } : null),
    fill: (response) => (box.value = response),
    show() {
      model.hidden = false;
      return wordsOf(model);
    },
    clear() {},
  });
}
