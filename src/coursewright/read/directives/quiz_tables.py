"""Questions that are written as a table: matching and matrix."""

from coursewright import model as m

from .options import OPTION, report_duplicates
from .quiz_parts import common, side, split_prompt
from .spec import Built, Filled

__all__ = ["match_pairs", "matrix"]

_MARKS = ("x", "X", "[x]", "[X]", "✓")


def match_pairs(filled: Filled) -> Built | None:
    """Return a question that gives each line its partner."""
    prompt, table = split_prompt(filled, m.Table, "a table of two columns")
    if table is None:
        return None
    if len(table.head) != 2:
        message = f"This table has {len(table.head)} columns; a question of this type has two."
        filled.reading.report(OPTION, table.span, message)
        return None
    targets: dict[str, m.Step] = {}
    pairs = []
    for row in table.rows:
        if not row[0] or not row[1]:
            place = (row[0] or row[1] or (table,))[0].span
            filled.reading.report(OPTION, place, "Both cells of a row need text.")
            continue
        source, target = side(row[0]), side(row[1])
        targets.setdefault(target.key, target)
        pairs.append(m.Pair(source, target.key, source.span))
    report_duplicates(filled.reading, [(pair.source.key, pair.span) for pair in pairs])
    return m.Match(
        prompt=prompt,
        heads=(table.head[0], table.head[1]),
        pairs=tuple(pairs),
        targets=tuple(targets.values()),
        right=filled.parts.get("right", ()),
        wrong=filled.parts.get("wrong", ()),
        **common(filled),
    )


def matrix(filled: Filled) -> Built | None:
    """Return a question that asks in each row for the columns that fit."""
    prompt, table = split_prompt(filled, m.Table, "a table with an `x` in each cell that is right")
    if table is None:
        return None
    if len(table.head) < 3 or not all(table.head[1:]):
        message = f"This table has {len(table.head)} columns; each needs a heading."
        hint = "The first column names the rows; at least two more are the answers."
        filled.reading.report(OPTION, table.span, message, hint)
        return None
    columns = tuple(side(cell) for cell in table.head[1:])
    rows: list[m.Step] = []
    fits: list[tuple[str, ...]] = []
    for cells in table.rows:
        if not cells[0]:
            place = next((cell[0].span for cell in cells if cell), table.span)
            filled.reading.report(OPTION, place, "The first cell of a row needs text.")
            continue
        rows.append(side(cells[0]))
        right = zip(columns, cells[1:], strict=False)
        fits.append(tuple(one.key for one, cell in right if _marked(filled, cell)))
    for listed in (rows, columns):
        report_duplicates(filled.reading, [(one.key, one.span) for one in listed])
    return m.Matrix(
        prompt=prompt,
        head=table.head[0],
        rows=tuple(rows),
        columns=columns,
        fits=tuple(fits),
        right=filled.parts.get("right", ()),
        wrong=filled.parts.get("wrong", ()),
        **common(filled),
    )


def _marked(filled: Filled, cell: tuple[m.Inline, ...]) -> bool:
    text = m.plain(cell).strip()
    if text and text not in _MARKS:
        message = f"`{text[:40]}` is not a mark."
        hint = "Write `x` where the column fits; leave the other cells empty."
        filled.reading.report(OPTION, cell[0].span, message, hint)
    return text in _MARKS
