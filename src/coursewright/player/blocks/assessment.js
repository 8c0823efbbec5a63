/** The assessment: a draw of questions, handed in at once, with a score, reasons, and another try. */

import { all, announce, make, one } from "../shell/page.js";
import { t } from "../shell/words.js";
import { shuffle } from "./shuffle.js";

export function start(section, context) {
  const { session, course, blocks, track } = context;
  const { id, mastery } = section.dataset;
  const stage = one(".stage", section);
  const button = one(".start", section);
  const last = one(".last", section);
  const { cells } = course.assessments.find((one) => one.id === id);
  const count = cells.filter(({ tracks }) => !tracks.length || tracks.includes(track())).length;

  one("[data-rule]", section).textContent = t("lesson.assessment.rule", { count, mastery });

  function lay(item, at, total) {
    const source = one(`template[data-item="${CSS.escape(item)}"]`, section);
    const form = source.content.cloneNode(true).firstElementChild;
    const options = all(".option", form).filter((option) => one("input", option));
    if (form.dataset.type !== "truefalse") options.at(-1)?.after(...shuffle(options));
    const title = make("h4", {}, t("lesson.assessment.item", { n: at + 1, count: total }));
    const block = make("div", { class: "item" }, title, form);
    const goal = source.dataset.goal;
    const control = blocks[form.dataset.block](form, { ...context, bare: true });
    let sent = "";
    const send = () => {
      const now = JSON.stringify(control.read());
      if (now !== sent && now !== "null") control.send();
      sent = now;
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || send());
    return { item, form, block, goal, send, ...control };
  }

  function attempt() {
    const { items } = session.startAttempt(id);
    const parts = items.map((item, at) => lay(item, at, items.length));
    const line = make("p", { class: "verdict" });
    const submit = make("button", { type: "button", class: "main" }, t("lesson.assessment.submit"));
    submit.addEventListener("click", () => handIn(parts, line));
    stage.replaceChildren(...parts.map(({ block }) => block), make("div", { class: "row" }, submit, line));
    button.hidden = true;
    last.hidden = true;
    focusOn(one("h4", stage));
  }

  function handIn(parts, line) {
    const open = parts.filter(({ read }) => !read());
    if (open.length) {
      const numbers = open.map((part) => parts.indexOf(part) + 1).join(", ");
      line.textContent = t("lesson.assessment.missing", { numbers });
      line.classList.add("no");
      announce(line.textContent);
      return one("input, select", open[0].form).focus();
    }
    const results = {};
    for (const part of parts) {
      part.send();
      results[part.item] = part.read().correct;
    }
    const { score, passed } = session.finishAttempt(id, { results });
    const right = Object.values(results).filter(Boolean).length;
    const heading = make("h4", {}, `${passed ? "✓" : "✗"} ${wordOf(passed)}`);
    const text = t("lesson.assessment.score", { score, right, count: parts.length });
    const again = make("button", { type: "button" }, t("lesson.assessment.retry"));
    again.addEventListener("click", attempt);
    for (const { form, reveal } of parts) {
      reveal();
      for (const field of all("input, select, button", form)) field.disabled = true;
    }
    const review = make("details", {}, make("summary", {}, t("lesson.assessment.review")), ...parts.map(({ block }) => block));
    stage.replaceChildren(heading, make("p", {}, text), ...byGoal(parts, results), make("p", { class: "row" }, again), review);
    focusOn(heading);
    announce(`${wordOf(passed)} ${text}`);
  }

  function byGoal(parts, results) {
    const goals = [...new Set(parts.map(({ goal }) => goal).filter(Boolean))];
    const line = (goal) => {
      const own = parts.filter((part) => part.goal === goal);
      return make("li", {}, `${own.filter(({ item }) => results[item]).length}/${own.length} ${goal}`);
    };
    if (!goals.length) return [];
    return [make("p", { class: "head" }, t("lesson.assessment.objectives")), make("ul", { class: "goals" }, ...goals.map(line))];
  }

  const before = session.lastAttempt(id);
  if (before && (!before.open || before.count > 1)) {
    last.textContent = `${wordOf(before.passed)}: ${before.best}%`;
    last.hidden = false;
    button.textContent = t("lesson.assessment.retry");
  }
  button.addEventListener("click", attempt);
}

const wordOf = (passed) => (passed ? t("lesson.assessment.passed") : t("lesson.assessment.failed"));

function focusOn(element) {
  element.tabIndex = -1;
  element.focus();
}
