/**
 * Lessons and mails in their frames: changed in place, so that they keep their scroll and what was
 * typed. Links in a mail lead nowhere: nothing leaves the machine; a lesson's go to other pages.
 */

import { morph } from "./morph.js";

const frames = () => [...document.querySelectorAll("iframe[data-live]:not([data-waiting])")];
const tags = new WeakMap();
const PATIENCE = 3000; // milliseconds that a mail may take to load before others go on

/**
 * Asks again for what each frame shows, and takes over what is new.
 * @param {boolean} dressed whether styles may have changed, too
 */
export async function renewFrames(dressed) {
  await Promise.all(frames().map((frame) => renewFrame(frame, dressed)));
}

async function renewFrame(frame, dressed) {
  const inside = frame.contentDocument;
  const address = inside?.location.href ?? frame.src;
  if (!inside || address === "about:blank") return;
  if (dressed && !frame.classList.contains("mail")) renewStyles(inside);
  const answer = await fetch(address, { cache: "no-store" });
  const tag = answer.headers.get("etag");
  if (!answer.ok || (tag && tags.get(frame) === tag)) return;
  tags.set(frame, tag);
  if (frame.classList.contains("mail")) {
    await exchange(frame);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (inside !== frame.contentDocument) return; // it has gone elsewhere meanwhile
  if (needsStart(inside, fresh)) {
    startAgain(frame);
    return;
  }
  for (const { name, value } of fresh.documentElement.attributes) {
    inside.documentElement.setAttribute(name, value);
  }
  inside.title = fresh.title;
  morph(inside.body, fresh.body);
}

/** A mail is read anew behind the old one, under its own policy, and takes its place at its scroll. */
function exchange(frame) {
  const next = frame.cloneNode();
  next.hidden = true;
  next.removeAttribute("id"); // the old one has it until it goes
  next.dataset.waiting = ""; // not yet part of the page: see morph.js
  tags.set(next, tags.get(frame));
  return new Promise((done) => {
    setTimeout(done, PATIENCE); // one that the page let go meanwhile never loads
    next.addEventListener("load", () => {
      const { scrollX, scrollY } = frame.contentWindow;
      next.hidden = false;
      delete next.dataset.waiting;
      void next.offsetHeight; // it has a size now, and so a place to scroll to
      next.contentWindow.scrollTo(scrollX, scrollY);
      frame.remove();
      next.id = frame.id;
      done();
    }, { once: true });
    frame.before(next);
  });
}

/** Blocks that scripts bring to life, or the data of scripts, want a page that starts anew. */
function needsStart(inside, fresh) {
  const alive = (page) => [...page.querySelectorAll("[data-block]")].map((one) => one.outerHTML).join();
  const data = (page) => page.querySelector("#course-data")?.textContent;
  return Boolean(data(inside) || data(fresh)) && (data(inside) !== data(fresh) || alive(inside) !== alive(fresh));
}

function startAgain(frame) {
  const { scrollX, scrollY } = frame.contentWindow;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(scrollX, scrollY), { once: true });
  frame.contentWindow.location.reload();
}

/** Loads each style sheet anew, and lets the old one go when the new one is there. */
export function renewStyles(inside) {
  for (const link of inside.querySelectorAll('link[rel="stylesheet"]')) {
    const next = link.cloneNode();
    next.href = `${link.href.replace(/\?.*/, "")}?${Date.now()}`;
    next.addEventListener("load", () => link.remove(), { once: true });
    link.after(next);
  }
}

/** Watches over the links of every frame. */
export function keepFrames() {
  const keep = (frame) => {
    frame.contentDocument?.addEventListener("click", (event) => followed(event, frame));
  };
  document.addEventListener( // a load of something within never reaches the window
    "load",
    ({ target }) => target instanceof HTMLIFrameElement && "live" in target.dataset && keep(target),
    true,
  );
  frames().forEach(keep);
}

function followed(event, frame) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  const here = new URL(link.href, frame.contentWindow.location);
  const own = here.origin === location.origin && !frame.classList.contains("mail");
  if (own) return;
  event.preventDefault();
  document.querySelector("#live").textContent = link.href;
}
