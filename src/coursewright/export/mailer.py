"""What a product needs to be written for: its grammar, its fields, its files, its truth."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from coursewright.output import Artifact
from coursewright.sequence.placeholders import Context
from coursewright.sequence.tracks import TrackEmails

__all__ = ["Grammar", "Mailer", "MailerEmail", "MailerTrack"]


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a template language prints text and values."""

    literal: Callable[[str, bool], str]
    """Text of an author, and whether it stands in HTML, so that no tag is seen in it."""
    value: Callable[[str, Context, str], str]
    """A field, its context and its fallback (not yet escaped), as a tag."""
    whole: Callable[[str], str] = str
    """The last step over a whole HTML part."""


@dataclass(frozen=True, slots=True)
class MailerEmail:
    """One email in the product's own tags."""

    number: int
    """Its place on the track, from 1."""
    name: str
    """The name of its files: `03-why-experts-stumble`."""
    id: str
    kind: str
    key: str
    day: int
    delay: int
    """Days after the email before; 0 if it follows on the same day."""
    subject: str
    preheader: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class MailerTrack:
    """What is laid out for one track."""

    source: TrackEmails
    emails: tuple[MailerEmail, ...]
    warnings: tuple[str, ...] = ()
    """What the product does otherwise than the course says, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """One product."""

    name: str
    """What it is called on the command line."""
    product: str
    grammar: Grammar
    fields: Mapping[str, str]
    """The product's name of each placeholder for a value."""
    links: Mapping[str, str] = field(default_factory=dict)
    """The product's whole tag for a page of its own."""
    tracks_opens: bool = True
    """Whether it may add a pixel that records opens; then no email can promise otherwise."""
    unsubscribes_by_email: bool = False
    """Whether its emails can be left by email alone, where it has no page of its own."""
    files: Callable[[MailerTrack], Iterable[Artifact]]
    """The files for one track, beside its emails and its list."""
    shared: Callable[[], Iterable[Artifact]] = tuple
    """Files that all tracks share."""
    takes: str
    """What the product takes, in a sentence."""
    lacks: tuple[str, ...]
    """What it cannot take, or what is not known of it, one sentence each."""
    tried: str
    """What was tried of it, and with what, in a sentence or two."""
    checked: str = ""
    """The version, date and source that this was checked against, and what nobody could check."""
    warnings: Callable[[TrackEmails], Iterable[str]] = lambda _: ()
    """What the product does otherwise with a track, one sentence each."""
    push: str = ""
    """How `coursewright push` is used with it, in Markdown; empty if its API is not used."""
    steps: str
    """How it gets in there, in Markdown, with the exact calls."""
