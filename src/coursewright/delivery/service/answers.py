"""Which answers an email offers: only those can be given, each item once."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache

import sqlalchemy as sa

from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.tokens.links import LINKS
from coursewright.sequence.filling import settle
from coursewright.sequence.placeholders import Placeholder
from coursewright.sequence.reader import read_message
from coursewright.sequence.upgrade import upgraded_message

__all__ = ["is_offered", "was_given"]

_CHOICE = re.compile(r"/([^/\s\"'<>?#&]{1,64})/([^/\s\"'<>?#&]{1,64})")
_ANSWER = "link.answer"
_LINKS = frozenset({*LINKS, _ANSWER})


def is_offered(
    connection: sa.Connection, enrolment: int, lesson: int, item: str, option: str
) -> bool:
    """Tell whether a lesson, as this learner got it, has a link for an answer.

    Without an item: whether the learner has got the lesson at all.
    """
    values = {"id": enrolment, "lesson": lesson}
    rows = connection.execute(statement(connection, "contents-sent"), values).all()
    if not item:
        return bool(rows)
    return any((item, option) in _choices(row.hash, bytes(row.data)) for row in rows)


def was_given(connection: sa.Connection, enrolment: int, lesson: str, item: str) -> bool:
    """Tell whether an item of a lesson was answered before, or its action done."""
    values = {"id": enrolment, "kind": "answer" if item else "done"}
    for text in connection.execute(statement(connection, "events-of-kind"), values).scalars():
        data = json.loads(text)
        if (data.get("lesson"), data.get("item") or "") == (lesson, item):
            return True
    return False


@lru_cache(maxsize=256)
def _choices(_hash: str, data: bytes) -> frozenset[tuple[str, str]]:
    return frozenset(_found(data))


def _found(data: bytes) -> Iterator[tuple[str, str]]:
    texts = read_message(upgraded_message(data))
    for text in (texts.html, texts.text):
        after = False
        for piece in settle(text, _LINKS):
            if isinstance(piece, Placeholder):
                after = piece.name == _ANSWER
            elif after and (choice := _CHOICE.match(piece)):
                yield choice[1], choice[2]
                after = False
