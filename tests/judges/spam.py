"""SpamAssassin: how much a message looks like spam, by its local tests alone."""

import re
import subprocess

from .node import program

__all__ = ["spam_score", "spam_tests"]


def spam_score(message: bytes) -> float:
    """Return the score of a whole message as sent; 5.0 is spam, ours stay below 1.0."""
    return _judge(message)[0]


def spam_tests(message: bytes) -> list[str]:
    """Return the names of the tests that a message sets off."""
    return _judge(message)[1]


def _judge(message: bytes) -> tuple[float, list[str]]:
    done = subprocess.run(
        [program("spamassassin"), "--local", "--test-mode"],
        input=message,
        capture_output=True,
        check=True,
        timeout=120,
    )
    head = re.sub(rb"\r?\n[ \t]+", b" ", done.stdout)
    status = re.search(
        rb"^X-Spam-Status: .*?score=(-?[\d.]+).*?tests=([\w, ]*)", head, re.MULTILINE
    )
    if status is None:
        msg = f"SpamAssassin gave no score:\n{done.stderr.decode()}"
        raise RuntimeError(msg)
    return float(status[1]), re.findall(r"\w+", status[2].decode().split(" autolearn")[0])
