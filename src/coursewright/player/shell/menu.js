/** The menu: the lessons of the route by module, with the ones that are done and the current one. */

import { all, make, one } from "./page.js";
import { t } from "./words.js";

export function createMenu({ session, track, route, lesson }) {
  const menu = one("#cw-menu");
  const button = one("#cw-menu-button");

  function open(shown) {
    menu.style.setProperty("--top", `${one("#cw-top").offsetHeight}px`);
    menu.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
  }

  button.addEventListener("click", () => open(menu.hidden));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || menu.hidden || button.offsetParent === null) return;
    open(false);
    button.focus();
  });

  /** Updates an entry; returns whether it is on the route. */
  function entry(item, steps, states) {
    const link = item.firstElementChild;
    const id = link.dataset.go;
    const done = states[id] === "done";
    item.hidden = !steps.includes(id);
    item.classList.toggle("done", done);
    id === lesson() ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    one(".sr", link)?.remove();
    if (done) link.append(make("span", { class: "sr" }, ` (${t("player.menu.done")})`));
    return !item.hidden;
  }

  function phase(section, steps, states) {
    const shown = all("li", section).filter((item) => entry(item, steps, states));
    const done = shown.filter(({ classList }) => classList.contains("done")).length;
    section.hidden = !shown.length;
    const bar = one(`.phases [data-phase="${CSS.escape(section.dataset.phase)}"]`);
    bar.hidden = section.hidden;
    bar.textContent = `${done}/${shown.length}`;
    bar.style.setProperty("--done", shown.length ? done / shown.length : 0);
  }

  return {
    close: () => open(false),
    update() {
      const states = session.progress().lessons;
      const steps = route();
      for (const section of all("section[data-phase]", menu)) phase(section, steps, states);
      const done = steps.filter((id) => states[id] === "done").length;
      one("#cw-progress").textContent = track() ? t("player.progress", { done, count: steps.length }) : "";
    },
  };
}
