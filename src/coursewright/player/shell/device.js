/**
 * One learner's data on this device: notes, ticks, ratings, text size, a copy of the state. It is never
 * sent anywhere. localStorage answers at once; IndexedDB remains if an LMS empties localStorage
 * (Moodle does at each login). Every key contains the learner's id, because browsers are shared.
 */

const NAME = "coursewright";
const STORE = "kept";

/** The storage that a browser allows in a frame; if it is blocked, even reading the property throws. */
export function storesOf(win) {
  const reach = (name) => {
    try {
      return win[name] ?? null;
    } catch {
      return null;
    }
  };
  return { store: reach("localStorage"), tab: reach("sessionStorage"), base: reach("indexedDB") };
}

/**
 * @param {{store?: Storage|null, base?: IDBFactory|null}} places null where the browser forbids one
 * @param {string} course its id
 * @param {string} learner the id that the LMS gives; "" without an LMS
 */
export function deviceOf({ store = null, base = null }, course, learner) {
  const start = `${NAME}/${course}/${learner}/`;
  const here = new Map(); // used while the page is open if all storage is blocked
  const state = { lasts: Boolean(store) };
  const opened = base ? databaseOf(base) : Promise.resolve(null);

  function write(key, text) {
    here.set(key, text);
    let kept = false;
    try {
      store.setItem(key, text);
      kept = true;
    } catch {
      // Full or blocked: the data stays in memory until the page is closed.
    }
    opened.then((database) => database && put(database, key, text)).catch(() => {});
    return kept;
  }

  const device = {
    learner,
    /** The prefix of every key. */
    start,
    /** Returns what was kept, or null; never throws, even if storage is blocked. */
    get(kind, id) {
      const key = `${start}${kind}/${id}`;
      try {
        return JSON.parse(read(store, key) ?? here.get(key) ?? null);
      } catch {
        return null;
      }
    },
    /** Keeps a value; returns whether localStorage took it. */
    set: (kind, id, value) => write(`${start}${kind}/${id}`, JSON.stringify(value)),
    /** Whether data remains after the page is closed, as far as the browser says. */
    lasts: () => state.lasts,
    /** Restores what localStorage lost; resolves to the kinds of data restored. */
    async restore() {
      const database = await opened.catch(() => null);
      state.lasts = Boolean(database) || works(store, start);
      if (!database) return [];
      const back = [];
      for (const [key, text] of await entries(database, start).catch(() => [])) {
        if (read(store, key) !== null || here.has(key)) continue;
        write(key, text);
        back.push(key.slice(start.length).split("/")[0]);
      }
      return back;
    },
  };
  return device;
}

function read(store, key) {
  try {
    return store.getItem(key);
  } catch {
    return null;
  }
}

function works(store, start) {
  try {
    store.setItem(`${start}try`, "1");
    store.removeItem(`${start}try`);
    return true;
  } catch {
    return false;
  }
}

/** A request of IndexedDB as a promise. */
const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function databaseOf(base) {
  const request = base.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return asked(request);
}

const put = (database, key, text) =>
  asked(database.transaction(STORE, "readwrite").objectStore(STORE).put(text, key));

async function entries(database, start) {
  const kept = database.transaction(STORE).objectStore(STORE);
  const range = IDBKeyRange.bound(start, `${start}\uffff`);
  const [keys, texts] = await Promise.all([asked(kept.getAllKeys(range)), asked(kept.getAll(range))]);
  return keys.map((key, at) => [key, texts[at]]);
}
