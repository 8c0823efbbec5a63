/** A card whose text can be copied. */

import { announce, one, wordsOf } from "../shell/page.js";
import { t } from "../shell/words.js";
import { copyText } from "./handing.js";

export function start(section) {
  const button = one(".copy", section);
  const label = button.textContent;
  button.addEventListener("click", async () => {
    if (!(await copyText(wordsOf(one(".words", section))))) return;
    button.textContent = t("lesson.copied");
    announce(t("lesson.copied"));
    setTimeout(() => (button.textContent = label), 2000);
  });
}
