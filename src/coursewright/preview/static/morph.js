/**
 * Makes one tree equal another, and leaves alone what is equal already: what a reader typed,
 * ticked, opened or scrolled to stays, and so do frames and whoever listens to an element.
 */

/**
 * @param {Element} from what is on the page
 * @param {Element} to what should be there
 * @returns {boolean} whether anything was changed
 */
export function morph(from, to) {
  if (from.isEqualNode(to)) return false;
  attributes(from, to);
  if (from.localName !== "iframe" && !("keep" in from.dataset)) children(from, to);
  return true;
}

function attributes(from, to) {
  for (const { name } of [...from.attributes]) {
    const theirs = name === "open" && from.localName === "details"; // the reader's own choice
    if (!to.hasAttribute(name) && !theirs) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) === value) continue;
    if (name === "open" && from.localName === "details") continue;
    from.setAttribute(name, value);
    if (name === "value" && "value" in from && document.activeElement !== from) from.value = value;
    if (name === "checked") from.checked = true;
    if (name === "selected") from.selected = true;
  }
}

const nameOf = (node) =>
  node.nodeType === 1 ? `${node.localName}#${node.id || node.getAttribute("name") || ""}` : node.nodeType;

/** A frame that is still being loaded behind another one stands outside of all this. */
const waits = (node) => node.nodeType === 1 && "waiting" in node.dataset;

/** To move a frame is to load it anew, so nothing may be put before one that waits. */
function settled(node) {
  while (node && waits(node)) node = node.nextSibling;
  return node;
}

function children(from, to) {
  const olds = [...from.childNodes].filter((node) => !waits(node));
  const wanted = [...to.childNodes];
  const equal = olds.length === wanted.length && olds.every((old, at) => nameOf(old) === nameOf(wanted[at]));
  const pairs = equal ? olds : paired(olds, wanted);
  let cursor = settled(from.firstChild);
  wanted.forEach((node, at) => {
    const old = pairs[at];
    if (!old) {
      from.insertBefore(document.importNode(node, true), cursor);
      return;
    }
    if (old === cursor) cursor = settled(cursor.nextSibling);
    else from.insertBefore(old, cursor);
    if (node.nodeType === 1) morph(old, node);
    else if (old.nodeValue !== node.nodeValue) old.nodeValue = node.nodeValue;
  });
  const kept = new Set(pairs);
  for (const old of olds) if (!kept.has(old)) old.remove();
}

/** Finds for each wanted node an old one: an equal one first, else one of the same name. */
function paired(olds, wanted) {
  const free = new Set(olds);
  const take = (test) => {
    for (const old of free) {
      if (test(old)) {
        free.delete(old);
        return old;
      }
    }
    return null;
  };
  const pairs = wanted.map((node) =>
    take((old) => nameOf(old) === nameOf(node) && old.isEqualNode(node)),
  );
  return wanted.map((node, at) => pairs[at] ?? take((old) => nameOf(old) === nameOf(node)));
}
