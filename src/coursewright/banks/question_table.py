"""Questions as a table, written: a row for each question, for spreadsheets."""

import csv
import io

from .items import (
    Bank,
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOrder,
    BankText,
    Loss,
)
from .rich_text import has_markup, plain_text, xhtml
from .simpler_types import with_picture

__all__ = ["ARROW", "CHOSEN", "FORMULA", "OR", "write_table"]

ARROW = " => "
"""Between the two sides of a pair."""
OR = " | "
"""Between the words of a gap, and the columns of a matrix."""
CHOSEN = "? "
"""Before the words of a gap that is a list, the correct one first."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet calculate a cell (OWASP: CSV injection)."""


def write_table(bank: Bank) -> tuple[bytes, tuple[Loss, ...]]:
    """Return the questions as CSV in UTF-8, and what the format cannot carry."""
    losses: list[Loss] = []
    rows = []
    for item in bank.items:
        item = with_picture(item) if isinstance(item, BankChoice) else item
        if "<img" in repr(item):
            losses.append(Loss(item.place, f"{item.id}: a table has no pictures"))
        kind, options, correct, feedback = _answers(item)
        rows.append((item, kind, options, correct, feedback))
    widest = max((len(options) for _, _, options, _, _ in rows), default=0)
    numbers = range(1, widest + 1)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["id", "category", "type", "question", "correct", "feedback", "if right", "if wrong"]
        + ["tolerance", "unit"]
        + [name for n in numbers for name in (f"option {n}", f"feedback {n}")]
    )
    for item, kind, options, correct, feedback in rows:
        cells = [item.id, " / ".join(item.category), kind, _cell(item.prompt), correct, feedback]
        cells += [_cell(getattr(item, "right", "")), _cell(getattr(item, "wrong", ""))]
        cells += _measure(item)
        for option in (*options, *((("", ""),) * (widest - len(options)))):
            cells += option
        writer.writerow([_guarded(cell) for cell in cells])
    return ("\ufeff" + out.getvalue()).encode(), tuple(losses)


def _cell(text: str) -> str:
    return xhtml(text) if has_markup(text) else plain_text(text)


def _measure(item: BankItem) -> list[str]:
    """Return tolerance and unit of a number."""
    if not isinstance(item, BankNumber):
        return ["", ""]
    return [f"{item.tolerance:f}" if item.tolerance else "", item.unit]


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _answers(item: BankItem) -> tuple[str, list[tuple[str, str]], str, str]:
    """Return type, options with their feedback, what is correct, and feedback for any answer."""
    general = _cell(item.feedback)
    match item:
        case BankChoice():
            kind = "truefalse" if item.truefalse else "multiple" if item.multiple else "single"
            options = [(_cell(one.text), _cell(one.feedback)) for one in item.options]
            right = [str(n) for n, one in enumerate(item.options, 1) if one.correct]
            return kind, options, ", ".join(right), general
        case BankOrder():
            return "order", [(_cell(step), "") for step in item.steps], "", general
        case BankMatch():
            pairs = (*item.pairs, *(("", extra) for extra in item.extra))
            return "match", [(f"{_cell(a)}{ARROW}{_cell(b)}", "") for a, b in pairs], "", general
        case BankText():
            return "text", [], _cell(item.model), general
        case BankMatrix():
            return "matrix", [(line, "") for line in _matrix(item)], "", general
        case BankGaps():
            kind = "gaps (exact)" if item.exact else "gaps"
            return kind, [(_gap(gap), "") for gap in item.gaps], "", general
        case BankNumber():
            return "number", [], f"{item.value:f}", general


def _matrix(item: BankMatrix) -> list[str]:
    """Return the heading of the rows with all columns, then each row with those that fit."""
    columns = [_cell(column) for column in item.columns]
    lines = [f"{_cell(item.head)}{ARROW}{OR.join(columns)}"]
    for row, places in zip(item.rows, item.fits, strict=True):
        lines.append(f"{_cell(row)}{ARROW}{OR.join(columns[at] for at in places)}")
    return lines


def _gap(gap: BankGap) -> str:
    if gap.wrong:
        return CHOSEN + OR.join((gap.answers[0], *gap.wrong))
    return OR.join(gap.answers)
