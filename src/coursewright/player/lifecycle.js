/**
 * Reports page events to the session. It never listens to `unload` and `beforeunload`: phones do not
 * fire them, they disable the back-forward cache, and browsers are removing them.
 */

/**
 * @param {Window} page
 * @param {{hidden(): void, frozen(): void, away(returns: boolean): void, back(): void,
 *   elsewhere(key: string): void}} session
 */
export function watchPage(page, session) {
  const { document } = page;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") session.hidden();
    else session.back();
  });
  document.addEventListener("freeze", () => session.frozen());
  document.addEventListener("resume", () => session.back());
  page.addEventListener("pagehide", (event) => session.away(event.persisted));
  page.addEventListener("storage", ({ key }) => session.elsewhere(key));
  page.addEventListener("pageshow", (event) => {
    if (event.persisted) session.back();
  });
}
