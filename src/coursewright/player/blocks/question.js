/** What all questions have in common: take an answer, say what it is worth, let them try again. */

import { announce, one, wordsOf } from "../shell/page.js";
import { t } from "../shell/words.js";

export const RIGHT = "✓";
export const WRONG = "✗";

/**
 * @param {HTMLFormElement} form
 * @param {object} context
 * @param {object} parts
 * @param {() => ({response: any, correct: boolean|null}|null)} parts.read null: not answered
 * @param {(response: any) => void} parts.fill sets an earlier answer
 * @param {(correct: boolean|null) => string} parts.show shows feedback, returns its words
 * @param {() => void} parts.clear
 * @param {(correct: boolean|null) => string} [parts.word] the verdict in a word
 */
export function question(form, { session, bare }, { read, fill, show, clear, word = verdictOf }) {
  const { id } = form.dataset;
  const line = one(".verdict", form);
  const before = session.answerOf(id);

  function verdict(correct, speak) {
    const sign = correct === null ? "" : correct ? `${RIGHT} ` : `${WRONG} `;
    const text = word(correct);
    const words = show(correct);
    if (line) {
      line.textContent = sign + text;
      line.classList.toggle("no", correct === false);
    }
    if (speak) announce(`${text} ${words}`);
  }

  function send() {
    const answer = read();
    if (answer) session.answer(id, { ...answer, draft: Boolean(bare) });
    return answer;
  }

  if (before) fill(before.response);
  if (bare) return { read, send, reveal: () => verdict(read()?.correct ?? false, false) };
  if (before) verdict(before.correct, false);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = send();
    if (answer) return verdict(answer.correct, true);
    line.textContent = wordsOf(one(".how", form));
    line.classList.add("no");
    announce(line.textContent);
    one("input, select, textarea", form)?.focus();
  });
  form.addEventListener("input", () => {
    line.textContent = "";
    clear();
  });
  return { read, send, reveal() {} };
}

const verdictOf = (correct) =>
  correct === null ? "" : correct ? t("lesson.right") : t("lesson.wrong");

/** Shows the feedback for right or for wrong of a question that has one of each. */
export function showWhen(form, correct) {
  let words = "";
  for (const part of form.querySelectorAll("[data-when]")) {
    part.hidden = (part.dataset.when === "right") !== correct;
    if (!part.hidden) words = wordsOf(part);
  }
  return words;
}

export function hideWhen(form) {
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = true;
}
