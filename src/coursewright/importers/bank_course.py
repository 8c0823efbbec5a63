"""A question bank as a course: a lesson for each category, with at most 20 questions."""

from collections.abc import Callable
from functools import partial

from coursewright.banks.items import Bank, BankItem
from coursewright.banks.rich_text import plain_text
from coursewright.presentation.strings import strings
from coursewright.source import Span

from .drafts import DraftCourse, DraftLesson, DraftModule
from .markdown_text import file_name, one_line, slug
from .quiz_markdown import QuizWriter

__all__ = ["add_questions", "fill_from_bank"]

_PER_LESSON = 20


def fill_from_bank(bank: Bank, course: DraftCourse) -> None:
    """Fill a course from a bank.

    Args:
        bank: the questions.
        course: what is filled; its title stays where the bank has none.
    """
    course.title = bank.title or course.title
    for loss in bank.losses:
        course.lose(loss.place, loss.message)
    modules: dict[str, DraftModule] = {}
    for category, items in _by_category(bank.items).items():
        outer = category[0] if len(category) > 1 else course.title
        name = category[-1] if category else course.title
        module = modules.setdefault(outer, DraftModule(outer))
        pages = [items[at : at + _PER_LESSON] for at in range(0, len(items), _PER_LESSON)]
        for number, page in enumerate(pages, 1):
            counted = f"{name} ({number} of {len(pages)})" if len(pages) > 1 else name
            lesson = DraftLesson(counted, "", page[0].place)
            parts = add_questions(course, lesson, page, bank)
            if parts:
                lesson.body = "\n\n".join(parts)
                module.lessons.append(lesson)
    course.modules = list(modules.values())


def _by_category(items: tuple[BankItem, ...]) -> dict[tuple[str, ...], list[BankItem]]:
    found: dict[tuple[str, ...], list[BankItem]] = {}
    for item in items:
        found.setdefault(item.category, []).append(item)
    return found


def add_questions(
    course: DraftCourse, lesson: DraftLesson, items: list[BankItem], bank: Bank
) -> list[str]:
    """Return questions as Markdown; store their pictures, and count them in the lesson."""
    parts: list[str] = []
    question = strings(course.language, ())["lesson.question.one"]
    words = {"picture": "(a picture)", "question": question}
    for item in items:
        name = _label(item)

        report = partial(_report, course, item.place, name)
        picture = partial(_picture, course, bank, report)
        text = QuizWriter(picture, report, words).write(item, _id(course, item))
        if text is not None:
            parts.append(text)
            lesson.questions += 1
    return parts


def _label(item: BankItem) -> str:
    words = item.title or plain_text(item.prompt) or item.id
    return f"{one_line(words, 50)!r}"


def _id(course: DraftCourse, item: BankItem) -> str:
    """Return an id for a question: its own, else from its words, each once in the course."""
    given = "".join(char if char.isalnum() or char in "._-" else "-" for char in item.id)
    ascii_ = given.encode("ascii", "ignore").decode().strip("-._")[:60]
    base = ascii_ or f"q-{slug(item.title or plain_text(item.prompt), 'question', 40)}"
    name = next(
        name
        for name in (base, *(f"{base}-{number}" for number in range(2, 100_000)))
        if name not in course.question_ids
    )
    course.question_ids.add(name)
    return name


def _report(course: DraftCourse, place: Span, name: str, message: str) -> None:
    course.lose(place, f"{name}: {message}")


def _picture(
    course: DraftCourse, bank: Bank, report: Callable[[str], None], src: str
) -> str | None:
    if src.startswith("data:"):
        report("a picture within the text (data:) was left out")
        return None
    if src not in bank.files:
        report(f"the picture {src[:80]} is not in the file that was imported")
        return None
    path = f"images/{file_name(src)}"
    course.files[path] = bank.files[src]
    return f"../{path}"
