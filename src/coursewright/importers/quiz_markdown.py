"""A question of a bank as a question of a lesson: one function for each type."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from coursewright.banks.items import (
    BankChoice,
    BankGaps,
    BankItem,
    BankMatch,
    BankNumber,
    BankOrder,
    BankText,
)
from coursewright.banks.rich_text import plain_text

from .html_markdown import html_to_line, html_to_markdown
from .markdown_text import escape_text

__all__ = ["QuizWriter"]


@dataclass(slots=True)
class QuizWriter:
    """Writes questions; knows where their pictures are and to whom losses are told."""

    picture: Callable[[str], str | None]
    report: Callable[[str], None]
    words: dict[str, str]
    """`true`, `false` and other words in the language of the course."""

    def write(self, item: BankItem, id: str) -> str | None:  # noqa: A002 -- the field's name
        """Return the question as a directive; None if nothing of it can be asked."""
        match item:
            case BankChoice():
                return self._choice(item, id)
            case BankOrder():
                return self._order(item, id)
            case BankMatch():
                return self._match(item, id)
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
        lines = []
        seen: set[str] = set()
        for option in item.options:
            words = self._line(option.text) or self.words["picture"]
            if words.casefold() in seen:
                self.report(f"the option {words[:40]!r} is there twice: one is left out")
                continue
            seen.add(words.casefold())
            lines.append(f"- [{'x' if option.correct else ' '}] {words}")
            feedback = self._blocks(option.feedback) or self._blocks(item.feedback)
            feedback = feedback or self.words["right" if option.correct else "wrong"]
            lines += [f"  > {line}".rstrip() for line in feedback.split("\n")]
        return self._directive(item, id, kind, "\n".join(lines))

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
            shown = ", ".join(plain_text(one) for one in item.extra)
            self.report(f"answers that belong to no entry are left out: {shown[:80]}")
        left, right = (self._line(head) for head in item.heads)
        rows = [(left or self.words["entry"], right or self.words["partner"]), ("---", "---")]
        rows += list(pairs.items())
        table = "\n".join(f"| {_cell(a)} | {_cell(b)} |" for a, b in rows)
        return self._directive(item, id, "match", table + self._verdicts(item))

    def _gaps(self, item: BankGaps, id: str) -> str:  # noqa: A002
        """Write gaps as an open question; the answers are its model."""
        self.report("gaps to fill in become an open question, which is not scored")
        prompt = re.sub(r"\[\[\d+\]\]", "_____", item.prompt)
        answers = [" / ".join(gap.answers) for gap in item.gaps]
        if len(answers) == 1:
            model = escape_text(answers[0], start=True)
        else:
            model = "\n".join(f"{n}. {escape_text(one)}" for n, one in enumerate(answers, 1))
        return self._open(item, id, model, prompt)

    def _number(self, item: BankNumber, id: str) -> str:  # noqa: A002
        """Write a number as an open question; the number is its model."""
        self.report("a question for a number becomes an open question, which is not scored")
        model = f"{item.value:g}" + (f" ± {item.tolerance:g}" if item.tolerance else "")
        return self._open(item, id, model)

    def _open(self, item: BankItem, id: str, model: str, prompt: str | None = None) -> str:  # noqa: A002
        general = self._blocks(item.feedback)
        text = "\n\n".join(part for part in (model, general) if part)
        if not text:
            self.report("it has no model answer: write one")
            text = self.words["no_model"]
        return self._directive(item, id, "text", f"::model\n{text}", prompt)

    def _verdicts(self, item: BankOrder | BankMatch) -> str:
        general = self._blocks(item.feedback)
        right = self._blocks(item.right) or general or self.words["right"]
        wrong = self._blocks(item.wrong) or general or self.words["wrong"]
        return f"\n::right\n{right}\n::wrong\n{wrong}"

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
