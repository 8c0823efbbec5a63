"""What git keeps names no machine and no registry, and its scripts can be run."""

import json
import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from house.checkout import ROOT, tracked

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LOCKED = re.compile(
    r"[a-z0-9][a-z0-9.-]*==[^\s;]+(?: ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?"
)
# A path from the root of somebody's disk, not the end of an address or of a longer path.
MACHINE = re.compile(r"(?<![\w.:/~*}>-])/(?:home|root|work|Users)/[\w.-]+")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_releases_and_hashes_and_no_host(lock: Path) -> None:
    rows = lock.read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if not LOCKED.fullmatch(row)] == []


def test_a_run_takes_the_same_releases_as_the_tests() -> None:
    def releases(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^[^\s#]+==[^\s;]+", text, re.MULTILINE))

    assert releases("run.txt") < releases("test.txt")


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {"test.txt": [*project["dependencies"], *chain(*extras.values())]}
    asked["run.txt"] = [*project["dependencies"], *extras["postgresql"]]
    for name, lines in asked.items():
        lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        locked = dict(re.findall(r"(?m)^([^\s#=]+)==([^\s;]+)", lock))
        lacking = [
            line
            for line in map(Requirement, lines)
            if canonicalize_name(line.name) not in locked
            or locked[canonicalize_name(line.name)] not in line.specifier
        ]
        assert lacking == [], f"{name}: run scripts/lock"


def test_the_lock_of_the_npm_judges_names_no_host() -> None:
    folder = ROOT / "tests" / "judges"
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, dict[str, Any]] = lock["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert name == "" or package["integrity"].startswith("sha512-"), name
    assert "//" not in (folder / ".npmrc").read_text(encoding="utf-8")


def test_no_file_names_a_path_of_a_machine() -> None:
    found = {}
    for path in tracked():
        data = (ROOT / path).read_bytes()
        if b"\0" not in data and (hits := MACHINE.findall(data.decode("utf-8"))):
            found[str(path)] = hits
    assert found == {}


def test_every_script_can_be_run_and_fails_at_the_first_fault() -> None:
    scripts = [p for p in tracked("scripts") if p.suffix == "" and not p.name.startswith("_")]
    assert {"build", "check", "fix", "golden", "package", "preview", "test"} <= {
        script.name for script in scripts
    }
    for script in scripts:
        text = (ROOT / script).read_text(encoding="utf-8")
        assert text.startswith("#!/bin/sh\n# "), script
        assert '. "$(dirname "$0")/_env.sh"' in text, script
        assert (ROOT / script).stat().st_mode & 0o100, script
        assert len(text.splitlines()) <= 20, script
    assert "\nset -eu\n" in (ROOT / "scripts" / "_env.sh").read_text(encoding="utf-8")
