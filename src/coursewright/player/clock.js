/** How long this session has lasted, without the time when the page was frozen or in the cache. */

/** @param {{now: () => number}} source milliseconds; a clock set back never makes time negative */
export function stopwatch(source) {
  let total = 0;
  let since = source.now();
  const running = () => (since === null ? 0 : Math.max(0, source.now() - since));
  return {
    elapsed: () => total + running(),
    pause() {
      total += running();
      since = null;
    },
    resume() {
      since ??= source.now();
    },
  };
}
