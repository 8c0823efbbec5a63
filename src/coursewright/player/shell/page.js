/** DOM functions that the frame and the blocks share. */

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/**
 * Returns a new element with attributes and children; text is text, never HTML. Interface text that
 * is in English on the page of another language comes isolated (U+2066), and the element says so.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  if (children.length === 1 && children[0]?.[0] === "\u2066") Object.assign(element, { lang: "en", dir: "ltr" });
  return element;
}

/** The words of an element, without runs of white space. */
export const wordsOf = (element) => element.textContent.replace(/\s+/g, " ").trim();

/** Announces a status message to screen readers (WCAG 4.1.3). */
export function announce(message) {
  const live = one("#cw-live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => (live.textContent = message), 50); // emptied first, or a repeated message is not announced
}

/** Whether an element is for a track. */
export const isFor = ({ dataset: { tracks } }, track) => !track || !tracks || tracks.split(" ").includes(track);

/** Removes from a fragment what is for other tracks. */
export function forTrack(root, track) {
  for (const element of all("[data-tracks]", root)) {
    if (!isFor(element, track)) element.remove();
  }
  return root;
}

/** Sets which of some buttons is pressed. */
export function press(buttons, chosen) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
}
