"""Ways through a course's tree that readers, rules and targets share."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from . import blocks as b
from . import inline as i
from . import prose as p
from .quiz import Choice, Gaps, Match, Matrix, Number, OpenText, Order

__all__ = ["for_track", "inlines", "plain", "text_of", "walk", "words"]


def _parts(block: b.Block) -> Iterator[tuple[b.Block, ...]]:  # noqa: C901 -- one table
    """Yield each run of blocks that stands within `block`."""
    match block:
        case p.Paragraph() | p.Heading():  # first: most blocks are one, and each case takes time
            return
        case p.Quote() | b.Scenario() | b.For() | b.More() | b.Action() | b.Reflect():
            yield block.children
        case b.CoachCard() | b.Callout():
            yield block.children
        case p.BulletList() | p.OrderedList() | p.DefinitionList():
            yield from (item.children for item in block.items)
        case b.Panels():
            yield from (panel.children for panel in block.panels)
        case p.Figure():
            yield block.description
        case b.Example():
            yield from (block.weak, block.strong, block.why)
        case Choice():
            yield block.prompt
            yield from (option.feedback for option in block.options)
        case Order() | Match() | Matrix() | Gaps() | Number():
            yield from (block.prompt, block.right, block.wrong)
        case OpenText():
            yield from (block.prompt, block.model)
        case b.Branch():
            for node in block.nodes:
                yield node.children
                yield from (choice.feedback for choice in node.choices)
        case b.Video() | b.Audio() | b.Embed():
            yield block.summary
        case (
            p.CodeBlock()
            | p.Equation()
            | p.Rule()
            | p.Table()
            | b.Recall()
            | b.Likert()
            | b.Readiness()
            | b.Assessment()
            | b.Download()
            | b.Checklist()
            | b.Field()
        ):
            return


def walk(blocks: Iterable[b.Block]) -> Iterator[b.Block]:
    """Yield every block, each before those within it."""
    for block in blocks:
        yield block
        for part in _parts(block):
            yield from walk(part)


def _lines(block: b.Block) -> Iterator[tuple[i.Inline, ...]]:  # noqa: C901 -- one table
    """Yield the runs of inline text that belong to `block` itself."""
    match block:
        case p.Paragraph() | p.Heading():
            yield block.children
        case p.Table():
            yield block.caption
            yield from block.head
            for row in block.rows:
                yield from row
        case p.Figure():
            yield (block.image,)
            yield block.caption
        case p.DefinitionList():
            yield from (item.term for item in block.items)
        case b.Panels():
            yield from (panel.title for panel in block.panels)
        case b.Example() | b.Callout() | b.Branch() | b.Video() | b.Audio() | b.Embed():
            yield block.title
            if isinstance(block, b.Branch):
                yield from (choice.text for node in block.nodes for choice in node.choices)
        case Choice():
            yield from (option.text for option in block.options)
        case Order():
            yield from (step.text for step in block.steps)
        case Match():
            yield from block.heads
            yield from (pair.source.text for pair in block.pairs)
            yield from (target.text for target in block.targets)
        case Matrix():
            yield block.head
            yield from (step.text for step in (*block.rows, *block.columns))
        case Gaps():
            yield from block.pieces
        case OpenText():
            yield from block.look_for
        case b.Checklist():
            yield block.title
            yield from (item.text for item in block.items)
        case b.Field():
            yield block.label
        case (
            p.BulletList()
            | p.OrderedList()
            | p.Quote()
            | p.CodeBlock()
            | p.Equation()
            | p.Rule()
            | Number()
            | b.Recall()
            | b.Scenario()
            | b.For()
            | b.More()
            | b.Likert()
            | b.Readiness()
            | b.Assessment()
            | b.Action()
            | b.Reflect()
            | b.CoachCard()
            | b.Download()
        ):
            return


def inlines(blocks: Iterable[b.Block]) -> Iterator[i.Inline]:
    """Yield every inline piece in and below the blocks, each before those within it."""
    for block in walk(blocks):
        for line in _lines(block):
            yield from _below(line)


def _below(line: Iterable[i.Inline]) -> Iterator[i.Inline]:
    for piece in line:
        yield piece
        if isinstance(piece, i.Emphasis | i.Strong | i.Styled | i.Link | i.FootnoteRef):
            yield from _below(piece.children)


def plain(line: Iterable[i.Inline]) -> str:
    """Return the bare words of a line: no marks, notes or citations; a placeholder's fallback."""
    out: list[str] = []
    for piece in line:
        match piece:
            case i.Text() | i.CodeSpan():
                out.append(piece.text)
            case i.Break():
                out.append(" ")
            case i.Emphasis() | i.Strong() | i.Styled() | i.Link():
                out.append(plain(piece.children))
            case i.Image():
                out.append(piece.alt)
            case i.PlaceholderRef():
                out.append(piece.fallback or "")
            case i.TermRef():
                out.append(piece.label)
            case i.Formula():
                out.append(piece.text)
            case i.Citation() | i.FactRef() | i.FootnoteRef():
                pass
    return "".join(out)


def text_of(blocks: Iterable[b.Block]) -> str:
    """Return the bare words of all blocks, a line for each run of text."""
    return "\n".join(
        text for block in walk(blocks) for line in _lines(block) if (text := plain(line).strip())
    )


def words(blocks: Iterable[b.Block]) -> int:
    """Return how many words a reader meets in the blocks, whatever the script.

    Words are runs between white space; in scripts without spaces (Han, Kana, Thai, Lao, Khmer,
    Myanmar) two characters count as one word.
    """
    count = 0
    for word in text_of(blocks).split():
        dense = 0 if word.isascii() else sum(1 for char in word if _is_dense(char))
        if dense:
            count += (dense + 1) // 2
        else:
            count += word.isalnum() or any(map(str.isalnum, word))
    return count


def _is_dense(char: str) -> bool:
    point = ord(char)
    return (
        0x0E00 <= point <= 0x0EFF
        or 0x1000 <= point <= 0x109F
        or 0x1780 <= point <= 0x17FF
        or 0x3040 <= point <= 0x30FF
        or 0x3400 <= point <= 0x9FFF
        or 0x20000 <= point <= 0x3FFFF
    )


def for_track(blocks: Iterable[b.Block], track: str) -> tuple[b.Block, ...]:
    """Return the blocks that a learner of `track` sees: each `For` is opened or dropped."""
    out: list[b.Block] = []
    for block in blocks:
        tracks: tuple[str, ...] = getattr(block, "tracks", ())
        if tracks and track not in tracks:
            continue
        if isinstance(block, b.For):
            out.extend(for_track(block.children, track))
        else:
            out.append(_resolved(block, track))
    return tuple(out)


def _resolved(block: b.Block, track: str) -> b.Block:
    def of(part: tuple[b.Block, ...]) -> tuple[b.Block, ...]:
        return for_track(part, track)

    match block:
        case b.Scenario() | b.More() | b.Action() | b.Reflect() | b.CoachCard() | b.Callout():
            return replace(block, children=of(block.children))
        case p.Quote():
            return replace(block, children=of(block.children))
        case p.BulletList() | p.OrderedList():
            items = tuple(replace(item, children=of(item.children)) for item in block.items)
            return replace(block, items=items)
        case p.DefinitionList():
            terms = tuple(replace(item, children=of(item.children)) for item in block.items)
            return replace(block, items=terms)
        case b.Panels():
            panels = tuple(replace(one, children=of(one.children)) for one in block.panels)
            return replace(block, panels=panels)
        case b.Example():
            return replace(block, weak=of(block.weak), strong=of(block.strong), why=of(block.why))
        case b.Branch():
            nodes = tuple(replace(node, children=of(node.children)) for node in block.nodes)
            return replace(block, nodes=nodes)
        case (
            p.Paragraph()
            | p.Heading()
            | p.CodeBlock()
            | p.Equation()
            | p.Rule()
            | p.Table()
            | p.Figure()
            | b.Recall()
            | b.For()
            | Choice()
            | Order()
            | Match()
            | Matrix()
            | Gaps()
            | Number()
            | OpenText()
            | b.Likert()
            | b.Readiness()
            | b.Assessment()
            | b.Download()
            | b.Checklist()
            | b.Field()
            | b.Video()
            | b.Audio()
            | b.Embed()
        ):
            return block
