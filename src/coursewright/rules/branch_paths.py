"""Branching scenarios: every node can be reached, and every node has a path to an end."""

from collections.abc import Iterator

from coursewright.model import Branch, Settings
from coursewright.problems import Code, Problem, Severity

from .course_texts import CourseText, per_text

__all__ = ["CODES", "RULES"]

UNREACHABLE_NODE = Code(
    "unreachable-node",
    Severity.WARNING,
    "No choice leads to a node.",
    "Nobody will ever read it.",
)
BRANCH_WITHOUT_END = Code(
    "branch-without-end",
    Severity.ERROR,
    "A node of a scenario has no path to an end.",
    "The learner goes around in circles and can never finish the lesson.",
)
EMPTY_BRANCH = Code(
    "empty-branch",
    Severity.ERROR,
    "The first node of a scenario has no choices.",
    "There is nothing to choose.",
)
CODES = (UNREACHABLE_NODE, BRANCH_WITHOUT_END, EMPTY_BRANCH)


@per_text
def graph(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find what is wrong with the ways through each scenario."""
    for block in text.walked:
        if isinstance(block, Branch):
            if not block.nodes or not block.nodes[0].choices:
                hint = "Write a first `:::node` with two choices."
                message = f"The scenario `{block.id}` offers no choices."
                yield EMPTY_BRANCH.at(block.span, message, hint=hint)
                continue
            yield from _ways(block)


def _ways(block: Branch) -> Iterator[Problem]:
    by_id = {node.id: node for node in reversed(block.nodes)}
    ways = {
        node.id: {choice.to for choice in node.choices if choice.to in by_id}
        for node in by_id.values()
    }
    reached = _closure({block.nodes[0].id}, ways)
    back: dict[str, set[str]] = {name: set() for name in ways}
    for name, onward in ways.items():
        for other in onward:
            back[other].add(name)
    # A choice into nothing is named by the reader; it is not a circle as well.
    loose = {n.id for n in block.nodes if any(choice.to not in by_id for choice in n.choices)}
    ending = _closure({node.id for node in block.nodes if not node.choices} | loose, back)
    for node in by_id.values():
        if node.id not in reached:
            hint = f"Link to it with `[...](#{node.id})`, or remove it."
            yield UNREACHABLE_NODE.at(node.span, f"No choice leads to `{node.id}`.", hint=hint)
        elif node.id not in ending:
            hint = "Add a node without choices, and a choice that leads to it."
            message = f"There is no path from `{node.id}` to an end."
            yield BRANCH_WITHOUT_END.at(node.span, message, hint=hint)


def _closure(start: set[str], ways: dict[str, set[str]]) -> set[str]:
    found, edge = set(start), list(start)
    while edge:
        for name in ways[edge.pop()] - found:
            found.add(name)
            edge.append(name)
    return found


RULES = (graph,)
