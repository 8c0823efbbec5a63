/** Which standard this page speaks. A target puts a file of one line in this one's place. */

export { createLms } from "./lms/none.js";
