import { all } from "../shell/page.js";

/** Returns a copy in random order (Fisher and Yates); `random` gives numbers from 0 up to 1. */
export function shuffle(list, random = Math.random) {
  const out = [...list];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [out[at], out[other]] = [out[other], out[at]];
  }
  return out;
}

/** Puts the options of a question in random order; true and false stay where they are. */
export function mixOptions(form) {
  const options = all(".option:has(>label>input)", form);
  if (form.dataset.type !== "truefalse") options.at(-1)?.after(...shuffle(options));
}
