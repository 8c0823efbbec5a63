"""How much work a template may do, counted in steps and characters: the same on any machine.

Each guarded operation of the sandbox spends from the allowance of the render it belongs to. No
single operation is larger than what it spent before it ran, so a template that asks for too much
is stopped in bounded time and memory, whatever it is made of.
"""

from collections import deque
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2.exceptions import SecurityError

__all__ = [
    "ENTRY",
    "LIMIT",
    "MOST_BITS",
    "STEP",
    "TooMuchWorkError",
    "allowance",
    "measure",
    "metered",
    "spend",
]

LIMIT = 30_000_000
"""What one render may spend. The largest page of the course that ships spends a thirtieth of it."""
ENTRY = 8
"""What an entry of a list spends each time the list is looked through."""
STEP = 20
"""What a loop pass, a call, a filter or an operator spends beside the size of its values."""
MOST_BITS = 10_000
"""The size of a whole number: more than any page counts to."""
_SIZED, _NUMBER, _CONTAINER, _OTHER = 1, 2, 3, 4
_MARKS: tuple[tuple[int, tuple[type, ...]], ...] = (
    (_SIZED, (str, bytes, range)),
    (_NUMBER, (int,)),
    (
        _CONTAINER,
        (list, tuple, set, frozenset, deque, Mapping, KeysView, ValuesView, ItemsView),
    ),
)
_KINDS: dict[type, int] = {}
_END: Any = object()


class TooMuchWorkError(SecurityError):
    """Stop a template that loops or grows without measure."""

    def __init__(self, reason: str = "the template does more work than any page needs") -> None:
        super().__init__(reason)


class _Left:
    """What is left of one render's allowance."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = LIMIT


_LEFT: ContextVar[_Left | None] = ContextVar("allowance", default=None)


@contextmanager
def allowance() -> Iterator[None]:
    """Count what is done inside; a render within a render shares the allowance."""
    if _LEFT.get() is not None:
        yield
        return
    token = _LEFT.set(_Left())
    try:
        yield
    finally:
        _LEFT.reset(token)


def spend(cost: int) -> None:
    """Take `cost` from the allowance.

    Raises:
        TooMuchWorkError: nothing is left.
    """
    left = _LEFT.get()
    if left is not None:
        left.left -= cost
        if left.left < 0:
            raise TooMuchWorkError


def measure(value: Any) -> int:
    """Spend the size of a value and return it: characters, and entries however often they occur.

    A list that holds another twice counts it twice, since whatever prints or compares it will.
    """
    kind = _KINDS.get(type(value)) or _kind(type(value))
    if kind is _SIZED:
        size = len(value)
        spend(size)
        return size
    if kind is _OTHER:
        return 0
    return _container_size(value) if kind is _CONTAINER else _number_size(value)


def metered(values: Iterable[Any]) -> Iterator[Any]:
    """Yield values that are made one by one, each measured before it is used."""
    for value in values:
        spend(STEP)
        measure(value)
        yield value


def _kind(kind: type) -> int:
    """Return what a type is to us; asked once for each type, since asking is slow."""
    found = next((mark for mark, kinds in _MARKS if issubclass(kind, kinds)), _OTHER)
    _KINDS[kind] = found
    return found


def _number_size(value: int) -> int:
    if value.bit_length() > MOST_BITS:
        msg = f"a whole number has more than {MOST_BITS:,} bits"
        raise TooMuchWorkError(msg)
    return 0


def _container_size(value: Any) -> int:
    total = 0
    waiting: list[Iterator[Any]] = [iter((value,))]
    while waiting:
        entry = next(waiting[-1], _END)
        if entry is _END:
            waiting.pop()
            continue
        kind = _KINDS.get(type(entry)) or _kind(type(entry))
        cost = ENTRY
        if kind is _SIZED:
            cost += len(entry)
        elif kind is _NUMBER:
            _number_size(entry)
        elif kind is _CONTAINER:
            waiting.append(_entries(entry))
        spend(cost)
        total += cost
    return total


def _entries(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for key in value:
            yield key
            yield value[key]
    else:
        yield from value
