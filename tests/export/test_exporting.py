"""The files of an export: dates, JSON, what is refused, and nothing half written."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.errors import CoursewrightError, SurroundingsError, UsageError
from coursewright.export.exporting import export
from coursewright.export.mailers import MAILERS
from coursewright.export.push.products import REMOTES
from coursewright.sequence.sending_schedule import read_schedule
from coursewright.sequence.tracks import read_tracks

from .conftest import TRICKS, write_mails


def files(folder: Path, name: str, **more: str) -> dict[str, bytes]:
    return {one.path: one.data for one in export(folder, name, **more)}


@pytest.mark.parametrize("product", MAILERS)
def test_each_product_has_one_shape(mails: Path, product: str) -> None:
    made = files(mails, product)
    tracks = {path.split("/")[0] for path in made if "/" in path}
    assert tracks == {"a", "b"}
    names = ["01-welcome", "02-one", "03-two", "04-completion", "05-recall-14"]
    for name in names:
        assert {f"a/html/{name}.html", f"b/text/{name}.txt"} <= set(made)
    rows = list(csv.DictReader(made["a/mails.csv"].decode().splitlines()))
    assert [(row["day"], row["delay"], row["kind"]) for row in rows] == [
        ("0", "0", "welcome"),
        ("0", "0", "lesson"),
        ("3", "3", "lesson"),
        ("4", "1", "completion"),
        ("18", "14", "recall"),
    ]
    assert rows[0]["preview"].startswith("'= ")  # no spreadsheet takes it for a formula
    readme = made["README.md"].decode()
    for title in ("Limits", "Tags in these emails"):
        assert f"\n## {title}\n" in readme
    assert ("\n## Push through the API\n" in readme) == (product in REMOTES)
    assert ("\n## Checked against\n" in readme) == (product in REMOTES)
    for path, data in made.items():
        if path.endswith(".json"):
            json.loads(data)


def test_an_export_is_the_same_bytes_each_time(mails: Path) -> None:
    assert files(mails, "listmonk") == files(mails, "listmonk")


def test_one_track_can_be_chosen(mails: Path) -> None:
    made = files(mails, "kit", track="b")
    assert not [path for path in made if path.startswith("a/")]
    with pytest.raises(UsageError, match="no track 'c'"):
        export(mails, "kit", track="c")


def test_another_schedule_gives_its_own_days(mails: Path) -> None:
    path = mails / "sequence.json"
    sequence = json.loads(path.read_text("utf-8"))
    fast = {"id": "fast", "days": [4], "min_gap_days": 3, "weekdays": ["tue"], "timezone": "UTC"}
    fast |= {"window": "07:00-19:00", "send_hour": "09:00"}
    path.write_text(json.dumps(sequence | {"schedules": [*sequence["schedules"], fast]}), "utf-8")

    def days(**more: str) -> list[tuple[int, str]]:
        rows = csv.DictReader(StringIO(files(mails, "kit", **more)["a/mails.csv"].decode()))
        return [(int(row["day"]), row["kind"]) for row in rows]

    own, chosen = days(), days(schedule="fast")
    assert [day for day, kind in own if kind == "lesson"] == [0, 3]
    assert [day for day, kind in chosen if kind == "lesson"] == [4, 7]
    assert chosen[-2:] == [(8, "completion"), (22, "recall")]
    assert json.loads(files(mails, "kit", schedule="fast")["a/sequence.json"])["send_days"] == [
        "tuesday"
    ]
    with pytest.raises(UsageError, match="no schedule 'fats'"):
        export(mails, "kit", schedule="fats")


@pytest.mark.parametrize("days", [[], [0], [0, 2, 7], [1, 3, 8, 20, 21, 40]])
def test_the_days_of_an_export_are_those_of_our_own_plan(mails: Path, days: list[int]) -> None:
    path = mails / "sequence.json"
    sequence = json.loads(path.read_text("utf-8"))
    told = {"id": "s", "days": days, "min_gap_days": 2, "weekdays": ["mon"]}
    told |= {"window": "07:00-19:00", "send_hour": "09:00"}
    path.write_text(json.dumps(sequence | {"schedules": [told]}), "utf-8")
    schedule = read_schedule(told)
    for track in read_tracks(mails):
        lessons = [step for step in track.steps if step.email.message.kind == "lesson"]
        assert [step.day for step in lessons] == [
            schedule.offset(index, own) for index, own in enumerate((0, 3))
        ]


def test_kit_gets_a_sequence_that_its_api_takes(mails: Path) -> None:
    made = files(mails, "kit")
    sequence: dict[str, Any] = json.loads(made["a/sequence.json"])
    assert sequence["name"] == "Care & {{ more }}: A"
    assert sequence["send_days"] == ["monday", "friday"]
    assert (sequence["send_hour"], sequence["time_zone"]) == (8, "Asia/Tokyo")  # of 07:30
    assert (sequence["hold"], sequence["active"]) == (True, False)
    mail = json.loads(made["a/emails/02-one.json"])
    assert (mail["delay_value"], mail["delay_unit"], mail["position"]) == (1, "hours", 1)
    mail = json.loads(made["a/emails/03-two.json"])
    assert (mail["delay_value"], mail["delay_unit"], mail["position"]) == (3, "days", 2)
    assert mail["published"] is False
    assert mail["content"] == made["a/html/02-one.html"].decode()


def test_a_campaign_of_listmonk_leads_to_its_own_pages(mails: Path) -> None:
    made = files(mails, "listmonk")
    campaign = json.loads(made["a/campaigns/02-one.json"])
    assert '<a href="{{ UnsubscribeURL }}">Unsubscribe</a>' in campaign["body"]
    assert "\n  {{ UnsubscribeURL }}\n" in campaign["altbody"]
    single = json.loads(made["a/templates/02-one.json"])
    assert "UnsubscribeURL" not in single["body"]
    assert '<a href="mailto:course@example.org?subject=leave">Unsubscribe</a>' in single["body"]
    assert json.loads(made["template.json"])["body"] == '{{ template "content" . }}'


def test_a_template_of_hubspot_opens_with_its_head_and_has_the_office(mails: Path) -> None:
    page = files(mails, "hubspot")["a/templates/02-one.html"].decode()
    head, _, rest = page.partition("-->")
    assert head.splitlines()[1].strip() == "templateType: email"
    assert "label: Care & (( more }}: A 02-one" in head
    assert rest.index("site_settings.company_street_address_1") < rest.index("</body>")


def test_the_manifest_of_generic_lists_files_that_are_there(mails: Path) -> None:
    made = files(mails, "generic")
    manifest = json.loads(made["a/manifest.json"])
    assert [one["id"] for one in manifest["mails"]][:2] == ["a/welcome", "a/one"]
    assert all(f"a/{one['html']}" in made for one in manifest["mails"])


def test_the_readme_says_what_mailchimp_cannot_take(mails: Path) -> None:
    assert "It cannot import a sequence." in files(mails, "mailchimp")["README.md"].decode()


def faults(folder: Path) -> str:
    with pytest.raises(CoursewrightError) as caught:
        export(folder, "kit")
    assert caught.value.hint
    return str(caught.value)


def test_what_is_no_folder_of_mails_is_refused(tmp_path: Path, mails: Path) -> None:
    with pytest.raises(SurroundingsError, match=r"no .*sequence\.json"):
        export(tmp_path, "kit")
    sequence = mails / "sequence.json"
    whole = sequence.read_text("utf-8")
    for text in ("{", "[]", '{"format": 2}', "[" * 100_000):
        sequence.write_text(text, "utf-8")
        assert "sequence.json" in faults(mails) or "cannot be read" in faults(mails)
    sequence.write_text(whole.replace('"format": 2', '"format": 1'), "utf-8")
    assert "format 1; this version reads 2" in faults(mails)
    sequence.write_text(whole.replace('"digest"', '"full"'), "utf-8")
    assert "edition 'digest'" in faults(mails)


def test_a_mail_that_is_not_the_listed_one_is_refused(mails: Path) -> None:
    (mails / "messages" / "a" / "one.json").write_text("{}", "utf-8")
    assert "is not the file" in faults(mails)


@pytest.mark.parametrize("path", ["../secret.json", "/etc/passwd", "messages/out.json"])
def test_a_mail_outside_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    folder = write_mails(tmp_path / "email")
    (tmp_path / "secret.json").write_text("{}", "utf-8")
    (folder / "messages" / "out.json").symlink_to(tmp_path / "secret.json")
    sequence = folder / "sequence.json"
    text = sequence.read_text("utf-8").replace("messages/a/one.json", path)
    sequence.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"outside|not a path below"):
        export(folder, "kit")


def test_the_command_writes_a_whole_folder_or_none(
    mails: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call = ["export", "kit", "--from", str(mails), "--out", str(out)]
    with pytest.raises(SystemExit) as left:
        main(call)
    assert left.value.code == 0
    assert "README.md" in capsys.readouterr().out
    before = sorted(out.rglob("*"))
    (mails / "sequence.json").write_text("{}", "utf-8")
    with pytest.raises(SystemExit) as left:
        main(call)
    assert left.value.code == 2
    assert sorted(out.rglob("*")) == before
    assert "hint" in capsys.readouterr().err.lower()


def test_an_unknown_dialect_is_refused(mails: Path) -> None:
    with pytest.raises(UsageError) as caught:
        export(mails, "mailchump")
    assert "mailchimp" in str(caught.value.hint)
    assert TRICKS.endswith("{")
