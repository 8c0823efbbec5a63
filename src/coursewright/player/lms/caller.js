/** Calls into an LMS's API: nothing it does can stop the course, and nothing is written twice. */

/**
 * Returns `{call, has, get, number, set, children, error}` over an API object.
 * @param {object} api what `findApi` found
 * @param {string} prefix "LMS" in SCORM 1.2, "" in 2004
 */
export function caller(api, prefix) {
  const written = new Map();
  const known = new Map();
  const ask = (name, ...args) => {
    try {
      return String(api[prefix + name](...args) ?? "");
    } catch {
      return "threw"; // an API may be gone while the page goes away
    }
  };
  /** False without an error code is a yes: some LMSs answer so. */
  const done = (answer) =>
    answer === "true" || answer === "1" || (answer !== "threw" && lms.error() === 0);
  const lms = {
    error: () => Number.parseInt(ask("GetLastError"), 10) || 0,
    call: (name, ...args) => done(ask(name, ...args)),
    has: (name) => typeof api[prefix + name] === "function",
    /** Returns a value, "" when there is none or the LMS does not know the element. */
    get(element) {
      const value = ask("GetValue", element);
      return ["threw", "null", "undefined"].includes(value) ? "" : value;
    },
    /** Returns a value as a number, null when it is none. */
    number(element) {
      const value = lms.get(element);
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
    },
    /** Sets a value unless it stands there already; null and undefined are not set. */
    set(element, value) {
      if (value === null || value === undefined || written.get(element) === value) return true;
      const set = done(ask("SetValue", element, String(value)));
      if (set) written.set(element, value);
      return set;
    },
    /** Tells what an optional element is made of, asked once; nothing where it is missing. */
    children(element) {
      if (!known.has(element)) {
        const names = lms.get(`${element}._children`).split(",");
        known.set(element, new Set(names.map((name) => name.trim())));
      }
      return (name) => known.get(element).has(name);
    },
  };
  return lms;
}
