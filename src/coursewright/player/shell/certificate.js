/** The last page: what is still to do, or a certificate with the date of completion. */

import { all, make, one } from "./page.js";
import { t } from "./words.js";

/** Whether a certificate may be shown: if nothing is recorded, only the status in the LMS counts. */
export function certified(session, mode) {
  const { completion, success } = session.held();
  if (mode !== "normal") return success !== "failed" && (completion === "completed" || success === "passed");
  return ["passed", "completed"].includes(session.progress().status);
}

export function fillCertificate(content, { session, course, entry, route, titleOf }) {
  const { lessons } = session.progress();
  const finished = certified(session, entry.mode);
  one(`[data-when="${finished ? "open" : "done"}"]`, content).remove();
  if (finished) {
    const day = session.finishedOn();
    const words = { dateStyle: "long", timeZone: day ? "UTC" : undefined };
    one(".date", content).textContent = (day ?? new Date()).toLocaleDateString(document.documentElement.lang, words);
    if (session.passedTests()) one(".deed", content).textContent = t("player.certificate.passed");
    if (entry.warning !== "no-lms") one(".unrecorded", content).remove();
    all("[data-print]", content).forEach((button) => button.addEventListener("click", () => print()));
    return;
  }
  const link = (id, text) => make("li", {}, make("a", { href: "#cw-main", "data-go": id }, text));
  const open = route().filter((id) => lessons[id] !== "done").map((id) => link(id, titleOf(id)));
  const home = (id) => course.assessments.find((one) => one.id === id).lesson;
  const tests = session.assessments().filter((id) => !session.lastAttempt(id)?.passed);
  const rest = tests.map((id) => link(home(id), t("player.certificate.assessment")));
  one("ul", content).append(...open, ...rest);
  if (!open.length && !rest.length) one("ul", content).previousElementSibling.textContent = t("player.certificate.held");
}
