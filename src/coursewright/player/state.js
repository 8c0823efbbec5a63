/**
 * A learner's state as one short text: packed, versioned, tied to ids instead of positions.
 *
 * The text is a version letter, then bits: salt, Rice parameter, revision, count, and for every
 * record the distance to the hash before it, the length of its payload and the payload. A record
 * whose hash this version of the course does not know is skipped, so lessons may be added,
 * moved, renamed (`was`) or removed. The last two characters are a checksum.
 */

import { bitReader, bitWriter, hash32 } from "./dom.js";
import { fitsAnswer, inWords, packAnswer, unpackAnswer } from "./answers.js";

const VERSION = "1";

/** Returns the state of a new learner. */
export function emptyState() {
  return {
    revision: 0,
    track: null,
    place: null,
    lessons: new Map(),
    answers: new Map(),
    marks: new Map(),
    attempts: new Map(),
    day: null, // of completion, in days since 1970 by the learner's calendar
    visit: null, // `{open, total}`: seconds of the visit that wrote this, and what the LMS had before
  };
}

/**
 * Returns `{encode, decode}` for one course.
 * @param {object} course the data block of the page
 */
export function stateCodec(course) {
  const { salt, rice } = course.state;
  /** Each record with its hash, computed once for a salt: there are hundreds, and phones are slow. */
  const placed = cached((mix) => [...records(course)].map(([name, record]) => [place(name, mix), record]));
  const write = (state, words) => pack(placed(salt), state, salt, rice, words);
  return {
    /** Packs; answers in words are kept, the newest first, as far as `limit` characters reach. */
    encode(state, limit = Infinity) {
      const words = [...state.answers]
        .filter(([id]) => inWords(course.items[id]?.type))
        .reverse();
      let kept = new Set();
      let text = write(state, kept);
      for (const [id, { response }] of words) {
        if (text.length + response.length * (8 / 6) > limit) continue; // not even as ASCII
        const more = new Set(kept).add(id);
        const longer = write(state, more);
        if (longer.length <= limit) [kept, text] = [more, longer];
      }
      return text;
    },
    /** Unpacks; null when the text is not ours, cut off or damaged. */
    decode(text) {
      if (text?.[0] !== VERSION || text.slice(-2) !== checksum(text.slice(0, -2))) return null;
      try {
        return read(placed, bitReader(text.slice(1, -2)));
      } catch {
        return null;
      }
    },
  };
}

/** Caches the results of a function. */
function cached(make) {
  const made = new Map();
  return (key) => made.get(key) ?? made.set(key, make(key)).get(key);
}

function checksum(text) {
  const writer = bitWriter();
  writer.put(hash32(text) >>> 20, 12);
  return writer.text();
}

/** Everything that can be kept, by its name in the hash. */
function* records(course) {
  for (const { id } of course.tracks) yield [`t:${id}`, { kind: "track", id }];
  for (const { id, was = [] } of course.lessons) {
    for (const name of [id, ...was]) {
      const old = name !== id; // read under any of its names, written under the last one
      yield [`p:${name}`, { kind: "place", id, old }];
      yield [`l:${name}`, { kind: "lesson", id, old }];
    }
  }
  for (const [id, item] of Object.entries(course.items)) {
    yield [itemName(id, item), { kind: "item", id, item }];
  }
  for (const [kind, ids] of Object.entries(course.marks ?? {})) {
    for (const id of ids) yield [`m:${kind}:${id}`, { kind: "mark", id: `${kind}:${id}` }];
  }
  for (const { id } of course.assessments) yield [`a:${id}`, { kind: "attempt", id }];
  yield ["d:day", { kind: "day" }];
  yield ["v:visit", { kind: "visit" }];
}

/** A question with other options is a new question, so its old answer is dropped. */
function itemName(id, { type, keys = [], targets = [] }) {
  return `i:${id}:${type}:${[...keys].sort()}:${[...targets].sort()}`;
}

const place = (name, salt) => hash32(`${salt}:${name}`) >>> 8;

function pack(placed, state, salt, rice, words) {
  const found = [];
  for (const [at, record] of placed) {
    const payload = record.old ? null : payloadOf(state, record, words);
    if (payload) found.push([at, payload]);
  }
  found.sort((a, b) => a[0] - b[0]);
  const writer = bitWriter();
  writer.put(salt, 6);
  writer.put(rice, 5);
  writer.put(state.revision, 16);
  writer.putLength(found.length);
  let before = 0;
  for (const [at, bits] of found) {
    writer.putRice(at - before, rice);
    before = at;
    writer.putLength(bits.length);
    for (const bit of bits) writer.put(bit, 1);
  }
  const text = VERSION + writer.text();
  return text + checksum(text);
}

function payloadOf(state, { kind, id, item }, words) {
  const bits = [];
  const put = (value, width) => {
    for (let at = width - 1; at >= 0; at -= 1) bits.push((value >>> at) & 1);
  };
  if (kind === "track") return state.track === id ? bits : null;
  if (kind === "place") return state.place === id ? bits : null;
  if (kind === "lesson") {
    if (!state.lessons.has(id)) return null;
    put(state.lessons.get(id) === "done" ? 1 : 0, 1);
  } else if (kind === "item") {
    const answer = state.answers.get(id);
    if (!answer || !fitsAnswer(item, answer)) return null;
    packAnswer(put, item, answer, words.has(id));
  } else if (kind === "mark") {
    if (!state.marks.get(id)) return null;
    put(state.marks.get(id), 2);
  } else if (kind === "day") {
    if (state.day === null) return null;
    put(state.day, 16);
  } else if (kind === "visit") {
    if (!state.visit) return null;
    put(Math.min(state.visit.open, 2 ** 17 - 1), 17);
    put(Math.min(state.visit.total, 2 ** 24 - 1), 24);
  } else {
    const attempt = state.attempts.get(id);
    if (!attempt) return null;
    put(Math.min(attempt.count, 63), 6);
    put(attempt.open ? 1 : 0, 1);
    put(attempt.seed, 12);
    put(attempt.best, 7);
    put(attempt.last, 7);
    if (attempt.ends) put(attempt.ends, 32);
  }
  return bits;
}

function read(placed, reader) {
  const state = emptyState();
  const salt = reader.take(6);
  const rice = reader.take(5);
  state.revision = reader.take(16);
  const known = new Map();
  for (const [at, record] of placed(salt)) {
    known.set(at, known.has(at) ? null : record); // two records with one hash cannot be told apart
  }
  let at = 0;
  for (let left = reader.takeLength(); left > 0; left -= 1) {
    at += reader.takeRice(rice);
    const length = reader.takeLength();
    const bits = Array.from({ length }, () => reader.take(1));
    const record = known.get(at);
    if (record) take(state, record, bits);
  }
  return state;
}

function take(state, { kind, id, item }, bits) {
  const { length } = bits;
  const next = (width) => bits.splice(0, width).reduce((value, bit) => value * 2 + bit, 0);
  if (kind === "track") state.track = id;
  else if (kind === "place") state.place = id;
  else if (kind === "lesson") {
    // Saved under an old and a new id: the better status counts.
    const done = next(1) || state.lessons.get(id) === "done";
    state.lessons.set(id, done ? "done" : "visited");
  } else if (kind === "item") {
    const answer = unpackAnswer(next, item, length);
    if (answer) state.answers.set(id, answer);
  } else if (kind === "mark") state.marks.set(id, next(2));
  else if (kind === "day") state.day = next(16);
  else if (kind === "visit") state.visit = { open: next(17), total: next(24) };
  else {
    const [count, open, seed, best, last] = [next(6), !!next(1), next(12), next(7), next(7)];
    state.attempts.set(id, { count, open, seed, best, last, ...(length > 33 && { ends: next(32) }) });
  }
}
