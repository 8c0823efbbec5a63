/** The browser's Back button: from a lesson that a link opened, back to the link. */

/** @param {{lesson: () => string|null, go: (id: string, more: object) => void}} frame */
export function createHistory({ lesson, go }) {
  const note = (name, ...more) => {
    try {
      history[name](...more, "");
    } catch {
      // A page without its own address cannot change the history.
    }
  };
  addEventListener("popstate", ({ state }) => {
    if (state?.lesson) go(state.lesson, { y: state.y });
  });
  return {
    /** A link is followed: remembers the current place. */
    leave(id) {
      note("replaceState", { lesson: lesson(), y: scrollY });
      note("pushState", { lesson: id });
    },
  };
}
