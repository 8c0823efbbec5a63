"""What an importer makes: a course in the making, and the report of what was taken and lost."""

from dataclasses import dataclass, field

from coursewright.banks import Loss
from coursewright.banks.bank_limits import LOSSES
from coursewright.source import Span

__all__ = ["DraftCourse", "DraftLesson", "DraftModule"]


@dataclass(slots=True)
class DraftLesson:
    """A lesson before it has a number and front matter."""

    title: str
    body: str
    """Markdown of the course format; pictures as `../images/NAME`."""
    origin: Span
    """Where it comes from."""
    id: str = ""
    """Its slug; empty: made from the title."""
    questions: int = 0


@dataclass(slots=True)
class DraftModule:
    """Lessons that belong together."""

    title: str
    lessons: list[DraftLesson] = field(default_factory=list)


@dataclass(slots=True)
class DraftCourse:
    """Everything that was taken."""

    title: str = ""
    language: str = "en"
    description: str = ""
    kind: str = ""
    """What the source is, for people: `mdBook`, `Moodle XML`."""
    modules: list[DraftModule] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """Pictures and other files, by their path in the course."""
    losses: list[Loss] = field(default_factory=list)
    question_ids: set[str] = field(default_factory=set)
    """The ids of questions that are taken."""
    more_losses: int = 0
    """How many were found beyond the limit of the report."""

    def lose(self, place: Span, message: str) -> None:
        """Note that something was not carried over as it was."""
        if len(self.losses) < LOSSES:
            self.losses.append(Loss(place, message))
        else:
            self.more_losses += 1

    @property
    def lessons(self) -> list[DraftLesson]:
        """The lessons of all modules."""
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def questions(self) -> int:
        """How many questions were taken."""
        return sum(lesson.questions for lesson in self.lessons)
