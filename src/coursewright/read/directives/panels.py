"""The directives `tabs`, `accordion` and `panel`: views of a thing, and parts to open."""

from coursewright import model as m
from coursewright.model.blocks import PanelShape

from .spec import Attribute, Built, Filled, Spec

__all__ = ["SPECS"]


def _tabs(filled: Filled) -> Built | None:
    return _panels(filled, "tabs")


def _accordion(filled: Filled) -> Built | None:
    return _panels(filled, "accordion")


def _panels(filled: Filled, shape: PanelShape) -> Built | None:
    panels = tuple(one for one in filled.body if isinstance(one, m.Panel))
    for one in filled.body:
        if not isinstance(one, m.Panel):
            message = f"`{filled.name}` can contain only panels."
            filled.surplus(one.span, message, "Move it into a `:::panel[Title]`, or outside.")
    if not panels:
        hint = f"Write `::::{filled.name}`, and inside it `:::panel[Title]` for each."
        filled.lacks(f"`{filled.name}` needs panels.", hint)
        return None
    return m.Panels(shape, panels, filled.span)


def _panel(filled: Filled) -> Built | None:
    if not filled.label:
        filled.lacks("A panel needs a title.", "Write `:::panel[Title]`.")
        return None
    folded = not filled.get("open", False)
    return m.Panel(filled.label, filled.body, filled.span, folded=folded)


SPECS = (
    Spec("tabs", "Views of one thing, of which a reader opens one at a time.", _tabs),
    Spec("accordion", "Parts that a reader opens, several at once if wanted.", _accordion),
    Spec(
        "panel",
        "One tab, or one part of an accordion.",
        _panel,
        {"open": Attribute("flag", "It is open at the start; the first tab always is.")},
        label="Its title.",
        within=("tabs", "accordion"),
    ),
)
