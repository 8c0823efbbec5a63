"""GIFT, Moodle's text format, read: blank lines part questions, braces hold the answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from coursewright.errors import UsageError
from coursewright.source import Span

from .bank_limits import QUESTIONS
from .gift_answers import GiftQuestion, read_answers, unescape
from .items import Bank, BankItem, Loss

__all__ = ["read_gift"]

_CATEGORY = re.compile(r"\$CATEGORY:\s*(.*)")
_ID = re.compile(r"\[id:([^\]]+)\]")
_NAME = re.compile(r"\s*::((?:\\.|(?!::).)*)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def read_gift(text: str, path: str) -> Bank:
    """Return the questions of a GIFT file.

    Raises:
        UsageError: it has more questions than the limit.
    """
    reader = _Reader(path)
    for block in _blocks(text):
        reader.add(block)
    return Bank(tuple(reader.items), losses=tuple(reader.losses))


@dataclass(slots=True)
class _Block:
    line: int
    text: str
    comments: str = ""


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the runs of lines between blank ones; a blank line within braces does not count."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block, depth, comments = _Block(0, ""), 0, ""
    for number, line in enumerate((*lines, ""), 1):
        bare = line.strip()
        if bare.startswith("//"):
            comments += bare
        elif found := _CATEGORY.match(bare):
            yield from _ended(block)
            block, depth, comments = _Block(0, ""), 0, ""
            yield _Block(number, found[0])
        elif bare:
            if block.text and depth and bare.startswith("::"):
                yield block  # its brace was never closed
                block, depth = _Block(0, ""), 0
            if not block.text:
                block, comments = _Block(number, "", comments), ""
            block.text += line + "\n"
            depth += sum({"{": 1, "}": -1}.get(one, 0) for one in _BRACE.findall(line))
        elif depth <= 0:
            yield from _ended(block)
            block, depth = _Block(0, ""), 0
    yield from _ended(block)


def _ended(block: _Block) -> Iterator[_Block]:
    if block.text.strip():
        yield block


@dataclass(slots=True)
class _Reader:
    path: str
    items: list[BankItem] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    category: tuple[str, ...] = ()

    def add(self, block: _Block) -> None:
        if found := _CATEGORY.match(block.text):
            names = re.split(r"(?<!/)/(?!/)", found[1])
            self.category = tuple(
                name.replace("//", "/").strip()
                for name in names
                if name.strip() and not name.strip().startswith("$")
            )
            return
        if len(self.items) >= QUESTIONS:
            msg = f"{self.path} has more than {QUESTIONS:,} questions"
            raise UsageError(msg, hint="Import a category at a time.")
        question = self._question(block)
        if question is not None:
            item = read_answers(question)
            self.losses += question.losses
            if item is not None:
                self.items.append(item)

    def _question(self, block: _Block) -> GiftQuestion | None:
        place = Span(self.path, block.line, 1, block.line, 1)
        text = block.text.strip("\n")
        title = ""
        if named := _NAME.match(text):
            title, text = unescape(named[1]).strip(), text[named.end() :]
        kind = "moodle"
        if given := _FORMAT.match(text):
            kind, text = given[1], text[given.end() :]
        start, end = _braces(text)
        if start is None or end is None:
            what = "has a brace that is not closed" if start is not None else "has no answers"
            self.losses.append(Loss(place, f"This text {what}; left out: {text.strip()[:60]!r}"))
            return None
        before, inner, after = text[:start], text[start + 1 : end], text[end + 1 :]
        given_id = _ID.search(block.comments)
        return GiftQuestion(
            id=given_id[1] if given_id else "",
            title=title,
            category=self.category,
            before=before.strip(),
            after=after.strip(),
            inner=inner.strip(),
            format=kind,
            place=place,
        )


def _braces(text: str) -> tuple[int | None, int | None]:
    start = None
    for found in _BRACE.finditer(text):
        if found[0] == "{" and start is None:
            start = found.start()
        elif found[0] == "}" and start is not None:
            return start, found.start()
    return start, None
