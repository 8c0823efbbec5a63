/** The browser's way back: from a lesson that a link in the text led to, to where the link was. */

/** @param {{lesson: () => string|null, go: (id: string, more: object) => void}} frame */
export function createHistory({ lesson, go }) {
  const note = (name, ...more) => {
    try {
      history[name](...more, "");
    } catch {
      // A page without an address of its own may keep no history.
    }
  };
  addEventListener("popstate", ({ state }) => {
    if (state?.lesson) go(state.lesson, { y: state.y });
  });
  return {
    /** A link is followed: what is on the screen now can be returned to. */
    leave(id) {
      note("replaceState", { lesson: lesson(), y: scrollY });
      note("pushState", { lesson: id });
    },
  };
}
