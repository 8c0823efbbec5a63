/** The blocks of a page by kind. A package gets a list of those that its lessons hold. */

export const blocks = {};
