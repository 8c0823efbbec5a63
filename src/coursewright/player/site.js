/** The site with JavaScript: quizzes, checklists and assessments work, and the device keeps them. */

import { blocks } from "./blocks.js";
import { drawItems, percent } from "./draw.js";
import { deviceOf, storesOf } from "./shell/device.js";
import { all, one } from "./shell/page.js";
import { setWords } from "./shell/words.js";
import { marksOn, startSheet } from "./sheet.js";

const data = JSON.parse(one("#course-data").textContent);
const device = deviceOf(storesOf(window), data.course.id, "");
const { track } = data;

/** A session in the shape that blocks know, for one reader on one device. */
function localSession() {
  const answers = new Map(device.get("answers", "open") ?? []); // of an assessment that is still open
  const assessment = (id) => data.assessments.find((one) => one.id === id);
  const attempt = (id) => device.get("attempt", id) ?? { count: 0, best: 0, open: false };
  const itemsOf = (id) => {
    const { cells } = assessment(id); // the page has one track, so every cell is used
    return drawItems(cells, () => true, data.course.id, attempt(id).count);
  };
  return {
    ...marksOn(device),
    answer(id, answer) {
      answers.set(id, answer);
      if (answer.draft) device.set("answers", "open", [...answers].filter(([, { draft }]) => draft));
    },
    answerOf: (id) => answers.get(id) ?? null,
    startAttempt(id, minutes = 0) {
      const before = attempt(id);
      if (!before.open) {
        const ends = minutes && Math.ceil(Date.now() / 1000) + minutes * 60;
        device.set("attempt", id, { ...before, count: before.count + 1, open: true, ends });
        for (const { items } of assessment(id).cells) items.forEach((one) => answers.delete(one));
      }
      return { items: itemsOf(id), ends: attempt(id).ends };
    },
    finishAttempt(id, { results, share }) {
      const right = Object.values(results).filter(Boolean).length;
      const score = percent(share ?? right / Object.keys(results).length);
      const before = attempt(id);
      device.set("attempt", id, { ...before, best: Math.max(before.best, score), open: false });
      return { score, passed: score >= assessment(id).mastery };
    },
    lastAttempt(id) {
      const before = attempt(id);
      const passed = before.best >= assessment(id).mastery;
      return before.count ? { ...before, passed, items: itemsOf(id) } : null;
    },
  };
}

setWords(data.view.words, document.documentElement.lang, data.view.latin);
const context = {
  session: localSession(),
  course: data,
  blocks,
  device: () => device,
  track: () => track,
  route: () => data.lessons.map(({ id }) => id),
  titleOf: (id) => data.lessons.find((lesson) => lesson.id === id).title,
  hrefOf: (id) => data.lessons.find((lesson) => lesson.id === id).href,
  takeTrack(id) {
    location.href = data.tracks.find((one) => one.id === id).href;
  },
};
const aid = one(".aid");
if (aid) startSheet(aid.dataset.id, device);
for (const element of all("[data-block]")) blocks[element.dataset.block]?.(element, context);
