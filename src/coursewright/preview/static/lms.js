/** The LMS pane: a visit under the LMS simulator, what it saw, and everything that may go wrong. */

import { createLmsSimulator } from "/lms-simulator/lms-simulator.js";
import { instruments } from "./instruments.js";

const DAY = 86_400_000;
const root = document.querySelector("#lms");

function start() {
  const { course, package: name, standard, lms: preset } = root.dataset;
  const address = `/package/${standard}/${preset}/${name}/index.html`;
  const drawer = `coursewright-preview/${course}/${name}/${standard}`;
  const kept = read(drawer);
  const content = root.querySelector("#content");
  const form = root.querySelector("#visit");
  const line = root.querySelector("#visit-line");
  let lms = null;
  let shown = "";
  let show = null;
  for (const [key, value] of Object.entries(kept.form)) {
    const field = form.elements[key];
    if (field) field[field.type === "checkbox" ? "checked" : "value"] = value;
  }

  function keep() {
    kept.saved = lms?.saved() ?? kept.saved;
    kept.form = { name: form.elements.name.value, mode: form.elements.mode.value, nocredit: form.elements.nocredit.checked };
    localStorage.setItem(drawer, JSON.stringify(kept));
  }

  function open(words = "") {
    const { name: learner, mode, nocredit, save } = form.elements;
    const now = () => Date.now() + kept.day * DAY;
    lms = createLmsSimulator({
      standard,
      learner: { id: "learner-1", name: learner.value },
      mode: mode.value,
      credit: nocredit.checked || mode.value !== "normal" ? "no-credit" : "credit",
      saved: kept.saved,
      faults: { save: save.value },
      now,
      onCall: (entry) => {
        show?.call(entry);
        if (/Commit|Finish|Terminate/.test(entry.name)) keep();
      },
    });
    show = instruments(root, lms);
    delete window.API;
    delete window.API_1484_11;
    window[lms.objectName] = lms.api;
    kept.visits += 1;
    keep();
    const frame = document.createElement("iframe");
    frame.id = "course-frame";
    frame.title = content.title;
    frame.src = address;
    content.replaceChildren(frame);
    const entry = lms.values()[standard === "scorm12" ? "cmi.core.entry" : "cmi.entry"] || "again";
    line.textContent = words || say(line.dataset.open, { n: kept.visits, day: kept.day + 1, entry });
    learnTag();
  }

  /** As a browser does it: the page hears that it goes, and may say a last word. */
  function close(words) {
    content.replaceChildren();
    keep();
    show?.all();
    line.textContent = words;
  }

  /** As a phone does it: hidden, frozen, then gone without a word. */
  function freeze() {
    const inside = content.querySelector("iframe")?.contentDocument;
    if (inside) {
      Object.defineProperty(inside, "visibilityState", { value: "hidden", configurable: true });
      inside.dispatchEvent(new Event("visibilitychange"));
      inside.dispatchEvent(new Event("freeze"));
    }
    if (lms) lms.faults.broken = true;
    close(line.dataset.frozen);
  }

  async function learnTag() {
    const answer = await fetch(address, { method: "HEAD", cache: "no-store" });
    const tag = answer.ok ? answer.headers.get("etag") : shown;
    const isNew = shown !== "" && tag !== shown;
    shown = tag;
    return isNew;
  }

  const acts = {
    close: () => close(line.dataset.closed),
    freeze,
    open: () => (close(""), open()),
    tomorrow: () => (close(""), (kept.day += 1), open()),
    reset() {
      if (lms) lms.faults.broken = true; // nothing of the old visit is to be kept
      close("");
      Object.assign(kept, { saved: null, day: 0, visits: 0 });
      lms = null;
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("coursewright/") || key.startsWith("coursewright-device/")) localStorage.removeItem(key);
      }
      open();
    },
  };
  root.querySelector("#acts").addEventListener("click", ({ target }) => acts[target.dataset.act]?.());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target.name === "save") lms.faults.save = target.value;
    else acts.open();
  });
  document.addEventListener("renewed", async () => {
    if (!(await learnTag()) || !content.firstChild) return;
    const focus = document.activeElement;
    close("");
    open(line.dataset.renewed);
    focus?.focus?.();
  });
  addEventListener("pagehide", () => close(""));
  open();
}

function read(drawer) {
  const empty = { saved: null, day: 0, visits: 0, form: {} };
  try {
    return { ...empty, ...JSON.parse(localStorage.getItem(drawer)) };
  } catch {
    return empty;
  }
}

function say(words, slots) {
  return words.replace(/\{(\w+)\}/g, (_, slot) => slots[slot]);
}

if (root) start();
