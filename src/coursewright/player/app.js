/** Opens the course: session, frame, first page. */

// The session first: modules that are alike then stand together in a package, and pack better.
import { courseData, startSession } from "./start.js";
import { blocks } from "./blocks.js";
import { createShell } from "./shell/shell.js";
import { setWords, t } from "./shell/words.js";

async function openCourse() {
  const course = courseData();
  setWords(course.view.words, document.documentElement.lang, course.view.latin);
  try {
    const session = startSession(course, window);
    const entry = await session.open();
    createShell({ session, course, entry, blocks }).begin();
  } catch (error) {
    document.getElementById("cw-main").textContent = t("player.broken");
    console.error(error);
  }
}

openCourse();
