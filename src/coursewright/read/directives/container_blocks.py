"""Directives that hold blocks and say what they are: scenario, for, more, action, callout ..."""

from typing import get_args

from coursewright import model as m
from coursewright.model.blocks import CalloutTone

from .spec import SECTION, TRACKS, Attribute, Built, Filled, Spec

__all__ = ["SPECS"]


def _scenario(filled: Filled) -> Built:
    return m.Scenario(filled.body, filled.span)


def _for(filled: Filled) -> Built:
    return m.For(filled.get("tracks", ()), filled.body, filled.span)


def _more(filled: Filled) -> Built:
    return m.More(filled.body, filled.span)


def _action(filled: Filled) -> Built:
    return m.Action(
        filled.get("tracks", ()), filled.body, filled.span, section=filled.get("section")
    )


def _reflect(filled: Filled) -> Built:
    key = filled.get("id") or m.stable_key(m.text_of(filled.body))
    return m.Reflect(key, filled.body, filled.span)


def _coach_card(filled: Filled) -> Built:
    return m.CoachCard(filled.get("tracks", ()), filled.body, filled.span)


def _callout(filled: Filled) -> Built:
    return m.Callout(filled.get("tone", "note"), filled.label, filled.body, filled.span)


def _example(filled: Filled) -> Built | None:
    if filled.body:
        message = "Text above `::weak` does not belong to any part of the example."
        filled.surplus(filled.body[0].span, message, "Move it above the example.")
    parts = filled.parts
    weak, strong = parts.get("weak", ()), parts.get("strong", ())
    return m.Example(filled.label, weak, strong, parts.get("why", ()), filled.span)


_TONE = Attribute("choice", "`note` if left out.", choices=get_args(CalloutTone))
_FOR = Attribute("words", "The tracks that see it.", required=True)
_REFLECT = Attribute("id", "Stable; if left out, derived from the text.")

SPECS = (
    Spec("scenario", "The situation at the start of a lesson.", _scenario),
    Spec("for", "Blocks for some tracks only.", _for, {"tracks": _FOR}, holds="anything"),
    Spec("more", "More detail; the short email leaves it out.", _more, holds="anything"),
    Spec(
        "action",
        "The one thing to try at work.",
        _action,
        {"tracks": TRACKS, "section": SECTION},
        asks=True,
    ),
    Spec(
        "reflect",
        "A private question; the answer stays on the learner's device.",
        _reflect,
        {"id": _REFLECT},
        asks=True,
    ),
    Spec("coach-card", "A short card for the learner's manager.", _coach_card, {"tracks": TRACKS}),
    Spec("callout", "A note next to the text.", _callout, {"tone": _TONE}, label="Its title."),
    Spec(
        "example",
        "A weaker and a stronger version, and why.",
        _example,
        label="Its title.",
        parts={"weak": "The weaker one.", "strong": "The stronger one.", "why": "Why."},
        needs=("weak", "strong"),
        empty=True,
    ),
)
