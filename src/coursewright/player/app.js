/** Opens the course: session, frame, first page. */

import { courseData, startSession } from "./start.js";
import { createShell } from "./shell/shell.js";
import { setWords, t } from "./shell/words.js";

const course = courseData();
setWords(course.view.words);
const main = document.getElementById("cw-main");

try {
  const session = startSession(course, window);
  const loaded = course.view.blocks.map(async (kind) => [kind, await import(`./blocks/${kind}.js`)]);
  const [entry, ...blocks] = await Promise.all([session.open(), ...loaded]);
  createShell({ session, course, entry, blocks: Object.fromEntries(blocks) }).begin();
} catch (error) {
  main.textContent = t("player.broken");
  console.error(error);
}
