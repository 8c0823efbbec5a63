"""docs/sequence.md says what the code does, and its examples work as they stand."""

import json
import quopri
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from coursewright.delivery.planning.course_plan import plan_one
from coursewright.sequence.email_template import read_email_template
from coursewright.sequence.format import CLIP_BYTES, DIGEST_DAYS, FORMAT, LIMITS, MessageKind
from coursewright.sequence.placeholders import CONTEXTS, NO_TRACKING
from coursewright.sequence.reader import load_message
from coursewright.sequence.release import load_release
from coursewright.sequence.segment_json import plain_segments, read_segments

from .sequence_page import MARK, field_tables

PAGE = Path(__file__).parents[2] / "docs" / "sequence.md"


def page() -> str:
    return PAGE.read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page(), re.DOTALL)


def test_the_tables_of_fields_are_the_codes(request: pytest.FixtureRequest) -> None:
    before, mark, after = page().partition(MARK)
    assert mark
    tables = "".join(field_tables())
    if request.config.getoption("regen_all"):
        PAGE.write_text(before + mark + tables, "utf-8")
        after = tables
    assert after == tables


def test_the_program_of_the_page_writes_what_our_sender_reads(tmp_path: Path) -> None:
    (program,) = blocks("python")
    (tmp_path / "write.py").write_text(program, "utf-8")
    subprocess.run([sys.executable, "write.py"], cwd=tmp_path, check=True, timeout=60)
    release = load_release(tmp_path / "sequence.json")
    assert [step.key for step in release.steps["cook"]] == ["welcome:welcome", "wash-hands"]
    plan = list(plan_one(release, track="cook", start=date(2027, 1, 11)))
    assert [(line.subject, line.wall.isoformat()[:16]) for line in plan] == [
        ("Wash your hands", "2027-01-11T09:00")
    ]
    for message in release.messages:
        template = read_email_template(load_message(tmp_path, message))
        page = quopri.decodestring(template.html.fill({"learner.first_name": "Ada"}))
        assert b"Hello Ada." in page


def test_the_segments_of_the_page_are_read_as_they_stand() -> None:
    found = [json.loads(text) for text in blocks("json")]
    assert len(found) == 3
    for value in found:
        (segment,) = read_segments([value])
        (plain,) = plain_segments([segment])
        assert set(value) <= set(plain)


def test_every_kind_context_and_limit_is_on_the_page() -> None:
    text = page()
    for word in (*MessageKind, *CONTEXTS, NO_TRACKING):
        assert f"`{word}`" in text, word
    for number in (
        LIMITS.sequence_bytes,
        LIMITS.message_bytes,
        LIMITS.messages,
        LIMITS.segments,
        LIMITS.depth,
        LIMITS.id_characters,
        CLIP_BYTES,
    ):
        assert f"{number:,}" in text, number
    assert f"every {DIGEST_DAYS} days" in text
    assert f"Stop if `format` is not {FORMAT}." in text
