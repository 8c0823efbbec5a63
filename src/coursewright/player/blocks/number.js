/** Enter a number; what is near enough to the answer is right. */

import { one } from "../shell/page.js";
import { numberOf } from "./numerals.js";
import { hideWhen, question, showWhen } from "./question.js";

export function start(form, context) {
  const box = one("input", form);
  const { low, high, unit } = form.dataset;
  const language = document.documentElement.lang;
  return question(form, context, {
    read() {
      const response = numberOf(box.value, language, unit);
      return response === null ? null : { response, correct: response >= +low && response <= +high };
    },
    fill(response) {
      // With the decimal sign of the language, as it was written.
      const sign = language && numberOf("1,5", language) && (1.5).toLocaleString(language)[1];
      box.value = sign === "," ? response.replace(".", ",") : response;
    },
    show(correct) {
      box.dataset.state = correct ? "right" : "wrong";
      box.setAttribute("aria-invalid", !correct);
      one(".solution", form).hidden = !context.bare || correct;
      return showWhen(form, correct);
    },
    clear() {
      delete box.dataset.state;
      box.removeAttribute("aria-invalid");
      hideWhen(form);
    },
  });
}
