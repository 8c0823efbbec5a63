"""`sequence.json` is all that a sender reads: complete, true, and readable by ours."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from coursewright.output import write_folder
from coursewright.sequence.placeholders import placeholders_of
from coursewright.sequence.reader import load_message
from coursewright.sequence.release import load_release
from coursewright.sequence.segment_json import read_segments
from coursewright.target import Options
from coursewright.targets.email import TARGET
from coursewright.targets.email.header_footer import WAYS
from targets.email.sample_emails import artifact, real_course, real_mails, small_mails, text_of


def sequence() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(artifact(real_mails(), "sequence.json").data)
    return value


def test_every_lesson_of_every_track_has_a_mail_in_both_editions() -> None:
    course, value = real_course(), sequence()
    listed = {(m["track"], m["lesson"], m["edition"]) for m in value["messages"] if m["lesson"]}
    assert listed == {
        (track.id, lesson.id, edition)
        for track in course.settings.tracks
        for lesson in course.lessons_of(track.id)
        for edition in ("digest", "full")
    }
    for track in value["tracks"]:
        assert track["lessons"] == [one.id for one in course.lessons_of(track["id"])]


def test_the_mails_around_the_lessons_are_there_for_each_track() -> None:
    value = sequence()
    for track in value["tracks"]:
        kinds = {m["kind"] for m in value["messages"] if m["track"] == track["id"]}
        assert kinds >= {"confirm", "welcome", "nudge", "sponsor-digest", "completion", "goodbye"}


def test_every_file_is_listed_once_and_hashed() -> None:
    value = sequence()
    paths = {one.path for one in real_mails().artifacts} - {"sequence.json"}
    listed = [m[kind] for m in value["messages"] for kind in ("file", "html", "text", "eml")]
    assert sorted(listed) == sorted(paths)
    for message in value["messages"]:
        data = artifact(real_mails(), message["file"]).data
        assert message["hash"] == hashlib.sha256(data).hexdigest()


def test_the_list_of_placeholders_is_that_of_the_texts() -> None:
    for message in sequence()["messages"]:
        parts = json.loads(artifact(real_mails(), message["file"]).data)
        assert set(parts) == {"format", "subject", "preheader", "html", "text"}
        texts = [read_segments(parts[name]) for name in ("subject", "preheader", "html", "text")]
        used = {(one.name, one.context) for text in texts for one in placeholders_of(text)}
        assert used == {(one["placeholder"], one["context"]) for one in message["placeholders"]}
        assert {context for _, context in used} <= {"html", "attr", "url", "text"}
        assert parts["subject"] == message["subject"]


def test_every_mail_on_the_list_can_be_left_and_says_why_it_came() -> None:
    for message in sequence()["messages"]:
        names = {one["placeholder"] for one in message["placeholders"]}
        offered = {f"link.{way}" for way in WAYS} & names
        if message["kind"] in ("lesson", "welcome", "nudge"):
            last = message["id"].removesuffix("/full").endswith("/impact-not-title")
            assert offered == {f"link.{way}" for way in WAYS} - ({"link.next"} if last else set())
        elif message["kind"] in ("completion", "recall", "sponsor-digest"):
            assert offered == {"link.leave", "link.unsubscribe"}
        else:
            assert offered == set()
        text = text_of(real_mails(), message["text"])
        assert "1 Example Street, 12345 Exampleton" in text
        assert "receiving this because" in text
        course_left, one_left = "Leave the course:" in text, "about this learner:" in text
        assert not (course_left if message["kind"] == "sponsor-digest" else one_left)


def test_the_link_to_unsubscribe_stands_near_the_top_too() -> None:
    html = text_of(real_mails(), "aspire/01-welcome-and-baseline.html")
    first = html.index("https://mail.example.org/course/unsubscribe/sample")
    assert first < html.index("<h1")
    assert html.rindex("https://mail.example.org/course/unsubscribe/sample") > first


def test_our_sender_reads_it(tmp_path: Path) -> None:
    write_folder(tmp_path / "email", TARGET.write(real_mails()))
    release = load_release(tmp_path / "email" / "sequence.json")
    assert set(release.steps) == {track.id for track in real_course().settings.tracks}
    for message in release.messages:
        assert load_message(tmp_path / "email", message)


def test_recall_mails_are_made_as_the_course_asks() -> None:
    def change(files: dict[str, str]) -> None:
        files["course.yaml"] += "recall_mails:\n- {offset: 7, items: {home: [R1]}}\n"

    value = json.loads(artifact(small_mails(change), "sequence.json").data)
    found = [m for m in value["messages"] if m["kind"] == "recall"]
    assert [(m["id"], m["day"]) for m in found] == [("home/recall-7", 7)]
    assert "7 days ago" in text_of(small_mails(change), "home/recall-7.txt")


def test_every_recall_mail_of_the_course_asks_one_case_with_feedback() -> None:
    mails = real_mails()
    for track in real_course().settings.tracks:
        cases = set()
        for offset in (7, 30, 90):
            page = text_of(mails, f"{track.id}/recall-{offset}.html")
            links = re.findall(r'<a class="option" href="([^"]+)"', page)
            assert len(links) >= 3
            assert all("/a/q" in link for link in links)
            cases.add(links[0])
            assert "A CASE TO DECIDE" in text_of(mails, f"{track.id}/recall-{offset}.txt")
        assert len(cases) == 3, track.id


def test_a_case_of_a_recall_mail_is_answered_below_where_there_is_no_site() -> None:
    def change(files: dict[str, str]) -> None:
        files["course.yaml"] = files["course.yaml"].replace("links: {web", "links: {help")
        files["course.yaml"] += (
            "recall_mails:\n- {offset: 7, items: {home: [R1]}, question: {home: Q1.1}}\n"
        )

    text = text_of(small_mails(change), "home/recall-7.txt")
    asked, answers = text.split("ANSWERS")
    assert "A CASE TO DECIDE" in asked
    assert "A case to decide" in answers


def test_a_preview_of_one_lesson_makes_that_lesson_only() -> None:
    mails = TARGET.render(real_course(), Options(only=frozenset({"delegate-the-outcome"})))
    paths = {one.path for one in mails.artifacts if one.path.endswith(".html")}
    assert paths == {
        f"{track}/{name}10-delegate-the-outcome.html"
        for track in ("aspire", "sponsor")
        for name in ("", "full/")
    }


def test_an_action_goes_into_a_calendar_by_the_service_or_else_on_its_page() -> None:
    mails = real_mails()
    entries = json.loads(text_of(mails, "sequence.json"))["messages"]
    lessons = [one for one in entries if one["kind"] == "lesson"]
    uids = [one["appointment"]["uid"] for one in lessons if one["edition"] == "digest"]
    assert len(set(uids)) == len(uids) > 40
    for one in lessons:
        found = [p for p in one["placeholders"] if p["placeholder"] == "link.calendar"]
        page = f"{real_course().settings.links.web}{one['track']}/{one['lesson']}/"
        wanted = [("text", page), ("url", page)] if one["edition"] == "digest" else []
        assert [(p["context"], p["fallback"]) for p in found] == wanted, one["id"]
        assert one["appointment"]["summary"].strip()
        assert one["appointment"]["text"].strip()


def test_without_a_service_an_action_leads_to_its_page() -> None:
    def no_service(files: dict[str, str]) -> None:
        files["course.yaml"] = files["course.yaml"].replace(", service:", ", help:")

    page = text_of(small_mails(no_service), "home/01-water.html")
    assert "link.calendar" not in text_of(small_mails(no_service), "sequence.json")
    assert '<a class="on" href="https://learn.example.org/tea/home/water/"' in page
