/**
 * An LMS that refuses what the standards refuse, and remembers every call. For tests and the
 * preview; no package holds it.
 */

import { STANDARDS } from "./standards.js";

const generic = (path) => path.replace(/\.\d+(?=\.|$)/g, ".n");

/**
 * Returns one visit of one learner.
 * @param {object} given
 * @param {"scorm12"|"scorm2004-3"|"scorm2004-4"} given.standard
 * @param {{id: string, name: string}} [given.learner]
 * @param {"normal"|"browse"|"review"} [given.mode]
 * @param {"credit"|"no-credit"} [given.credit]
 * @param {object|null} [given.saved] what the visit before left: its `saved`
 * @param {object} [given.preset] elements that stand before the content starts, by path
 * @param {{save?: "refused"|"silent", optional?: false, finish?: false, broken?: boolean,
 *   children?: "silent"}}
 *   [given.faults] what goes wrong; may be changed while it runs
 * @param {() => number} [given.now]
 * @param {(entry: object) => void} [given.onCall]
 */
export function createLmsSimulator(given) {
  const row = STANDARDS[given.standard];
  const {
    learner = { id: "learner-1", name: "Doe, Jo" },
    mode = "normal",
    credit = "credit",
  } = given;
  const { now = Date.now, onCall = () => {} } = given;
  const faults = { ...given.faults };
  const log = [];
  const values = new Map(Object.entries(given.preset ?? {}));
  let running = "not yet";
  let error = 0;
  let saved = given.saved ?? null;
  const since = saved?.total ?? 0;

  restore();

  function restore() {
    const suspended = saved?.exit === "suspend";
    if (saved && (suspended || row.keepsAlways)) {
      for (const [path, value] of Object.entries(saved.values)) values.set(path, value);
    }
    values.delete(row.paths.exit);
    values.delete(row.paths.session);
    values.delete("adl.nav.request");
    values.set(row.paths.id, learner.id).set(row.paths.name, learner.name);
    values.set(row.paths.mode, mode).set(row.paths.credit, credit);
    const entry = suspended ? "resume" : saved && row.keepsAlways ? "" : "ab-initio";
    values.set(row.paths.entry, entry);
    values.set(row.paths.total, row.span(since));
  }

  const known = (path) => {
    const found = row.elements[generic(path)];
    return found && !(faults.optional === false && found[3]) ? found : null;
  };
  /** In 1.2 an element that an LMS need not have is "not implemented", not wrong. */
  const unknownCode = (path) => (row.elements[generic(path)] ? row.code.missing : row.code.unknown);

  function count(list) {
    const numbers = [...values.keys()]
      .filter((path) => path.startsWith(`${list}.`))
      .map((path) => Number.parseInt(path.slice(list.length + 1), 10));
    return numbers.length ? Math.max(...numbers.filter(Number.isInteger), -1) + 1 : 0;
  }

  /** Every number in a path must be one that is there, or the next. */
  function gap(path, next) {
    return [...path.matchAll(/\.(\d+)(?=\.|$)/g)].some(
      ({ 1: number, index }) => Number(number) >= count(path.slice(0, index)) + next,
    );
  }

  function get(path) {
    if (faults.children === "silent" && path.endsWith("._children")) return "";
    const found = known(path);
    if (!found) return fail(unknownCode(path));
    if (found[0] === "w") return fail(row.code.writeOnly);
    if (path.endsWith("._count")) return String(count(path.slice(0, -7)));
    if (gap(path, 0)) return fail(row.more.gap === 351 ? 301 : row.more.gap);
    if (path.endsWith("._children")) return children(path, found[2]);
    const value = values.get(path) ?? found[2];
    return value === undefined ? fail(row.more.unset) : value;
  }

  /** What a list is made of here: without the parts that this LMS does not have. */
  function children(path, names) {
    const there = (name) =>
      !row.elements[generic(path).replace("_children", name)] ||
      known(path.replace("_children", name));
    return names.split(",").filter(there).join(",");
  }

  function set(path, value) {
    const found = known(path);
    if (!found) return fail(unknownCode(path));
    if (/\._(children|count|version)$/.test(path)) return fail(row.code.keyword);
    if (found[0] === "r") return fail(row.code.readOnly);
    if (gap(path, 1)) return fail(row.more.gap);
    const before = depends(path, value);
    if (before) return fail(before);
    const type = values.get(path.replace(/^(cmi\.interactions\.\d+)\..*/, "$1.type"));
    if (!found[1](value, type)) return fail(row.code.form);
    values.set(path, value);
    return "true";
  }

  /** SCORM 2004 RTE 4.1.5: some elements want another one first, some may not change. */
  function depends(path, value) {
    const [, list, part] = /^(cmi\.(?:interactions|objectives)\.\d+)\.([\w.]+)$/.exec(path) ?? [];
    if (!list || !row.more.depends) return 0;
    if (part !== "id" && !values.has(`${list}.id`)) return row.more.depends;
    if (/response/.test(part) && !values.has(`${list}.type`)) return row.more.depends;
    if (part !== "id" || !list.startsWith("cmi.objectives")) return 0;
    const twice = [...values].some(
      ([other, id]) => /^cmi\.objectives\.\d+\.id$/.test(other) && other !== path && id === value,
    );
    return twice || (values.has(path) && values.get(path) !== value) ? row.more.gap : 0;
  }

  function fail(code) {
    error = code;
    return "";
  }

  function keep() {
    if (faults.save === "refused") return fail(row.more.commit);
    if (faults.save === "silent") return "true";
    saved = {
      values: Object.fromEntries(values),
      exit: values.get(row.paths.exit) ?? "",
      total: since + milliseconds(values.get(row.paths.session) ?? ""),
    };
    return "true";
  }

  function call(name, kind, args, work) {
    if (faults.broken) throw new Error("the LMS is gone");
    if (kind) error = 0;
    let result = "";
    if (!kind) result = work();
    else if (running === "not yet" && row.order[kind][0]) fail(row.order[kind][0]);
    else if (running === "ended") fail(row.order[kind][1]);
    else if (kind === "start" && running === "yes") fail(row.again);
    else if (kind === "start" || kind === "end" || kind === "commit") {
      result = args[0] === "" ? work() : fail(201);
    } else result = work();
    if (kind && kind !== "get" && !result) result = "false";
    const entry = { at: now(), name: row.prefix + name, args, result, error: kind ? error : 0 };
    log.push(entry);
    onCall(entry);
    return result;
  }

  const calls = {
    Initialize: (...args) => call("Initialize", "start", args, () => (running = "yes") && "true"),
    GetValue: (...args) => call("GetValue", "get", args, () => get(String(args[0]))),
    SetValue: (...args) =>
      call("SetValue", "set", args, () => set(String(args[0]), String(args[1]))),
    Commit: (...args) => call("Commit", "commit", args, keep),
    [row.finish]: (...args) =>
      call(row.finish, "end", args, () => {
        const done = keep();
        running = "ended";
        return done;
      }),
    GetLastError: () => call("GetLastError", null, [], () => String(error)),
    GetErrorString: (code) => call("GetErrorString", null, [code], () => row.words[code] ?? ""),
    GetDiagnostic: (code) => call("GetDiagnostic", null, [code], () => row.words[code] ?? ""),
  };
  if (faults.finish === false) delete calls[row.finish];
  const api = Object.fromEntries(
    Object.entries(calls).map(([name, fn]) => [row.prefix + name, fn]),
  );

  return {
    api,
    /** What the object is called where content looks for it. */
    objectName: row.object,
    faults,
    log,
    /** Every call that was refused. */
    refusals: () => log.filter((entry) => entry.error !== 0),
    /** Element by path as the visit sees it now. */
    values: () => Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1))),
    words: (code) => row.words[code] ?? "",
    running: () => running === "yes",
    /** What the next visit starts from: the last commit, whatever came after it. */
    saved: () => saved,
  };
}

/** A time of either standard in milliseconds. */
function milliseconds(value) {
  const [, h12, m12, s12] = /^(\d+):(\d+):([\d.]+)$/.exec(value) ?? [];
  if (h12) return Math.round((h12 * 3600 + m12 * 60 + Number(s12)) * 1000);
  const [, h = 0, m = 0, s = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(value) ?? [];
  return Math.round((h * 3600 + m * 60 + Number(s)) * 1000);
}
