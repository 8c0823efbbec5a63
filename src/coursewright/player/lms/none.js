/** No LMS: the course runs, and what is kept stays on the device. */

export const limits = { suspend: Infinity };

/** Returns an LMS that is not there, in the shape of those that are. */
export function createLms() {
  return {
    limits,
    open: async () => null,
    begin: () => true,
    objective() {},
    interaction() {},
    save: () => true,
    kept: () => null,
    again: () => false,
    weight: () => 0,
    finish: () => true,
  };
}
