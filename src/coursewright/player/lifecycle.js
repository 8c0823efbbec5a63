/**
 * What happens to the page, told to the session. `unload` and `beforeunload` are never listened to:
 * they are not fired on phones, they bar the back-forward cache, and browsers are taking them out.
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
