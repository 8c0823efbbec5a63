"""What the reader could not read: files that lost content, and fields that lost their value.

Rules use it to keep quiet about what only seems missing. A file whose picture is missing, for
example, lost nothing, so everything else in it is checked.
"""

from collections.abc import Iterable, Iterator, Mapping

from coursewright.problems import Problem, Severity
from coursewright.source import Source, Span

from .parsed_files import Parsed

__all__ = ["damage_of"]

# Errors after which all content of the file is still there.
_NOTHING_LOST = frozenset(
    {
        "file-missing",
        "file-type",
        "heading-level-1",
        "heading-mark-malformed",
        "label-unexpected",
        "link-refused",
        "link-to-source",
        "path-out-of-course",
        "placeholder-unknown",
        "placeholder-without-fallback",
        "sign-malformed",
        "svg-unsafe",
    }
)
_FIELD_LOST = frozenset({"field-missing", "field-too-long", "field-type", "field-value"})


def damage_of(
    problems: Iterable[Problem], parsed: Mapping[str, Parsed], sources: Mapping[str, Source]
) -> dict[str, str]:
    """Return the text of each file that lost content, by path, and `PATH#FIELD` for lost fields."""
    damage: dict[str, str] = {}
    for problem in problems:
        path = problem.span.path
        if problem.severity is not Severity.ERROR or problem.code in _NOTHING_LOST:
            continue
        one = parsed.get(path)
        lost = _fields(one, problem) if one is not None else ()
        damage.update((f"{path}#{name}", "") for name in lost)
        if not lost or problem.code not in _FIELD_LOST:
            damage[path] = sources[path].text if path in sources else ""
    for path, one in parsed.items():
        damage.update((f"{path}#{name}", "") for name in one.lost)
    return damage


def _fields(one: Parsed, problem: Problem) -> tuple[str, ...]:
    """Return the top-level fields in whose value the problem is."""
    return tuple(dict.fromkeys(_holding(one.fields, problem.span)))


def _holding(fields: Mapping[str, Span], span: Span) -> Iterator[str]:
    at = (span.line, span.column)
    for name, place in fields.items():
        if (place.line, place.column) <= at <= (place.end_line, place.end_column):
            yield name.partition(".")[0]
