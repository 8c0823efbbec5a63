/** Give each line its partner, from a list. */

import { all } from "../shell/page.js";
import { hideWhen, question, showWhen } from "./question.js";

export function start(form, context) {
  const lists = all("select", form);
  const state = (list, value) => (list.closest(".option").dataset.state = value);
  return question(form, context, {
    read() {
      if (lists.some(({ value }) => !value)) return null;
      return {
        response: Object.fromEntries(lists.map(({ name, value }) => [name, value])),
        correct: lists.every((list) => list.value === list.dataset.right),
      };
    },
    fill(response) {
      for (const list of lists) list.value = response[list.name] ?? "";
    },
    show(correct) {
      for (const list of lists) state(list, list.value === list.dataset.right ? "right" : "wrong");
      return showWhen(form, correct);
    },
    clear() {
      for (const list of lists) state(list, "");
      hideWhen(form);
    },
  });
}
