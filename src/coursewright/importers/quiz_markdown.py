"""A question of a bank as a question of a lesson: one function for each type."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from coursewright.banks.items import (
    BankChoice,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOption,
    BankOrder,
    BankText,
)
from coursewright.banks.simpler_types import matrix_as_choice, with_picture

from .html_markdown import html_to_line, html_to_markdown
from .markdown_text import alt_text, escape_text
from .quiz_gaps import gap_mark, gap_text

__all__ = ["QuizWriter"]

_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,7})?")
_UNIT = 40


@dataclass(slots=True)
class QuizWriter:
    """Writes questions; knows where their pictures are and to whom losses are told."""

    picture: Callable[[str], str | None]
    report: Callable[[str], None]
    words: dict[str, str]
    """`question`: a prompt for a question without one; `picture`: an option without words."""

    def write(self, item: BankItem, id: str) -> str | None:  # noqa: A002 -- the field's name
        """Return the question as a directive; None if nothing of it can be asked."""
        match item:
            case BankChoice():
                return self._choice(item, id)
            case BankOrder():
                return self._order(item, id)
            case BankMatch():
                return self._match(item, id)
            case BankMatrix():
                return self._matrix(item, id)
            case BankText():
                return self._open(item, id, self._blocks(item.model))
            case BankGaps():
                return self._gaps(item, id)
            case BankNumber():
                return self._number(item, id)

    def _choice(self, item: BankChoice, id: str) -> str | None:  # noqa: A002
        right = sum(option.correct for option in item.options)
        if not right or len(item.options) < 2:
            self.report("it has no correct option, or only one option: left out")
            return None
        kind = "multiple" if item.multiple else "truefalse" if item.truefalse else "single"
        picture = self._picture(item)
        if picture is not None:
            kind = "hotspot"
        else:
            item = with_picture(item)
        lines = []
        seen: set[str] = set()
        for option in item.options:
            words = self._line(option.text) or self.words["picture"]
            if words.casefold() in seen:
                self.report(f"the option {words[:40]!r} is there twice: one is left out")
                continue
            seen.add(words.casefold())
            mark = f" {{{_area(option)}}}" if picture is not None else ""
            lines.append(f"- [{'x' if option.correct else ' '}] {words}{mark}")
            feedback = self._blocks(option.feedback) or self._blocks(item.feedback)
            lines += [f"  > {line}".rstrip() for line in feedback.split("\n") if feedback]
        answers = "\n".join(lines if picture is None else (picture, "", *lines))
        return self._directive(item, id, kind, answers)

    def _picture(self, item: BankChoice) -> str | None:
        """Return the picture whose places are the options; None if there is none to show."""
        if item.picture is None or not all(option.area for option in item.options):
            return None
        path = self.picture(item.picture.src)
        return f"![{alt_text(item.picture.alt) or self.words['picture']}]({path})" if path else None

    def _order(self, item: BankOrder, id: str) -> str | None:  # noqa: A002
        steps = list(
            dict.fromkeys(self._line(step) or self.words["picture"] for step in item.steps)
        )
        if len(steps) < len(item.steps):
            self.report("a step is there twice: one is left out")
        if len(steps) < 2:
            self.report("it has fewer than two steps: left out")
            return None
        lines = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        return self._directive(item, id, "order", lines + self._verdicts(item))

    def _match(self, item: BankMatch, id: str) -> str | None:  # noqa: A002
        pairs = {self._line(source): self._line(target) for source, target in item.pairs}
        pairs = {source: target for source, target in pairs.items() if source and target}
        if len(pairs) < 2:
            self.report("it has fewer than two pairs: left out")
            return None
        if item.extra:
            return self._matrix(_as_matrix(item), id)
        left, right = (self._line(head) for head in item.heads)
        rows = [(left, right), ("---", "---"), *pairs.items()]
        table = "\n".join(f"| {_cell(a)} | {_cell(b)} |" for a, b in rows)
        return self._directive(item, id, "match", table + self._verdicts(item))

    def _matrix(self, item: BankMatrix, id: str) -> str | None:  # noqa: A002
        columns = [self._line(column) for column in item.columns]
        rows = [self._line(row) for row in item.rows]
        plain = [[one.casefold() for one in side] for side in (rows, columns)]
        if len(columns) < 2 or any("" in side or len(set(side)) < len(side) for side in plain):
            self.report("it has rows or columns that are empty or there twice: left out")
            return None
        if not all(item.fits):
            self.report("a row has no correct column: each cell becomes an option")
            return self._choice(matrix_as_choice(item), id)
        lines = [(self._line(item.head), *columns), ("---",) * (len(columns) + 1)]
        for row, places in zip(rows, item.fits, strict=True):
            lines.append((row, *("x" if at in places else "" for at in range(len(columns)))))
        table = "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)
        return self._directive(item, id, "matrix", table + self._verdicts(item))

    def _gaps(self, item: BankGaps, id: str) -> str:  # noqa: A002
        """Write gaps; as an open question if the format cannot write their answers."""
        marks = [gap_mark(gap) for gap in item.gaps]
        if all(marks) and marks:
            text = gap_text(item, self._blocks, [mark for mark in marks if mark])
            kind = 'gaps" exact' if item.exact else 'gaps"'
            return f':::quiz{{id="{id}" type="{kind}}}\n{text}{self._verdicts(item)}\n:::'
        self.report(
            "its gaps become an open question: an answer is empty, long or has `[`, `]`, `|`"
        )
        prompt = re.sub(r"\[\[\d+\]\]", "_____", item.prompt)
        answers = [" / ".join(gap.answers) for gap in item.gaps]
        if len(answers) == 1:
            model = escape_text(answers[0], start=True)
        else:
            model = "\n".join(f"{n}. {escape_text(one)}" for n, one in enumerate(answers, 1))
        return self._open(item, id, model, prompt)

    def _number(self, item: BankNumber, id: str) -> str:  # noqa: A002
        """Write a number; as an open question if it has more digits than the format takes."""
        value, tolerance = _digits(item.value), _digits(item.tolerance)
        if value is None or tolerance is None:
            self.report("its number has more than 7 digits on a side: an open question, not scored")
            model = f"{item.value:f}" + (f" ± {item.tolerance:f}" if item.tolerance else "")
            return self._open(item, id, model)
        more = f' answer="{value}"' + (f' tolerance="{tolerance}"' if item.tolerance else "")
        unit = " ".join(re.sub(r"[\"{}]", "", item.unit).split())[:_UNIT]
        more += f' unit="{unit}"' if unit else ""
        asked = self._blocks(item.prompt) or self.words["question"]
        return f':::quiz{{id="{id}" type="number"{more}}}\n{asked}{self._verdicts(item)}\n:::'

    def _open(self, item: BankItem, id: str, model: str, prompt: str | None = None) -> str:  # noqa: A002
        general = self._blocks(item.feedback)
        text = "\n\n".join(part for part in (model, general) if part)
        if not text:
            self.report("it has no model answer: a private question, not scored")
            asked = self._blocks(item.prompt if prompt is None else prompt)
            return f':::reflect{{id="{id}"}}\n{asked or self.words["question"]}\n:::'
        return self._directive(item, id, "text", f"::model\n{text}", prompt)

    def _verdicts(self, item: BankOrder | BankMatch | BankMatrix | BankGaps | BankNumber) -> str:
        general = self._blocks(item.feedback)
        said = {"right": self._blocks(item.right), "wrong": self._blocks(item.wrong)}
        parts = [(name, text or general) for name, text in said.items()]
        return "".join(f"\n::{name}\n{text}" for name, text in parts if text)

    def _directive(
        self, item: BankItem, id: str, kind: str, answers: str, prompt: str | None = None  # noqa: A002
    ) -> str:  # fmt: skip
        asked = self._blocks(item.prompt if prompt is None else prompt) or self.words["question"]
        return f':::quiz{{id="{id}" type="{kind}"}}\n{asked}\n\n{answers}\n:::'

    def _blocks(self, text: str) -> str:
        return html_to_markdown(text, self.picture, self.report, top=3).strip() if text else ""

    def _line(self, text: str) -> str:
        return html_to_line(text, self.picture, self.report)


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def _area(option: BankOption) -> str:
    """Return a place in a picture as an attribute: `rect="10 5 30 20"`."""
    if option.area is None:
        return ""
    numbers = " ".join(f"{round(one, 4):g}" for one in option.area.numbers)
    return f'{option.area.shape}="{numbers}"'


def _digits(number: Decimal) -> str | None:
    """Return a number as the course format takes it: at most 7 digits on each side."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if _NUMBER.fullmatch(text) else None


def _as_matrix(item: BankMatch) -> BankMatrix:
    """Return pairs with answers that belong to no entry: a matrix may have such columns."""
    columns = tuple(dict.fromkeys((*(target for _, target in item.pairs), *item.extra)))
    names = ("id", "title", "category", "prompt", "feedback", "place", "right", "wrong")
    return BankMatrix(
        **{name: getattr(item, name) for name in names},
        head=item.heads[0],
        rows=tuple(source for source, _ in item.pairs),
        columns=columns,
        fits=tuple((columns.index(target),) for _, target in item.pairs),
    )
