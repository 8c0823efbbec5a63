"""Our sender against the stock stack, on the same learners, in turns, into the same sink.

Ours: ledger on SQLite (WAL, synchronous=FULL; claim, intent and result of each mail are durable),
16 connections. The stock stack keeps no ledger: jinja2 with templates compiled once, EmailMessage,
dkimpy with the same key and headers, smtplib on one connection that stays open. Each in one process
of Python; signed with RSA-2048, which the target is for, with Ed25519, and not at all.

Run it: python benchmarks/delivery_stock.py [--quick]
"""

import json
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from pathlib import Path

import dkim  # type: ignore[import-untyped] # it has no types
import jinja2
from delivery_lab import (
    DOMAIN,
    MONDAY,
    SECRET,
    Spent,
    arguments,
    expect,
    postfix_sink,
    real_course,
    show,
    workshop,
)
from delivery_sending import Key, Office, people

from coursewright.delivery.ledger.claims import Job, claim
from coursewright.delivery.ledger.results import Result, intend_all, record
from coursewright.delivery.planning.learner_values import learner_values
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.sender.transport import SmtpLink, read_server
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LINKS, LinkSigner
from coursewright.sequence.filling import settle
from coursewright.sequence.placeholders import Segment
from coursewright.sequence.reader import load_message, read_message
from coursewright.sequence.records import Message
from coursewright.sequence.release import Release

_TRACK = "aspire"
_SIGNED = [
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "list-id",
]
_SIGNED += ["list-unsubscribe", "list-unsubscribe-post", "from"]


@dataclass(frozen=True, slots=True)
class Stock:
    """The stack that most would write: each part from a library, as its documents show it."""

    release: Release
    mails: Sequence[tuple[Message, tuple[jinja2.Template, ...]]]
    links: LinkSigner

    def send(self, smtp: smtplib.SMTP, person: Person, number: int, key: Key | None) -> None:
        """Send a learner the welcome and the first lesson."""
        for lesson in range(len(self.mails)):
            message = self.make(person, number, lesson, key)
            smtp.sendmail("course@example.org", person.email, message)

    def make(self, person: Person, number: int, lesson: int, key: Key | None) -> bytes:
        """Return one message, signed if there is a key."""
        mail, (subject, text, html) = self.mails[lesson]
        values = learner_values(self.release, _TRACK, person.name, {}, mail)
        values |= self.links.values(number, lesson)
        message = EmailMessage(policy=SMTP)
        message["From"] = "From Expert to Leader <course@example.org>"
        message["To"] = f"{person.name} <{person.email}>"
        message["Reply-To"] = "course-help@example.org"
        message["Subject"] = subject.render(values=values)
        message["Date"] = formatdate(MONDAY)
        message["Message-ID"] = make_msgid(domain=DOMAIN)
        message["List-Id"] = "<expert-to-leader.example.org>"
        message["List-Unsubscribe"] = f"<{values['link.unsubscribe']}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(text.render(values=values))
        message.add_alternative(html.render(values=values), subtype="html")
        raw = message.as_bytes()
        if key is None:
            return raw
        signature = dkim.sign(
            raw,
            b"bench",
            DOMAIN.encode(),
            key.private,
            include_headers=[name.encode() for name in _SIGNED],
            signature_algorithm=key.kind.encode() + b"-sha256",
        )
        return bytes(signature) + raw


def template(segments: tuple[Segment, ...], *, escape: bool) -> jinja2.Template:
    """Return one compiled text as a Jinja template with the same placeholders, compiled once."""
    text = "".join(
        "{% raw %}" + one + "{% endraw %}"
        if isinstance(one, str)
        else "{{ values[" + json.dumps(one.name) + "] or " + json.dumps(one.fallback) + " }}"
        for one in settle(segments, LINKS)
    )
    return jinja2.Environment(autoescape=escape).from_string(text)  # noqa: S701 -- for text parts


def stock_of(release: Release, folder: Path) -> Stock:
    """Return the stock stack with the two mails that every learner gets first."""
    mails = []
    for step in release.steps[_TRACK][:2]:
        message = release.message(_TRACK, step.key)
        if message is None:
            raise SystemExit(step.key)
        texts = read_message(load_message(folder, message))
        parts = [
            template(texts.subject, escape=False),
            template(texts.text, escape=False),
            template(texts.html, escape=True),
        ]
        mails.append((message, tuple(parts)))
    links = LinkSigner(Keyring([SECRET]), release.sequence.links.service)
    return Stock(release, mails, links)


def stages(office: Office, key: Key, port: int, count: int) -> list[tuple[str, Spent]]:
    """Measure each stage of ours alone, in one thread: where the time of a mail goes."""
    office.enroll(count, _TRACK)
    found = {name: Spent() for name in ("claim", "compose", "sign", "SMTP", "intent, result")}
    plain, signed = office.mailroom([]), office.mailroom([key.signer])
    link = SmtpLink(read_server(f"smtp://127.0.0.1:{port}"))
    now, done = office.clock.now(), 0
    while done < count:
        with found["claim"].round(200):
            jobs = claim(office.ledger, now, 0.0, "bench", most=200, lease=600).jobs
        with found["compose"].round(len(jobs)):
            for job in jobs:
                plain.compose(job)
        with found["sign"].round(len(jobs)):
            messages = [signed.compose(job) for job in jobs]
        with found["SMTP"].round(len(jobs)):
            for job, message in zip(jobs, messages, strict=True):
                reply = link.send("course@example.org", job.address, message, lambda: True)
                expect(reply.code == 250, reply)
        with found["intent, result"].round(len(jobs)):
            before: list[Job] = []
            for at in range(0, len(jobs) + 8, 8):  # in groups, as sixteen connections make them
                with office.ledger.write() as connection:
                    if at < len(jobs):
                        intend_all(connection, jobs[at : at + 8], now)
                    results = [Result(job, "sent", "250") for job in before]
                    record(office.ledger, connection, office.keyring, results, now, 0)
                before = jobs[at : at + 8]
        done += len(jobs)
    link.quit()
    found["sign"].wall -= found["compose"].wall  # it was made and signed: the rest is the key's
    found["sign"].cpu -= found["compose"].cpu
    return list(found.items())


def verified(office: Office, stock: Stock, key: Key) -> bool:
    """Whether dkimpy finds the signatures of both good: both do the same work."""
    now = office.clock.now()
    job = claim(office.ledger, now, 0.0, "judge", most=1, lease=600).jobs[0]
    ours = office.mailroom([key.signer]).compose(job)
    theirs = stock.make(next(people(0, 1)), 1, 1, key)
    return all(dkim.verify(raw, dnsfunc=lambda *_, **__: key.record) for raw in (ours, theirs))


def turn_of_stock(
    stock: Stock, port: int, crowd: Sequence[Person], key: Key | None, took: Spent
) -> None:
    """Let the stock stack send."""
    smtp = smtplib.SMTP("127.0.0.1", port)
    with took.round(2 * len(crowd)):
        for number, person in enumerate(crowd):
            stock.send(smtp, person, number, key)
    smtp.quit()


def turn_of_ours(office: Office, port: int, learners: int, key: Key | None, took: Spent) -> None:
    """Let our sender send."""
    office.enroll(learners, _TRACK)
    sender = office.sender(port, [key.signer] if key else [])
    with took.round(2 * learners):
        tally = sender.drain()
    expect(tally["sent"] == 2 * learners, tally)


def row(name: str, ours: Spent, theirs: Spent) -> list[str]:
    """Return what is told of one way to sign."""
    turns = sorted(a / b for a, b in zip(ours.rates, theirs.rates, strict=True))
    return [
        name,
        f"{ours.rate:,.0f} (best {max(ours.rates):,.0f})",
        f"{theirs.rate:,.0f} (best {max(theirs.rates):,.0f})",
        f"{ours.rate / theirs.rate:.1f}",
        " ".join(f"{one:.1f}" for one in turns),
        f"{ours.cost:.2f}",
        f"{theirs.cost:.2f}",
        f"{theirs.cost / ours.cost:.1f}",
    ]


def main() -> None:
    """Measure in turns and print."""
    options = arguments(
        __doc__,
        rounds=(7, 3, "turns that each of the two has"),
        learners=(1500, 300, "learners of ours in a turn; each gets two mails"),
        stock=(100, 25, "learners of the stock stack in a turn"),
    )
    with workshop() as folder, postfix_sink() as port:
        release, mails = real_course(folder, options.sequence)
        office = Office(f"sqlite:///{folder}/ledger.db", release, mails)
        stock = stock_of(release, mails)
        ways = {"RSA-2048": Key(), "Ed25519": Key("ed25519"), "unsigned": None}
        ours, theirs = ({name: Spent() for name in ways} for _ in range(2))
        for turn in range(options.rounds):
            crowd = list(people(turn * options.stock, options.stock))
            for name, key in ways.items():
                turn_of_stock(stock, port, crowd, key, theirs[name])
                turn_of_ours(office, port, options.learners, key, ours[name])
        parts = stages(office, Key(), port, options.learners)
        for signing in filter(None, ways.values()):
            office.enroll(1, _TRACK)
            expect(verified(office, stock, signing), "both signatures are good")
        sizes = [len(stock.make(next(people(0, 1)), 1, n, None)) // 1000 for n in (0, 1)]
        office.ledger.close()
    show(
        f"Mails of {sizes[0]} and {sizes[1]} kB in turn, one process each; ours with a ledger",
        [
            "signed",
            "ours, mails/s",
            "stock, mails/s",
            "times",
            "turn by turn, sorted",
            "ours, processor ms",
            "stock, processor ms",
            "times",
        ],
        [row(name, ours[name], theirs[name]) for name in ways],
    )
    show(
        "Where a mail of ours spends its time, each stage alone in one thread",
        ["stage", "wall, us", "processor, us"],
        [[name, f"{1e6 / one.rate:.0f}", f"{1000 * one.cost:.0f}"] for name, one in parts],
    )


if __name__ == "__main__":
    main()
