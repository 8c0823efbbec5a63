/** A job aid beside a package: a page of its own. */

import { start as startChecklist } from "./blocks/checklist.js";
import { deviceOf, storesOf } from "./shell/device.js";
import { all, one } from "./shell/page.js";
import { marksOn, startSheet } from "./sheet.js";

// The address has the learner's id, added by the lesson that links to the job aid.
const learner = decodeURIComponent(location.hash.slice(1));
const device = deviceOf(storesOf(window), document.body.dataset.course, learner);
const context = { session: marksOn(device) };

for (const link of all("a[href]:not([target])")) {
  if (link.pathname.includes("/aids/")) link.hash = location.hash;
}
device.restore().then(() => {
  startSheet(one(".aid").dataset.id, device);
  for (const list of all('[data-block="checklist"]')) startChecklist(list, context);
});
