"""Prose as HTML for mail: plain tags with few classes; `prose.css.j2` dresses them inline."""

from collections.abc import Iterable

from markupsafe import Markup

from coursewright import model as m
from coursewright.markup.highlight import CodeLine, code_lines
from coursewright.model import (
    Block,
    BulletList,
    CodeBlock,
    DefinitionList,
    Equation,
    Figure,
    Heading,
    Inline,
    OrderedList,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)

from .mail_phrases import phrase
from .mail_view import MailView
from .rows import inside

__all__ = ["prose"]

_DEEP = 8  # lists and quotes within one another; below it their text goes on without a frame
_WIDEST = 3  # columns that a phone can show


def prose(blocks: Iterable[Block], view: MailView, depth: int = 0) -> Markup:
    """Return blocks as HTML; of a block that is not prose, the prose within."""
    return Markup("\n").join(_block(block, view, depth) for block in blocks)


def _block(block: Block, view: MailView, depth: int) -> Markup:  # noqa: C901 -- one table
    match block:
        case Paragraph():
            return Markup("<p>{}</p>").format(phrase(block.children, view))
        case Heading():
            return _heading(block, view)
        case BulletList() | OrderedList() | Quote() if depth >= _DEEP:
            return prose(inside(block), view, depth)
        case BulletList() | OrderedList():
            return _list(block, view, depth)
        case Quote():
            inner = prose(block.children, view, depth + 1)
            return Markup("<blockquote>{}</blockquote>").format(inner)
        case DefinitionList():
            return _definitions(block, view, depth)
        case CodeBlock():
            return _code(block)
        case Equation():
            return Markup('<p class="math" dir="ltr">{}</p>').format(block.text)
        case Rule():
            return Markup("<hr/>")
        case Table():
            return _table(block, view)
        case Figure():
            return _figure(block, view, depth)
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
            return prose(inside(block), view, depth)


def _heading(block: Heading, view: MailView) -> Markup:
    if not plain(block.children).strip():
        return Markup("<p>{}</p>").format(phrase(block.children, view))
    level = max(2, min(block.level, view.level + 1, 6))
    view.level = level
    return Markup("<h{0}>{1}</h{0}>").format(level, phrase(block.children, view))


def _list(block: BulletList | OrderedList, view: MailView, depth: int) -> Markup:
    items = Markup("").join(
        Markup("<li>{}{}</li>").format(
            _box(item, view), _item(item.children, view, depth, tight=block.tight)
        )
        for item in block.items
    )
    if isinstance(block, BulletList):
        boxes = any(item.done is not None for item in block.items)
        kind = Markup(' class="boxes"') if boxes else Markup("")
        return Markup("<ul{}>{}</ul>").format(kind, items)
    start = Markup(' start="{}"').format(block.start) if block.start != 1 else ""
    return Markup("<ol{}>{}</ol>").format(start, items)


def _box(item: m.ListItem, view: MailView) -> Markup:
    """Return the box of a task, with words for screen readers; nothing in other lists."""
    if item.done is None:
        return Markup("")
    sign, word = ("☑", "done") if item.done else ("☐", "open")
    words = view.say(f"lesson.task.{word}")
    return Markup('<b role="img" aria-label="{}">{}</b> ').format(words, sign)


def _definitions(block: DefinitionList, view: MailView, depth: int) -> Markup:
    out = Markup("")
    for item in block.items:
        words = phrase(item.term, view)
        told = _item(item.children, view, depth, tight=len(item.children) == 1)
        out += Markup("<dt>{}</dt><dd>{}</dd>").format(words, told)
    return Markup("<dl>{}</dl>").format(out)


def _code(block: CodeBlock) -> Markup:
    lines = code_lines(block)
    while lines and not lines[-1].html:
        lines.pop()
    signed = block.first_line is not None or bool(block.marked)
    code = Markup("\n").join(_code_line(line, signed=signed) for line in lines)
    title = Markup('<p class="caption">{}</p>\n').format(block.title) if block.title else ""
    return Markup("{}<pre>{}</pre>").format(title, code)


def _code_line(line: CodeLine, *, signed: bool) -> Markup:
    """Return a line; where lines have numbers or emphasis, they stand in front of it."""
    if not signed:
        return line.html
    sign = "▸" if line.marked else " "
    number = "" if line.number is None else f"{line.number:>3} "
    html = Markup("<mark>{}</mark>").format(line.html) if line.marked else line.html
    return Markup('<span class="t-l">{}{} </span>{}').format(sign, number, html)


def _item(blocks: Iterable[Block], view: MailView, depth: int, *, tight: bool) -> Markup:
    return Markup("\n").join(
        phrase(block.children, view)
        if tight and isinstance(block, Paragraph)
        else _block(block, view, depth + 1)
        for block in blocks
    )


def _table(block: Table, view: MailView) -> Markup:
    if len(block.head) > _WIDEST:
        return _pairs(block, view)
    caption = Markup("<caption>{}</caption>").format(phrase(block.caption, view))
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(phrase(cell, view))
        if plain(cell).strip()
        else Markup("<td></td>")
        for cell in block.head
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(_cells(row, view, heads=block.row_headers))
        for row in block.rows
    )
    return Markup(
        '<table class="data">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(
        caption if block.caption else "", head, rows or Markup("<tr>{}</tr>").format(_blank(block))
    )


def _blank(block: Table) -> Markup:
    return Markup("<td></td>") * len(block.head)


def _cells(row: tuple[tuple[Inline, ...], ...], view: MailView, *, heads: bool) -> Markup:
    return Markup("").join(
        Markup('<th scope="row">{}</th>').format(phrase(cell, view))
        if heads and column == 0
        else Markup("<td>{}</td>").format(phrase(cell, view))
        for column, cell in enumerate(row)
    )


def _pairs(block: Table, view: MailView) -> Markup:
    """Return a table that is too wide for a phone as a list: a row a line, its cells as pairs."""
    title = Markup("<p><strong>{}</strong></p>").format(phrase(block.caption, view))
    rows = Markup("").join(
        Markup("<li>{}</li>").format(
            Markup("<br/>").join(
                Markup("<strong>{}:</strong> {}").format(phrase(head, view), phrase(cell, view))
                if plain(head).strip()
                else Markup("<strong>{}</strong>").format(phrase(cell, view))
                for head, cell in zip(block.head, row, strict=False)
            )
        )
        for row in block.rows
    )
    return Markup("{}<ul>{}</ul>").format(title if block.caption else "", rows)


def _figure(block: Figure, view: MailView, depth: int) -> Markup:
    shown = phrase((block.image,), view)
    parts = [Markup('<p class="figure">{}</p>').format(shown)] if shown else []
    if block.caption:
        parts.append(Markup('<p class="caption">{}</p>').format(phrase(block.caption, view)))
    if block.description and view.full:
        parts.append(prose(block.description, view, depth))
    return Markup("\n").join(parts)
