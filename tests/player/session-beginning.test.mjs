/** How a visit begins: the lesson first, then what may keep the page waiting. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { faultless, goThrough, sets, STANDARDS, visit } from "./lms-visit.mjs";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const commits = ({ log }) => log.filter(({ name }) => name.endsWith("Commit")).length;

for (const standard of STANDARDS) {
  const status = standard === "scorm12" ? "cmi.core.lesson_status" : "cmi.completion_status";

  test(`${standard}: to open sets and commits nothing; the beginning does both, once`, async () => {
    const { session, lms } = await visit(standard, { begun: false });
    assert.deepEqual([sets(lms).length, commits(lms)], [0, 0]);
    session.begin();
    assert.equal(commits(lms), 1);
    faultless(lms);
    session.exit();
    assert.equal(lms.saved().values[status], "incomplete");
  });

  test(`${standard}: a page closed before its beginning was said reports all the same`, async () => {
    const now = await visit(standard, { begun: false });
    now.session.visit("one");
    now.page.hide(false);
    now.session.begin();
    faultless(now.lms);
    assert.equal(now.lms.saved().values[status], "incomplete");
    const next = await visit(standard, { saved: now.lms.saved() });
    assert.equal(next.opened.location, "one");
  });

  test(`${standard}: a beginning takes nothing back that was reached before it`, async () => {
    const now = await visit(standard, { begun: false });
    goThrough(now);
    now.session.begin();
    faultless(now.lms);
    now.session.exit();
    assert.equal(now.lms.saved().values[status], standard === "scorm12" ? "passed" : "completed");
  });

  test(`${standard}: a beginning that is refused is told as such, and said again`, async () => {
    const now = await visit(standard, { begun: false });
    assert.equal(now.opened.warning, null);
    const told = [];
    now.session.on("save-failed", (detail) => told.push(["failed", detail]));
    now.session.on("saved", () => told.push(["saved"]));
    now.lms.faults.save = "refused";
    now.session.begin();
    assert.deepEqual(told, [["failed", { local: true }]]);
    now.lms.faults.save = undefined;
    mock.timers.tick(3000);
    assert.deepEqual(told.at(-1), ["saved"]);
  });

  test(`${standard}: where nothing is recorded, no beginning is said`, async () => {
    for (const mode of ["browse", "review"]) {
      const { session, lms } = await visit(standard, { mode, begun: false });
      session.begin();
      assert.deepEqual([sets(lms).length, commits(lms)], [0, 0], mode);
    }
  });
}
