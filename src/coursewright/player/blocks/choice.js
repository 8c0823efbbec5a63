/** Pick one, or all that fit; feedback stands under the option it is about. */

import { all, make, one, wordsOf } from "../shell/page.js";
import { t } from "../shell/words.js";
import { question, RIGHT, WRONG } from "./question.js";

export function start(form, context) {
  const inputs = all("input", form);
  const many = form.dataset.type === "multiple";
  const fits = (input) => input.hasAttribute("data-right");
  const feedback = (input) => one(".feedback", input.closest(".option"));

  function mark(input, shown, chosen) {
    const part = feedback(input);
    input.closest(".option").dataset.state = chosen ? (fits(input) ? "right" : "wrong") : "";
    one(".sign", part)?.remove();
    part.hidden = !shown;
    // Where one is picked the verdict says it; a review says it of the right one as well.
    if (context.bare ? !chosen && !fits(input) : !chosen || !many) return;
    const text = fits(input) ? `${RIGHT} ${t("lesson.right")}` : `${WRONG} ${t("lesson.wrong")}`;
    part.prepend(make("p", { class: "sign" }, `${text} `));
  }

  return question(form, context, {
    read() {
      const picked = inputs.filter(({ checked }) => checked);
      const correct = inputs.every((input) => input.checked === fits(input));
      return picked.length ? { response: picked.map(({ value }) => value), correct } : null;
    },
    fill(response) {
      for (const input of inputs) input.checked = response.includes(input.value);
    },
    show(correct) {
      for (const input of inputs) mark(input, input.checked || correct || context.bare, input.checked);
      return inputs.filter(({ checked }) => checked).map((input) => wordsOf(feedback(input))).join(" ");
    },
    clear() {
      for (const input of inputs) mark(input, false, false);
    },
    word(correct) {
      if (correct) return t("lesson.right");
      const some = many && inputs.some((input) => input.checked && fits(input));
      return some ? t("lesson.partly") : t("lesson.wrong");
    },
  });
}
