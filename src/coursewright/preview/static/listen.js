/** Listens to the server's events; after a restart of the server it goes on by itself. */

/**
 * @param {object} on
 * @param {(news: {boot: string, version: number}, isNew: boolean) => void} on.onNews
 * @param {() => void} on.onLost
 */
export function listen({ onNews, onLost }) {
  const { boot, version } = document.body.dataset;
  let seen = `${boot} ${version} true`;
  const source = new EventSource("/events");
  source.addEventListener("message", ({ data }) => {
    const news = JSON.parse(data);
    const now = `${news.boot} ${news.version} ${news.settled}`;
    const isNew = now !== seen;
    seen = now;
    onNews(news, isNew);
  });
  source.addEventListener("error", () => {
    onLost();
    // Some answers end a source for good, such as one of another server on this port.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ onNews, onLost }), 1000);
  });
  addEventListener("pagehide", () => source.close());
}
