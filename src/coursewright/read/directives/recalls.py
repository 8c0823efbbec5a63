"""The directive `recall-item`, of which `recall.md` is made."""

from coursewright import model as m

from .spec import ID, SECTION, Built, Filled, Spec

__all__ = ["SPECS"]


def _item(filled: Filled) -> Built | None:
    answer = filled.parts.get("answer", ())
    return m.RecallItem(
        id=filled.get("id"),
        question=filled.body,
        answer=answer,
        section=filled.get("section"),
        span=filled.span,
    )


SPECS = (
    Spec(
        "recall-item",
        "A question that comes back in a later lesson.",
        _item,
        {"id": ID, "section": SECTION},
        parts={"answer": "The answer."},
        needs=("answer",),
        holds="prose",
        places=("recall",),
    ),
)
