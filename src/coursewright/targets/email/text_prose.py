"""Prose as plain text: wrapped, links on lines of their own, tables as pairs."""

from collections.abc import Iterable, Iterator

from coursewright import model as m
from coursewright.model import (
    Block,
    BulletList,
    CodeBlock,
    DefinitionList,
    Equation,
    Figure,
    Heading,
    OrderedList,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)

from .mail_view import MailView
from .rows import inside
from .text_phrases import Links, text_phrase
from .text_wrap import WIDTH, columns, wrap

__all__ = ["text_prose"]

_DEEP = 8


def text_prose(
    blocks: Iterable[Block], view: MailView, first: str = "", rest: str | None = None
) -> str:
    """Return blocks as plain text with a blank line between them.

    Args:
        blocks: prose; of any other block, the prose within.
        view: the mail.
        first: what the first line opens with.
        rest: what every other line opens with; as many spaces as `first` is wide by default.
    """
    after = " " * columns(first) if rest is None else rest
    out: list[str] = []
    for block in blocks:
        text = _block(block, view, after if out else first, after)
        if text.strip():
            out.append(text)
    return f"\n{after.rstrip()}\n".join(out) if after.strip() else "\n\n".join(out)


def _block(block: Block, view: MailView, first: str, rest: str) -> str:  # noqa: C901 -- one table
    match block:
        case Paragraph():
            return _paragraph(block, view, first, rest)
        case Heading():
            return _heading(block, view, first, rest)
        case BulletList() | OrderedList() | Quote() if columns(rest) >= _DEEP * 4:
            return text_prose(inside(block), view, first, rest)
        case BulletList() | OrderedList():
            return _list(block, view, first, rest)
        case Quote():
            return text_prose(block.children, view, f"{first}> ", f"{rest}> ")
        case DefinitionList():
            return _definitions(block, view, first, rest)
        case CodeBlock():
            return _code(block, first, rest)
        case Equation():
            return f"{first}    {block.text}"
        case Rule():
            return f"{first}* * *"
        case Table():
            return _table(block, view, first, rest)
        case Figure():
            return _figure(block, view, first, rest)
        case (
            m.Recall()
            | m.Scenario()
            | m.For()
            | m.More()
            | m.Panels()
            | m.Example()
            | m.Choice()
            | m.Order()
            | m.Match()
            | m.Matrix()
            | m.Gaps()
            | m.Number()
            | m.OpenText()
            | m.Branch()
            | m.Likert()
            | m.Readiness()
            | m.Assessment()
            | m.Action()
            | m.Reflect()
            | m.CoachCard()
            | m.Callout()
            | m.Download()
            | m.Checklist()
            | m.Field()
            | m.Video()
            | m.Audio()
            | m.Embed()
        ):
            return text_prose(inside(block), view, first, rest)


def _paragraph(block: Paragraph, view: MailView, first: str, rest: str) -> str:
    links: Links = []
    text = wrap(text_phrase(block.children, view, links).strip(), first, rest)
    return "\n".join([text, *_addresses(links, rest)])


def _addresses(links: Links, rest: str) -> Iterator[str]:
    """Yield the links of a paragraph, the address on a line of its own."""
    for words, target in links:
        if words.strip() and not target.endswith(words.strip()):
            yield wrap(f"{words.strip()}:", rest, rest)
        yield f"{rest}  {target}"


def _heading(block: Heading, view: MailView, first: str, rest: str) -> str:
    text = wrap(text_phrase(block.children, view).strip(), first, rest)
    if block.level > 2:
        return text
    under = "-" * min(max(map(columns, text.split("\n"))), WIDTH)
    return f"{text}\n{rest}{under}"


def _list(block: BulletList | OrderedList, view: MailView, first: str, rest: str) -> str:
    number = block.start if isinstance(block, OrderedList) else 0
    out: list[str] = []
    for index, item in enumerate(block.items):
        mark = f"{number + index}. " if isinstance(block, OrderedList) else "- "
        mark += "" if item.done is None else "[x] " if item.done else "[ ] "
        opening = f"{rest if out else first}{mark}"
        text = text_prose(item.children, view, opening, f"{rest}{' ' * len(mark)}")
        out.append(text or opening.rstrip())
    return "\n".join(out) if block.tight else f"\n{rest.rstrip()}\n".join(out)


def _definitions(block: DefinitionList, view: MailView, first: str, rest: str) -> str:
    out: list[str] = []
    for item in block.items:
        term = wrap(f"{text_phrase(item.term, view).strip()}:", rest if out else first, rest)
        told = text_prose(item.children, view, f"{rest}  ", f"{rest}  ")
        out.append(f"{term}\n{told}")
    return "\n".join(out)


def _code(block: CodeBlock, first: str, rest: str) -> str:
    """Return code with its title and numbers; `>` stands before a line that is emphasized."""
    lines = block.text.rstrip("\n").split("\n")
    out = [f"{first}{block.title}"] if block.title else []
    for at, line in enumerate(lines, 1):
        mark = "  > " if at in block.marked else "    "
        number = "" if block.first_line is None else f"{block.first_line + at - 1:>3}  "
        out.append(f"{rest if out else first}{mark}{number}{line}")
    return "\n".join(out)


def _table(block: Table, view: MailView, first: str, rest: str) -> str:
    """Return a table as pairs: what heads the row, then each cell with what heads its column."""
    out: list[str] = []
    if block.caption:
        out.append(wrap(text_phrase(block.caption, view).strip(), first, rest))
    heads = [text_phrase(head, view).strip() for head in block.head]
    for row in block.rows:
        lines = [
            (head, text_phrase(cell, view).strip())
            for head, cell in zip(heads, row, strict=False)
            if plain(cell).strip()
        ]
        pairs = [f"{head}: {text}" if head else text for head, text in lines]
        if not pairs:
            continue
        opening = rest if out else first
        group = [wrap(pairs[0], opening, f"{rest}  ")]
        group += [wrap(pair, f"{rest}  ", f"{rest}    ") for pair in pairs[1:]]
        out.append("\n".join(group))
    return f"\n{rest.rstrip()}\n".join(out)


def _figure(block: Figure, view: MailView, first: str, rest: str) -> str:
    out = []
    words = text_phrase((block.image,), view).strip()
    if words:
        out.append(wrap(words, first, rest))
    if block.caption:
        out.append(wrap(text_phrase(block.caption, view).strip(), rest if out else first, rest))
    if block.description and view.full:
        out.append(text_prose(block.description, view, rest if out else first, rest))
    return "\n".join(out)
