"""From a claimed job to the bytes of its message: texts of the ledger, values, links, headers."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import sqlalchemy as sa

from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.planning.learner_values import learner_values
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from coursewright.delivery.tokens.references import leave_name, return_address
from coursewright.errors import SurroundingsError
from coursewright.mime.headers import address, mailto
from coursewright.sequence.email_template import EmailTemplate, read_email_template
from coursewright.sequence.format import MessageKind
from coursewright.sequence.release import Release
from coursewright.sequence.upgrade import upgraded_message

from .mime_writer import Composer, Envelope
from .signing import Signer

__all__ = ["JobMessages"]

_KEPT = 512  # templates; the least used go first, so memory stays flat


@dataclass
class JobMessages:
    """Makes the messages of all courses of a ledger."""

    ledger: Ledger
    keyring: Keyring
    domain: str
    """Of the Message-IDs; the same for every process that works on one ledger."""
    signers: Sequence[Signer] = ()
    idempotency_header: str = ""
    service: str | None = None
    """The base of the service; empty: as the course says."""
    bounces: str = ""
    """Where bounces go, with a `*` for the name of the delivery: `bounces+*@example.org`."""
    _templates: "OrderedDict[tuple[str, frozenset[str]], EmailTemplate]" = field(
        default_factory=OrderedDict
    )
    _desks: dict[str, tuple[Composer, LinkSigner]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def compose(self, job: Job) -> bytes:
        """Return the message of a job: the same bytes each time."""
        release = job.published.release
        composer, links = self._desk(release)
        found, answered = links.values(job.id, job.lesson_id), links.names
        leave_by = self._leave_by(job)
        one_click = found.get("link.unsubscribe")
        if links.base is None:  # nothing answers a click: an email does, signed like any link
            found = {"link.unsubscribe": mailto(*leave_by)}
            answered = frozenset(found)
        name = job.name if job.learner is None else job.learner
        attrs, to = job.attrs, job.name
        if job.message.kind == MessageKind.CONFIRM:
            # A stranger may have typed the name; who is asked first is on no list yet.
            name, attrs, to, one_click = "", {}, "", None
        values = learner_values(release, job.track, name, attrs, job.message) | found
        envelope = Envelope(
            address=job.address,
            name=to,
            message_id=self.keyring.message_ids(job.id, job.lesson_id, job.gen, self.domain)[0],
            date=job.date,
            values=values,
            unsubscribe=one_click,
            leave_by=leave_by,
        )
        return composer.compose(self.template(job.hash, answered), envelope)

    def _leave_by(self, job: Job) -> tuple[str, str]:
        """Return address and subject of an email that unsubscribes, signed in both.

        With a return path it goes where bounces go, else where replies go.
        """
        name = leave_name(self.keyring, job.id)
        sender = job.published.release.sequence.sender
        to = self.bounces.replace("*", name, 1) or sender.reply_to or sender.address
        return to, f"unsubscribe {name}"

    def template(self, name: str, answered: frozenset[str]) -> EmailTemplate:
        """Return a compiled text by its hash, with what the links in `answered` need."""
        key = (name, answered)
        with self._lock:
            if key in self._templates:
                self._templates.move_to_end(key)
                return self._templates[key]
        with self.ledger.read() as connection:
            data = _content(connection, name)
        template = read_email_template(upgraded_message(data), answered)
        with self._lock:
            self._templates[key] = template
            if len(self._templates) > _KEPT:
                self._templates.popitem(last=False)
        return template

    def return_path(self, job: Job) -> str:
        """Return where bounces go: an address that names the delivery, or the one in From."""
        if self.bounces:
            place = (job.id, job.lesson_id, job.gen)
            return address(return_address(self.keyring, self.bounces, *place))
        return address(job.published.release.sequence.sender.address)

    def address(self, job: Job) -> str:
        """Return the address for the envelope."""
        return address(job.address)

    def _desk(self, release: Release) -> tuple[Composer, LinkSigner]:
        if release.hash not in self._desks:
            base = self.service or release.sequence.links.service
            composer = Composer(release, self.signers, self.idempotency_header)
            self._desks[release.hash] = (composer, LinkSigner(self.keyring, base))
        return self._desks[release.hash]


def _content(connection: sa.Connection, name: str) -> bytes:
    data = connection.execute(statement(connection, "content"), {"hash": name}).scalar()
    if data is None:
        msg = f"the ledger has lost the text {name[:12]}"
        raise SurroundingsError(msg, hint="Publish the build again: `coursewright send`.")
    return bytes(data)
