/** The assessment: a draw of questions, handed in at once, with a score, reasons, and another try. */

import { all, announce, make, one } from "../shell/page.js";
import { t } from "../shell/words.js";
import { RIGHT, WRONG } from "./question.js";
import { creditsOf } from "./credit.js";
import { mixOptions } from "./shuffle.js";
import { countDown, timedRule } from "./timer.js";

export function start(section, context) {
  const { session, course, blocks, track, counts = () => true } = context;
  const { id, mastery, reveal, attempts = Infinity, minutes } = section.dataset;
  const stage = one(".stage", section);
  const button = one(".start", section);
  const last = one(".last", section);
  const { cells } = course.assessments.find((one) => one.id === id);
  const count = cells.filter(({ tracks }) => !tracks.length || tracks.includes(track())).length;
  const terms = { count, mastery, attempts };
  const rule = timedRule(minutes, terms) ?? t(attempts < Infinity ? "lesson.assessment.rule.limited" : "lesson.assessment.rule", terms);
  let stop; // the time of the attempt
  const left = () => attempts - (session.lastAttempt(id)?.count ?? 0);

  one("[data-rule]", section).textContent = rule;
  if (!counts()) button.before(make("p", { class: "head" }, t("lesson.assessment.nocount")));

  function lay(item, at, total) {
    const source = one(`template[data-item="${CSS.escape(item)}"]`, section);
    const form = source.content.cloneNode(true).firstElementChild;
    mixOptions(form);
    const title = make("h4", {}, t("lesson.assessment.item", { n: at + 1, count: total }));
    const block = make("div", { class: "item" }, title, form);
    const control = blocks[form.dataset.block](form, { ...context, bare: true });
    let sent = "";
    const send = () => {
      const now = JSON.stringify(control.read());
      if (now !== sent && now !== "null") control.send();
      sent = now;
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    // Not when the focus goes: Safari gives none to what is clicked.
    for (const event of ["input", "change"]) form.addEventListener(event, send);
    const { goal, home } = source.dataset;
    return { item, form, block, title, goal, home, ...control, send };
  }

  function attempt() {
    const { items, ends } = session.startAttempt(id, minutes);
    const parts = items.map((item, at) => lay(item, at, items.length));
    const line = make("p", { class: "verdict" });
    const submit = make("button", { type: "button", class: "main" }, t("lesson.assessment.submit"));
    submit.addEventListener("click", () => handIn(parts, line));
    stage.replaceChildren(...parts.map(({ block }) => block), make("div", { class: "row" }, submit, line));
    button.hidden = true;
    last.hidden = true;
    stop = countDown(stage, ends, (text) => handIn(parts, line, text));
    focusOn(one("h4", stage));
  }

  function handIn(parts, line, late = "") {
    const open = parts.filter(({ read }) => !read());
    if (open.length && !late) {
      const numbers = open.map((part) => parts.indexOf(part) + 1).join(", ");
      line.textContent = t("lesson.assessment.missing", { numbers });
      line.classList.add("no");
      announce(line.textContent);
      return one("input, select", open[0].form).focus();
    }
    stop?.();
    const results = {};
    for (const part of parts) {
      part.send();
      results[part.item] = !!part.read()?.correct;
    }
    const credit = creditsOf(section, course.items, parts);
    const { score, passed } = session.finishAttempt(id, { results, share: credit[""] });
    const right = Object.values(results).filter(Boolean).length;
    const heading = make("h4", {}, `${passed ? RIGHT : WRONG} ${wordOf(passed)}`);
    const text = late + t("lesson.assessment.score", { score, right, count: parts.length });
    const key = reveal === "always" || (passed && reveal !== "never");
    for (const part of parts) review(part, results[part.item], credit[part.item], key);
    const folded = make("details", {}, make("summary", {}, t("lesson.assessment.review")), ...parts.map(({ block }) => block));
    stage.replaceChildren(heading, make("p", {}, text), ...byGoal(parts, results), ...toRead(parts, results), again(), folded);
    focusOn(heading);
    announce(`${wordOf(passed)} ${text}`);
  }

  /** Shows of a question whether its answer was right; and the key, where the author lets it out. */
  function review({ form, title, reveal: show }, correct, credit, key) {
    title.append(` ${correct ? RIGHT : WRONG} ${t(correct ? "lesson.right" : credit > 0 ? "lesson.partly" : "lesson.wrong")}`);
    if (key) show();
    for (const field of all("input, select, button", form)) field.disabled = true;
  }

  function again() {
    if (left() <= 0) return make("p", {}, t("lesson.assessment.nomore"));
    const retry = make("button", { type: "button" }, t("lesson.assessment.retry"));
    retry.addEventListener("click", attempt);
    return make("p", { class: "row" }, retry);
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

  /** The lessons behind what was wrong, in the order of the course. */
  function toRead(parts, results) {
    const { route, titleOf, hrefOf } = context;
    const wrong = new Set(parts.filter(({ item }) => !results[item]).map(({ home }) => home));
    const links = route().filter((lesson) => wrong.has(lesson)).map((lesson) => make("li", {}, make("a", { href: hrefOf(lesson), "data-go": lesson }, titleOf(lesson))));
    if (!links.length) return [];
    return [make("p", { class: "head" }, t("lesson.assessment.again")), make("ul", {}, ...links)];
  }

  const before = session.lastAttempt(id);
  if (before && (!before.open || before.count > 1)) {
    last.textContent = `${wordOf(before.passed)}: ${before.best}%`;
    last.hidden = false;
    button.textContent = t("lesson.assessment.retry");
  }
  if (before?.open) {
    const done = before.items.filter((item) => session.answerOf(item)).length;
    button.textContent = t("lesson.assessment.continue", { done, count: before.items.length });
  } else if (left() <= 0) {
    button.hidden = true;
    last.append(`. ${t("lesson.assessment.nomore")}`);
  }
  button.addEventListener("click", attempt);
}

const wordOf = (passed) => (passed ? t("lesson.assessment.passed") : t("lesson.assessment.failed"));

function focusOn(element) {
  element.tabIndex = -1;
  element.focus();
}
