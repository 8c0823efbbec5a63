/** What the LMS simulator saw: the calls, the data model, the record, how full the suspend data are. */

const MOST = 1000; // rows of calls on the page; the log itself has them all

const RECORD = [
  "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.core.lesson_location", "cmi.core.exit",
  "cmi.completion_status", "cmi.success_status", "cmi.score.scaled", "cmi.score.raw",
  "cmi.progress_measure", "cmi.location", "cmi.exit",
];

/**
 * Shows one visit; the visit before is wiped away.
 * @param {Element} root
 * @param {object} lms a LMS simulator
 */
export function instruments(root, lms) {
  const find = (id) => root.querySelector(`#${id}`);
  const rows = find("calls").tBodies[0];
  const { limit, longest } = root.dataset;
  const only = find("bad-only");
  let waiting = false;
  let bad = 0;
  let following = false;
  const pane = rows.closest(".scroll");
  rows.replaceChildren();

  /** 2004 answers a look at what was never set with 403: it is told, but nothing is wrong. */
  const wrong = (entry) => entry.error !== 0 && !(entry.error === 403 && entry.name === "GetValue");

  function call(entry) {
    if (/GetLastError|GetErrorString|GetDiagnostic/.test(entry.name)) return;
    const row = rows.insertRow();
    const at = new Date(entry.at);
    row.insertCell().textContent = `${at.toLocaleTimeString("en-GB")}.${String(at.getMilliseconds()).padStart(3, "0")}`;
    const said = row.insertCell();
    said.append(code(entry.name), ` ${entry.args.filter((one) => one !== "").join(" = ")}`);
    row.insertCell().textContent = entry.result;
    row.insertCell().textContent = entry.error ? `${entry.error} ${lms.words(entry.error)}` : "0";
    if (wrong(entry)) row.className = "refused";
    bad += wrong(entry) ? 1 : 0;
    if (rows.rows.length > MOST) rows.deleteRow(0);
    later();
  }

  /** Whoever looks at the end goes on looking at the end. */
  function later() {
    if (waiting) return;
    waiting = true;
    following = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 400;
    setTimeout(all, 60);
  }

  function all() {
    waiting = false;
    if (following) pane.scrollTop = pane.scrollHeight;
    const values = lms.values();
    const words = (id, slots) => {
      const place = find(id);
      place.textContent = place.dataset.words.replace(/\{(\w+)\}/g, (_, slot) => slots[slot]);
    };
    words("calls-count", { n: lms.log.length, bad });
    const length = (values["cmi.suspend_data"] ?? "").length;
    find("suspend").value = length;
    words("suspend-words", { n: length, limit, longest });
    table(find("model").tBodies[0], Object.entries(values));
    const record = find("record");
    record.replaceChildren();
    for (const path of RECORD.filter((one) => one in values)) {
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = path.replace(/^cmi\.(core\.)?/, "").replaceAll("_", " ");
      value.textContent = values[path];
      record.append(term, value);
    }
    rows.parentElement.classList.toggle("bad-only", only.checked);
  }

  only.onchange = all;
  all();
  return { call, all };
}

function table(body, entries) {
  const names = new Map([...body.rows].map((row) => [row.cells[0].textContent, row]));
  for (const [at, [name, value]] of entries.entries()) {
    const row = names.get(name) ?? body.insertRow();
    if (!row.cells.length) {
      row.insertCell().append(code(name));
      row.insertCell();
    }
    names.delete(name);
    if (row.cells[1].textContent !== value) row.cells[1].textContent = value;
    if (body.rows[at] !== row) body.insertBefore(row, body.rows[at] ?? null);
  }
  for (const row of names.values()) row.remove();
}

function code(text) {
  const element = document.createElement("code");
  element.textContent = text;
  return element;
}
