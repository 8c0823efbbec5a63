"""A new course from the starters in `templates/new/`: files in memory, ready to be written.

The starters are files as an author would write them. `@@NAME@@` is filled in, a first `_` of a
name becomes a dot, and lines that end with `#@mail` or `#@lms` are only for that delivery.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coursewright.output import Artifact
from coursewright.read.json_schema import SCHEMAS, json_schema
from coursewright.shipped import shipped

__all__ = ["STARTERS", "Starter", "StarterName", "starter_files"]

StarterName = Literal["small", "full", "two-languages"]
STARTERS: tuple[StarterName, ...] = ("full", "small", "two-languages")
_TEXT = (".md", ".yaml", ".yml", ".json", ".code-snippets", "_gitignore", "_editorconfig")
_MAIL, _LMS = "email", "scorm12, scorm2004-4"
_PAIR = ("en", "de")
_WRITTEN_IN = ("en", "de")


@dataclass(frozen=True, slots=True)
class Starter:
    """What the author asked for."""

    name: str
    """The name of the folder, which gives title and id."""
    template: StarterName = "full"
    language: str = "en"
    lms: bool = True
    """Whether packages are built."""
    mail: bool = True
    """Whether emails are built."""

    @property
    def title(self) -> str:
        """The name as a title: `good-tea` is "Good tea"."""
        words = re.sub(r"[-_\s]+", " ", self.name).strip() or "New course"
        return words[:1].upper() + words[1:]

    @property
    def slug(self) -> str:
        """The name as an id."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-") or "course"

    @property
    def targets(self) -> str:
        """The targets to build, as a YAML list has them."""
        parts = [*([_MAIL] if self.mail else []), *([_LMS] if self.lms else []), "site"]
        return ", ".join(parts)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders with a course each; `.` is the new folder itself."""
        return _PAIR if self.template == "two-languages" else (".",)


def starter_files(starter: Starter) -> tuple[Artifact, ...]:
    """Return the files of a new course."""
    root = shipped("templates") / "new"
    files = list(_from(root / "common", "", starter, starter.language))
    for folder in starter.folders:
        prefix = "" if folder == "." else f"{folder}/"
        language = folder if prefix else starter.language
        files += _from(_source(root, starter, language), prefix, starter, language)
        for name in SCHEMAS:
            text = json.dumps(json_schema(name), ensure_ascii=False, indent=1) + "\n"
            files.append(Artifact(f"{prefix}.schemas/{name}.schema.json", text.encode()))
    return tuple(sorted(files, key=lambda file: file.path))


def _source(root: Path, starter: Starter, language: str) -> Path:
    if starter.template == "full":
        return root / "full"
    base = language.lower().partition("-")[0]
    return root / "small" / (base if base in _WRITTEN_IN else "en")


def _from(source: Path, prefix: str, starter: Starter, language: str) -> Iterator[Artifact]:
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        parts = path.relative_to(source).parts
        name = "/".join(f".{part[1:]}" if part.startswith("_") else part for part in parts)
        data = path.read_bytes()
        if path.name.endswith(_TEXT):
            data = _filled(data.decode("utf-8"), starter, language).encode()
        yield Artifact(prefix + name, data)


def _filled(text: str, starter: Starter, language: str) -> str:
    kept = []
    for line in text.split("\n"):
        found = re.fullmatch(r"(.*?)[ ]*#@(mail|lms)", line)
        if found and not (starter.mail if found[2] == "mail" else starter.lms):
            continue
        kept.append(found[1] if found else line)
    values = {
        "ID": starter.slug + (f"-{language}" if len(starter.folders) > 1 else ""),
        "TITLE": _yaml(starter.title),
        "TITLE_HOME": _yaml(f"{starter.title}: at home"),
        "TITLE_CAFE": _yaml(f"{starter.title}: in a café"),
        "TITLE_PLAIN": re.sub(r"([\\`*_\[\]<>])", r"\\\1", starter.title),
        "LANGUAGE": language,
        "TARGETS": starter.targets,
        "CHECKS": " && ".join(f"coursewright check {folder}" for folder in starter.folders),
        "STEPS": "\n".join(line for folder in starter.folders for line in _steps(starter, folder)),
    }
    return re.sub(r"@@([A-Z_]+)@@", lambda found: values[found[1]], "\n".join(kept))


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _steps(starter: Starter, folder: str) -> Iterator[str]:
    """Yield the lines of the workflow for one course."""
    out = "build" if folder == "." else f"build/{folder}"
    yield f"      - run: coursewright check {folder} --format github"
    yield f"      - run: coursewright build {folder} --out {out}"
    if starter.mail:
        yield "      - name: Show what the change means for learners"
        yield "        if: github.event_name == 'pull_request'"
        yield "        run: |"
        yield '          git worktree add --force ../base "origin/${{ github.base_ref }}"'
        yield f"          test -f ../base/{folder}/course.yaml || exit 0"
        yield f"          coursewright build ../base/{folder} --out ../base-{out} --quiet"
        yield f"          coursewright plan {out}/email/sequence.json --diff \\"
        yield f"            --against ../base-{out}/email/sequence.json --format markdown \\"
        yield '            >> "$GITHUB_STEP_SUMMARY"'
