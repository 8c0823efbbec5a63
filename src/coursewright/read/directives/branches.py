"""The directives `branch` and `node`: a scenario that goes on by what is chosen."""

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.read.keys import key_of, line_of, take_key

from .options import OPTION, feedback_of, report_duplicates
from .spec import ID, Attribute, Built, Filled, Spec

__all__ = ["CODES", "SPECS"]

NOWHERE = Code(
    "branch-leads-nowhere",
    Severity.ERROR,
    "A choice leads to a node that does not exist in its branch.",
    "The learner would be stuck in the middle of the story.",
)
NODE_TWICE = Code(
    "branch-node-twice",
    Severity.ERROR,
    "Two nodes of a branch have the same id.",
    "Choices could lead to only one of them.",
)
CODES = (NOWHERE, NODE_TWICE)


def _branch(filled: Filled) -> Built | None:
    nodes: dict[str, m.BranchNode] = {}
    for one in filled.body:
        if not isinstance(one, m.BranchNode):
            message = "A branch can contain only nodes."
            filled.surplus(one.span, message, "Move it into a `:::node`, or above the branch.")
        elif one.id in nodes:
            message = f"The node `{one.id}` already exists above."
            filled.reading.report(NODE_TWICE, one.span, message, "Give it a unique id.")
        else:
            nodes[one.id] = one
    if not nodes:
        filled.lacks("A branch needs nodes.", 'Write `:::node{id="start"}` inside it.')
        return None
    for node in nodes.values():
        for choice in node.choices:
            if choice.to not in nodes:
                message = f"There is no node `{choice.to}` in this branch."
                filled.reading.report(
                    NOWHERE, choice.span, message, filled.reading.near(choice.to, nodes)
                )
    objective = filled.get("objective")
    return m.Branch(filled.get("id"), filled.label, objective, tuple(nodes.values()), filled.span)


def _node(filled: Filled) -> Built | None:
    body = filled.body
    choices: tuple[m.BranchChoice, ...] = ()
    if body and isinstance(body[-1], m.BulletList) and _leads(body[-1].items[0]):
        found = [_choice(filled, item) for item in body[-1].items]
        choices = tuple(choice for choice in found if choice)
        body = body[:-1]
    report_duplicates(filled.reading, [(choice.key, choice.span) for choice in choices])
    return m.BranchNode(filled.get("id"), body, choices, filled.span)


def _leads(item: m.ListItem) -> bool:
    line = line_of(item, alone=False)
    return bool(line) and isinstance(line[0], m.Link) and line[0].href.startswith("#")


def _choice(filled: Filled, item: m.ListItem) -> m.BranchChoice | None:
    line, key = take_key(line_of(item, alone=False))
    link = line[0] if len(line) == 1 else None
    if not isinstance(link, m.Link) or not link.href.startswith("#"):
        message = "A choice is a link to a node, with feedback below it."
        filled.reading.report(OPTION, item.span, message, "Write `- [What to do](#node)`.")
        return None
    feedback = feedback_of(filled.reading, item.children[1:])
    text = link.children
    return m.BranchChoice(key_of(text, key), link.href[1:], text, feedback, item.span)


SPECS = (
    Spec(
        "branch",
        "A scenario that continues with what the learner chooses.",
        _branch,
        {"id": ID, "objective": Attribute("id", "The objective that it practices.")},
        label="Its title.",
        holds="anything",
        asks=True,
    ),
    Spec(
        "node",
        "A scene of a branch; without choices, an ending.",
        _node,
        {"id": Attribute("id", "Unique in its branch.", required=True)},
        within=("branch",),
        places=("lesson", "job-aid"),
    ),
)
