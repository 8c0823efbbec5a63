"""Questions: enough options, and a correct answer that cannot be guessed."""

from collections.abc import Iterator

from coursewright.model import Course, Settings, plain
from coursewright.model.quiz import Choice, Match, Matrix, Order
from coursewright.problems import Code, Problem, Severity

from .course_texts import CourseText, per_text, questions

__all__ = ["CODES", "RULES"]

QUIZ_WITHOUT_ANSWER = Code(
    "quiz-without-answer",
    Severity.ERROR,
    "A question, or a row of a matrix, has no correct option.",
    "Whatever a learner chooses is wrong, and the assessment cannot be passed.",
)
QUIZ_WITH_TWO_ANSWERS = Code(
    "quiz-with-two-answers",
    Severity.ERROR,
    "A `single` or `truefalse` question has more than one correct option.",
    "Learners can choose only one, so the other correct option would count as wrong.",
)
QUIZ_WITHOUT_WRONG = Code(
    "quiz-without-wrong-option",
    Severity.ERROR,
    "All options of a question are correct.",
    "There is nothing to decide, so the answer shows nothing.",
    adjustable=True,
)
TOO_FEW_OPTIONS = Code(
    "too-few-options",
    Severity.ERROR,
    "A question has too few options, steps, pairs or rows.",
    "With only one thing to choose, order or match, there is no question.",
)
TRUEFALSE_OPTIONS = Code(
    "truefalse-options",
    Severity.ERROR,
    "A true-or-false question does not have exactly two options.",
    "An LMS stores the answer as true or false; a third one cannot be reported.",
)
KEY_IS_LONGEST = Code(
    "key-is-longest",
    Severity.NOTE,
    "In most questions of the course, the correct option is the longest.",
    "Learners soon notice and answer by length.",
)
CODES = (
    QUIZ_WITHOUT_ANSWER,
    QUIZ_WITH_TWO_ANSWERS,
    QUIZ_WITHOUT_WRONG,
    TOO_FEW_OPTIONS,
    TRUEFALSE_OPTIONS,
    KEY_IS_LONGEST,
)
_ENOUGH_TO_JUDGE = 5  # questions; below it a majority says nothing


@per_text
def key(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find questions whose right options do not fit their type."""
    for question in text.questions:
        if isinstance(question, Matrix):
            yield from _rows(question)
        if not isinstance(question, Choice) or not question.options:
            continue
        right = sum(option.correct for option in question.options)
        if right == 0:
            hint = "Mark the correct option with `- [x]`."
            message = f"Question `{question.id}` has no correct option."
            yield QUIZ_WITHOUT_ANSWER.at(question.span, message, hint=hint)
        elif right > 1 and question.type != "multiple":
            second = [option for option in question.options if option.correct][1]
            message = f"Question `{question.id}` has {right} correct options; only one is allowed."
            hint = 'Unmark all but one, or write type="multiple".'
            yield QUIZ_WITH_TWO_ANSWERS.at(second.span, message, hint=hint)
        elif right == len(question.options) > 1:
            message = f"Every option of question `{question.id}` is correct."
            hint = "Add a plausible wrong option."
            yield QUIZ_WITHOUT_WRONG.at(question.span, message, hint=hint)


@per_text
def enough(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find questions with too little to choose from, to order or to match."""
    for question in text.questions:
        match question:
            case Choice(type="truefalse") if len(question.options) != 2:
                message = f"Question `{question.id}` has {len(question.options)} options, not two."
                hint = 'Keep two, or write type="single".'
                yield TRUEFALSE_OPTIONS.at(question.span, message, hint=hint)
            case Choice() if len(question.options) < 2:
                yield _few(question, "options", len(question.options))
            case Order() if len(question.steps) < 2:
                yield _few(question, "steps", len(question.steps))
            case Match() if len(question.targets) < 2 or len(question.pairs) < 2:
                yield _few(question, "pairs", min(len(question.targets), len(question.pairs)))
            case Matrix() if len(question.rows) < 2:
                yield _few(question, "rows", len(question.rows))


def longest(course: Course) -> Iterator[Problem]:
    """Find that the right option is the longest in more than half of the questions."""
    single = [one for one in questions(course) if isinstance(one, Choice) and _has_one_key(one)]
    given_away = [one for one in single if _key_is_longest(one)]
    if len(single) >= _ENOUGH_TO_JUDGE and 2 * len(given_away) > len(single):
        message = (
            f"In {len(given_away)} of {len(single)} questions, the correct option is the longest."
        )
        hint = f"Shorten it here, or lengthen a wrong one: {_some(given_away)}."
        yield KEY_IS_LONGEST.at(given_away[0].span, message, hint=hint)


def _rows(question: Matrix) -> Iterator[Problem]:
    """Find rows in which no column fits."""
    for row, fits in zip(question.rows, question.fits, strict=True):
        if not fits:
            message = f"Row `{plain(row.text)}` of question `{question.id}` has no correct column."
            hint = "Write `x` in the cell of each column that fits."
            yield QUIZ_WITHOUT_ANSWER.at(row.span, message, hint=hint)


def _few(question: Choice | Order | Match | Matrix, what: str, count: int) -> Problem:
    message = f"Question `{question.id}` has too few {what}: {count}."
    return TOO_FEW_OPTIONS.at(question.span, message, hint=f"Give it at least two {what}.")


def _has_one_key(question: Choice) -> bool:
    return len(question.options) > 2 and sum(option.correct for option in question.options) == 1


def _key_is_longest(question: Choice) -> bool:
    sizes = {option.correct: 0 for option in question.options}
    for option in question.options:
        sizes[option.correct] = max(sizes[option.correct], len(plain(option.text)))
    return sizes[True] > sizes[False]


def _some(listed: list[Choice]) -> str:
    names = [question.id for question in listed]
    return ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")


RULES = (key, enough, longest)
