/** Fill in the gaps of a text: by writing, or from a list. */

import { all, make } from "../shell/page.js";
import { t } from "../shell/words.js";
import { hideWhen, question, RIGHT, showWhen } from "./question.js";

const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u0652]/g; // accents and vowel points

/** Returns a text as it is compared: without extra spaces, and unless `exact`, case and accents. */
export function folded(text, exact) {
  const plain = text.normalize("NFKC").replace(/[‘’]/g, "'").replace(/\s+/g, " ").trim();
  return exact ? plain : plain.normalize("NFKD").replace(MARKS, "").toUpperCase();
}

export function start(form, context) {
  const exact = "exact" in form.dataset;
  const gaps = all(".gap", form);
  const sorted = [...gaps].sort((a, b) => (a.name < b.name ? -1 : 1)); // as they are kept: places may change
  const accepts = (gap) => JSON.parse(gap.dataset.right);
  const fits = (gap) => accepts(gap).some((text) => folded(text, exact) === folded(gap.value, exact));

  const control = question(form, context, {
    read() {
      if (gaps.some(({ value }) => !value.trim())) return null;
      const right = gaps.filter(fits).length;
      const response = sorted.map(({ value }) => value.trim()).join("\n");
      return { response, correct: right === gaps.length, share: right / gaps.length };
    },
    fill(response) {
      response.split("\n").forEach((text, at) => sorted[at] && (sorted[at].value = text));
    },
    show(correct) {
      for (const gap of gaps) {
        gap.dataset.state = fits(gap) ? "right" : "wrong";
        gap.setAttribute("aria-invalid", !fits(gap));
        if (context.bare && !fits(gap)) gap.after(make("span", { class: "fix" }, ` ${RIGHT} ${accepts(gap)[0]} `));
      }
      return showWhen(form, correct);
    },
    clear() {
      for (const gap of gaps) {
        delete gap.dataset.state;
        gap.removeAttribute("aria-invalid");
      }
      hideWhen(form);
    },
    word: (correct) => t(correct ? "lesson.right" : gaps.some(fits) ? "lesson.partly" : "lesson.wrong"),
  });
  // Behind the question's own: what is missing is the first empty gap.
  form.addEventListener("submit", () => gaps.find(({ value }) => !value.trim())?.focus());
  return control;
}
