/** Calls an LMS's API: no fault of the API stops the course, and no value is written twice. */

/**
 * Returns `{call, has, get, number, set, children, error}` over an API object.
 * @param {object} api what `findApi` found
 * @param {string} prefix "LMS" in SCORM 1.2, "" in 2004
 */
export function caller(api, prefix) {
  const written = new Map();
  const known = new Map();
  let weight = 0;
  let gone = false;
  const ask = (name, ...args) => {
    try {
      gone = false;
      return String(api[prefix + name](...args) ?? "");
    } catch {
      gone = true;
      return "threw"; // an API may disappear while the page closes
    }
  };
  /** "false" without an error code counts as success: some LMSs answer like that. */
  const done = (answer) =>
    answer === "true" || answer === "1" || (answer !== "threw" && lms.error() === 0);
  const lms = {
    api,
    /** Whether the last call threw. */
    gone: () => gone,
    /** Bytes of everything written so far in a multipart form, as Moodle sends it. */
    weight: () => weight,
    /** Adds data of earlier visits that the LMS sends again. */
    carry: (bytes) => (weight += bytes),
    error: () => Number.parseInt(ask("GetLastError"), 10) || 0,
    call: (name, ...args) => done(ask(name, ...args)),
    has: (name) => typeof api[prefix + name] === "function",
    /** Returns a value, "" when there is none or the LMS does not know the element. */
    get(element) {
      const value = ask("GetValue", element);
      return ["threw", "null", "undefined"].includes(value) ? "" : value;
    },
    /** Returns a value as a number, or null if it is not one. */
    number(element) {
      const value = lms.get(element);
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
    },
    /** Sets a value unless it was written already; null and undefined are not set. */
    set(element, value) {
      if (value === null || value === undefined || written.get(element) === value) return true;
      const set = done(ask("SetValue", element, String(value)));
      if (set) {
        weight += sizeOf(value) - (written.has(element) ? sizeOf(written.get(element)) : -PART - element.length);
        written.set(element, value);
      }
      return set;
    },
    /**
     * Returns a test for the children of an optional element; asks the LMS once. An empty answer without
     * an error does not mean "no": some LMSs keep elements that they do not list.
     */
    children(element) {
      if (!known.has(element)) {
        const list = lms.get(`${element}._children`);
        const silent = !list && lms.error() === 0;
        known.set(element, silent ? null : new Set(list.split(",").map((name) => name.trim())));
      }
      return (name) => known.get(element)?.has(name) ?? true;
    },
    /** An element that was refused is not tried again. */
    refused: (element) => known.set(element, new Set()),
  };
  return lms;
}

const PART = 128; // bytes of the header of one part
const sizeOf = (value) => new TextEncoder().encode(String(value)).length;
