"""Questions in a table (CSV or a workbook), read: columns by the names that people give them."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from coursewright.errors import UsageError
from coursewright.source import Span

from .bank_limits import OPTIONS, QUESTIONS
from .bank_zip import read_zip
from .items import (
    Bank,
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOption,
    BankOrder,
    BankText,
    Loss,
)
from .question_table import ARROW, CHOSEN, FORMULA, OR
from .rich_text import decimal, plain_text

__all__ = ["read_csv", "read_workbook"]

_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "identifier", "question id", "number", "no", "#"),
    "category": ("category", "topic", "section", "chapter", "module", "lesson"),
    "type": ("type", "question type"),
    "question": ("question", "prompt", "question text", "stem", "text"),
    "correct": (
        "correct", "correct answer", "correct answers", "correct answer(s)", "correct option",
        "answer", "answers", "key", "answer key", "solution",
    ),
    "feedback": ("feedback", "explanation", "rationale", "general feedback", "answer explanation"),
    "right": ("if right", "feedback right", "correct feedback"),
    "wrong": ("if wrong", "feedback wrong", "incorrect feedback"),
    "tolerance": ("tolerance", "margin", "margin of error"),
    "unit": ("unit", "units"),
}  # fmt: skip
_OPTION = re.compile(r"(?:option|answer|choice|response|distractor)?\s*[ _-]?([a-z]|\d{1,2})")
_FEEDBACK = re.compile(r"(?:feedback|explanation)\s*[ _-]?([a-z]|\d{1,2})")
_HEADER_ROWS = 10
_CELL = 20_000
_Choices = list[tuple[str, str, str]]
_Options = dict[str, Any]
csv.field_size_limit(_CELL * 10)


def read_csv(data: bytes, path: str) -> Bank:
    """Return the questions of a table with commas, semicolons or tabs.

    Raises:
        UsageError: there is no column with questions, or there are too many rows.
    """
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=lambda sign: (first.count(sign), -",;\t".index(sign)))
    reader = csv.reader(io.StringIO(text), delimiter=separator)

    def rows() -> Iterator[tuple[int, list[str]]]:
        try:
            for row in reader:
                yield reader.line_num, row
        except csv.Error as error:
            msg = f"{path}:{reader.line_num}: the table cannot be read: {error}"
            raise UsageError(msg, hint="Save it as CSV UTF-8.") from error

    return _read(rows(), path)


def read_workbook(data: bytes, path: str) -> Bank:
    """Return the questions of the first sheet of a workbook that has any.

    Raises:
        UsageError: it cannot be read, or there is no column with questions.
    """
    import warnings

    from openpyxl import load_workbook

    read_zip(data, path)  # refuses a zip bomb, which the library would unpack
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that it leaves out, which hold no cells
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as e:
        msg = f"{path}: the workbook cannot be read: {e}"
        raise UsageError(msg, hint="Save it in Excel as a workbook (.xlsx).") from e
    refused = None
    for sheet in book.worksheets:
        rows = (
            (number, ["" if cell is None else f"{cell}" for cell in row[:200]])
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
        )
        try:
            return _read(rows, path)
        except UsageError as error:
            refused = refused or error
    raise refused or UsageError(f"{path}: the workbook has no sheets")


def _read(rows: Iterable[tuple[int, list[str]]], path: str) -> Bank:
    found: _Columns | None = None
    items: list[BankItem] = []
    losses: list[Loss] = []
    for number, row in rows:
        if found is None:
            columns = _Columns(row)
            if columns.known("question"):
                found = columns
            elif number >= _HEADER_ROWS:
                break
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(items) >= QUESTIONS:
            msg = f"{path} has more than {QUESTIONS:,} questions"
            raise UsageError(msg, hint="Split the table.")
        place = Span(path, number, 1, number, 1)
        item = _question(found, row, place, losses)
        if item is not None:
            items.append(item)
    if found is None:
        msg = f"{path}: no column is named `question`"
        hint = "The first row names the columns: question, option 1, option 2, correct, feedback."
        raise UsageError(msg, hint=hint)
    return Bank(tuple(items), losses=tuple(losses))


class _Columns:
    """Which column holds what."""

    def __init__(self, header: list[str]) -> None:
        self.at: dict[str, int] = {}
        self.options: dict[str, int] = {}
        self.feedback: dict[str, int] = {}
        for column, cell in enumerate(header):
            name = " ".join(cell.strip().lower().replace("_", " ").split())
            field = next((field for field, names in _NAMES.items() if name in names), None)
            if field:
                self.at.setdefault(field, column)
            elif option := _FEEDBACK.fullmatch(name):
                self.feedback.setdefault(_number(option[1]), column)
            elif option := _OPTION.fullmatch(name):
                self.options.setdefault(_number(option[1]), column)

    def known(self, name: str) -> bool:
        """Tell whether the table has a column."""
        return name in self.at

    def value(self, row: list[str], name: str) -> str:
        """Return a cell of a row by the name of its column."""
        return _cell(row, self.at.get(name))

    def choices(self, row: list[str]) -> _Choices:
        """Return number, text and feedback of each option that is filled in."""
        found: _Choices = []
        for number, column in sorted(self.options.items(), key=lambda one: int(one[0])):
            text = _cell(row, column)
            if text and len(found) < OPTIONS:
                found.append((number, text, _cell(row, self.feedback.get(number))))
        return found


def _number(name: str) -> str:
    return name if name.isdigit() else str(ord(name) - ord("a") + 1)


def _cell(row: list[str], column: int | None) -> str:
    cell = row[column].strip()[:_CELL] if column is not None and column < len(row) else ""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _html(cell: str) -> str:
    """Return a cell as HTML; it may contain tags."""
    if re.search(r"</?[a-zA-Z][^>]*>", cell):
        return cell
    return cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _question(
    columns: _Columns, row: list[str], place: Span, losses: list[Loss]
) -> BankItem | None:
    prompt = columns.value(row, "question")
    if not prompt:
        losses.append(Loss(place, "A row without a question was left out"))
        return None
    kind = _kind(columns.value(row, "type"))
    choices = columns.choices(row)
    correct = columns.value(row, "correct")
    if not kind:
        kind = "choice" if choices else "text"
    category = columns.value(row, "category")
    options: dict[str, Any] = {
        "id": columns.value(row, "id"),
        "category": tuple(part.strip() for part in category.split(" / ") if part.strip()),
        "prompt": _html(prompt),
        "feedback": _html(columns.value(row, "feedback")),
        "place": place,
    }
    if kind in ("order", "match", "matrix", "gap", "exact", "number"):
        options["right"] = _html(columns.value(row, "right"))
        options["wrong"] = _html(columns.value(row, "wrong"))
    if kind == "number":
        options["tolerance"] = columns.value(row, "tolerance")
        options["unit"] = columns.value(row, "unit")
    made = _TYPES[kind](choices, correct, options)
    if isinstance(made, str):
        losses.append(Loss(place, f"Left out {plain_text(_html(prompt))[:60]!r}: {made}"))
        return None
    return made


def _kind(word: str) -> str:
    plain = re.sub(r"[^a-z]", "", word.lower())
    return next((kind for kind, words in _WORDS.items() if plain in words), "")


def _choice(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    if len(choices) < 2:
        return "it has fewer than two options"
    right = _right(correct, [(number, text) for number, text, _ in choices])
    if not right:
        return f"no option is {correct!r}"
    made = tuple(
        BankOption(_html(text), number in right, _html(feedback))
        for number, text, feedback in choices
    )
    words = [plain_text(option.text).lower() for option in made]
    return BankChoice(
        options=made, multiple=len(right) > 1, truefalse=words == ["true", "false"], **options
    )


def _multiple(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    made = _choice(choices, correct, options)
    if not isinstance(made, BankChoice):
        return made
    return BankChoice(options=made.options, multiple=True, **options)


def _right(correct: str, choices: list[tuple[str, str]]) -> set[str]:
    """Return the numbers of the correct options: given as numbers, as letters, or as text."""
    by_text = {text.strip().lower(): number for number, text in choices}
    if correct.strip().lower() in by_text:
        return {by_text[correct.strip().lower()]}
    numbers = {number for number, _ in choices}
    parts = [part.strip().lower() for part in re.split(r"[,;|]", correct) if part.strip()]
    found = set()
    for part in parts:
        part = part.removesuffix(".0")
        part = re.sub(r"^(?:option|answer|choice)\s*", "", part) or part
        number = by_text.get(part) or (_number(part) if re.fullmatch(r"[a-z]|\d+", part) else "")
        if number not in numbers:
            return set()
        found.add(number)
    return found


def _truefalse(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    words = ("true", "t", "yes", "1"), ("false", "f", "no", "0", "2")
    if choices:
        return _choice(choices, correct, options)
    true = next((right for right, word in zip((True, False), words, strict=True)
                 if correct.lower() in word), None)  # fmt: skip
    if true is None:
        return f"{correct!r} is neither true nor false"
    pair = (BankOption("True", true, "", "true"), BankOption("False", not true, "", "false"))
    return BankChoice(options=pair, truefalse=True, **options)


def _order(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    if len(choices) < 2:
        return "it has fewer than two steps"
    return BankOrder(steps=tuple(_html(text) for _, text, _ in choices), **options)


def _match(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    sides = [re.split(r"\s*(?:=>|->|::)\s*", text, maxsplit=1) for _, text, _ in choices]
    if len(sides) < 2 or any(len(side) < 2 for side in sides):
        return f"its options are not of the form `left{ARROW}right`"
    pairs = tuple((_html(a), _html(b)) for a, b in sides if a)
    return BankMatch(pairs=pairs, extra=tuple(_html(b) for a, b in sides if not a), **options)


def _matrix(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    sides = [re.split(r"\s*=>\s*", text, maxsplit=1) for _, text, _ in choices]
    if len(sides) < 2 or any(len(side) < 2 for side in sides):
        return f"its options are not of the form `row{ARROW}column | column`"
    columns = _parts(sides[0][1])
    if len(columns) < 2:
        return "its first option does not list the columns"
    places = {column: at for at, column in enumerate(columns)}
    fits = []
    for row, named in sides[1:]:
        unknown = [one for one in _parts(named) if one not in places]
        if unknown:
            return f"{row!r} names {unknown[0]!r}, which is not among the columns"
        fits.append(tuple(sorted({places[one] for one in _parts(named)})))
    return BankMatrix(
        head=_html(sides[0][0]),
        rows=tuple(_html(row) for row, _ in sides[1:]),
        columns=tuple(_html(column) for column in columns),
        fits=tuple(fits),
        **options,
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(OR.strip()) if part.strip()]


def _text(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    return BankText(model=_html(correct), **options)


def _gap(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    gaps = [_one_gap(text) for text in [text for _, text, _ in choices] or [correct]]
    if not all(gap.answers for gap in gaps):
        return "it has no accepted answer"
    if "[[1]]" not in options["prompt"]:
        lines = re.findall(r"_{2,}", options["prompt"])
        if len(gaps) > 1 and len(lines) != len(gaps):
            return f"it has {len(gaps)} answers for {len(lines)} gaps; write a gap as `____`"
        numbers = iter(range(1, len(gaps) + 1))
        prompt = re.sub(r"_{2,}", lambda _: f"[[{next(numbers, 1)}]]", options["prompt"])
        options["prompt"] = prompt if lines else f"{prompt} [[1]]"
    return BankGaps(gaps=tuple(gaps), **options)


def _one_gap(text: str) -> BankGap:
    words = _parts(text.removeprefix(CHOSEN.strip()))
    if text.startswith(CHOSEN.strip()) and len(words) > 1:
        return BankGap((words[0],), tuple(words[1:]))
    return BankGap(tuple(words))


def _exact(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    return _gap(choices, correct, {**options, "exact": True})


def _value(choices: _Choices, correct: str, options: _Options) -> BankItem | str:
    value = decimal(correct)
    given = options.pop("tolerance") or (choices[0][1] if choices else "0")
    tolerance = decimal(given.removesuffix("%").strip())
    if value is None or tolerance is None:
        return f"{correct!r} is not a number" if value is None else f"{given!r} is not a number"
    if given.endswith("%"):
        tolerance = abs(value) * tolerance / 100
    return BankNumber(value=value, tolerance=tolerance, **options)


_TYPES: dict[str, Callable[[_Choices, str, _Options], BankItem | str]] = {
    "choice": _choice,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "order": _order,
    "match": _match,
    "text": _text,
    "matrix": _matrix,
    "gap": _gap,
    "exact": _exact,
    "number": _value,
}
_WORDS: dict[str, tuple[str, ...]] = {
    "choice": ("single", "mc", "multiplechoice", "choice", "singlechoice", "radio", "mcq"),
    "multiple": ("multiple", "multipleresponse", "multipleselect", "checkbox", "mr", "ma",
                 "multipleanswer", "checkboxes"),
    "truefalse": ("truefalse", "tf", "trueorfalse", "boolean"),
    "order": ("order", "ordering", "sequence", "ranking"),
    "match": ("match", "matching", "pairs"),
    "text": ("text", "essay", "open", "longanswer", "freetext", "openended"),
    "gap": ("gap", "shortanswer", "fillin", "fillintheblank", "fib", "cloze", "gapfill",
            "fillinblank", "gaps", "gapselect"),
    "exact": ("gapsexact", "exact"),
    "matrix": ("matrix", "grid", "matrixtable"),
    "number": ("number", "numeric", "numerical"),
}  # fmt: skip
