"""The plan shows what publishing would change, as `publish --dry-run` does, and writes nothing."""

import json
import sqlite3
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Browser, expect

from coursewright.cli import main
from coursewright.cli.wallclock_system import SystemClock
from coursewright.delivery.ledger.release_impact import ChangeReach, ReleaseImpact
from coursewright.delivery.planning.release_changes import Change, ChangeKind
from coursewright.preview.live_course import LiveCourse
from coursewright.preview.preview_app import Operator, preview_app
from coursewright.preview.release_comparison import Comparison, ReleaseComparison, steps_changed
from preview.running import LESSON, Client, running

NOW = datetime(2027, 1, 11, 10, tzinfo=UTC).timestamp()


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def ledger(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with the small course and three learners, who wait for their first email."""
    file = tmp_path / "ledger.db"
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{file}")
    monkeypatch.setattr(SystemClock, "now", lambda self: NOW)
    monkeypatch.chdir(tmp_path)
    assert run("build", str(folder), "--target", "email", "--out", str(tmp_path / "build")) == 0
    assert run("publish") == 0
    for name in "abc":
        assert run("learners", "add", f"{name}@example.org", "--track", "stall") == 0
    return file


def compared(shop: LiveCourse, file: Path) -> Comparison:
    comparison = ReleaseComparison(shop, f"sqlite:///{file}", lambda: NOW)
    comparison.start(shop.state.version)
    until = time.monotonic() + 120
    while comparison.newest is None or not comparison.newest.done:
        assert time.monotonic() < until
        time.sleep(0.05)
    return comparison.newest


def later(folder: Path) -> None:
    """Put the last lesson two days later, and change the text of the first."""
    first = folder / LESSON
    first.write_text(first.read_text("utf-8").replace("Hands look clean", "Hands seem clean"))
    for file in folder.rglob("*.md"):
        file.write_text(file.read_text("utf-8").replace("day: {stall: 5}", "day: {stall: 7}"))


def dump(file: Path) -> list[str]:
    with sqlite3.connect(file) as connection:
        return list(connection.iterdump())


def test_the_numbers_are_those_of_publish(
    folder: Path, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later(folder)
    shop = LiveCourse(folder)
    shop.refresh()
    before = dump(ledger)
    found = compared(shop, ledger)
    assert found.note == ""
    assert found.impact is not None
    assert dump(ledger) == before
    assert run("build", str(folder), "--target", "email", "--out", str(tmp_path / "build")) == 0
    capsys.readouterr()
    assert run("publish", "--dry-run", "--format", "json") == 0
    assert found.impact.values() == json.loads(capsys.readouterr().out)
    kinds = {(one.change.kind, one.change.key) for one in found.impact.changes}
    assert ("text-changed", "clean-hands") in kinds
    steps = steps_changed(found.impact)
    assert sum(len(step.changes) for step in steps) == len(found.impact.changes)
    assert sum(one.learners for step in steps for one in step.moves) == sum(
        move.learners for move in found.impact.moves
    )


def test_a_course_as_it_is_published_has_no_changes(folder: Path, ledger: Path) -> None:
    shop = LiveCourse(folder)
    shop.refresh()
    impact = compared(shop, ledger).impact
    assert impact is not None
    assert impact.same


def test_without_a_ledger_nothing_is_published_and_none_is_made(
    shop: LiveCourse, tmp_path: Path
) -> None:
    found = compared(shop, tmp_path / "none.db")
    assert (found.impact, found.note) == (None, "Nothing is published yet.")
    assert not (tmp_path / "none.db").exists()


def test_a_database_that_is_none_is_told(shop: LiveCourse, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is not a database, it is text." * 100)
    assert "database" in compared(shop, tmp_path / "text.db").note


def test_only_the_present_version_is_compared(shop: LiveCourse, tmp_path: Path) -> None:
    comparison = ReleaseComparison(shop, f"sqlite:///{tmp_path}/x.db", lambda: NOW)
    comparison.start(shop.state.version + 1)
    assert comparison.newest is None


@pytest.mark.parametrize("kind", get_args(ChangeKind))
def test_each_kind_of_change_has_a_sentence(
    shop: LiveCourse, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = Change(kind, "stall", "clean-hands", "day 3 -> 5")
    impact = ReleaseImpact("safe-food-en", "a", "b", (ChangeReach(change, 412, 12003),))
    made = Comparison(shop.state.version, done=True, impact=impact)
    monkeypatch.setattr(ReleaseComparison, "newest", made)
    operator = Operator(database="sqlite://", now=lambda: NOW)
    app, _ = preview_app(
        shop, boot="test", port=8000, today=lambda: date(2027, 1, 11), operator=operator
    )
    page = Client(app).get("/plan").text
    (sentence,) = (
        part.partition("</li>")[0].strip()
        for part in page.partition('<dl class="changes">')[2].split("<li>")[1:]
    )
    assert sentence.endswith(".")
    assert len(sentence) > 15


def test_others_on_the_network_see_no_numbers(shop: LiveCourse) -> None:
    app, _ = preview_app(
        shop,
        boot="test",
        port=8000,
        today=lambda: date(2027, 1, 11),
        hosts=["10.0.0.2"],
        operator=Operator("vscode", "sqlite:///x.db", lambda: NOW, lambda email: "sent"),
    )
    client = Client(app)
    assert 'id="changes"' not in client.get("/plan").text
    assert "data-send" not in client.get("/inbox").text
    assert client.request("POST", "/send", headers={"Origin": "http://127.0.0.1:8000"}).is_error


def test_the_plan_shows_them_on_demand(folder: Path, ledger: Path, browser: Browser) -> None:
    later(folder)
    operator = Operator(database=f"sqlite:///{ledger}", now=lambda: NOW)
    with running(folder, operator=operator) as preview, browser.new_context() as context:
        tab = context.new_page()
        tab.set_default_timeout(60_000)
        tab.goto(f"{preview.url}/plan?track=stall")
        tab.get_by_role("link", name="Compare with the published release").click()
        changes = tab.locator("#changes")
        expect(changes.locator(".changes")).to_be_visible(timeout=60_000)
        expect(changes).to_contain_text("3 learners under way")
        expect(changes).to_contain_text("Text changed: 3 learners get the new text")
        expect(changes).to_contain_text("Moved from day 5 to day 7: 3 learners")
        preview.save(LESSON, lambda text: text.replace("Hands seem clean", "Hands are clean"))
        expect(changes.get_by_role("link", name="Compare again")).to_be_visible(timeout=60_000)
