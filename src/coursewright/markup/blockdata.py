"""What single blocks need beside themselves before a template can show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from coursewright import model as m
from coursewright.model import (
    Audio,
    Block,
    Choice,
    Course,
    Download,
    Embed,
    Fact,
    FactRef,
    Inline,
    Likert,
    Match,
    Order,
    Paragraph,
    Pool,
    Readiness,
    Recall,
    RecallItem,
    Step,
    Survey,
    SurveyItem,
    Table,
    Video,
    plain,
    stable_key,
    walk,
)
from coursewright.model.blocks import Assessment
from coursewright.presentation.numbers import number_text

from .highlight import code_html
from .media import embed_data, length_of, transcript_text
from .pictures import size_of
from .view import View, ident

__all__ = ["Asked", "asked", "block_data", "cell_key", "mixed"]


def block_data(block: Block, view: View) -> dict[str, Any]:  # noqa: C901 -- one table
    """Return the extra names that the template of `block` is given."""
    match block:
        case Paragraph():
            return {"fact": _fact(block, view)}
        case m.CodeBlock():
            return {"code": code_html(block)}
        case m.Equation():
            return {"math": Markup(block.mathml)}  # noqa: S704 -- it has passed the gate
        case m.Panels():
            return {"group": _group(block, view)}
        case Recall():
            return {"items": _recall(view)}
        case Choice() if block.hotspot:
            return _hotspot(block, view)
        case Choice() | Match() | m.Matrix() | m.Gaps():
            return {"asked": asked(block.prompt)}
        case m.Number():
            return _number(block, view)
        case Order():
            return {"asked": asked(block.prompt), "steps": mixed(block.steps)}
        case Table():
            return {"cell": lambda row, column: cell_key(block, row, column)}
        case Likert():
            survey = view.course.surveys.get(block.survey)
            again = _again(block, view)
            steps = _steps(survey, view.course) if survey and again else []
            return {"survey": survey, "again": again, "steps": steps}
        case Readiness():
            return {"check": view.course.readiness.get(block.check)}
        case Assessment():
            return _assessment(block, view)
        case Download():
            return {"aid": view.course.job_aids.get(block.ref)}
        case Video() | Audio() | Embed():
            asset = view.course.assets.get(block.transcript or "")
            length = length_of(block.seconds, view.say)
            own = embed_data(block) if isinstance(block, Embed) else {}
            return {"transcript": transcript_text(asset), "length": length} | own
        case (
            m.Heading()
            | m.BulletList()
            | m.OrderedList()
            | m.Quote()
            | m.DefinitionList()
            | m.Rule()
            | m.Figure()
            | m.Scenario()
            | m.For()
            | m.More()
            | m.Example()
            | m.OpenText()
            | m.Branch()
            | m.Action()
            | m.Reflect()
            | m.CoachCard()
            | m.Callout()
            | m.Checklist()
            | m.Field()
        ):
            return {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt around the line that is the legend of its group: legends hold no blocks."""

    before: tuple[Block, ...]
    line: tuple[Inline, ...]
    after: tuple[Block, ...]


def asked(prompt: tuple[Block, ...]) -> Asked:
    """Return a prompt, parted at its last paragraph."""
    for at in range(len(prompt) - 1, -1, -1):
        block = prompt[at]
        if isinstance(block, Paragraph):
            return Asked(prompt[:at], block.children, prompt[at + 1 :])
    return Asked(prompt, (), ())


def mixed(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps in an order that hangs on their words and is never the right one."""
    right = tuple(steps)
    out = tuple(sorted(right, key=lambda step: stable_key("mixed", step.key)))
    return (*out[1:], *out[:1]) if out == right else out


def cell_key(table: Table, row: int, column: int) -> str:
    """Return the name of an empty cell's field: from its headings, so that rows may move."""
    first = plain(table.rows[row][0]) if table.rows[row] else ""
    same = sum(1 for other in table.rows[:row] if other and plain(other[0]) == first)
    return f"{table.id}.{stable_key(first, str(same), plain(table.head[column]), str(column))}"


def _group(block: m.Panels, view: View) -> str:
    """Return the name that makes tabs close one another; an accordion has none."""
    if block.shape == "accordion":
        return ""
    titles = (plain(panel.title) for panel in block.panels)
    return ident(
        "tabs", stable_key(view.lesson.id if view.lesson else "", str(block.span), *titles)
    )


def _fact(block: Paragraph, view: View) -> Fact | None:
    """Return the fact whose figure a paragraph shows large: the one it opens with."""
    first = block.children[0] if block.children else None
    fact = view.course.facts.get(first.key) if isinstance(first, FactRef) else None
    return fact if fact and fact.figure else None


def _recall(view: View) -> list[tuple[RecallItem, tuple[str, ...]]]:
    """Return the recall questions of the lesson, each with the tracks that are asked it."""
    asked: dict[str, list[str]] = {}
    front = view.lesson.front if view.lesson else None
    for track in view.tracks:
        for name in front.recall.get(track, ()) if front else ():
            asked.setdefault(name, []).append(track)
    return [
        (view.course.recall[name], tuple(tracks))
        for name, tracks in asked.items()
        if name in view.course.recall
    ]


def _again(block: Likert, view: View) -> str | None:
    """Return the id under which the same survey was answered in an earlier lesson."""
    for lesson in view.course.lessons:
        if view.lesson and lesson.id == view.lesson.id:
            return None
        for other in walk(lesson.body):
            if isinstance(other, Likert) and other.survey == block.survey:
                return other.id
    return None


def _steps(survey: Survey, course: Course) -> list[tuple[str, list[SurveyItem]]]:
    """Return the statements of a survey by the module whose lesson covers them, with its title."""
    titles = {lesson.id: course.module_of(lesson).title for lesson in course.lessons}
    steps: list[tuple[str, list[SurveyItem]]] = []
    for item in survey.items:
        title = titles.get(item.lesson or "")
        if not steps or title not in (None, steps[-1][0]):
            steps.append((title or survey.title, []))
        steps[-1][1].append(item)
    return steps


def _assessment(block: Assessment, view: View) -> dict[str, Any]:
    pool: Pool | None = view.course.pools.get(block.pool)
    goals = {
        goal.id: goal.text for lesson in view.course.lessons for goal in lesson.front.objectives
    }
    homes = {
        goal.id: lesson.id for lesson in view.course.lessons for goal in lesson.front.objectives
    }
    items = [item for item in pool.items if view.wanted(item.tracks)] if pool else []
    mastery = (pool.mastery if pool else None) or view.course.settings.mastery
    return {"pool": pool, "items": items, "goals": goals, "homes": homes, "mastery": mastery}


def _hotspot(block: Choice, view: View) -> dict[str, Any]:
    """Return the prompt and the picture; `ratio` makes a circle of percents round."""
    figure = block.prompt[-1]
    asset = view.course.assets.get(figure.image.src) if isinstance(figure, m.Figure) else None
    width, height = (size_of(asset) if asset else None) or (1, 1)
    return {"asked": asked(block.prompt[:-1]), "figure": figure, "ratio": width / height}


def _number(block: m.Number, view: View) -> dict[str, Any]:
    low, high = block.answer - block.tolerance, block.answer + block.tolerance
    solution = number_text(block, view.course.settings.language)
    return {
        "asked": asked(block.prompt),
        "low": f"{low:f}",
        "high": f"{high:f}",
        "solution": solution,
    }
