/** The browser side of every page: hears of a save, asks again, changes only what has changed. */

import { listen } from "./listen.js";
import { keepFrames, renewFrames, renewStyles } from "./frames.js";
import { morph } from "./morph.js";

document.documentElement.classList.add("js");
const parts = ["#course", "#count", "#main", "#trouble"];
const live = document.querySelector("#live");
let looks = null;
let said = "";
let newest = null;
let busy = false;

/** Asks for this page again and takes over what is new in it. */
async function renew() {
  const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = fresh.title;
  document.body.dataset.version = fresh.body.dataset.version;
  for (const part of parts) {
    const from = document.querySelector(part);
    const to = fresh.querySelector(part);
    if (from && to) morph(from, to);
  }
}

async function takeOver(news) {
  const dressed = looks !== null && looks !== news.looks;
  looks = news.looks;
  if (dressed) renewStyles(document);
  await renewFrames(dressed); // first what an author looks at while writing
  await renew();
  document.body.dataset.shown = news.version;
  waitForWork();
  document.dispatchEvent(new CustomEvent("renewed", { detail: news }));
}

/**
 * Takes over the newest news, one at a time: the answers to two that overlap may come in either
 * order, and the older one would stay.
 */
async function catchUp() {
  if (busy) return;
  busy = true;
  try {
    while (newest) {
      const news = newest;
      newest = null;
      try {
        await takeOver(news);
      } catch (error) { // the line broke in the middle: it is asked for again
        newest ??= news;
        console.warn(error);
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  } finally {
    busy = false;
  }
}

listen({
  onNews(news, isNew) {
    // Takes back only what it said itself: a link that was just followed stays announced.
    if (news.lost || live.textContent === said) live.textContent = said = news.lost ?? "";
    if (!isNew) {
      looks ??= news.looks;
      return;
    }
    newest = news;
    catchUp();
  },
  onLost() {
    live.textContent = said = document.body.dataset.lost;
  },
});

keepFrames();

/** What the server is still working on is asked for until it is done. */
function waitForWork() {
  if (!document.querySelector("[data-pending]")) return;
  setTimeout(async () => {
    await renew().catch((error) => console.warn(error)); // asked for again all the same
    waitForWork();
  }, 700);
}
waitForWork();

/** A pane as wide as a phone: at once, and without opening a course in the LMS again. */
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-width]");
  if (!form) return;
  document.querySelector(form.dataset.width)?.classList.toggle("narrow", target.checked);
  const address = new URL(location.href);
  if (target.checked) address.searchParams.set("width", "phone");
  else address.searchParams.delete("width");
  history.replaceState(null, "", address);
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  const output = form.querySelector("output");
  const button = form.querySelector("button");
  output.value = output.dataset.wait;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    output.value = await answer.text();
  } catch {
    output.value = output.dataset.lost;
  }
  button.disabled = false;
});

/** Forms that only choose what is seen act at once; without scripts they have a button. */
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-go]");
  if (form) form.requestSubmit();
});
