"""Everything in a package that can be answered or marked, as the session's data knows it."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from coursewright.model import (
    Assessment,
    Block,
    Branch,
    Choice,
    Course,
    Gaps,
    Lesson,
    Match,
    Matrix,
    Number,
    OpenText,
    Order,
    Package,
    Quiz,
    Step,
    for_track,
    plain,
    stable_key,
    text_of,
    walk,
)
from coursewright.model.roles import asked
from coursewright.model.roles import marks as in_blocks

from .option_words import option_words, short_text, true_first

__all__ = ["Item", "ItemType", "asked_text", "assessments", "item_of", "items", "marks"]

ItemType = Literal[
    "single", "multiple", "truefalse", "order", "match", "gaps", "number", "text", "branch"
]
"""What the player asks: how an answer is kept."""
Item = dict[str, Any]
_PROMPT = 250  # SCORM 2004 RTE 4.2.9.1: description, SPM 250


def items(course: Course, package: Package, *, prompts: bool) -> dict[str, Item]:
    """Return the questions of a package's lessons and pools by id, nodes of branches among them.

    Args:
        course: the course.
        package: whose tracks count.
        prompts: whether each carries its question in words, for reports.
    """
    found: dict[str, Item] = {}
    for lesson in course.lessons_of(*package.tracks):
        found.update(_in_lesson(lesson, package.tracks))
    for assessment in assessments(course, package):
        for quiz in course.pools[assessment["pool"]].items:
            if not quiz.tracks or set(quiz.tracks) & set(package.tracks):
                found[quiz.id] = item_of(quiz, None) | {"scored": True}
                if quiz.tracks:
                    found[quiz.id]["tracks"] = list(quiz.tracks)
    if not prompts:
        for item in found.values():
            item.pop("prompt", None)
    return found


def _in_lesson(lesson: Lesson, tracks: Iterable[str]) -> Iterator[tuple[str, Item]]:
    seen: dict[str, Item] = {}
    its = [track for track in tracks if track in lesson.front.tracks]
    for track in its:
        for id_, item in _questions(for_track(lesson.body, track), lesson.id):
            seen.setdefault(id_, item).setdefault("tracks", []).append(track)
    for id_, item in seen.items():
        if len(item["tracks"]) == len(its):
            del item["tracks"]
        yield id_, item


def _questions(blocks: Iterable[Block], lesson: str) -> Iterator[tuple[str, Item]]:
    for block in asked(walk(blocks)):
        if not isinstance(block, Branch):
            yield block.id, item_of(block, lesson)
            continue
        for node in block.nodes:
            if node.choices:
                item = _bare("branch", lesson, block.objective)
                keys = [choice.key for choice in node.choices]
                item["keys"] = keys
                item |= _words(keys, [plain(choice.text) for choice in node.choices])
                item["prompt"] = short_text(text_of(node.children), _PROMPT)
                yield f"{block.id}.{node.id}", item


def _bare(type_: ItemType, lesson: str | None, objective: str | None) -> Item:
    return {"type": type_, "lesson": lesson, "objective": objective, "keys": [], "correct": None}


def item_of(quiz: Quiz, lesson: str | None) -> Item:
    """Return a question as the player knows it."""
    item = _bare(_type(quiz), lesson, quiz.objective)
    item["prompt"] = short_text(asked_text(quiz), _PROMPT)
    if quiz.weight != 1:
        item["weight"] = quiz.weight
    match quiz:
        case Choice():
            item |= _options_of(quiz)
        case Order():
            item["keys"] = [step.key for step in quiz.steps]
            item["correct"] = item["keys"]
            item |= _words(item["keys"], [plain(step.text) for step in quiz.steps])
        case Match():
            item["keys"] = [pair.source.key for pair in quiz.pairs]
            item["targets"] = [target.key for target in quiz.targets]
            item["correct"] = {pair.source.key: pair.target for pair in quiz.pairs}
            item |= _words(item["keys"], [plain(pair.source.text) for pair in quiz.pairs])
            targets = [plain(target.text) for target in quiz.targets]
            item |= _words(item["targets"], targets, "targetWords")
        case Matrix():
            item |= _cells_of(quiz) if quiz.several else _rows_of(quiz)
        case Gaps():
            item["keys"] = [gap.key for gap in quiz.gaps]
            item["correct"] = [gap.accepts[0] for gap in quiz.gaps]
        case Number():
            near = (quiz.answer - quiz.tolerance, quiz.answer + quiz.tolerance)
            item["correct"] = [f"{value:f}" for value in (*near, quiz.answer)]
        case OpenText():
            pass
    return item


def _options_of(quiz: Choice) -> Item:
    keys = [option.key for option in quiz.options]
    texts = [plain(option.text) for option in quiz.options]
    item: Item = {"correct": [option.key for option in quiz.options if option.correct]}
    if quiz.type != "truefalse":
        return item | {"keys": keys} | _words(keys, texts)
    # The player reports them by place: true, false.
    return item | {"keys": keys if true_first(texts) else keys[::-1]}


def _type(quiz: Quiz) -> ItemType:
    if isinstance(quiz, Matrix):
        return "multiple" if quiz.several else "match"
    return quiz.type


def _rows_of(quiz: Matrix) -> Item:
    """Return a matrix with one column for each row: kept and reported as matching."""
    keys, targets = [row.key for row in quiz.rows], [column.key for column in quiz.columns]
    right = {row.key: fits[0] for row, fits in zip(quiz.rows, quiz.fits, strict=True) if fits}
    item: Item = {"keys": keys, "targets": targets, "correct": right}
    item |= _words(keys, [plain(row.text) for row in quiz.rows])
    return item | _words(targets, [plain(one.text) for one in quiz.columns], "targetWords")


def _cells_of(quiz: Matrix) -> Item:
    """Return a matrix with several columns for a row: each cell is a box to tick."""
    rows, columns = _named(quiz.rows), _named(quiz.columns)
    fits = zip(quiz.rows, quiz.fits, strict=True)
    return {
        "keys": [f"{row}/{column}" for row, _ in rows for column, _ in columns],
        "words": [f"{row}/{column}" for _, row in rows for _, column in columns],
        "correct": [f"{row.key}/{key}" for row, keys in fits for key in keys],
        "pairs": True,
    }


def _named(steps: tuple[Step, ...]) -> list[tuple[str, str]]:
    keys = [step.key for step in steps]
    words = _words(keys, [plain(step.text) for step in steps]).get("words", keys)
    return list(zip(keys, words, strict=True))


def _words(keys: list[str], texts: list[str], name: str = "words") -> Item:
    """Return what a report calls the options; nothing where the author's keys say it."""
    given = [
        key != stable_key(" ".join(text.split())) for key, text in zip(keys, texts, strict=True)
    ]
    words = option_words(keys, texts, given)
    return {} if words == keys else {name: words}


def asked_text(quiz: Quiz) -> str:
    """Return what a question asks, in words; a gap is a line to write on."""
    lines = [text_of(quiz.prompt)]
    if isinstance(quiz, Gaps):
        lines.append("____".join(plain(piece) for piece in quiz.pieces))
    return " ".join(" ".join(lines).split())


def assessments(course: Course, package: Package) -> list[dict[str, Any]]:
    """Return the assessments of a package: pool, lesson, mastery, and the cells to draw from."""
    found = []
    for lesson in course.lessons_of(*package.tracks):
        for block in walk(lesson.body):
            if isinstance(block, Assessment) and block.pool in course.pools:
                pool = course.pools[block.pool]
                found.append(
                    {
                        "id": block.id,
                        "pool": pool.id,
                        "lesson": lesson.id,
                        "mastery": pool.mastery or course.settings.mastery,
                        "cells": _cells(pool.items, set(package.tracks)),
                    }
                    | ({"minutes": pool.minutes} if pool.minutes else {})
                )
    return found


def _cells(pool: Iterable[Quiz], tracks: set[str]) -> list[dict[str, Any]]:
    cells: dict[str, list[Quiz]] = {}
    for quiz in pool:
        if isinstance(quiz, OpenText) or (quiz.tracks and not tracks & set(quiz.tracks)):
            continue  # nothing scores an open answer
        cells.setdefault(quiz.cell or quiz.id, []).append(quiz)
    return [
        {
            "cell": cell,
            "tracks": _for_whom(quizzes),
            "items": [quiz.id for quiz in quizzes],
        }
        for cell, quizzes in cells.items()
    ]


def _for_whom(quizzes: Iterable[Quiz]) -> list[str]:
    """Return the tracks that have one of the questions; none at all means everybody."""
    if any(not quiz.tracks for quiz in quizzes):
        return []
    return list(dict.fromkeys(track for quiz in quizzes for track in quiz.tracks))


def marks(course: Course, package: Package) -> dict[str, list[str]]:
    """Return what a learner may mark, by kind: ids in the course's order, each once."""
    found: dict[str, dict[str, None]] = {
        kind: {} for kind in ("recall", "check", "action", "likert", "readiness")
    }
    lessons = course.lessons_of(*package.tracks)
    for lesson in lessons:
        found["action"][lesson.id] = None
        for track in package.tracks:
            found["recall"].update(dict.fromkeys(lesson.front.recall.get(track, ())))
    bodies = [lesson.body for lesson in lessons]
    bodies += [aid.body for aid in course.job_aids.values()]
    for body in bodies:
        for kind, key in in_blocks(walk(body)):
            found[kind][key] = None
    return {kind: list(ids) for kind, ids in found.items()}
