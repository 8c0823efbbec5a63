/** A branching story: one scene at a time, and the path taken at the end. */

import { all, announce, make, one, wordsOf } from "../shell/page.js";

export function start(section, { session }) {
  const nodes = all(".node", section);
  const path = one(".path", section);
  let taken = [];

  function enter(node) {
    for (const other of nodes) other.hidden = other !== node;
    for (const part of all(".feedback", node)) part.hidden = true;
    for (const button of all(".choice", node)) button.setAttribute("aria-pressed", "false");
    path.hidden = one(".choice", node) !== null;
    one("ol", path).replaceChildren(...taken.map((text) => make("li", {}, text)));
  }

  function choose(node, button) {
    for (const option of all(".option", node)) {
      const chosen = option.contains(button);
      one(".feedback", option).hidden = !chosen;
      one(".choice", option).setAttribute("aria-pressed", String(chosen));
    }
    session.answer(`${section.dataset.id}.${node.dataset.node}`, { response: [button.value] });
    announce(wordsOf(one(".feedback", button.closest(".option"))));
  }

  function goOn(button) {
    const choice = one(".choice", button.closest(".option"));
    taken.push(wordsOf(choice));
    const next = nodes.find((node) => node.dataset.node === choice.dataset.to);
    enter(next);
    next.focus();
  }

  for (const node of nodes) {
    for (const button of all(".choice", node)) button.addEventListener("click", () => choose(node, button));
    for (const button of all(".go", node)) button.addEventListener("click", () => goOn(button));
  }
  one(".restart", path).addEventListener("click", () => {
    taken = [];
    enter(nodes[0]);
    nodes[0].focus();
  });
  enter(nodes[0]);
}
