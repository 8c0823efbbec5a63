"""Directives without content, which point at something: recall, likert, download, field ..."""

from coursewright import model as m

from .spec import ID, Attribute, Built, Filled, Spec

__all__ = ["SPECS"]


def _recall(filled: Filled) -> Built:
    return m.Recall(filled.span)


def _likert(filled: Filled) -> Built:
    return m.Likert(filled.get("id"), filled.get("survey"), filled.span)


def _readiness(filled: Filled) -> Built:
    return m.Readiness(filled.get("check"), filled.span)


def _assessment(filled: Filled) -> Built:
    return m.Assessment(filled.get("id"), filled.get("pool"), filled.span)


def _download(filled: Filled) -> Built:
    return m.Download(filled.get("ref"), filled.span)


def _field(filled: Filled) -> Built | None:
    if not filled.label:
        filled.lacks("A field needs a label.", "Write `::field[My first step]{id=first-step}`.")
        return None
    return m.Field(filled.get("id"), filled.label, filled.get("lines", 1), filled.span)


_SURVEY = Attribute("id", "The id of the survey.", required=True)
_CHECK = Attribute("id", "The id of the readiness check.", required=True)
_POOL = Attribute("id", "The id of the pool.", required=True)
_REF = Attribute("id", "The id of the job aid.", required=True)
_LINES = Attribute(
    "number", "The number of lines to write on; 1 if left out.", at_least=1, at_most=40
)

SPECS = (
    Spec("recall", "The place of the recall questions.", _recall, leaf=True, asks=True),
    Spec(
        "likert", "A self-assessment.", _likert, {"id": ID, "survey": _SURVEY}, leaf=True, asks=True
    ),
    Spec("readiness", "A readiness check.", _readiness, {"check": _CHECK}, leaf=True, asks=True),
    Spec(
        "assessment",
        "A scored assessment.",
        _assessment,
        {"id": ID, "pool": _POOL},
        leaf=True,
        asks=True,
    ),
    Spec("download", "A link to a job aid.", _download, {"ref": _REF}, leaf=True),
    Spec(
        "field",
        "Lines to write on.",
        _field,
        {"id": ID, "lines": _LINES},
        label="What to write.",
        leaf=True,
        places=("job-aid",),
    ),
)
