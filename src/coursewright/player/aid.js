/** A job aid beside a package: a page of its own. */

import { start as startChecklist } from "./blocks/checklist.js";
import { deviceOf } from "./shell/device.js";
import { all, one } from "./shell/page.js";
import { marksOn, startSheet } from "./sheet.js";

const device = deviceOf(document.body.dataset.course);
const context = { session: marksOn(device) };

startSheet(one(".aid").dataset.id, device);
for (const list of all('[data-block="checklist"]')) startChecklist(list, context);
