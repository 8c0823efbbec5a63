"""What the documents say is there is there. Run by scripts/check too: it needs no judge."""

import re
from pathlib import Path

import pytest

from coursewright.cli.commands import COMMANDS
from house.checkout import ROOT, tracked

FENCED = re.compile(r"(?ms)^(`{3,}).*?^\1$")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DOCUMENTS = [
    p for p in tracked() if p.suffix == ".md" and p.parts[0] not in {"course", "templates", "tests"}
]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def prose(path: Path) -> str:
    return FENCED.sub("", (ROOT / path).read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """Return the anchors that git hosts give to the headings of a document."""
    heads = re.findall(r"(?m)^#+ (.+)$", prose(path))
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"`[^`\n]+`", "", prose(path))
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = ROOT / path.parent / name if name else ROOT / path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_decision_is_listed_and_says_what_was_refused() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\((\d{4}-[\w-]+\.md)\)", index) == [path.name for path in DECISIONS]
    numbers = [path.name[:4] for path in DECISIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    for path in DECISIONS:
        heads = re.findall(r"(?m)^## (.+)$", path.read_text(encoding="utf-8"))
        assert heads == ["Context", "Decision", "Consequences", "Refused"], path.name


def test_the_readme_names_commands_that_there_are() -> None:
    table = re.findall(r"(?m)^\| `coursewright (\w+)` \|", prose(Path("README.md")))
    assert {"build", "check", "preview"} <= set(table) <= set(COMMANDS)


def test_the_page_of_scripts_lists_the_scripts_that_there_are() -> None:
    table = re.findall(r"(?m)^\| `scripts/(\w+)` \|", prose(Path("scripts/README.md")))
    scripts = [p.name for p in tracked("scripts") if p.suffix == "" and p.name[0] != "_"]
    assert sorted(table) == scripts
