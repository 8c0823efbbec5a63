/** Splits a page: the first screen is shown at once, the rest after it was painted. */

const LETTER = 350; // square pixels for a letter, with its part of margins, frames and headings
const WIDEST = 700; // pixels: lines grow no wider

/** Calls back once the current page was painted. */
export function painted(then) {
  requestAnimationFrame(() => setTimeout(then));
}

/**
 * Returns a copy of an element with those of `children` that a screen of this size shows at first,
 * by the room of their words, and a function that copies the others into a fragment.
 */
export function inTwo(element, children) {
  let room = (innerHeight * Math.min(innerWidth, WIDEST)) / LETTER;
  let count = 0;
  while (room > 0 && count < children.length) {
    room -= children[count].textContent.length + 40; // the last line of a paragraph is partly empty
    count += 1;
  }
  const copies = (into, some) => {
    into.append(...some.map((child) => child.cloneNode(true)));
    return into;
  };
  return [
    copies(element.cloneNode(), children.slice(0, count)),
    () => copies(new DocumentFragment(), children.slice(count)),
  ];
}
