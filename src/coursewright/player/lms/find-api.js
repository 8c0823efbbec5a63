/** Finds the API object of an LMS in any window, and waits for one that is late. */

const FAR = 500; // the most parents to visit: nested frames exist, and so do endless chains
const EVERY = 250;
const PATIENCE = 4000; // ms: some players put the API in place after the content has started

/**
 * Returns the API of a standard, or null: own window and parents first, then the opener's.
 * Any step may throw (a parent of another origin), so each is tried alone.
 * @param {Window} win where the content runs
 * @param {string} name "API" or "API_1484_11": pinned to the package, never guessed
 * @param {string[]} needed functions without which the object is not one
 */
export function findApi(win, name, needed) {
  let start = win;
  for (let openers = 0; start && openers < 10; openers += 1) {
    const api = climb(start, name, needed);
    if (api) return api;
    start = reach(() => start.opener) ?? reach(() => start.top.opener);
  }
  return null;
}

/** Waits for the API; gives up at once if no other window could have one. */
export async function awaitApi(win, name, needed, patience = PATIENCE) {
  for (let waited = 0; ; waited += EVERY) {
    const api = findApi(win, name, needed);
    const alone = reach(() => win.parent) === win && !reach(() => win.opener);
    if (api || alone || waited >= patience) return api;
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

function climb(start, name, needed) {
  let win = start;
  for (let step = 0; win && step <= FAR; step += 1) {
    const here = win;
    const api = reach(() => here[name]);
    if (api && needed.every((one) => reach(() => typeof api[one]) === "function")) return api;
    const parent = reach(() => here.parent);
    if (!parent || parent === here) return null;
    win = parent;
  }
  return null;
}

function reach(step) {
  try {
    return step() ?? null;
  } catch {
    return null;
  }
}
