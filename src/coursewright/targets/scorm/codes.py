"""The kinds of fault that a package can find."""

from coursewright.problems import Code, Severity

__all__ = [
    "CODES",
    "PACKAGE_LARGE",
    "PACKAGE_WITHOUT_TRACKS",
    "SUSPEND_DATA_TOO_BIG",
    "TOO_MANY_CHOICES",
]

SUSPEND_DATA_TOO_BIG = Code(
    "suspend-data-too-big",
    Severity.ERROR,
    "What is kept of a learner would not fit into the LMS.",
    "The LMS cuts it off or refuses it, and a learner who comes back starts again.",
)
PACKAGE_WITHOUT_TRACKS = Code(
    "package-without-tracks",
    Severity.ERROR,
    "A package names no track.",
    "There would be no lesson to show.",
)
PACKAGE_LARGE = Code(
    "package-large",
    Severity.WARNING,
    "A package is larger than many LMSs take.",
    "The upload fails, or phones need minutes to start the course.",
)
TOO_MANY_CHOICES = Code(
    "too-many-choices",
    Severity.WARNING,
    "A question has more choices than SCORM 1.2 can name.",
    "Its answers are kept but cannot be reported.",
)

CODES = (
    PACKAGE_LARGE,
    PACKAGE_WITHOUT_TRACKS,
    SUSPEND_DATA_TOO_BIG,
    TOO_MANY_CHOICES,
)
