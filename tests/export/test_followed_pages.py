"""Each page of `docs/mailers` followed: its commands, as they stand there, against a stand-in."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coursewright.export.mailers import MAILERS

from .conftest import write_mails
from .push.conftest import FAKES, KEYS
from .push.fake_api import served
from .push.fake_products import FakeCustomerio
from .stand_in import StandIn, stand_in

PAGES = Path(__file__).parents[2] / "docs" / "mailers"
HOSTS = re.compile(
    r"https://(?:api\.kit\.com|us1\.api\.mailchimp\.com|mautic\.example\.org"
    r"|api\.customer\.io|api\.buttondown\.com)"
)
NAMED = {"TRACK": "a", "/ID/": "/41/", "CAMPAIGN": "7", "ACTION1": "11", "DATE": "2027-01-11"}
PEOPLE = "email,name,track,start,timezone\nada@example.org,Ada L,a,2027-01-11,UTC\n"
TRACKS = [{"id": one, "label": one, "lessons": ["one", "two"]} for one in ("a", "b")]
NAMES = ("welcome", "one", "two", "completion", "recall-14")
CALLS = {"generic": 0, "hubspot": 0, "kit": 2, "listmonk": 2}
"""Calls that a page shows; one where none is named."""


def commands(page: str) -> list[str]:
    """Return what a reader types: blocks of `sh` below the first, and lines of our own program."""
    first, *blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page, re.DOTALL | re.MULTILINE)
    export, folder = first.splitlines()[1:]
    assert folder.startswith("cd ")
    plans = re.findall(r"`(coursewright plan [^`]*)`", page)
    ours = (" ".join(plan.split()) for plan in plans)
    blocks = [block for block in blocks if "coursewright push" not in block]
    return [export, *(f"{folder} && {one}" for one in (*blocks, *ours))]


def pushes(page: str) -> list[str]:
    """Return the blocks of commands that push, which are run where the build folder is."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page, re.DOTALL | re.MULTILINE)
    return [block for block in blocks if "coursewright push" in block]


def run(command: str, folder: Path, server: StandIn) -> None:
    for word, value in NAMED.items():
        command = command.replace(word, value)
    command = HOSTS.sub(server.url, command).replace("@body.json", "@a/tx/01-welcome.json")
    command = re.sub(
        r"\bcoursewright (?=plan|export|push)", f"{sys.executable} -m coursewright ", command
    )
    keys = ("KIT_API_KEY", "MAILCHIMP_API_KEY", "BUTTONDOWN_API_KEY", "CUSTOMERIO_APP_KEY")
    done = subprocess.run(
        ["sh", "-ec", command],
        cwd=folder,
        env={**os.environ, **dict.fromkeys(keys, "k"), "LISTMONK_URL": server.url}
        | {"no_proxy": "127.0.0.1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", MAILERS)
def test_a_page_can_be_followed_step_by_step(tmp_path: Path, name: str) -> None:
    schedule = {"id": "standard", "weekdays": ["mon", "thu"], "min_gap_days": 2, "timezone": "UTC"}
    schedule |= {"send_hour": "09:00", "window": "07:00-19:00"}
    write_mails(tmp_path / "build" / "email", schedules=[schedule], tracks=TRACKS)
    export, *rest = commands((PAGES / f"{name}.md").read_text("utf-8"))
    with stand_in("sequence") as server:
        run(export, tmp_path, server)
        (tmp_path / "export" / name / "people.csv").write_text(PEOPLE, "utf-8")
        for one in rest:
            run(one, tmp_path, server)
        assert len(server.calls) == CALLS.get(name, 1)
    if name == "listmonk":
        plan = (tmp_path / "export" / name / "plan.csv").read_text("utf-8")
        assert plan.count("ada@example.org,a,") >= 2


@pytest.mark.parametrize("name", FAKES)
def test_the_pushes_of_a_page_work_as_written(tmp_path: Path, name: str) -> None:
    write_mails(tmp_path / "build" / "email", tracks=TRACKS)
    blocks = pushes((PAGES / f"{name}.md").read_text("utf-8"))
    url, key, secret = KEYS[name]
    with served(FAKES[name]()) as api:
        settings = {url: api.url, key: secret}
        script = "\n".join(blocks)
        for variable in re.findall(r"(\w+)=\S+", script):
            value = settings.get(variable, "us")
            script = re.sub(rf"\b{variable}=\S+", f"{variable}='{value}'", script)
        if isinstance(api, FakeCustomerio):  # step 3: what a person builds
            names = [f"[c {t}/{n}]" for t in "ab" for n in NAMES]
            api.build(names)
        run(f"export {url}={api.url}\n{script}", tmp_path, StandIn("", ""))
        assert len(api.writes) >= 10
        run(f"export {url}={api.url}\n{script}", tmp_path, StandIn("", ""))
        assert len({str(call) for call in api.writes}) == len(api.writes)  # nothing twice
    assert (tmp_path / "push" / f"{name}.json").is_file()
