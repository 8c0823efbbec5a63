/** The frame: which page is shown, how far the learner is, how they move. */

import { askBack } from "./back.js";
import { fillCertificate } from "./certificate.js";
import { createHistory } from "./history.js";
import { restOfLessons, templateOf, whenHere } from "./lessons.js";
import { createMenu } from "./menu.js";
import { fillSlots } from "./slots.js";
import { all, announce, forTrack, isFor, one, wordsOf } from "./page.js";
import { inTwo, painted } from "./screen.js";
import { createSearch } from "./search.js";
import { createTools } from "./tools.js";
import { t } from "./words.js";

const CERTIFICATE = "cw-certificate";
const JUST = 5000; // ms

/** @param {{session: object, course: object, entry: object, blocks: object}} parts */
export function createShell({ session, course, entry, blocks }) {
  const main = one("#cw-main");
  const home = document.title;
  let track = entry.track;
  let here = null;
  let wanted = null; // what the learner asked for last; its file may still be loading

  const route = () => course.tracks.find(({ id }) => id === track)?.lessons ?? [];
  const before = (id) => route()[route().indexOf(id) - 1];
  const context = {
    session,
    course,
    blocks,
    device: session.device,
    /** Whether the LMS records this visit, as far as it says. */
    counts: () => entry.mode === "normal" && (entry.credit || entry.warning !== null),
    track: () => track,
    route,
    entry,
    lesson: () => here,
    template: templateOf,
    titleOf: (id) => course.lessons.find((lesson) => lesson.id === id).title,
    hrefOf: () => "#cw-main", // the frame goes by `data-go`
    go,
    takeTrack,
  };
  const menu = createMenu(context);
  const past = createHistory({ lesson: () => here, go });

  /** Shows a page; adds what `rest` returns once the page was painted. */
  function show(page, { title, focus, rest, then }) {
    for (const picture of all("img", page)) picture.loading = "lazy"; // words first
    main.replaceChildren(page);
    start(page);
    document.title = `${title} · ${home}`;
    scrollTo(0, 0);
    if (focus) one("h1", main)?.focus({ preventScroll: true });
    menu.update();
    turn();
    painted(() => {
      restOfLessons();
      if (!page.isConnected) return;
      if (rest) page.append(start(rest()));
      then?.();
    });
  }

  function start(root) {
    for (const element of all("[data-block]", root)) {
      blocks[element.dataset.block]?.(element, context);
    }
    // A job aid is a separate page without an LMS: its address has the learner's id.
    for (const link of all('a[href^="aids/"]', root)) link.hash = encodeURIComponent(session.device().learner);
    return root;
  }

  const fitted = (root) => fillSlots(forTrack(root, track), context);

  /** Shows a lesson, or the certificate. */
  function go(id, { focus = true, at, y } = {}) {
    if (id === CERTIFICATE) return certificate(focus);
    if (!route().includes(id)) return;
    wanted = id;
    whenHere([id, before(id) ?? id], (there) => {
      if (wanted !== id) return;
      if (there) return lesson(id, focus, { at, y });
      ending.disconnect();
      main.textContent = t("player.broken");
    });
  }

  function lesson(id, focus, { at, y }) {
    here = id;
    const { firstElementChild: whole } = templateOf(id).content;
    const [page, rest] = inTwo(whole, [...whole.children].filter((child) => isFor(child, track)));
    askBack(fitted(page), before(id), context);
    const title = wordsOf(one("h1", page));
    session.visit(id);
    ending.disconnect();
    // While a page loads, its end is on the screen. That does not mean it was read.
    show(page, {
      title,
      focus,
      rest: () => fitted(rest()),
      then() {
        ending.observe(one("#cw-turn"));
        const target = at && document.getElementById(at);
        if (target) {
          target.tabIndex = -1;
          target.scrollIntoView();
          target.focus({ preventScroll: true });
        } else if (y) scrollTo(0, y);
      },
    });
    const place = { n: route().indexOf(id) + 1, count: route().length, title };
    if (focus) announce(t("player.lesson", place));
  }

  function certificate(focus) {
    wanted = here = CERTIFICATE;
    ending.disconnect();
    const page = one(`#${CERTIFICATE}`).content.firstElementChild.cloneNode(true);
    fillSlots(page, context);
    fillCertificate(page, context);
    show(page, { title: wordsOf(one("h1", page)), focus });
  }

  /** A lesson is done once its end was on the screen. */
  const ending = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    ending.disconnect();
    session.complete(here);
    menu.update();
  });

  function chooser(focus = true) {
    wanted = here = null;
    ending.disconnect();
    const form = one("#cw-tracks").content.firstElementChild.cloneNode(true);
    for (const input of all("input", form)) input.checked = input.value === track;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      takeTrack(new FormData(form).get("cw-track"));
      const steps = route();
      go(steps.find((id) => session.progress().lessons[id] !== "done") ?? steps[0]);
    });
    show(form, { title: t("player.track"), focus });
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

  /** Lays out all lessons of the route one after another, for paper or a PDF. */
  async function printAll() {
    const back = here;
    await restOfLessons();
    const pages = route().filter(templateOf).map((id) => {
      here = id;
      return fitted(templateOf(id).content.firstElementChild.cloneNode(true));
    });
    wanted = null;
    ending.disconnect();
    menu.close();
    main.replaceChildren(...pages.map(start));
    await Promise.all(all("img", main).map((image) => image.decode().catch(() => {})));
    print();
    go(back ?? route()[0], { focus: false });
  }

  /** Returns where to begin, and what to tell the learner about it. */
  function beginning() {
    const { lessons } = session.progress();
    const known = route().includes(entry.location);
    const open = route().find((id) => lessons[id] !== "done");
    const reached = session.finishedOn() ? Infinity : route().findLastIndex((id) => lessons[id] === "done");
    const added = route().filter((id, at) => lessons[id] === "new" && at < reached);
    const titles = added.map(context.titleOf).join(", ");
    const gone = entry.resumed && !known && Object.values(lessons).some((state) => state !== "new");
    return {
      known,
      first: known ? entry.location : ((entry.resumed && open) || route()[0]),
      word: [gone && t("player.moved"), added.length && entry.resumed && t("player.added", { titles })].filter(Boolean).join(" "),
    };
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
        if (main.contains(link)) past.leave(link.dataset.go);
        go(link.dataset.go, { at: link.dataset.at });
      });
      createSearch(context);
      const tools = createTools(context, { printAll });
      const begun = Date.now();
      session.on("merged", () => {
        menu.update();
        // Another page saved while this one opened. Later, the learner may be writing here.
        if (Date.now() - begun < JUST && route().includes(here)) go(here, { focus: false, y: scrollY });
      });
      // An LMS may block the page while it commits, so the text is shown first.
      painted(() => painted(session.begin));
      painted(async () => {
        if (!(await session.restore()).some((kind) => kind !== "page")) return;
        tools.resize();
        if (route().includes(here)) go(here, { focus: false });
      });
      if (!track) return chooser(false);
      const { known, first, word } = beginning();
      go(first, { focus: false });
      if (word && !entry.warning) tools.tell(word);
      else if (entry.resumed && known) announce(t("player.resumed"));
    },
  };
}
