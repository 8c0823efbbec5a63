"""The kinds of fault that a package can find."""

from coursewright.problems import Code, Severity

__all__ = [
    "ASSESSMENT_WITHOUT_ITEMS",
    "CODES",
    "FORBIDDEN_FILE_TYPE",
    "PACKAGE_LARGE",
    "PACKAGE_NAMED_TWICE",
    "PACKAGE_UNKNOWN_TRACK",
    "PACKAGE_WITHOUT_LESSONS",
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
PACKAGE_WITHOUT_LESSONS = Code(
    "package-without-lessons",
    Severity.ERROR,
    "A track of a package has no lesson.",
    "A learner who chooses it sees an empty course, which can never be completed.",
)
PACKAGE_UNKNOWN_TRACK = Code(
    "package-unknown-track",
    Severity.ERROR,
    "A package names a track that the course does not have.",
    "Its lessons could not be found.",
)
PACKAGE_NAMED_TWICE = Code(
    "package-named-twice",
    Severity.ERROR,
    "Two packages have one id.",
    "One zip would overwrite the other.",
)
FORBIDDEN_FILE_TYPE = Code(
    "forbidden-file-type",
    Severity.ERROR,
    "A file in a package is of a type that LMSs refuse.",
    "The upload is rejected as a whole, for a server might run such a file.",
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
ASSESSMENT_WITHOUT_ITEMS = Code(
    "assessment-without-items",
    Severity.ERROR,
    "An assessment has no question for a track of the package.",
    "A learner of that track could never pass it.",
)

CODES = (
    ASSESSMENT_WITHOUT_ITEMS,
    FORBIDDEN_FILE_TYPE,
    PACKAGE_LARGE,
    PACKAGE_NAMED_TWICE,
    PACKAGE_UNKNOWN_TRACK,
    PACKAGE_WITHOUT_LESSONS,
    PACKAGE_WITHOUT_TRACKS,
    SUSPEND_DATA_TOO_BIG,
    TOO_MANY_CHOICES,
)
