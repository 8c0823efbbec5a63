/** Put lines in order with buttons that move them; dragging is never needed (WCAG 2.5.7). */

import { all, announce, one, wordsOf } from "../shell/page.js";
import { hideWhen, question, showWhen } from "./question.js";

export function start(form, context) {
  const list = one(".steps", form);
  const steps = () => [...list.children];
  const keys = () => steps().map((step) => step.dataset.key);
  const right = form.dataset.right.split(" ");

  function move(button) {
    const step = button.closest("li");
    const by = Number(button.dataset.move);
    const at = steps().indexOf(step);
    const other = steps()[at + by];
    if (other) by < 0 ? other.before(step) : other.after(step);
    button.focus();
    const place = steps().indexOf(step) + 1;
    announce(`${wordsOf(step.firstElementChild)}: ${place} / ${steps().length}`);
    form.dispatchEvent(new Event("input"));
  }

  for (const button of all("[data-move]", form)) button.addEventListener("click", () => move(button));
  return question(form, context, {
    read: () => ({ response: keys(), correct: keys().join() === right.join() }),
    fill(response) {
      const byKey = Object.fromEntries(steps().map((step) => [step.dataset.key, step]));
      list.append(...response.map((key) => byKey[key]).filter(Boolean));
    },
    show: (correct) => showWhen(form, correct),
    clear: () => hideWhen(form),
  });
}
