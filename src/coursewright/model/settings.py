"""What `course.yaml` says. The JSON Schema for it is made from these classes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from coursewright.source import Span

from .doc import Doc
from .inline import Image
from .rule_levels import RuleLevels

__all__ = [
    "Footer",
    "Limits",
    "Links",
    "Media",
    "Module",
    "Package",
    "Picture",
    "Privacy",
    "RecallMail",
    "Reporting",
    "Schedule",
    "Sender",
    "Settings",
    "Track",
    "Weekday",
]

Reporting = Literal[
    "passed-incomplete", "passed-failed", "completed-incomplete", "completed-failed"
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that stands for the course, or for a module."""

    src: Annotated[
        str, Doc("The file, relative to the course folder.", "figures/cover.svg", one_line=True)
    ]
    alt: Annotated[str, Doc("Alternative text.", one_line=True)]
    span: Span

    @property
    def image(self) -> Image:
        """The picture as one of a text."""
        return Image(self.src, self.alt, decorative=False, span=self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A road through the course for one audience."""

    id: Annotated[str, Doc("A stable slug, used in files and links.", "aspire", 32, pattern=SLUG)]
    label: Annotated[str, Doc("The name of the track.", "Lead people", one_line=True)]
    choose: Annotated[str, Doc("The sentence that learners choose at sign-up or in the LMS.")]
    description: Annotated[str, Doc("Who the track is for, in a line or two.")] = ""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A phase of the course: a folder of lessons."""

    id: Annotated[str, Doc("Used by lessons as `module:`.", "M1", 16, pattern=r"[A-Za-z][\w-]*")]
    folder: Annotated[str, Doc("The folder with its lessons.", "1-technical-expert")]
    title: Annotated[str, Doc("The name that learners see.", "Technical Expert", one_line=True)]
    question: Annotated[str, Doc("The question that the module answers.")] = ""
    opener: Annotated[str, Doc("A few sentences at the top of the module's first lesson.")] = ""
    figure: Annotated[Picture | None, Doc("The picture next to the opener.")] = None
    color: Annotated[
        Literal["stage", "one", "two", "three", "wrap"],
        Doc("The module color, from the brand."),
    ] = "stage"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When lessons are sent, counted from the day of enrolment."""

    id: Annotated[str, Doc("The name of the schedule.", "standard", 32, pattern=SLUG)]
    days: Annotated[
        tuple[int, ...],
        Doc("Day offsets for the 1st, 2nd ... lesson of any track; if empty, each lesson's `day`."),
    ] = ()
    weekdays: Annotated[
        tuple[Weekday, ...],
        Doc("Days on which lessons may be sent; on other days, they wait for the next one."),
    ] = ("mon", "tue", "wed", "thu", "fri")
    min_gap_days: Annotated[
        int, Doc("The minimum number of days between two lessons.", at_least=0, at_most=60)
    ] = 2
    catch_up_days: Annotated[
        int,
        Doc(
            "Sending days by which a lesson may be late, for example after an outage; later than "
            "that, the learner is put on hold until you resume them.",
            at_least=1,
            at_most=60,
        ),
    ] = 3
    send_hour: Annotated[
        str,
        Doc(
            "The hour at which lessons are sent, in the learner's time zone.",
            "09:00",
            pattern=r"([01]\d|2[0-3]):[0-5]\d",
        ),
    ] = "09:00"
    spread: Annotated[
        int,
        Doc(
            "Minutes after `send_hour` over which learners are spread; each keeps the same one.",
            "60",
            at_least=0,
            at_most=720,
        ),
    ] = 0
    window: Annotated[
        str,
        Doc(
            "The hours in which sending is allowed, in the learner's time zone.",
            "07:00-19:00",
            pattern=r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d",
        ),
    ] = "07:00-19:00"
    timezone: Annotated[
        str, Doc("The time zone of learners without their own (IANA name).", "Europe/Berlin")
    ] = "UTC"
    holidays: Annotated[
        str | None, Doc("Public holidays to skip: a country, or country and region.", "US-MO")
    ] = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package for an LMS: a zip for each standard."""

    id: Annotated[str, Doc("The name of the zip.", "professional", 64, pattern=SLUG)]
    title: Annotated[str, Doc("The name that the LMS shows.", one_line=True)]
    tracks: Annotated[
        tuple[str, ...], Doc("Its tracks; if there are several, the learner chooses one.")
    ]
    description: Annotated[str, Doc("The description for the LMS's catalog.")] = ""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where the outside parts of the course are."""

    web: Annotated[
        str | None,
        Doc(
            "The base address of the published site; without it, emails contain the answers.",
            "https://learn.example.org/expert-to-leader/",
        ),
    ] = None
    lms: Annotated[str | None, Doc("The address of the course in the LMS.")] = None
    service: Annotated[
        str | None,
        Doc("The base address of `coursewright serve`: unsubscribe, preferences, answers."),
    ] = None
    help: Annotated[str | None, Doc("Where learners get help: an address or a mailto link.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who the mails come from."""

    name: Annotated[str, Doc("The name in From.", "From Expert to Leader", one_line=True)]
    address: Annotated[str, Doc("The address in From.", "course@example.org", one_line=True)]
    reply_to: Annotated[
        str | None, Doc("Where replies go, if not to `address`.", one_line=True)
    ] = None
    list_id: Annotated[
        str | None, Doc("The List-Id (RFC 2919).", "expert-to-leader.example.org", one_line=True)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What stands under each mail."""

    organisation: Annotated[str, Doc("Who sends the course.")]
    address: Annotated[str, Doc("The postal address, which many countries require by law.")]
    why: Annotated[str, Doc("Why the learner gets this email.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What is kept of a learner, in words that learners can read."""

    stored: Annotated[tuple[str, ...], Doc("What is stored, one line each.")] = ()
    not_stored: Annotated[tuple[str, ...], Doc("What is not stored, one line each.")] = ()
    contact: Annotated[str | None, Doc("The contact for questions.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The measures that the rules hold a course to; a course may set its own."""

    words_min: Annotated[
        int,
        Doc("The minimum number of words of a lesson; 0 for no limit.", at_least=0, at_most=20000),
    ] = 800
    words_max: Annotated[
        int,
        Doc("The maximum number of words of a lesson; 0 for no limit.", at_least=0, at_most=20000),
    ] = 1300
    mail_words_min: Annotated[
        int,
        Doc(
            "The minimum number of words of a short email; 0 for no limit.",
            at_least=0,
            at_most=5000,
        ),
    ] = 350
    mail_words_max: Annotated[
        int,
        Doc(
            "The maximum number of words of a short email; 0 for no limit.",
            at_least=0,
            at_most=5000,
        ),
    ] = 500
    reading_grade: Annotated[
        int,
        Doc(
            "The highest reading grade (Flesch-Kincaid, English only); 0 for no limit.",
            at_least=0,
            at_most=30,
        ),
    ] = 10
    feedback_words: Annotated[
        int,
        Doc("The maximum number of words of feedback; 0 for no limit.", at_least=0, at_most=1000),
    ] = 35
    assessment_items: Annotated[
        int, Doc("The minimum number of assessment items for each track.", at_least=1, at_most=200)
    ] = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """How large the files of a course may be, in megabytes (1 MB is 1,000,000 bytes)."""

    file_mb: Annotated[
        int,
        Doc("The largest file that is read, in MB.", "400", at_least=1, at_most=2000),
    ] = 50
    package_mb: Annotated[
        int | None,
        Doc(
            "The size in MB above which a package is reported; if left out, the limit of the LMS "
            "that `--lms` names, or 50.",
            "600",
            at_least=1,
            at_most=4000,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallMail:
    """A short mail after the course that asks again what was learned."""

    offset: Annotated[int, Doc("Days after the end of the course.", "7", at_least=1, at_most=400)]
    subject: Annotated[
        str,
        Doc(
            "The subject, which may contain placeholders; if left out, the default subject.",
            one_line=True,
            placeholders=True,
        ),
    ] = ""
    preheader: Annotated[
        str,
        Doc(
            "What inboxes show after the subject; may contain placeholders.",
            one_line=True,
            placeholders=True,
        ),
    ] = ""
    items: Annotated[Mapping[str, tuple[str, ...]], Doc("The recall items, for each track.")] = (
        field(default_factory=dict)
    )
    question: Annotated[
        Mapping[str, str],
        Doc("For each track, a question with options from its lessons, asked as a case to decide."),
    ] = field(default_factory=dict)
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole of `course.yaml`."""

    id: Annotated[
        str,
        Doc(
            "A stable slug; packages and progress depend on it.",
            "expert-to-leader",
            64,
            pattern=SLUG,
        ),
    ]
    title: Annotated[str, Doc("The title of the course.", at_most=120, one_line=True)]
    subtitle: Annotated[str, Doc("A line under the title.")] = ""
    description: Annotated[str, Doc("What learners get out of it, in a few sentences.")] = ""
    cover: Annotated[
        Picture | None,
        Doc("The cover picture, shown where people choose a track and in the welcome email."),
    ] = None
    version: Annotated[str, Doc("The version of the content.", "1.0")]
    language: Annotated[
        str,
        Doc(
            "The language of the text (BCP 47).", "en", pattern=r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
        ),
    ]
    authors: Annotated[tuple[str, ...], Doc("Who wrote it.")] = ()
    license: Annotated[str, Doc("The license of the content.", "CC BY 4.0")] = ""
    tracks: Annotated[tuple[Track, ...], Doc("The tracks through the course; at least one.")]
    modules: Annotated[tuple[Module, ...], Doc("The phases, in order.")]
    schedules: Annotated[tuple[Schedule, ...], Doc("Schedules; the first is the default.")] = ()
    recall_mails: Annotated[tuple[RecallMail, ...], Doc("Recall emails after the course.")] = ()
    packages: Annotated[tuple[Package, ...], Doc("The packages for an LMS.")] = ()
    outcomes: Annotated[
        Mapping[str, str], Doc("Course outcomes by id; objectives refer to them with `course:`.")
    ] = field(default_factory=dict)
    mastery: Annotated[
        int, Doc("The percentage needed to pass an assessment.", at_least=1, at_most=100)
    ] = 80
    reporting: Annotated[
        Reporting, Doc("The status reported to the LMS at the end: if passed, and if not.")
    ] = "passed-incomplete"
    self_assessments: Annotated[
        Literal["browser", "lms"],
        Doc(
            "Where an LMS package keeps learners' self-assessments: in their browser, or with "
            "their progress in the LMS, so that every device shows the comparison. LMS "
            "administrators could then read them. The site always uses the browser."
        ),
    ] = "browser"
    links: Annotated[Links, Doc("Addresses outside the course.")] = field(default_factory=Links)
    sender: Annotated[
        Sender | None, Doc("Who the emails come from; required for the email target.")
    ] = None
    footer: Annotated[
        Footer | None, Doc("The footer of each email; required for the email target.")
    ] = None
    privacy: Annotated[Privacy, Doc("What is stored about a learner.")] = field(
        default_factory=Privacy
    )
    media: Annotated[Media, Doc("How large pictures, recordings and downloads may be.")] = field(
        default_factory=Media
    )
    limits: Annotated[Limits, Doc("Limits for lessons and questions; each has a default.")] = field(
        default_factory=Limits
    )
    targets: Annotated[
        tuple[str, ...],
        Doc("What `build` and `check` compile if no `--target` is given.", "[scorm12, site]"),
    ] = ()
    rules: Annotated[
        RuleLevels,
        Doc(
            "Severities of problems by code; a key that ends with `/` is a folder with severities "
            "of its own; `profile` is `standard` or `strict`. See [rules](rules.md)."
        ),
    ] = field(default_factory=RuleLevels)
    span: Span
