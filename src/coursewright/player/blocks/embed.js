/** A page of another host: nothing of it is loaded before the learner presses the button. */

import { make, one } from "../shell/page.js";

const ALLOWED = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation";

export function start(section) {
  const { frame: src, title, ratio, video } = section.dataset;
  const gate = one(".gate", section);
  const isVideo = video !== undefined;
  gate.hidden = false;
  one("button", gate).addEventListener("click", () => {
    const frame = make("iframe", {
      title,
      sandbox: ALLOWED, // it cannot take the window away from the course
      allow: isVideo ? "autoplay; encrypted-media; fullscreen; picture-in-picture" : "fullscreen",
      referrerpolicy: isVideo ? "strict-origin-when-cross-origin" : "no-referrer", // YouTube plays with one only
      src,
    });
    frame.style.aspectRatio = ratio.replace(":", "/");
    gate.replaceWith(frame);
    frame.focus();
    const again = () => document.activeElement === frame && (frame.blur(), frame.focus());
    frame.addEventListener("load", again, { once: true }); // the page that came in has no focus yet
  });
}
