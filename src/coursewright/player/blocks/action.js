/** The action of a lesson: copy it, or add it to a calendar. */

import { one, wordsOf } from "../shell/page.js";
import { calendarText, nextWorkday } from "./calendar.js";
import { start as startCopy } from "./copy.js";
import { saveFile } from "./handing.js";

export function start(section, { course }) {
  startCopy(section);
  one(".calendar", section).addEventListener("click", () => {
    const stamp = new Date();
    const text = calendarText({
      uid: `${course.course.id}-${section.dataset.id}-${stamp.getTime()}@coursewright.invalid`,
      summary: `${course.course.title}: ${wordsOf(one(".label", section))}`,
      text: wordsOf(one(".words", section)),
      on: nextWorkday(stamp),
      stamp,
    });
    saveFile(`${section.dataset.id}.ics`, "text/calendar", text);
  });
}
