"""The LMSs, as rows of one table: where one wants something else, with the reason and who saw it.

`generic` follows the standard alone. A row is chosen with the setting `lms`.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from coursewright.errors import UsageError
from coursewright.problems import near

__all__ = ["PRESETS", "Preset", "UploadLimit", "preset_of"]


@dataclass(frozen=True, slots=True)
class UploadLimit:
    """How large a package an LMS takes."""

    megabytes: int | None
    """The largest package; None where each installation or contract sets its own."""
    where: str
    """A sentence: who sets the limit, and where an administrator finds it."""
    source: str
    """The page that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """How the player behaves in one LMS."""

    name: str
    interactions: Literal["journal", "update", "off"] = "update"
    """The newest answer in place of the older one, a new entry for each answer, or none at all."""
    responses: Literal["words", "letters"] = "words"
    """How SCORM 1.2 is given an answer: in words, or at once as the single letters it asks for."""
    exit_when_done: Literal["suspend", "normal"] = "suspend"
    """`suspend` lets a finished course open again with its data; in 2004 `normal` drops them."""
    score_without_test: int | None = None
    """The score of a finished course that has no assessment; None: none is sent."""
    commit_before_finish: bool = True
    """Whether a commit goes before the end, which commits too."""
    upload: UploadLimit | None = None
    """How large a package may be; None: no page of its maker says so."""
    reason: str
    """Why each value that surprises is what it is, and where that was seen."""

    def for_player(self) -> dict[str, Any]:
        """Return the row as the player reads it."""
        row = asdict(self)
        return {
            "name": row["name"],
            "interactions": row["interactions"],
            "responses": row["responses"],
            "exitWhenDone": row["exit_when_done"],
            "scoreWithoutTest": row["score_without_test"],
            "commitBeforeFinish": row["commit_before_finish"],
        }


_MOODLE = UploadLimit(
    None,
    "The limit is set under Site administration > Security > Site security settings, in the "
    "settings of the course, and in PHP (`upload_max_filesize`, `post_max_size`).",
    "https://solin.co/moodle-unzip-large-files-size-limit/",
)

_ROWS = (
    Preset(name="generic", reason="The plain standard."),
    Preset(
        name="moodle",
        upload=_MOODLE,
        score_without_test=100,
        reason="In 1.2, `completed` without a score appears as 0 in the gradebook "
        "(seen in Moodle 4, mod/scorm).",
    ),
    Preset(name="canvas", reason="The standard. File names are case-sensitive."),
    Preset(
        name="blackboard",
        upload=UploadLimit(
            None,
            "The file size limit in the Administrator Panel does not apply to SCORM packages.",
            "https://help.blackboard.com/nl-nl/Learn/Administrator/Hosting/System_Management/"
            "File_Size_Limit",
        ),
        exit_when_done="normal",
        reason='A suspended attempt stays "in progress" in the grade center (numbas/Numbas#290). '
        "The trade-off: in 2004, a finished course opens as a new attempt.",
    ),
    Preset(
        name="cornerstone",
        upload=UploadLimit(
            250,
            "Larger packages go through Cornerstone's support.",
            "https://help.csod.com/help/csod_0/Content/Quick_Start_Guides/"
            "Quick_Start_Guide_-_Uploading_Courses_via_Course_Publisher.htm",
        ),
        commit_before_finish=False,
        reason="A commit just before the end fails with error 391 and the course cannot finish "
        "(adaptlearning/adapt_framework#2222); the end commits by itself.",
    ),
    Preset(
        name="successfactors",
        upload=UploadLimit(
            None,
            "iContent holds 25 GB for all courses together.",
            "https://userapps.support.sap.com/sap/support/knowledge/en/2318240",
        ),
        reason="The standard. Its session ends after 30 idle minutes (SAP KBA 2978409); "
        "the player commits before that.",
    ),
    Preset(
        name="docebo",
        reason="The standard: 1.2 or 2004 3rd edition. Only the latter shows questions in words.",
    ),
    Preset(
        name="workday",
        score_without_test=100,
        reason="It may wait for a score even if there is no assessment "
        "(E-Learning Brothers, forum on Workday).",
    ),
    Preset(
        name="totara",
        upload=_MOODLE,
        score_without_test=100,
        reason="Like Moodle, on which it is based.",
    ),
    Preset(name="scormcloud", reason="The standard. Other engines are compared with this one."),
    Preset(
        name="openedx",
        reason="The standard. The XBlock lists no optional elements but stores all that are set.",
    ),
    Preset(
        name="journal",
        interactions="journal",
        reason="Reports every answer as its own entry, for analysis. In Moodle, each entry becomes "
        "columns of the report, and a long visit can exceed what a closing tab can send.",
    ),
    Preset(
        name="strict",
        responses="letters",
        reason="For an LMS that logs each rejected call. SCORM 1.2 identifies an answer by one "
        "character, and the player otherwise tries words first.",
    ),
)

PRESETS: dict[str, Preset] = {row.name: row for row in _ROWS}


def preset_of(name: str) -> Preset:
    """Return the row of an LMS.

    Raises:
        UsageError: there is no such row.
    """
    if name not in PRESETS:
        msg = f"there is no LMS preset `{name}`"
        raise UsageError(msg, hint=near(name, PRESETS) or f"The presets are {', '.join(PRESETS)}.")
    return PRESETS[name]
