"""From a tree of blocks to the rows of a mail: prose in runs, every other block on its own.

A container keeps the prose in it; what else stands within (a question in a callout) comes after it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard

from coursewright import model as m
from coursewright.model import (
    Action,
    Audio,
    Block,
    Branch,
    BulletList,
    Callout,
    Choice,
    CoachCard,
    CodeBlock,
    DefinitionList,
    Embed,
    Equation,
    Example,
    Figure,
    For,
    Heading,
    Match,
    More,
    OpenText,
    Order,
    OrderedList,
    Panels,
    Paragraph,
    Quote,
    Reflect,
    Rule,
    Scenario,
    Table,
    Video,
)

__all__ = ["Prose", "inside", "is_prose", "rows"]

Prose = (
    Paragraph
    | Heading
    | BulletList
    | OrderedList
    | DefinitionList
    | Quote
    | CodeBlock
    | Equation
    | Rule
    | Table
    | Figure
)


def is_prose(block: Block) -> TypeGuard[Prose]:
    """Tell whether a block is running text, shown as it stands wherever it stands."""
    return isinstance(block, Prose)


def inside(block: Block) -> tuple[Block, ...]:
    """Return the blocks that a reader finds within `block`, in order."""
    match block:
        case Quote() | Scenario() | For() | More() | Action() | Reflect() | CoachCard() | Callout():
            return block.children
        case BulletList() | OrderedList() | DefinitionList():
            return tuple(child for item in block.items for child in item.children)
        case Panels():
            return tuple(child for panel in block.panels for child in panel.children)
        case Example():
            return (*block.weak, *block.strong, *block.why)
        case Choice() | Order() | Match() | m.Matrix() | m.Gaps() | m.Number() | OpenText():
            return block.prompt
        case Branch():
            return tuple(child for node in block.nodes[:1] for child in node.children)
        case Video() | Audio() | Embed():
            return block.summary
        case Figure():
            return block.description
        case (
            m.Paragraph()
            | m.Heading()
            | m.CodeBlock()
            | m.Equation()
            | m.Rule()
            | m.Table()
            | m.Recall()
            | m.Likert()
            | m.Readiness()
            | m.Assessment()
            | m.Download()
            | m.Checklist()
            | m.Field()
        ):
            return ()


def rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks without `for` and `more` around them, each that is not prose on its own."""
    for block in blocks:
        if isinstance(block, For | More):
            yield from rows(block.children)
            continue
        shell, taken = _split(block)
        yield shell
        yield from rows(taken)


def _split(block: Block) -> tuple[Block, tuple[Block, ...]]:  # noqa: C901 -- one table
    """Return the block with nothing but prose in it, and the rest that stood there."""
    taken: list[Block] = []

    def keep(children: Iterable[Block]) -> tuple[Block, ...]:
        kept: list[Block] = []
        for child in children:
            if isinstance(child, For | More):
                kept.extend(keep(child.children))
            elif is_prose(child):
                shell, rest = _split(child)
                kept.append(shell)
                taken.extend(rest)
            else:
                taken.append(child)
        return tuple(kept)

    match block:
        case Quote() | Scenario() | Action() | Reflect() | CoachCard() | Callout():
            block = replace(block, children=keep(block.children))
        case BulletList() | OrderedList():
            items = tuple(replace(item, children=keep(item.children)) for item in block.items)
            block = replace(block, items=items)
        case DefinitionList():
            terms = tuple(replace(item, children=keep(item.children)) for item in block.items)
            block = replace(block, items=terms)
        case Panels():
            panels = tuple(replace(one, children=keep(one.children)) for one in block.panels)
            block = replace(block, panels=panels)
        case Example():
            weak, strong, why = keep(block.weak), keep(block.strong), keep(block.why)
            block = replace(block, weak=weak, strong=strong, why=why)
        case Choice() | Order() | Match() | m.Matrix() | m.Gaps() | m.Number() | OpenText():
            block = replace(block, prompt=keep(block.prompt))
        case Video() | Audio() | Embed():
            block = replace(block, summary=keep(block.summary))
        case Figure():
            block = replace(block, description=keep(block.description))
        case (
            m.Paragraph()
            | m.Heading()
            | m.CodeBlock()
            | m.Equation()
            | m.Rule()
            | m.Table()
            | m.Recall()
            | m.For()
            | m.More()
            | m.Branch()
            | m.Likert()
            | m.Readiness()
            | m.Assessment()
            | m.Download()
            | m.Checklist()
            | m.Field()
        ):
            pass
    return block, tuple(taken)
