/** The frame: which page is shown, where the learner stands, how they move. */

import { askBack } from "./back.js";
import { fillCertificate } from "./certificate.js";
import { deviceOf } from "./device.js";
import { createMenu } from "./menu.js";
import { fillSlots } from "./slots.js";
import { all, announce, forTrack, one, wordsOf } from "./page.js";
import { createSearch } from "./search.js";
import { createTools } from "./tools.js";
import { t } from "./words.js";

const CERTIFICATE = "cw-certificate";

/** @param {{session: object, course: object, entry: object, blocks: object}} parts */
export function createShell({ session, course, entry, blocks }) {
  const main = one("#cw-main");
  const home = document.title;
  let track = entry.track;
  let here = null;

  const route = () => course.tracks.find(({ id }) => id === track)?.lessons ?? [];
  const template = (id) => one(`template[data-lesson="${CSS.escape(id)}"]`);
  const context = {
    session,
    course,
    blocks,
    device: deviceOf(course.course.id),
    track: () => track,
    route,
    entry,
    lesson: () => here,
    template,
    titleOf: (id) => wordsOf(one("h1", template(id).content)),
    hrefOf: () => "#cw-main", // the frame goes by `data-go`
    go,
    takeTrack,
  };
  const menu = createMenu(context);

  /** Waits for the rest of the page: the first lesson is shown while it is still being read. */
  function whole(then) {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", then, { once: true });
  }

  /** Shows a page: its beginning at once, and what stands below the screen a frame later. */
  function show(content, { title, focus, then }) {
    const page = content.firstElementChild;
    page.classList.add("arriving");
    main.replaceChildren(content);
    document.title = `${title} · ${home}`;
    scrollTo(0, 0);
    if (focus) one("h1", main)?.focus({ preventScroll: true });
    menu.update();
    turn();
    requestAnimationFrame(() =>
      setTimeout(() => {
        page.classList.remove("arriving");
        if (page.isConnected) then?.();
      }),
    );
  }

  function start(root) {
    for (const element of all("[data-block]", root)) {
      blocks[element.dataset.block]?.(element, context);
    }
  }

  /** Shows a lesson, or the certificate. */
  function go(id, { focus = true } = {}) {
    if (id === CERTIFICATE) return certificate(focus);
    const steps = route();
    if (!steps.includes(id)) return;
    if (!template(id)) return whole(() => go(id, { focus }));
    here = id;
    const content = forTrack(template(id).content.cloneNode(true), track);
    fillSlots(content, context);
    const title = wordsOf(one("h1", content));
    askBack(content, steps[steps.indexOf(id) - 1], context);
    session.visit(id);
    ending.disconnect();
    // While a page arrives its end is on the screen: that is no sign that it was read.
    show(content, { title, focus, then: () => ending.observe(one("#cw-turn")) });
    start(main);
    const place = { n: steps.indexOf(id) + 1, count: steps.length, title };
    if (focus) announce(t("player.lesson", place));
  }

  function certificate(focus) {
    here = CERTIFICATE;
    ending.disconnect();
    const content = one(`#${CERTIFICATE}`).content.cloneNode(true);
    fillSlots(content, context);
    fillCertificate(content, context);
    show(content, { title: wordsOf(one("h1", content)), focus });
  }

  /** A lesson is done when its end was on the screen. */
  const ending = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    ending.disconnect();
    session.complete(here);
    menu.update();
  });

  function chooser(focus = true) {
    here = null;
    ending.disconnect();
    const content = one("#cw-tracks").content.cloneNode(true);
    const form = one("form", content);
    for (const input of all("input", form)) input.checked = input.value === track;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      takeTrack(new FormData(form).get("cw-track"));
      const steps = route();
      go(steps.find((id) => session.progress().lessons[id] !== "done") ?? steps[0]);
    });
    show(content, { title: t("player.track"), focus });
  }

  function takeTrack(id) {
    session.chooseTrack(id);
    track = id;
    menu.update();
    turn();
  }

  /** The buttons at the foot of the page. */
  function turn() {
    const steps = [...route(), CERTIFICATE];
    const at = steps.indexOf(here);
    one("#cw-turn").hidden = at < 0;
    one("#cw-previous").hidden = at <= 0;
    one("#cw-next").hidden = at === steps.length - 1;
    one("#cw-next").textContent = at === steps.length - 2 ? t("player.finish") : t("player.next");
  }

  function step(by) {
    const steps = [...route(), CERTIFICATE];
    if (by > 0) session.complete(here);
    go(steps[steps.indexOf(here) + by]);
  }

  return {
    begin() {
      one("#cw-top").hidden = false;
      one("#cw-previous").addEventListener("click", () => step(-1));
      one("#cw-next").addEventListener("click", () => step(1));
      one("#cw-route")?.addEventListener("click", () => (menu.close(), chooser()));
      document.addEventListener("click", (event) => {
        const link = event.target.closest("[data-go]");
        if (!link) return;
        event.preventDefault();
        menu.close();
        go(link.dataset.go);
      });
      createSearch(context);
      createTools(context);
      if (!track) return chooser(false);
      const known = route().includes(entry.location);
      go(known ? entry.location : route()[0], { focus: false });
      if (entry.resumed && known) announce(t("player.resumed"));
    },
  };
}
