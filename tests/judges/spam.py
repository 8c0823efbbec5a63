"""SpamAssassin: how much a message looks like spam, by its local tests alone."""

import re
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from .node import program

__all__ = ["spam_score", "spam_scores", "spam_tests"]


def spam_score(message: bytes) -> float:
    """Return the score of a whole message as sent; 5.0 is spam, ours stay below 1.0."""
    return _judge(message)[0]


def spam_tests(message: bytes) -> list[str]:
    """Return the names of the tests that a message sets off."""
    return _judge(message)[1]


def spam_scores(messages: Mapping[str, bytes]) -> dict[str, float]:
    """Return the score of each of many named messages; two programs share them."""
    named = list(messages.items())
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(_many, (named[0::2], named[1::2]))
    return first | second


def _many(messages: list[tuple[str, bytes]]) -> dict[str, float]:
    """Return the scores of messages given as a mailbox in one file (RFC 4155)."""
    if not messages:
        return {}
    box = b"".join(
        b"From somebody@example.org Mon Jan  5 09:00:00 2026\nX-Judged: %d\n%s\n"
        % (number, message.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From "))
        for number, (_, message) in enumerate(messages)
    )
    # What it gives back is in an order of its own, its status before the headers of the message.
    told = re.split(rb"^X-Judged: (\d+)$", _run(["--mbox"], box), flags=re.MULTILINE)
    found = {
        messages[int(number)][0]: _statuses(head)[-1][0]
        for head, number in zip(told[0::2], told[1::2], strict=False)
    }
    if len(found) != len(messages):
        msg = f"SpamAssassin gave {len(found)} scores for {len(messages)} messages"
        raise RuntimeError(msg)
    return found


def _judge(message: bytes) -> tuple[float, list[str]]:
    return _statuses(_run(["--test-mode"], message))[0]


def _run(options: list[str], mail: bytes) -> bytes:
    done = subprocess.run(
        [program("spamassassin"), "--local", *options],
        input=mail,
        capture_output=True,
        check=True,
        timeout=600,
    )
    return done.stdout


def _statuses(judged: bytes) -> list[tuple[float, list[str]]]:
    found = re.findall(
        rb"^X-Spam-Status: .*?score=(-?[\d.]+).*?tests=([\w, ]*)",
        re.sub(rb"\r?\n[ \t]+", b" ", judged),
        re.MULTILINE,
    )
    if not found:
        msg = f"SpamAssassin gave no score:\n{judged.decode(errors='replace')[:2000]}"
        raise RuntimeError(msg)
    return [
        (float(score), re.findall(r"\w+", tests.decode().split(" autolearn")[0]))
        for score, tests in found
    ]
