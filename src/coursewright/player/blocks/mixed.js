/** A choice whose options stand in another order at each visit; an assessment mixes them itself. */

import { start as startChoice } from "./choice.js";
import { mixOptions } from "./shuffle.js";

export function start(form, context) {
  if (!context.bare) mixOptions(form);
  return startChoice(form, context);
}
