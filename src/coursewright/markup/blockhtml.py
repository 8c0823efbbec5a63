"""Blocks as HTML, each by a template that an author may replace: `lesson/blocks/<kind>.html.j2`."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from coursewright.model import Block, For, Picture, plain

from .blockdata import block_data
from .phrasing import address, cite, phrase
from .pictures import picture
from .view import View, ident

__all__ = ["block_html", "blocks_html", "template_names"]


def blocks_html(blocks: Iterable[Block], view: View) -> Markup:
    """Return the blocks that a reader of the page sees, one after the other."""
    out: list[Markup] = []
    for block in blocks:
        tracks: tuple[str, ...] = getattr(block, "tracks", ())
        if view.wanted(tracks):
            with view.within(tracks):
                out.append(block_html(block, view))
    return Markup("").join(out)


def block_html(block: Block, view: View, **extra: Any) -> Markup:
    """Return one block.

    Args:
        block: what to show.
        view: the page it stands on.
        extra: names for its template, for example `bare` for a question without a button.
    """
    if isinstance(block, For) and not view.only(block.tracks):
        return blocks_html(block.children, view)
    names = template_names(view) | {"block": block, "bare": False, "folded": False}
    names |= block_data(block, view) | extra
    html = view.templates.render(f"blocks/{block.kind}.html.j2", **names)
    return Markup(html)  # noqa: S704 -- the template escapes


def template_names(view: View) -> dict[str, Any]:
    """Return the short names that every template of a lesson page may use."""
    return {
        "view": view,
        "course": view.course,
        "player": view.form == "player",
        "b": lambda blocks: blocks_html(blocks, view),
        "one": lambda block, **extra: block_html(block, view, **extra),
        "l": lambda line: phrase(line, view),
        "url": address,
        "cite": lambda keys: cite(keys, view),
        "t": view.say,
        "only": view.only,
        "ident": ident,
        "plain": plain,
        "shown": lambda one: _shown(one, view),
        "place": view.places,
    }


def _shown(one: Picture | None, view: View) -> Markup:
    """Return a picture of the settings; nothing where its file is not there."""
    there = one is not None and one.src in view.course.assets
    return picture(one.image, view) if one is not None and there else Markup("")
