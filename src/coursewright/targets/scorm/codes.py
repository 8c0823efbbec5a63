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
    "The saved state of a learner would not fit into the LMS.",
    "The LMS cuts it off or rejects it, and returning learners start over.",
)
PACKAGE_WITHOUT_TRACKS = Code(
    "package-without-tracks",
    Severity.ERROR,
    "A package has no tracks.",
    "There is no lesson to show.",
)
PACKAGE_LARGE = Code(
    "package-large",
    Severity.WARNING,
    "A package is larger than many LMSs accept.",
    "The upload fails, or phones need minutes to start the course.",
)
TOO_MANY_CHOICES = Code(
    "too-many-choices",
    Severity.WARNING,
    "A question has more choices than SCORM 1.2 can name.",
    "Its answers are saved but cannot be reported.",
)

CODES = (
    PACKAGE_LARGE,
    PACKAGE_WITHOUT_TRACKS,
    SUSPEND_DATA_TOO_BIG,
    TOO_MANY_CHOICES,
)
