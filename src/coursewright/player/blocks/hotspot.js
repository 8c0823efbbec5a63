/** A choice whose options are places in a picture: pointing there picks the option in the list. */

import { all } from "../shell/page.js";
import { start as startChoice } from "./choice.js";

export function start(form, context) {
  const inputs = all("input", form);
  const shapes = all(".spots [data-key]", form);
  const inputOf = (shape) => inputs.find(({ value }) => value === shape.dataset.key);
  const mark = () => shapes.forEach((shape) => shape.classList.toggle("on", inputOf(shape).checked));
  for (const shape of shapes) shape.addEventListener("click", () => inputOf(shape).click());
  form.addEventListener("input", mark);
  const control = startChoice(form, context);
  mark();
  return control;
}
