/** The menu: lessons of the route by module, what is done, where the learner is. */

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

  function entry(item, states) {
    const link = one("a", item);
    item.hidden = !route().includes(link.dataset.go);
    item.classList.toggle("done", states[link.dataset.go] === "done");
    const here = link.dataset.go === lesson();
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    one(".sr", link)?.remove();
    if (item.classList.contains("done")) link.append(make("span", { class: "sr" }, ` (${t("player.menu.done")})`));
  }

  function phase(section, states) {
    all("li", section).forEach((item) => entry(item, states));
    const shown = all("li", section).filter((item) => !item.hidden);
    const done = shown.filter((item) => item.classList.contains("done")).length;
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
      all("section[data-phase]", menu).forEach((section) => phase(section, states));
      const done = route().filter((id) => states[id] === "done").length;
      one("#cw-progress").textContent = track() ? t("player.progress", { done, count: route().length }) : "";
    },
  };
}
