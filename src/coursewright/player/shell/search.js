/** Search in the lessons of the route: plain text, in any script. */

import { restOfLessons } from "./lessons.js";
import { forTrack, make, one, wordsOf } from "./page.js";
import { t } from "./words.js";

const AROUND = 60;

/** Folds case and accents, so that "uber" finds "Über". */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Returns the part of `text` around the first match of `query`, or null. */
export function excerpt(text, query) {
  const at = fold(text).indexOf(fold(query));
  if (at < 0) return null;
  const from = Math.max(0, at - AROUND);
  const to = at + query.length + AROUND;
  return `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
}

export function createSearch({ route, track, template }) {
  const found = one("#cw-found");
  function search() {
    const query = one("#cw-query").value.trim();
    if (!query) return found.replaceChildren();
    const hits = route().filter(template).flatMap((id) => {
      const content = forTrack(template(id).content.cloneNode(true), track());
      const title = wordsOf(one("h1", content));
      one("header", content).remove();
      const text = excerpt(`${title}. ${wordsOf(content)}`, query);
      const link = make("a", { href: "#cw-main", "data-go": id }, title);
      return text ? [make("li", {}, link, make("p", { class: "how" }, text))] : [];
    });
    const count = hits.length
      ? t("player.search.found", { count: hits.length })
      : t("player.search.none", { query });
    found.replaceChildren(make("p", { role: "status" }, count), make("ul", {}, ...hits));
  }
  one("#cw-search").addEventListener("submit", (event) => {
    event.preventDefault();
    restOfLessons().then(search);
  });
}
