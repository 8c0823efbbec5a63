/** The page at the end: what is still to do, or a certificate with name and date. */

import { all, make, one } from "./page.js";
import { t } from "./words.js";

export function fillCertificate(content, { session, route, titleOf }) {
  const { status, lessons } = session.progress();
  const finished = status === "passed" || status === "completed";
  one(`[data-when="${finished ? "open" : "done"}"]`, content).remove();
  if (finished) {
    const now = new Date();
    const date = now.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    one(".date", content).textContent = date;
    all("[data-print]", content).forEach((button) => button.addEventListener("click", () => print()));
    return;
  }
  const open = route().filter((id) => lessons[id] !== "done");
  const links = open.map((id) => make("a", { href: "#cw-main", "data-go": id }, titleOf(id)));
  const tests = session.assessments().filter((id) => !session.lastAttempt(id)?.passed);
  const rest = tests.map(() => t("player.certificate.assessment"));
  one("ul", content).append(...[...links, ...rest].map((entry) => make("li", {}, entry)));
}
