/** How an answer is packed, by the type of its question. */

/** Bits needed to tell `count` things apart. */
export const widthOf = (count) => Math.ceil(Math.log2(Math.max(count, 1)));

/** Whether answers of a type are in words: kept as far as there is room. */
export const inWords = (type) => ["text", "gaps", "number"].includes(type);

const sorted = (keys) => [...keys].sort();

/** Tells whether an answer is one that the question can have. */
export function fitsAnswer({ type, keys = [], targets = [] }, { response }) {
  if (inWords(type)) return typeof response === "string";
  if (type === "match") {
    return Object.entries(response).every(([a, b]) => keys.includes(a) && targets.includes(b));
  }
  if (!Array.isArray(response) || !response.every((key) => keys.includes(key))) return false;
  if (type === "order") return response.length === keys.length;
  return type === "multiple" || response.length === 1;
}

/** Puts an answer: first whether it was right, then what was chosen, by the order of the keys. */
export function packAnswer(put, { type, keys = [], targets = [] }, { response, correct }, words) {
  put(correct ? 1 : 0, 1);
  const order = sorted(keys);
  if (type === "multiple") for (const key of order) put(response.includes(key) ? 1 : 0, 1);
  else if (type === "match") {
    const aims = sorted(targets);
    for (const key of order) put(aims.indexOf(response[key]) + 1, widthOf(aims.length + 1));
  } else if (inWords(type)) {
    if (words) for (const byte of new TextEncoder().encode(response)) put(byte, 8);
  } else for (const key of response) put(order.indexOf(key), widthOf(order.length));
}

/** Takes an answer back; null when it cannot be one. `length` is the number of bits. */
export function unpackAnswer(next, { type, keys = [], targets = [], correct: key }, length) {
  const right = Boolean(next(1));
  const correct = key ? right : null; // where nothing is right, nothing is wrong
  const order = sorted(keys);
  let response;
  if (type === "multiple") response = order.filter(() => next(1));
  else if (type === "match") {
    const aims = sorted(targets);
    const pairs = order.map((key) => [key, aims[next(widthOf(aims.length + 1)) - 1]]);
    response = Object.fromEntries(pairs.filter(([, aim]) => aim !== undefined));
  } else if (inWords(type)) {
    const bytes = Array.from({ length: (length - 1) >> 3 }, () => next(8));
    response = new TextDecoder().decode(new Uint8Array(bytes));
  } else {
    const count = type === "order" ? order.length : 1;
    response = Array.from({ length: count }, () => order[next(widthOf(order.length))]);
  }
  return { response, correct };
}
