"""What `sequence.json` and a message file hold. Reader, writer and JSON Schema follow this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from coursewright.model import Doc

from .format import LIMITS, MessageKind
from .placeholders import Segment, fallback_text

__all__ = [
    "AppointmentInfo",
    "CompiledSequence",
    "CourseInfo",
    "FooterInfo",
    "LinksInfo",
    "LookInfo",
    "Message",
    "MessageTexts",
    "ScheduleInfo",
    "SenderInfo",
    "TrackInfo",
]

_ID = LIMITS.id_characters
_TIME = r"\d{1,2}:\d{2}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookInfo:
    """The look of the emails."""

    light: Annotated[Mapping[str, str], Doc("Colors by name, as `#RRGGBB`.")] = field(
        default_factory=dict
    )
    dark: Annotated[Mapping[str, str], Doc("The same for dark mode.")] = field(default_factory=dict)
    fonts: Annotated[Mapping[str, str], Doc("Font stacks by use.")] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseInfo:
    """The course."""

    id: Annotated[str, Doc("The id of the course.", "safe-food", at_most=_ID, pattern=r"\S+")]
    title: Annotated[str, Doc("Its title.", "Safe food")]
    version: Annotated[str, Doc("Its version, as the author counts.", "1.2")] = ""
    language: Annotated[str, Doc("The language of the emails (BCP 47).", "en")] = ""
    dir: Annotated[Literal["ltr", "rtl"], Doc("The base direction of the text.")] = "ltr"
    look: Annotated[
        LookInfo | None, Doc("Colors and fonts, which the pages behind the links use too.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderInfo:
    """Who the emails come from."""

    address: Annotated[str, Doc("The address in From.", "course@example.org", pattern=r".+")]
    name: Annotated[str, Doc("The name in From.", "Safe food")] = ""
    reply_to: Annotated[str | None, Doc("Where replies go, if not to `address`.")] = None
    list_id: Annotated[str | None, Doc("The List-Id (RFC 2919).", "food.example.org")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterInfo:
    """Who is responsible for the emails. It is part of their texts; this is for other uses."""

    organisation: Annotated[str, Doc("The organization.")] = ""
    address: Annotated[str, Doc("Its postal address.")] = ""
    why: Annotated[str, Doc("Why a learner gets these emails.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksInfo:
    """Where the course can be reached."""

    web: Annotated[str | None, Doc("The published site.")] = None
    lms: Annotated[str | None, Doc("The course in the LMS.")] = None
    service: Annotated[
        str | None, Doc("The base of the service that answers the links of the emails.")
    ] = None
    help: Annotated[str | None, Doc("Where learners get help.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleInfo:
    """When emails go out."""

    id: Annotated[str, Doc("The id of the schedule.", "standard", at_most=_ID)]
    weekdays: Annotated[
        tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...],
        Doc("Days on which emails may go out; at least one.", at_most=7),
    ]
    min_gap_days: Annotated[
        int, Doc("The fewest days between two lessons.", at_least=0, at_most=366)
    ]
    send_hour: Annotated[str, Doc("When a lesson is due.", "09:00", pattern=_TIME)]
    window: Annotated[
        str, Doc("When emails may go out.", "07:00-19:00", pattern=f"{_TIME}-{_TIME}")
    ]
    days: Annotated[
        tuple[int, ...],
        Doc("Days after the start of the 1st, 2nd ... lesson; empty: each lesson's own `day`."),
    ] = ()
    catch_up_days: Annotated[
        int,
        Doc(
            "Sending days by which a lesson may be late; later, its learner is put on hold.",
            at_least=1,
            at_most=60,
        ),
    ] = 3
    spread: Annotated[
        int, Doc("Minutes after `send_hour` over which learners are spread.", at_most=1440)
    ] = 0
    timezone: Annotated[
        str | None, Doc("The zone of learners without one; UTC by default.", "Europe/Berlin")
    ] = None
    holidays: Annotated[
        str | None, Doc("Public holidays without emails: a country, or country and region.", "US")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackInfo:
    """One path through the course."""

    id: Annotated[str, Doc("The id of the track.", "cook", at_most=_ID)]
    label: Annotated[str, Doc("Its name.", "For cooks")]
    choose: Annotated[str, Doc("The sentence that a learner chooses at sign-up.")] = ""
    lessons: Annotated[tuple[str, ...], Doc("The ids of its lessons, in order.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentInfo:
    """What a calendar entry for the action of a lesson says."""

    uid: Annotated[str, Doc("The same in every build (RFC 5545).")]
    summary: Annotated[str, Doc("Its title.")] = ""
    text: Annotated[str, Doc("Its description.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One compiled email: what it is, when it is due, and where its texts are."""

    id: Annotated[str, Doc("Unique in the sequence.", "cook/wash-hands", at_most=_ID)]
    kind: Annotated[MessageKind, Doc("What it is for.")]
    hash: Annotated[
        str, Doc("The SHA-256 of the message file, in hex; it names the text everywhere.")
    ]
    file: Annotated[str, Doc("The message file, from the folder of `sequence.json`.")]
    track: Annotated[str, Doc("The track; empty: all tracks.", at_most=_ID)] = ""
    edition: Annotated[str, Doc("Of a lesson: `digest` or `full`.", "digest", at_most=_ID)] = ""
    lesson: Annotated[str, Doc("Of a lesson: its id.", "wash-hands", at_most=_ID)] = ""
    day: Annotated[
        int,
        Doc(
            "Days after the start; of `completion` and `recall`, days after the last lesson.",
            at_most=36_600,
        ),
    ] = 0
    number: Annotated[
        int, Doc("Of a lesson: which of the track it is, from 1. Of a digest: the same.")
    ] = 0
    count: Annotated[int, Doc("Of a lesson: how many the track has.")] = 0
    subject: Annotated[tuple[Segment, ...], Doc("Its subject.")] = ()
    preheader: Annotated[tuple[Segment, ...], Doc("What inboxes show after the subject.")] = ()
    html: Annotated[str, Doc("The HTML part with a sample learner, as a file.")] = ""
    text: Annotated[str, Doc("The text part with a sample learner, as a file.")] = ""
    eml: Annotated[str, Doc("The whole email with a sample learner, as a file.")] = ""
    placeholders: Annotated[
        tuple[Segment, ...], Doc("Every placeholder of its texts, each once.")
    ] = ()
    appointment: Annotated[
        AppointmentInfo | None, Doc("Of a lesson with an action: its calendar entry.")
    ] = None
    was: Annotated[
        tuple[str, ...], Doc("Of a lesson: ids that it had before.", "clean-hands", at_most=_ID)
    ] = ()

    @property
    def key(self) -> str:
        """The key of the ledger, the same on every track and in every edition."""
        if self.kind == MessageKind.LESSON:
            return self.lesson
        return f"{self.kind.value}:{self.name}"

    @property
    def name(self) -> str:
        """The id without the track: a plan and the files of an export show it."""
        if self.kind == MessageKind.LESSON:
            return self.lesson
        return self.id.removeprefix(f"{self.track}/") if self.track else self.id

    @property
    def shown_subject(self) -> str:
        """The subject with each fallback in its place, for plans and lists."""
        return fallback_text(self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledSequence:
    """All of `sequence.json`."""

    format: Annotated[int, Doc("The number of the format.")]
    course: Annotated[CourseInfo, Doc("The course.")]
    sender: Annotated[SenderInfo, Doc("Who the emails come from.")]
    schedules: Annotated[
        tuple[ScheduleInfo, ...], Doc("When emails go out; the first is the default.")
    ]
    tracks: Annotated[tuple[TrackInfo, ...], Doc("The tracks of the course.")]
    messages: Annotated[tuple[Message, ...], Doc("All compiled emails.", at_most=LIMITS.messages)]
    links: Annotated[LinksInfo, Doc("Where the course can be reached.")] = LinksInfo()
    footer: Annotated[FooterInfo | None, Doc("Who is responsible for the emails.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTexts:
    """All of a message file."""

    format: Annotated[int, Doc("The number of the format.")]
    subject: Annotated[tuple[Segment, ...], Doc("The subject.")]
    html: Annotated[tuple[Segment, ...], Doc("The HTML part.")]
    text: Annotated[tuple[Segment, ...], Doc("The text part.")]
    preheader: Annotated[tuple[Segment, ...], Doc("What inboxes show after the subject.")] = ()
