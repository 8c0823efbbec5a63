/** Text size, print, "Save and exit", and the banner about the LMS. */

import { notesOf, saveNotes } from "./notes.js";
import { announce, make, one } from "./page.js";
import { t } from "./words.js";

const SIZES = [0.9, 1, 1.15, 1.3, 1.5, 1.8];

export function createTools(context, { printAll }) {
  const { session, device, entry } = context;
  const banner = one("#cw-banner");
  let trouble = false;

  function size(by) {
    const kept = device().get("look", "size") ?? 1;
    const now = Math.max(0, Math.min(SIZES.length - 1, kept + by));
    if (by) device().set("look", "size", now);
    document.documentElement.style.setProperty("--size", SIZES[now]);
  }

  /** Buttons after leaving: download notes that nothing else keeps, and continue the course. */
  function ways() {
    const row = make("p", { class: "row" });
    const button = (text, act) => {
      const made = make("button", { type: "button" }, text);
      made.addEventListener("click", act);
      row.append(made);
    };
    if (!device().lasts() && notesOf(context).length) button(t("lesson.reflect.export"), () => saveNotes(context));
    if (window.parent !== window) button(t("player.goon"), () => location.reload());
    return row;
  }

  function leave() {
    session.exit();
    const framed = window.parent !== window;
    const text = trouble ? t("player.exited.unsaved") : t(framed ? "player.exited.frame" : "player.exited");
    const heading = make("h1", { tabindex: "-1" }, text);
    const row = ways();
    for (const id of ["cw-top", "cw-menu", "cw-turn", "cw-banner"]) one(`#${id}`).remove();
    document.body.classList.add("left");
    one("#cw-main").replaceChildren(heading, row);
    heading.focus();
    if (window.opener && window.top === window) window.close(); // only a window that the LMS opened
  }

  const notice = {
    normal: entry.warning === "no-lms" ? t("player.mode.none") : "",
    review: t("player.mode.review"),
    browse: t("player.mode.browse"),
  };
  const warnings = {
    over: () => t("player.over"),
    damaged: () => t("player.damaged"),
    "not-saved": () => t("player.lost"),
  };
  const tell = (text) => {
    if (banner.textContent !== text) banner.textContent = text;
  };

  size(0);
  tell(warnings[entry.warning]?.() ?? notice[entry.mode]);
  session.on("save-failed", ({ local }) => {
    trouble = true;
    tell(local ? t("player.unsaved") : t("player.unkept"));
  });
  session.on("saved", () => {
    if (trouble) tell(notice[entry.mode]);
    trouble = false;
  });
  session.on("heavy", () => trouble || tell(t("player.heavy")));
  session.on("elsewhere", () => tell(t("player.elsewhere")));
  one("#cw-smaller").addEventListener("click", () => (size(-1), announce(t("player.size.smaller"))));
  one("#cw-larger").addEventListener("click", () => (size(1), announce(t("player.size.larger"))));
  one("#cw-print").addEventListener("click", () => print());
  one("#cw-print-all")?.addEventListener("click", printAll);
  one("#cw-exit").addEventListener("click", leave);
  return { tell, resize: () => size(0) };
}
