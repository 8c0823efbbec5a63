"""How long a learner's state can get: the player's packing (player/state.js), counted from above.

The bound holds for every learner: all lessons done, all questions answered, all lines ticked.
"""

from collections.abc import Iterable, Iterator
from math import ceil, log2
from typing import Any

from .questions import ItemType

__all__ = ["hash32", "longest_state", "state_settings"]

_HASH_BITS = 24
_HEADER_BITS = 6 + 5 + 16
_FRAME = 3  # the version's letter, and two characters of checksum
_ATTEMPT_BITS = 6 + 1 + 12 + 7 + 7
_END_BITS = 32
_DAY_BITS = 16
_VISIT_BITS = 17 + 24

Data = dict[str, Any]


def hash32(text: str) -> int:
    """Return 32 well-mixed bits of a text: `hash32` of player/dom.js."""
    h = 0x811C9DC5
    for byte in text.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return h ^ (h >> 16)


def state_settings(data: Data) -> Data:
    """Return `{salt, rice}`: a salt under which no two names of the course share a hash.

    Should all 64 salts fail (some ten thousand names), the last is taken: the player then leaves
    out what it cannot tell apart.
    """
    names = [name for name, _ in _records(data)]
    most = sum(1 for _ in _kept(data))
    rice = max(1, min(_HASH_BITS - 1, _HASH_BITS - ceil(log2(max(most, 2)))))
    salt = 0
    for salt in range(64):
        if len({hash32(f"{salt}:{name}") >> 8 for name in names}) == len(names):
            break
    return {"salt": salt, "rice": rice}


def longest_state(data: Data) -> int:
    """Return how many characters the state has at most, without answers in words.

    Those are kept only as far as there is room, so they can never be what does not fit.
    """
    rice = int(data["state"]["rice"])
    payloads = list(_kept(data))
    bits = _HEADER_BITS + _length_bits(len(payloads))
    bits += (1 << _HASH_BITS) >> rice  # all quotients together: distances add up to the hash
    bits += sum(rice + 1 + _length_bits(payload) + payload for payload in payloads)
    return _FRAME + ceil(bits / 6)


def _length_bits(value: int) -> int:
    groups = 1
    while value >= 1 << (3 * groups):
        groups += 1
    return 4 * groups


def _kept(data: Data) -> Iterator[int]:
    """Yield the payload of each record of the largest state: of a cell its largest question."""
    yield 0  # the track
    yield 0  # the place
    yield _DAY_BITS
    yield _VISIT_BITS
    yield from (1 for _ in data["lessons"])
    yield from (_answer_bits(item) for item in data["items"].values() if not item.get("scored"))
    for assessment in data["assessments"]:
        yield _ATTEMPT_BITS + (_END_BITS if assessment.get("minutes") else 0)
        for cell in assessment["cells"]:
            yield max(_answer_bits(data["items"][id_]) for id_ in cell["items"])
    for ids in data["marks"].values():
        yield from (2 for _ in ids)


def _answer_bits(item: Data) -> int:
    keys, targets = len(item["keys"]), len(item.get("targets", ()))
    type_: ItemType = item["type"]
    match type_:
        case "text" | "gaps" | "number":
            return 1
        case "multiple":
            return 1 + keys
        case "match":
            return 1 + keys * _width(targets + 1)
        case "order":
            return 1 + keys * _width(keys)
        case "single" | "truefalse" | "branch":
            return 1 + _width(keys)


def _width(count: int) -> int:
    return ceil(log2(max(count, 1)))


def _records(data: Data) -> Iterator[tuple[str, Any]]:
    """Yield the name of everything that can be kept: `records` of player/state.js."""
    yield from ((f"t:{track['id']}", None) for track in data["tracks"])
    for lesson in data["lessons"]:
        for name in (lesson["id"], *lesson.get("was", ())):
            yield f"p:{name}", None
            yield f"l:{name}", None
    for id_, item in data["items"].items():
        keys, targets = _joined(item["keys"]), _joined(map(str, item.get("targets", ())))
        yield f"i:{id_}:{item['type']}:{keys}:{targets}", None
    for kind, ids in data["marks"].items():
        yield from ((f"m:{kind}:{id_}", None) for id_ in ids)
    yield from ((f"a:{assessment['id']}", None) for assessment in data["assessments"])
    yield "d:day", None
    yield "v:visit", None


def _joined(keys: Iterable[str]) -> str:
    # By UTF-16, as JavaScript sorts; for ASCII keys it is the same.
    return ",".join(sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass")))
