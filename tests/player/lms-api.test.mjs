/** Where an API may stand, what it may lack, and what no object may make us believe. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { awaitApi, findApi } from "../../src/coursewright/player/lms/find-api.js";
import { createLmsSimulator } from "../../src/coursewright/player/lms-simulator/lms-simulator.js";
import { createLms as lms12 } from "../../src/coursewright/player/lms/scorm12.js";
import { createLms as lms2004 } from "../../src/coursewright/player/lms/scorm2004.js";
import { createSession } from "../../src/coursewright/player/session.js";
import { memoryStore, sampleCourse } from "./sample-course.mjs";
import { fakePage, visit } from "./lms-visit.mjs";

const NEEDED = ["LMSInitialize", "LMSGetValue"];
const api = { LMSInitialize: () => "true", LMSGetValue: () => "" };

function top(more = {}) {
  const win = { opener: null, ...more };
  win.parent ??= win;
  win.top = win;
  return win;
}

const below = (parent, more = {}) => ({ parent, top: parent.top, opener: null, ...more });

/** A window of another origin: any look inside throws, but its parent is known. */
const foreign = (parent) =>
  new Proxy(
    {},
    {
      get(_, name) {
        if (name === "parent") return parent;
        if (name === "top") return parent.top;
        throw new Error("SecurityError");
      },
    },
  );

test("an API far up the parents is found", () => {
  let win = top({ API: api });
  for (let n = 0; n < 400; n += 1) win = below(win);
  assert.equal(findApi(win, "API", NEEDED), api);
});

test("an API behind a parent of another origin is found", () => {
  assert.equal(findApi(below(foreign(top({ API: api }))), "API", NEEDED), api);
});

test("an API in the opener, or above it, is found", () => {
  assert.equal(findApi(top({ opener: below(top({ API: api })) }), "API", NEEDED), api);
  const popup = top({ opener: top({ API: api }) });
  assert.equal(findApi(below(popup), "API", NEEDED), api);
});

test("an object without the functions is passed over for one that has them", () => {
  const win = below(top({ API: api }), { API: { GetValue() {} } });
  assert.equal(findApi(win, "API", NEEDED), api);
});

test("endless chains end", () => {
  const loop = {};
  loop.parent = { parent: loop };
  loop.opener = loop;
  assert.equal(findApi(loop, "API", NEEDED), null);
});

test("a late API is waited for", async () => {
  const parent = top();
  setTimeout(() => (parent.API = api), 300);
  assert.equal(await awaitApi(below(parent), "API", NEEDED, 2000), api);
});

test("a page that stands alone does not wait", async () => {
  const begun = Date.now();
  assert.equal(await awaitApi(top(), "API", NEEDED), null);
  assert.ok(Date.now() - begun < 100);
});

test("a package of 1.2 stays with 1.2 where both APIs are offered", async () => {
  const one = createLmsSimulator({ standard: "scorm12" });
  const other = createLmsSimulator({ standard: "scorm2004-4" });
  const page = fakePage({ API: one.api, API_1484_11: other.api });
  await lms12(page).open();
  assert.ok(one.running() && !other.running());
  await lms2004(fakePage({ API: one.api, API_1484_11: other.api })).open();
  assert.ok(other.running());
});

test("an LMS that has LMSTerminate in place of LMSFinish is ended by it", async () => {
  const { api: real } = createLmsSimulator({ standard: "scorm12" });
  const { LMSFinish, ...rest } = real;
  let ended = 0;
  const lms = lms12(fakePage({ API: { ...rest, LMSTerminate: () => `${(ended += 1) > 0}` } }));
  await lms.open();
  assert.ok(lms.finish());
  assert.equal(ended, 1);
  assert.ok(LMSFinish);
});

test("an LMS that answers nothing at all is believed when it has no error", async () => {
  const { api: real } = createLmsSimulator({ standard: "scorm12" });
  const loose = {
    ...real,
    LMSCommit: () => undefined,
    LMSSetValue: (...all) => real.LMSSetValue(...all) === "true",
  };
  const lms = lms12(fakePage({ API: loose }));
  await lms.open();
  assert.equal(lms.begin({ completion: "unknown", success: "unknown" }), true);
});

test("an LMS that was started before is no reason to give up", async () => {
  for (const [standard, create] of [
    ["scorm12", lms12],
    ["scorm2004-4", lms2004],
  ]) {
    const made = createLmsSimulator({ standard });
    made.api.Initialize?.("");
    made.api.LMSInitialize?.("");
    assert.notEqual(await create(fakePage({ [made.objectName]: made.api })).open(), null);
  }
});

test("without an LMS the course runs, and goes on from the device", async () => {
  const store = memoryStore();
  for (const resumed of [false, true]) {
    const lms = lms12(fakePage());
    const session = createSession({ lms, course: sampleCourse(), store });
    const opened = await session.open();
    assert.equal(opened.warning, "no-lms");
    assert.equal(opened.resumed, resumed);
    session.visit("two");
    session.exit();
  }
});

test("open answers of a missing entry element do not hide a resume", async () => {
  const first = await visit("scorm12");
  first.session.visit("two");
  first.page.hide(false);
  const saved = { ...first.lms.saved(), exit: "" };
  const next = await visit("scorm12", { saved });
  next.page.hide(false);
  assert.equal(next.opened.resumed, true);
});
