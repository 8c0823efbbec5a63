/** Choose in each row the column, or all the columns, that fit. */

import { all, make, one } from "../shell/page.js";
import { t } from "../shell/words.js";
import { hideWhen, question, RIGHT, showWhen, WRONG } from "./question.js";

export function start(form, context) {
  const rows = all("[data-key]", form);
  const boxes = (row) => all("input", row);
  const fits = (box) => box.hasAttribute("data-right");
  const picked = (row) => boxes(row).filter(({ checked }) => checked);
  const isRight = (row) => boxes(row).every((box) => box.checked === fits(box));
  const several = one("[type=checkbox]", form);
  const pairs = () => rows.flatMap((row) => picked(row).map(({ value }) => [row.dataset.key, value]));

  return question(form, context, {
    read() {
      if (!rows.every((row) => picked(row).length)) return null;
      const response = several ? pairs().map((pair) => pair.join("/")) : Object.fromEntries(pairs());
      return { response, correct: rows.every(isRight) };
    },
    fill(response) {
      for (const row of rows) {
        const { key } = row.dataset;
        for (const box of boxes(row)) {
          box.checked = several ? response.includes(`${key}/${box.value}`) : response[key] === box.value;
        }
      }
    },
    show(correct) {
      for (const row of rows) {
        row.dataset.state = isRight(row) ? "right" : "wrong";
        one(".sign", row)?.remove();
        one("legend", row).append(make("span", { class: "sign" }, isRight(row) ? ` ${RIGHT}` : ` ${WRONG}`));
        if (context.bare) boxes(row).forEach((box) => box.closest("label").classList.toggle("fits", fits(box)));
      }
      return showWhen(form, correct);
    },
    clear() {
      for (const row of rows) {
        delete row.dataset.state;
        one(".sign", row)?.remove();
      }
      hideWhen(form);
    },
    word: (correct) => t(correct ? "lesson.right" : rows.some(isRight) ? "lesson.partly" : "lesson.wrong"),
  });
}
