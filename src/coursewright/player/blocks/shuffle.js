/** Returns a copy in random order (Fisher and Yates); `random` gives numbers from 0 up to 1. */
export function shuffle(list, random = Math.random) {
  const out = [...list];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [out[at], out[other]] = [out[other], out[at]];
  }
  return out;
}
