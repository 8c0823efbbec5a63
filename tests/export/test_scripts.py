"""The scripts among the files make the calls that the README names, as `sh` and curl run them."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from coursewright.export.exporting import export
from coursewright.export.mailers import MAILERS
from coursewright.output import write_folder

from .stand_in import StandIn, stand_in

NAMES = ["01-welcome", "02-one", "03-two", "04-completion", "05-recall-14"]


@pytest.fixture
def laid(mails: Path, tmp_path: Path) -> Path:
    """All exports, as the command lays them."""
    for name in MAILERS:
        write_folder(tmp_path / name, export(mails, name))
    return tmp_path


def sh(script: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(script), *arguments],
        env={"PATH": os.environ["PATH"], "no_proxy": "127.0.0.1", **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )


def good(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("product", "variables", "path", "header"),
    [
        (
            "mailchimp",
            {"MAILCHIMP_API": "URL", "MAILCHIMP_API_KEY": "k-us1"},
            "/3.0/templates",
            ("Authorization", "Basic "),
        ),
        (
            "mautic",
            {"MAUTIC_URL": "URL", "MAUTIC_AUTH": "u:p"},
            "/api/emails/new",
            ("Authorization", "Basic "),
        ),
        (
            "buttondown",
            {"BUTTONDOWN_API": "URL", "BUTTONDOWN_API_KEY": "k"},
            "/v1/emails",
            ("Authorization", "Token k"),
        ),
    ],
)
def test_each_mail_is_posted_once(
    laid: Path, product: str, variables: dict[str, str], path: str, header: tuple[str, str]
) -> None:
    with stand_in() as server:
        values = {name: value.replace("URL", server.url) for name, value in variables.items()}
        good(sh(laid / product / "install.sh", "a", **values))
        assert [call.path for call in server.calls] == [path] * 5
        assert all(call.headers[header[0]].startswith(header[1]) for call in server.calls)
        server.refuse = 500
        assert sh(laid / product / "install.sh", "a", **values).returncode != 0
    assert sh(laid / product / "install.sh", "a").returncode != 0  # no key


def test_kit_gets_the_sequence_first_then_its_mails(laid: Path) -> None:
    with stand_in("sequence") as server:
        good(sh(laid / "kit" / "install.sh", "b", KIT_API=server.url, KIT_API_KEY="k"))
    first, *rest = server.calls
    assert (first.path, first.headers["X-Kit-Api-Key"]) == ("/v4/sequences", "k")
    assert [call.path for call in rest] == ["/v4/sequences/41/emails"] * 5
    assert [call.body["position"] for call in rest] == [0, 1, 2, 3, 4]


def test_customerio_fills_one_action_for_each_mail(laid: Path) -> None:
    script = laid / "customerio" / "install.sh"
    with stand_in() as server:
        values = {"CUSTOMERIO_API": server.url, "CUSTOMERIO_APP_KEY": "k"}
        good(sh(script, "a", "7", "11", "12", "13", "14", "15", **values))
        assert [call.path for call in server.calls] == [
            f"/v1/campaigns/7/actions/{action}" for action in (11, 12, 13, 14, 15)
        ]
        assert {call.method for call in server.calls} == {"PUT"}
        assert "more emails than actions" in sh(script, "a", "7", "11", **values).stderr


PLAN = (
    "who,track,day,date,weekday,time,timezone,kind,lesson,subject\r\n"
    'ada@example.org,a,0,2027-01-11,Mon,09:00,UTC,welcome,welcome:welcome,"Hi, you"\r\n'
    "ada@example.org,a,0,2027-01-11,Mon,09:00,UTC,lesson,one,One\r\n"
    "ada@example.org,a,3,2027-01-14,Thu,09:00,UTC,lesson,two,Two\r\n"
    "bob@example.org,b,0,2027-01-11,Mon,09:00,UTC,lesson,one,One\r\n"
    '"a""b@example.org",a,0,2027-01-11,Mon,09:00,UTC,lesson,one,One\r\n'
    "eve+1@example.org,a,18,2027-01-11,Mon,09:00,UTC,recall,recall:recall-14,R\r\n"
)


def listmonk(laid: Path, server: StandIn, script: str, *arguments: str) -> str:
    values = {"LISTMONK_URL": server.url, "LISTMONK_AUTH": "u:t"}
    return good(sh(laid / "listmonk" / script, *arguments, **values))


def test_listmonk_keeps_the_numbers_of_its_templates(laid: Path) -> None:
    with stand_in() as server:
        listmonk(laid, server, "install.sh", "a")
        ids = (laid / "listmonk" / "a" / "ids.tsv").read_text("utf-8")
        assert ids == "".join(f"{name}\t{41 + n}\n" for n, name in enumerate(NAMES))
        listmonk(laid, server, "install.sh", "a")
    assert [(call.method, call.path) for call in server.calls[5:]] == [
        ("PUT", f"/api/templates/{number}") for number in range(41, 46)
    ]


def test_listmonk_sends_what_a_day_of_the_plan_has_and_each_mail_once(laid: Path) -> None:
    (laid / "plan.csv").write_text(PLAN, "utf-8", newline="")
    with stand_in() as server:
        listmonk(laid, server, "install.sh", "a")
        due = ("send-due.sh", "a", str(laid / "plan.csv"), "2027-01-11")
        told = listmonk(laid, server, *due)
        assert told.splitlines() == [
            "sent welcome to ada@example.org",
            "sent one to ada@example.org",
            "sent recall-14 to eve+1@example.org",
        ]
        assert listmonk(laid, server, *due) == ""
    sent = [call for call in server.calls if call.path == "/api/tx"]
    assert [call.body["template_id"] for call in sent] == [41, 42, 45]
    assert [call.body["subscriber_emails"] for call in sent] == [
        ["ada@example.org"],
        ["ada@example.org"],
        ["eve+1@example.org"],
    ]
    altbody = json.loads((laid / "listmonk" / "a" / "tx" / "02-one.json").read_text("utf-8"))
    assert sent[1].body["altbody"] == altbody["altbody"]
    out = {"List-Unsubscribe": "<mailto:course@example.org?subject=leave>"}
    assert sent[1].body["headers"] == [out]
