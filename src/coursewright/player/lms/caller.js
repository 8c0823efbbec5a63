/** Calls into an LMS's API: nothing it does can stop the course, and nothing is written twice. */

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
      return "threw"; // an API may be gone while the page goes away
    }
  };
  /** False without an error code is a yes: some LMSs answer so. */
  const done = (answer) =>
    answer === "true" || answer === "1" || (answer !== "threw" && lms.error() === 0);
  const lms = {
    api,
    /** Whether the API did not even answer the last call. */
    gone: () => gone,
    /** Bytes that everything written takes in a form of many parts, as Moodle sends it. */
    weight: () => weight,
    /** Counts what the LMS sends along though it was written in an earlier visit. */
    carry: (bytes) => (weight += bytes),
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
      if (set) {
        weight += sizeOf(value) - (written.has(element) ? sizeOf(written.get(element)) : -PART - element.length);
        written.set(element, value);
      }
      return set;
    },
    /**
     * Tells what an optional element is made of, asked once; nothing where it is missing. An empty
     * answer without an error is no "no": some LMSs keep what they do not list.
     */
    children(element) {
      if (!known.has(element)) {
        const list = lms.get(`${element}._children`);
        const silent = !list && lms.error() === 0;
        known.set(element, silent ? null : new Set(list.split(",").map((name) => name.trim())));
      }
      return (name) => known.get(element)?.has(name) ?? true;
    },
    /** What was tried and refused is not there. */
    refused: (element) => known.set(element, new Set()),
  };
  return lms;
}

const PART = 128; // the head of one part: boundary, disposition, ends of lines
const sizeOf = (value) => new TextEncoder().encode(String(value)).length;
