"""`coursewright send`: send what is due, once or for as long as it runs."""

import os
import secrets
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .ledger_options import (
    TIME,
    course_option,
    database_option,
    keyring_of,
    now,
    opened,
    opened_ledger,
    seconds_of,
    sequence_option,
)
from .log_options import log_options
from .sender_options import (
    read_resolvers,
    read_settings,
    server_options,
    speed_options,
    warn_if_plain,
)
from .wallclock_system import SystemClock, shown

if TYPE_CHECKING:
    from coursewright.delivery.sender.replies import Reply
    from coursewright.delivery.sender.worker import SendResult, SendWorker
    from coursewright.sequence.release import Release

__all__ = ["sample_words", "send", "send_one"]

_EXAMPLES = """\b
Examples:
  coursewright send --dry-run
  coursewright send --failed --dry-run
  coursewright send --once --smtp smtp://localhost
  coursewright send --watch --smtp smtp+starttls://me@mail.example.org --rate 20/s
  coursewright send --watch --provider office365
  coursewright send --test me@example.org --track aspire
  coursewright send --once --dkim example.org:2027a:rsa.pem --mta-log /var/log/mail.log

The user and password are read from COURSEWRIGHT_SMTP_USER and _PASSWORD, the secret from
COURSEWRIGHT_SECRET or coursewright.key.
"""


@click.command("send", epilog=_EXAMPLES)
@sequence_option
@database_option
@course_option
@server_options
@click.option("--once", "mode", flag_value="once", default=True, help="Send what is due, then end.")
@click.option("--watch", "mode", flag_value="watch", help="Stay and send what becomes due.")
@click.option("--dry-run", "dry_run", is_flag=True, help="Show what would be sent; send nothing.")
@click.option("--failed", is_flag=True, help="Send lessons again that failed, then what is due.")
@click.option("--since", type=TIME, metavar="TIME", help="Of --failed: failed since then, UTC.")
@click.option(
    "--test", "test", metavar="ADDRESS", help="Send one sample email: --test me@example.org"
)
@click.option("--track", default="", metavar="ID", help="Of the sample: --track aspire")
@click.option("--lesson", default="", metavar="ID", help="Of the sample: --lesson the-real-boss")
@speed_options
@click.option("--dkim", multiple=True, metavar="DOMAIN:SELECTOR:FILE", help="Sign: --dkim d:s:f")
@log_options
@click.option(
    "--idempotency",
    metavar="HEADER:SECONDS",
    help="A header by which the provider drops doubles: --idempotency X-Key:86400",
)
@click.option(
    "--return-path",
    default="",
    metavar="ADDRESS",
    help="Where bounces go; a * becomes the email's signed name: --return-path b+*@example.org",
)
# Three times the time that a mail server has to answer: a lease that ends before the answer would
# call a mail doubtful that is only slow.
@click.option(
    "--lease",
    type=click.IntRange(180, 86400),
    default=600,
    show_default=True,
    help="Seconds after which an email without a result is in doubt: --lease 900",
)
def send(
    sequence: Path,
    database: str,
    course: str,
    mode: str,
    test: str | None,
    dry_run: bool,
    failed: bool,
    since: datetime | None,
    **words: Any,
) -> None:
    """Send each lesson that is due, once.

    An email that may or may not have been sent is never sent again blindly. It is looked up in the
    mail server's log, or held for your decision: see `coursewright status`.
    """
    if test:
        _test(sequence, test, words)
        return
    with opened(database, course, dry_run=dry_run) as (ledger, published):
        keyring = keyring_of(ledger, record=not dry_run)
        if failed:
            _owe_failed(ledger, since, dry_run=dry_run)
        if dry_run:
            _dry_run(ledger)
            return
        _warn_of_other_build(sequence, published)
        _run(_sender(ledger, keyring, published, words), ledger, watch=mode == "watch")


def _sender(ledger: Any, keyring: Any, published: Any, words: dict[str, Any]) -> "SendWorker":
    from coursewright.delivery.sender.job_messages import JobMessages
    from coursewright.delivery.sender.signing import read_signer
    from coursewright.delivery.sender.worker import SendWorker

    resolvers, header = read_resolvers(words)
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
    setup = read_settings(
        words,
        who=f"{os.uname().nodename}:{os.getpid()}",
        resolvers=resolvers,
        return_path="" if "*" in back else back,
    )
    warn_if_plain(setup.server)
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
    said: list[str] = []
    while True:
        try:
            _print(sender.drain())
        except SurroundingsError as error:
            _print(sender.tally)
            if not watch:
                raise
            print(f"coursewright: {error}; trying again.", file=sys.stderr)
        said = _say_what_stops(sender, said)
        if not watch:
            break
        if not _wait(sender, ledger, stopping):
            return
    _end(sender, ledger, stopped=stopping.is_set())


def _end(sender: "SendWorker", ledger: Any, *, stopped: bool) -> None:
    """Say why the run is over."""
    if sender.latches:
        click.get_current_context().exit(1)
    if sender.resumes_at is not None:
        print(f"A limit is reached. More may go at {shown(int(sender.resumes_at))}.")
    elif not (stopped or any(sender.tally.values())):
        print(f"Nothing is due. {_next(ledger)}")


def _say_what_stops(sender: "SendWorker", said: list[str]) -> list[str]:
    """Print the latches that hold, once each."""
    words = [str(latch) for latch in sender.latches]
    for word in words:
        if word not in said:
            print(f"Sending is {word} Release it: `coursewright latch release`.", file=sys.stderr)
    return words


def _wait(sender: "SendWorker", ledger: Any, stopping: threading.Event) -> bool:
    """Wait until something may go, half a minute at most; return whether to go on."""
    from coursewright.delivery.ledger.claims import next_wake

    clock = SystemClock()
    for _ in range(30):
        if stopping.is_set():
            return False
        wake = next_wake(ledger)
        held = sender.latches or (sender.resumes_at or 0.0) > clock.now()
        if wake is not None and wake <= clock.now() and not held:
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
    from coursewright.delivery.planning.learner_values import subject_for

    jobs = preview(ledger, SystemClock().now())
    for job in jobs:
        whose = (job.track, job.learner or job.name, job.attrs)
        subject = subject_for(job.published.release, *whose, job.message)
        print(f"{job.address}  {job.message.key}  {subject}")
    print(f"{len(jobs):,} would be sent. {'' if jobs else _next(ledger)}".rstrip())


def _owe_failed(ledger: Any, since: datetime | None, *, dry_run: bool) -> None:
    from coursewright.delivery.ledger.failures import resend_failed

    with ledger.trial(dry_run=dry_run) as connection:
        now = SystemClock().now()
        found = resend_failed(ledger, connection, now, seconds_of(since) or 0)
    verb = "would be sent again" if dry_run else "will be sent again"
    print(f"{found.lessons:,} failed lessons of {found.learners:,} learners {verb}.")
    if found.left_out:
        print(f"{found.left_out:,} stay failed: their learners left, or are suppressed.")


def _next(ledger: Any) -> str:
    from coursewright.delivery.ledger.status_report import report

    at = report(ledger, SystemClock().now()).next_at
    if at is None:
        return "Nobody is waiting for an email."
    return f"The next email is due at {shown(at)}."


def _test(sequence: Path, to: str, words: dict[str, Any]) -> None:
    """Send one email of the build to an address of one's own; the ledger is not even opened."""
    from coursewright.sequence.release import load_release

    step = (words["track"], words["lesson"], "digest")
    reply = send_one(load_release(sequence), sequence.parent, to, step, words)
    print(f"{to}: {reply.code} {reply.text}")
    if not 200 <= reply.code < 300:
        click.get_current_context().exit(1)
    print("Its links belong to no learner: the service answers that they do not work.")


def send_one(
    release: "Release", folder: Path, to: str, step: tuple[str, str, str], words: dict[str, Any]
) -> "Reply":
    """Send one email of a release as it would reach a learner; return the server's answer.

    Args:
        release: the release.
        folder: where its messages are.
        to: the address.
        step: track, key and edition; the first lesson of the first track if empty.
        words: the options of `send`.
    """
    from coursewright.delivery.ledger.publishing import publish
    from coursewright.delivery.sender.test_email import send_sample
    from coursewright.delivery.tokens.keyring import Keyring

    track, key, edition = step
    with opened_ledger("sqlite://") as memory:
        published = publish(memory, release, folder, now())
        sender = _sender(memory, Keyring([secrets.token_urlsafe(32)]), published, words)
        return send_sample(sender, published, to, track, key, edition=edition)


def sample_words(server: dict[str, str | None]) -> dict[str, Any]:
    """Return the options of `send` for a single email through a server."""
    none: dict[str, Any] = {"dkim": (), "rate": (), "domain_rate": (), "mta_log": ()}
    none |= {"accepted_log": None, "idempotency": None, "return_path": "", "connections": 1}
    return {**none, "lease": 600, **server}


def _warn_of_other_build(sequence: Path, published: Any) -> None:
    """Say that what lies in the build folder is not what learners are sent."""
    from coursewright.errors import CoursewrightError
    from coursewright.sequence.release import load_release

    if not sequence.is_file():
        return
    try:
        release = load_release(sequence)
    except CoursewrightError:  # what is sent does not depend on it
        return
    if release.slug == published.release.slug and release.hash != published.hash:
        print(
            f"Note: {sequence} is not what is published. "
            "See what would change: `coursewright publish --dry-run`.",
            file=sys.stderr,
        )
