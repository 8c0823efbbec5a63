"""What makes a picture unfit to publish: each with its line, none twice."""

from dataclasses import dataclass

from lxml import etree

__all__ = ["Faults", "SvgFault", "line_of"]

_MOST = 10


@dataclass(frozen=True, slots=True)
class SvgFault:
    """One thing in a picture that is not safe to publish."""

    what: str
    """A clause that follows "This picture is not safe to publish:"."""
    line: int
    hint: str | None = None
    """What to do, where that is not plain from the fault."""


def line_of(element: etree._Element) -> int:
    """Return the line that an element stands in."""
    line: object = element.sourceline
    return line if isinstance(line, int) and line > 0 else 1


class Faults:
    """Collects the faults of one picture, up to a bound."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], SvgFault] = {}

    def report(self, element: etree._Element, what: str, hint: str | None = None) -> None:
        """Note a fault of an element."""
        fault = SvgFault(what, line_of(element), hint)
        if len(self._found) < _MOST:
            self._found.setdefault((what, fault.line), fault)

    @property
    def listed(self) -> tuple[SvgFault, ...]:
        """Every fault, in the order of their lines."""
        return tuple(sorted(self._found.values(), key=lambda fault: fault.line))
