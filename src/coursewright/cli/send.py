"""`coursewright send`: send what is due, once or for as long as it runs."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .ledger_options import course_option, database_option, opened, read_keys, sequence_option
from .wallclock_system import SystemClock, shown

if TYPE_CHECKING:
    from coursewright.delivery.sender.worker import SendResult, SendWorker

__all__ = ["send"]

_EXAMPLES = """\b
Examples:
  coursewright send --dry-run
  coursewright send --once --smtp smtp://localhost
  coursewright send --watch --smtp smtp+starttls://me@mail.example.org --rate 20/s
  coursewright send --test me@example.org --track aspire
  coursewright send --once --dkim example.org:2027a:rsa.pem --mta-log /var/log/mail.log

The password is read from COURSEWRIGHT_SMTP_PASSWORD, the secret from COURSEWRIGHT_SECRET or
coursewright.key.
"""


@click.command("send", epilog=_EXAMPLES)
@sequence_option
@database_option
@course_option
@click.option(
    "--smtp",
    "url",
    envvar="COURSEWRIGHT_SMTP",
    default="smtp://localhost",
    show_default=True,
    metavar="URL",
    help="Where mails are handed in: --smtp smtp://localhost",
)
@click.option("--once", "mode", flag_value="once", default=True, help="Send what is due, then end.")
@click.option("--watch", "mode", flag_value="watch", help="Stay and send what becomes due.")
@click.option("--dry-run", "mode", flag_value="dry", help="Say what would be sent; send nothing.")
@click.option("--test", "test", metavar="ADDRESS", help="One sample mail: --test me@example.org")
@click.option("--track", default="", metavar="ID", help="Of the sample: --track aspire")
@click.option("--lesson", default="", metavar="ID", help="Of the sample: --lesson the-real-boss")
@click.option(
    "--connections",
    type=click.IntRange(1, 256),
    default=16,
    show_default=True,
    help="To the mail server, at once: --connections 32",
)
@click.option("--rate", metavar="N/UNIT", help="At most so many in all: --rate 20/s")
@click.option("--domain-rate", metavar="N/UNIT", help="For one domain: --domain-rate 5000/d")
@click.option("--dkim", multiple=True, metavar="DOMAIN:SELECTOR:FILE", help="Sign: --dkim d:s:f")
@click.option(
    "--mta-log",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Postfix's log, which resolves doubts: --mta-log /var/log/mail.log",
)
@click.option(
    "--accepted-log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A file of accepted Message-IDs, one a line: --accepted-log taken.log",
)
@click.option(
    "--idempotency",
    metavar="HEADER:SECONDS",
    help="A header by which the provider drops doubles: --idempotency X-Key:86400",
)
@click.option(
    "--return-path",
    default="",
    metavar="ADDRESS",
    help="Where bounces go; a * becomes the mail's signed name: --return-path b+*@example.org",
)
# Three times the time that a mail server has to answer: a lease that ends before the answer would
# call a mail doubtful that is only slow.
@click.option(
    "--lease",
    type=click.IntRange(180, 86400),
    default=600,
    show_default=True,
    help="Seconds after which a mail without a result is in doubt: --lease 900",
)
def send(
    sequence: Path, database: str, course: str, mode: str, test: str | None, **words: Any
) -> None:
    """Send each lesson that is due, once.

    A mail whose fate is unknown is never sent again blindly: it is looked up in the log of the
    mail server or held; `coursewright status` shows it.
    """
    from coursewright.delivery.tokens.keyring import Keyring

    keyring = Keyring(read_keys())
    with opened(database, sequence, course) as (ledger, published):
        if mode == "dry" and not test:
            _dry_run(ledger)
            return
        sender = _sender(ledger, keyring, published, words)
        if test:
            _test(sender, published, test, words)
            return
        _run(sender, ledger, watch=mode == "watch")


def _sender(ledger: Any, keyring: Any, published: Any, words: dict[str, Any]) -> "SendWorker":
    from coursewright.delivery.sender.doubt_resolvers import AcceptedLog, IdempotencyKey, PostfixLog
    from coursewright.delivery.sender.job_messages import JobMessages
    from coursewright.delivery.sender.outbox import SendLimits, read_rate
    from coursewright.delivery.sender.signing import read_signer
    from coursewright.delivery.sender.transport import read_server
    from coursewright.delivery.sender.worker import SenderSettings, SendWorker

    header, _, remembers = (words["idempotency"] or "").partition(":")
    resolvers: list[Any] = []
    if words["mta_log"]:
        resolvers.append(PostfixLog(words["mta_log"]))
    if words["accepted_log"]:
        resolvers.append(AcceptedLog(words["accepted_log"]))
    if header:
        if not remembers.isdecimal():
            msg = "--idempotency wants HEADER:SECONDS"
            raise click.UsageError(msg)
        resolvers.append(IdempotencyKey(float(remembers)))
    domain = published.release.sequence.sender.address.rpartition("@")[2]
    back = words["return_path"]
    if back.count("*") > 1 or ("*" in back and "@" not in back.partition("*")[2]):
        msg = "--return-path wants ADDRESS, with one * before the @"
        raise click.UsageError(msg)
    mailroom = JobMessages(
        ledger,
        keyring,
        domain,
        [read_signer(one) for one in words["dkim"]],
        header,
        bounces=back if "*" in back else "",
    )
    setup = SenderSettings(
        read_server(words["url"], os.environ.get("COURSEWRIGHT_SMTP_PASSWORD", "")),
        who=f"{os.uname().nodename}:{os.getpid()}",
        connections=words["connections"],
        lease=float(words["lease"]),
        limits=SendLimits(
            read_rate(words["rate"]) if words["rate"] else None,
            read_rate(words["domain_rate"]) if words["domain_rate"] else None,
        ),
        resolvers=resolvers,
        return_path="" if "*" in back else back,
    )
    clock = SystemClock()
    return SendWorker(ledger, keyring, clock, setup, mailroom, _Meter(clock))


class _Meter:
    """Progress and rate on a terminal."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock, self._since = clock, clock.monotonic()
        self._shows = sys.stderr.isatty()

    def __call__(self, tally: "SendResult") -> None:
        seconds = self._clock.monotonic() - self._since
        if self._shows and seconds > 1:
            rate = tally["sent"] / seconds
            print(f"\r\x1b[K  {tally['sent']:,} sent, {rate:,.0f}/s", end="", file=sys.stderr)


def _run(sender: "SendWorker", ledger: Any, *, watch: bool) -> None:
    from coursewright.errors import SurroundingsError

    stopping = threading.Event()

    def stop(_signal: int, _frame: object) -> None:
        stopping.set()
        sender.stop()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)
    while True:
        try:
            _print(sender.drain())
        except SurroundingsError as error:
            _print(sender.tally)
            if not watch:
                raise
            print(f"coursewright: {error}; trying again.", file=sys.stderr)
        if not watch:
            break
        if not _wait(ledger, stopping):
            return
    if not (stopping.is_set() or any(sender.tally.values())):
        print(f"Nothing is due. {_next(ledger)}")


def _wait(ledger: Any, stopping: threading.Event) -> bool:
    """Wait until something is due, half a minute at most; tell whether to go on."""
    from coursewright.delivery.ledger.claims import next_wake

    clock = SystemClock()
    for _ in range(30):
        if stopping.is_set():
            return False
        wake = next_wake(ledger)
        if wake is not None and wake <= clock.now():
            break
        clock.sleep(1)
    return not stopping.is_set()


def _print(tally: "SendResult") -> None:
    said = [f"{tally[name]:,} {name}" for name in sorted(tally) if tally[name]]
    if said:
        clear = "\r\x1b[K" if sys.stderr.isatty() else ""
        print(f"{clear}{', '.join(said)}", flush=True)


def _dry_run(ledger: Any) -> None:
    from coursewright.delivery.ledger.claims import preview

    jobs = preview(ledger, SystemClock().now())
    for job in jobs:
        print(f"{job.address}  {job.message.key}  {job.message.shown_subject}")
    print(f"{len(jobs):,} would be sent. {'' if jobs else _next(ledger)}".rstrip())


def _next(ledger: Any) -> str:
    from coursewright.delivery.ledger.status_report import report

    at = report(ledger, SystemClock().now()).next_at
    if at is None:
        return "Nobody waits for a mail."
    return f"The next mail may go at {shown(at)}."


def _test(sender: "SendWorker", published: Any, to: str, words: dict[str, Any]) -> None:
    from coursewright.delivery.sender.test_email import send_sample

    reply = send_sample(sender, published, to, words["track"], words["lesson"])
    print(f"{to}: {reply.code} {reply.text}")
    if not 200 <= reply.code < 300:
        raise SystemExit(1)
    print("Its links belong to no learner: the service answers that they do not work.")
