"""The interactions of a QTI item, read: what is asked, and which answer is correct."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import Any

from lxml import etree

from .bank_limits import OPTIONS
from .bank_xml import local
from .items import (
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOption,
    BankOrder,
    BankPicture,
    BankText,
)
from .qti_editions import plain_name
from .qti_items import TABULAR
from .qti_places import area
from .rich_text import decimal, plain_text, xhtml

__all__ = ["ReadItem", "read_interaction"]


@dataclass(slots=True)
class ReadItem:
    """An item while it is read."""

    root: etree._Element
    body: etree._Element
    options: dict[str, Any]
    losses: list[str] = field(default_factory=list)

    def declaration(self, name: str) -> etree._Element | None:
        """Return the declaration of a response."""
        for child in self.root:
            if _local(child) == "responseDeclaration" and child.get("identifier") == name:
                return child
        return None

    def correct(self, name: str) -> list[str]:
        """Return the values of the correct response; of a mapping, those worth points."""
        declared = self.declaration(name)
        if declared is None:
            return []
        values = [
            "".join(str(part) for part in value.itertext()).strip()
            for held in declared
            if _local(held) == "correctResponse"
            for value in held
        ]
        return values or [key for key, worth in self.mapping(declared) if worth > 0]

    def mapping(self, declared: etree._Element) -> list[tuple[str, float]]:
        """Return the entries of the mapping of a response."""
        found = []
        for entry in declared.iter():
            if _local(entry) == "mapEntry":
                try:
                    worth = float(_get(entry, "mappedValue"))
                except ValueError:
                    worth = 0.0
                found.append((_get(entry, "mapKey"), worth))
        return found

    def takes_several(self, name: str) -> bool:
        """Tell whether a response may hold several values."""
        declared = self.declaration(name)
        return declared is not None and declared.get("cardinality") == "multiple"

    def feedback(self) -> dict[str, str]:
        """Return the feedback that is shown after an answer, by identifier."""
        return {
            child.get("identifier", ""): _inner(child)
            for child in self.root
            if _local(child) == "modalFeedback"
        }


def _local(element: etree._Element) -> str:
    return plain_name(local(element))


def _get(element: etree._Element, name: str) -> str:
    """Return an attribute, written in camel case or with hyphens."""
    dashed = re.sub(r"([A-Z])", lambda found: "-" + found[1].lower(), name)
    return element.get(name) or element.get(dashed) or ""


def _within(element: etree._Element, *names: str) -> list[etree._Element]:
    return [one for one in element.iter() if _local(one) in names]


def _inner(element: etree._Element, *without: str) -> str:
    """Return the contents of an element as HTML, without some of its descendants."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))  # noqa: TID251 -- our own tree
    for one in list(copy.iter()):
        name = _local(one)
        if name in without and one is not copy:
            _remove(one)
        elif name:
            one.tag = name
    etree.cleanup_namespaces(copy)
    text = etree.tostring(copy, encoding="unicode", with_tail=False)
    text = re.sub(r"^<[^>]*?/>$", "", text)
    text = re.sub(r"^<[^>]*>|</[^>]*>$", "", text)
    return _unwrapped(xhtml(text))


def _unwrapped(text: str) -> str:
    """Return a fragment without the one paragraph or `div` that is all of it."""
    while found := re.fullmatch(r"\s*<(p|div)>((?:(?!</?\1\b).)*)</\1>\s*", text, re.DOTALL):
        text = found[2]
    return text.strip()


def _remove(element: etree._Element) -> None:
    """Take an element out of its parent; the words after it stay."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def read_interaction(item: ReadItem) -> BankItem | None:
    """Return the question of an item, or None with a loss."""
    asked = [one for one in item.body.iter() if _local(one).endswith("Interaction")]
    asked = [one for one in asked if _local(one) != "endAttemptInteraction"]
    if not asked:
        item.losses.append("left out: it asks nothing")
        return None
    first = _local(asked[0])
    kinds = {_local(one) for one in asked}
    if kinds <= {"textEntryInteraction", "inlineChoiceInteraction"}:
        return _gaps(item, asked)
    read = _READ.get(first)
    if read is None:
        item.losses.append(f"left out: {first} is not imported")
        return None
    if len(asked) > 1:
        item.losses.append(f"only the first of its {len(asked)} questions is kept")
    if len(_within(asked[0], "simpleChoice", "simpleAssociableChoice", "hotspotChoice")) > OPTIONS:
        item.losses.append(f"left out: it has more than {OPTIONS} options")
        return None
    prompts = [_inner(one) for one in _within(asked[0], "prompt")]
    around = _inner(item.body, "rubricBlock", *kinds)
    whole = [part for part in (around, *prompts) if plain_text(part) or "<img" in part]
    item.options["prompt"] = whole[0] if len(whole) == 1 else "".join(f"<p>{p}</p>" for p in whole)
    return read(item, asked[0])


def _choice(item: ReadItem, asked: etree._Element) -> BankItem:
    name = _get(asked, "responseIdentifier")
    right = set(item.correct(name))
    shown = item.feedback()
    options = []
    for choice in _within(asked, "simpleChoice"):
        key = choice.get("identifier", "")
        inline = [_inner(one) for one in _within(choice, "feedbackInline", "feedbackBlock")]
        feedback = shown.get(key, "") or " ".join(inline)
        text = _inner(choice, "feedbackInline", "feedbackBlock")
        options.append(BankOption(text, key in right, feedback, re.sub(r"^_(?=\d)", "", key)))
    multiple = len(right) > 1 or item.takes_several(name)
    general = shown.get("general", "")
    return BankChoice(
        options=tuple(options),
        multiple=multiple,
        truefalse=[plain_text(option.text).lower() for option in options] == ["true", "false"],
        feedback=general,
        **item.options,
    )


def _hotspot(item: ReadItem, asked: etree._Element) -> BankItem | None:
    shown = next(iter(_within(asked, "object", "img")), None)
    numbers = ("0", "0") if shown is None else (shown.get("width", ""), shown.get("height", ""))
    width, height = (int(one) if one.isdigit() else 0 for one in numbers)
    if shown is None or not width or not height:
        item.losses.append("left out: the size of its picture is not given")
        return None
    words = shown.get("alt") or " ".join("".join(map(str, shown.itertext())).split())
    src = shown.get("src") or shown.get("data") or ""
    name = _get(asked, "responseIdentifier")
    right, said = set(item.correct(name)), item.feedback()
    options = []
    for number, choice in enumerate(_within(asked, "hotspotChoice"), 1):
        key = choice.get("identifier", "")
        place = area(choice.get("shape", ""), choice.get("coords", ""), width, height)
        if place is None:
            item.losses.append(f"left out: the place {key!r} in its picture cannot be read")
            return None
        label = _get(choice, "hotspotLabel")
        if not label:
            item.losses.append(f"place {number} in its picture has no name: write one")
        text = escape(label or key or str(number), quote=False)
        bare = re.sub(r"^_(?=\d)", "", key)
        options.append(BankOption(text, key in right, said.get(key, ""), bare, place))
    return BankChoice(
        options=tuple(options),
        multiple=len(right) > 1 or item.takes_several(name),
        picture=BankPicture(src, words, width, height),
        feedback=said.get("general", ""),
        **item.options,
    )


def _order(item: ReadItem, asked: etree._Element) -> BankItem | None:
    steps = {one.get("identifier", ""): _inner(one) for one in _within(asked, "simpleChoice")}
    keys = item.correct(_get(asked, "responseIdentifier"))
    if not keys or not set(keys) <= set(steps):
        item.losses.append("left out: its correct order is not given")
        return None
    return BankOrder(steps=tuple(steps[key] for key in keys), **_verdicts(item))


def _match(item: ReadItem, asked: etree._Element) -> BankItem | None:
    sets = _within(asked, "simpleMatchSet") or [asked]
    texts: list[dict[str, str]] = [
        {one.get("identifier", ""): _inner(one) for one in _within(held, "simpleAssociableChoice")}
        for held in sets
    ]
    sources, targets = texts[0], texts[-1]
    pairs = []
    for value in item.correct(_get(asked, "responseIdentifier")):
        source, _, target = value.partition(" ")
        if source in sources and target in targets:
            pairs.append((source, target))
        elif target in sources and source in targets:
            pairs.append((target, source))
    if not pairs:
        item.losses.append("left out: its correct pairs are not given")
        return None
    if len(sets) > 1 and _is_table(asked, pairs):
        return _matrix(item, asked, (sources, targets), pairs)
    if len({source for source, _ in pairs}) < len(pairs):
        item.losses.append("left out: one entry has several correct partners")
        return None
    used = {target for _, target in pairs}
    extra = tuple(text for key, text in targets.items() if key not in used and len(sets) > 1)
    made = tuple((sources[source], targets[target]) for source, target in pairs)
    return BankMatch(pairs=made, extra=extra, **_verdicts(item))


def _is_table(asked: etree._Element, pairs: list[tuple[str, str]]) -> bool:
    """Tell whether a matching is shown as a table, or an entry has several partners."""
    classes = (asked.get("class") or "").split()
    return TABULAR in classes or len({source for source, _ in pairs}) < len(pairs)


def _matrix(
    item: ReadItem,
    asked: etree._Element,
    sides: tuple[dict[str, str], dict[str, str]],
    pairs: list[tuple[str, str]],
) -> BankMatrix:
    rows, columns = sides
    places = {key: at for at, key in enumerate(columns)}
    return BankMatrix(
        head=escape(asked.get("data-first-column-header", ""), quote=False),
        rows=tuple(rows.values()),
        columns=tuple(columns.values()),
        fits=tuple(
            tuple(sorted(places[target] for source, target in pairs if source == row))
            for row in rows
        ),
        **_verdicts(item),
    )


def _verdicts(item: ReadItem) -> dict[str, Any]:
    shown = item.feedback()
    names = ("right", "correct"), ("wrong", "incorrect")
    right, wrong = (next((shown[n] for n in words if n in shown), "") for words in names)
    return {**item.options, "right": right, "wrong": wrong, "feedback": shown.get("general", "")}


def _text(item: ReadItem, asked: etree._Element) -> BankItem:
    rubrics = [_inner(one) for one in _within(item.body, "rubricBlock")]
    model = "".join(rubrics) or "; ".join(item.correct(_get(asked, "responseIdentifier")))
    return BankText(model=model, **item.options)


def _gaps(item: ReadItem, asked: list[etree._Element]) -> BankItem | None:
    gaps = []
    exact = False
    for number, one in enumerate(asked, 1):
        name = _get(one, "responseIdentifier")
        if _local(one) == "inlineChoiceInteraction":
            gaps.append(_listed(item, one, name))
        else:
            gap, case_counts = _written(item, name)
            gaps.append(gap)
            exact = exact or case_counts
        before = etree.Element("span")
        before.text, before.tail = f"[[{number}]]", one.tail
        one.tail = None
        parent = one.getparent()
        if parent is not None:
            parent.replace(one, before)
    if not all(gap.answers for gap in gaps):
        item.losses.append("left out: a gap has no correct answer")
        return None
    text = _inner(item.body, "rubricBlock").replace("<span>", "").replace("</span>", "")
    item.options |= _verdicts(item)
    if len(gaps) == 1 and (number_ := _number(item, text)) is not None:
        return number_
    item.options["prompt"] = text
    return BankGaps(gaps=tuple(gaps), exact=exact, **item.options)


def _listed(item: ReadItem, asked: etree._Element, name: str) -> BankGap:
    words = {
        one.get("identifier", ""): plain_text(_inner(one)) for one in _within(asked, "inlineChoice")
    }
    right = [words[key] for key in item.correct(name) if key in words][:1]
    return BankGap(tuple(right), tuple(word for word in dict.fromkeys(words.values())
                                   if word not in right))  # fmt: skip


def _written(item: ReadItem, name: str) -> tuple[BankGap, bool]:
    """Return a gap to type into, and whether upper and lower case count."""
    declared = item.declaration(name)
    answers, cases = item.correct(name), set()
    if declared is not None:
        answers += [key for key, worth in item.mapping(declared) if worth > 0]
        entries = [one for one in declared.iter() if _local(one) == "mapEntry"]
        cases = {_get(one, "caseSensitive") for one in entries}
    return BankGap(tuple(dict.fromkeys(answers))), cases == {"true"}


def _number(item: ReadItem, text: str) -> BankNumber | None:
    declared = next((one for one in item.root if _local(one) == "responseDeclaration"), None)
    if declared is None or _get(declared, "baseType") not in ("float", "integer"):
        return None
    given = item.correct(declared.get("identifier", ""))
    value = decimal(given[0]) if given else None
    tolerance = None if value is None else _tolerance(item, value)
    if value is None or tolerance is None:
        return None
    unit = re.search(r"<p>\s*\[\[1\]\]([^<\[]{0,40})</p>", text)
    prompt = re.sub(r"<p>\s*\[\[1\]\][^<\[]{0,40}</p>|\[\[1\]\]\s*$", "", text)
    prompt = _unwrapped(prompt.strip().replace("[[1]]", "_____"))
    options = {**item.options, "prompt": prompt}
    said = plain_text(unit[1]) if unit else ""
    return BankNumber(value=value, tolerance=tolerance, unit=said, **options)


def _tolerance(item: ReadItem, value: Decimal) -> Decimal | None:
    """Return how far an answer may be off: of `equal`, or from the limits that it is tested for."""
    for limit in _within(item.root, "gte", "lte"):
        given = [decimal("".join(map(str, one.itertext()))) for one in _within(limit, "baseValue")]
        return abs(given[0] - value) if given and given[0] is not None else None
    equal = next(iter(_within(item.root, "equal")), None)
    wide = (equal.get("tolerance", "") if equal is not None else "").split()
    tolerance = decimal(wide[0]) if wide else Decimal(0)
    if tolerance is None or equal is None or _get(equal, "toleranceMode") != "relative":
        return tolerance
    return abs(value) * tolerance / 100  # a percentage


_READ: dict[str, Callable[[ReadItem, etree._Element], BankItem | None]] = {
    "choiceInteraction": _choice,
    "hotspotInteraction": _hotspot,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "associateInteraction": _match,
    "extendedTextInteraction": _text,
}
