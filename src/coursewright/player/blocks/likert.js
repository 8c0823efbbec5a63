/**
 * A self-assessment. The ratings stay on the device, or in the state where the course says so; the
 * LMS only records that it was done.
 */

import { all, announce, make, one, wordsOf } from "../shell/page.js";
import { t } from "../shell/words.js";
import { fillRatings, readRatings } from "./ratings.js";
import { average } from "./scores.js";

export function start(form, { session, device, course, route, titleOf, hrefOf }) {
  const { id, before } = form.dataset;
  const result = one(".result", form);
  const rated = (name) => session.answerOf(name)?.response ?? device().get("likert", name);
  const sets = all('fieldset[data-when="now"]', form).map(({ dataset, firstElementChild }) => ({
    item: dataset.item,
    lesson: dataset.lesson,
    text: wordsOf(one(".item", firstElementChild)),
  }));

  /** The columns of the result: now alone, or now, looking back, and at the start. */
  function columns(answers) {
    const now = { title: t("lesson.likert.now"), of: ({ item }) => answers[item] };
    if (!before) return [now];
    const first = rated(before);
    const then = { title: t("lesson.likert.then"), of: ({ item }) => answers[`then ${item}`] };
    const start = { title: t("lesson.likert.first"), of: ({ item }) => first[item] };
    return first ? [start, then, now] : [then, now];
  }

  function table(cols) {
    const head = make("tr", {}, make("th", { scope: "col" }, t("lesson.likert.item")));
    head.append(...cols.map(({ title }) => make("th", { scope: "col" }, title)));
    const rows = sets.map((set) =>
      make("tr", {}, make("th", { scope: "row" }, set.text), ...cols.map(({ of }) => make("td", {}, show(of(set))))),
    );
    const foot = make("tr", {}, make("th", { scope: "row" }, t("lesson.likert.average")));
    foot.append(...cols.map(({ of }) => make("td", {}, round(average(sets.map(of))))));
    return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows, foot));
  }

  function lines(answers) {
    const out = [];
    const rated = sets.filter(({ item }) => answers[item] > 0);
    const lowest = rated.filter(({ lesson }) => route().includes(lesson)).sort((a, b) => answers[a.item] - answers[b.item])[0];
    if (before) {
      const gains = rated.filter(({ item }) => answers[`then ${item}`] > 0);
      const gain = ({ item }) => answers[item] - answers[`then ${item}`];
      const best = gains.sort((a, b) => gain(b) - gain(a))[0];
      if (best && gain(best) > 0) out.push(make("p", {}, `${t("lesson.likert.gain")}: ${best.text} (+${gain(best)})`));
    }
    if (lowest) {
      const { lesson } = lowest;
      const link = make("a", { href: hrefOf(lesson), "data-go": lesson }, titleOf(lesson));
      out.push(make("p", {}, `${t("lesson.likert.lowest")} `, link));
    }
    return out;
  }

  function reveal(answers) {
    const scroll = make("div", { class: "table", tabindex: "0" }, table(columns(answers)));
    result.replaceChildren(make("p", { class: "head" }, t("lesson.likert.saved")), scroll, ...lines(answers));
    result.hidden = false;
  }

  const kept = rated(id);
  if (kept) {
    fillRatings(form, kept);
    reveal(kept);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = readRatings(form);
    if (!answers) return;
    if (course.items?.[id]) session.answer(id, { response: answers });
    else device().set("likert", id, answers);
    session.mark("likert", id, 1);
    reveal(answers);
    result.focus();
    announce(t("lesson.likert.saved"));
  });
}

const show = (rating) => (rating > 0 ? String(rating) : "–");
const round = (value) => (value === null ? "–" : value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }));
