"""Questions of every type, with markup, signs that formats use, feedback and a picture."""

import struct
from decimal import Decimal
from zlib import compress, crc32

from coursewright.banks.items import (
    Bank,
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
from coursewright.model.quiz import Area
from coursewright.source import Span

__all__ = ["PNG", "bank", "same"]


def _png() -> bytes:
    """Return a picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    data = compress(b"\x00\xff\x00\x00")
    parts = chunk(b"IHDR", head), chunk(b"IDAT", data), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


PNG = _png()
PLACE = Span("course/1-m/01-a.md", 3)


def bank() -> Bank:
    """Return one question of each type, in two categories."""
    items: list[BankItem] = [
        BankChoice(
            id="Q1",
            title="Water",
            category=("Tea", "Water: hot & cold"),
            prompt="What is {hot} = 80\u00a0°C ~ or # more? <strong>One</strong> answer.",
            options=(
                BankOption("Water &amp; milk: <em>both</em>", False, "No = wrong.", "both"),
                BankOption("Water ~ 90", True, "Yes {right}.", "w90"),
                BankOption("Neither", False, "", "none"),
            ),
            place=PLACE,
        ),
        BankChoice(
            id="Q2",
            title="Several",
            category=("Tea", "Water: hot & cold"),
            prompt="Which are teas?",
            options=(
                BankOption("Assam", True, "From India.", "a"),
                BankOption("Mocha", False, "Coffee.", "m"),
                BankOption("Oolong", True, "", "o"),
            ),
            multiple=True,
            place=PLACE,
        ),
        BankChoice(
            id="Q3",
            title="True",
            category=("Tea", "Leaves"),
            prompt="Green tea is a tea.",
            options=(
                BankOption("True", True, "It is.", "true"),
                BankOption("False", False, "It is one.", "false"),
            ),
            truefalse=True,
            place=PLACE,
        ),
        BankOrder(
            id="Q4",
            title="Order",
            category=("Tea", "Leaves"),
            prompt="Put in order.",
            steps=("Boil", "Pour", "Wait"),
            right="Good.",
            wrong="Boil first.",
            place=PLACE,
        ),
        BankMatch(
            id="Q5",
            title="Match",
            category=("Tea", "Leaves"),
            prompt="Match them.",
            pairs=(("Assam", "India"), ("Sencha", "Japan"), ("Darjeeling", "India")),
            right="Good.",
            wrong="Look at a map.",
            place=PLACE,
        ),
        BankText(
            id="Q6",
            title="Open",
            category=("Tea", "Leaves"),
            prompt="Describe the taste.",
            model="Grassy, a little sweet.",
            place=PLACE,
        ),
        BankGaps(
            id="Q7",
            title="Gap",
            category=("Tea", "Leaves"),
            prompt="Tea comes from [[1]] at first.",
            gaps=(BankGap(("China", "the Middle Kingdom")),),
            place=PLACE,
        ),
        BankNumber(
            id="Q8",
            title="Number",
            category=("Tea", "Leaves"),
            prompt="How many degrees?",
            value=Decimal(80),
            tolerance=Decimal(5),
            place=PLACE,
        ),
        BankChoice(
            id="Q9",
            title="Picture",
            category=("Tea", "Leaves"),
            prompt='Which leaf is it? <img src="images/leaf.png" alt="A long leaf"/>',
            options=(BankOption("Sencha", True, "", "s"), BankOption("Assam", False, "", "x")),
            place=PLACE,
        ),
        *_newer_types(),
    ]
    return Bank(tuple(items), {"images/leaf.png": PNG}, title="Tea")


def _newer_types() -> list[BankItem]:
    leaves = ("Tea", "Leaves")
    return [
        BankMatrix(
            id="Q10",
            title="Times",
            category=leaves,
            prompt="How long?",
            head="Tea",
            rows=("Green", "Black"),
            columns=("2 minutes", "4 minutes", "8 minutes"),
            fits=((0,), (1,)),
            right="Good.",
            wrong="Green is shorter.",
            place=PLACE,
        ),
        BankMatrix(
            id="Q11",
            title="Serving",
            category=leaves,
            prompt="What goes with it?",
            head="Tea",
            rows=("Black", "Green", "Smoked"),
            columns=("Milk", "Lemon"),
            fits=((0, 1), (1,), ()),
            right="Good.",
            wrong="Black takes both.",
            place=PLACE,
        ),
        BankGaps(
            id="Q12",
            title="Recipe",
            category=leaves,
            prompt="<p>Complete it.</p><p>Take [[1]] grams of [[2]] tea &amp; water.</p>",
            gaps=(BankGap(("two", "2")), BankGap(("loose",), ("bagged", "powdered"))),
            place=PLACE,
        ),
        BankNumber(
            id="Q13",
            title="Heat",
            category=leaves,
            prompt="How hot?",
            value=Decimal("80.5"),
            tolerance=Decimal("0.25"),
            unit="°C",
            right="Good.",
            wrong="Below boiling.",
            place=PLACE,
        ),
        BankChoice(
            id="Q14",
            title="Kettle",
            category=leaves,
            prompt="Where is it?",
            options=(
                BankOption("The lid", True, "Yes.", "lid", Area("rect", (10, 5, 30, 20))),
                BankOption("The spout", False, "No.", "spout", Area("circle", (50, 40, 10))),
                BankOption("The foot", False, "", "foot", Area("poly", (0, 90, 50, 90, 25, 100))),
            ),
            picture=BankPicture("images/leaf.png", "A kettle", 400, 300),
            place=PLACE,
        ),
        BankGaps(
            id="Q15",
            title="Lists",
            category=leaves,
            prompt="It is [[1]] and [[2]] tea.",
            gaps=(BankGap(("green",), ("red",)), BankGap(("warm",), ("cold", "hot"))),
            right="Good.",
            wrong="Look again.",
            place=PLACE,
        ),
        BankGaps(
            id="Q16",
            title="Case",
            category=leaves,
            prompt="The word is [[1]] in German.",
            gaps=(BankGap(("Tee", "der Tee")),),
            exact=True,
            right="Good.",
            wrong="Nouns start with a capital.",
            place=PLACE,
        ),
    ]


def same(item: BankItem, *without: str) -> dict[str, object]:
    """Return what must survive a round trip, without some fields and the keys of options."""
    shown: dict[str, object] = {"type": type(item).__name__}
    for name in type(item).__dataclass_fields__:
        if name in ("place", *without):
            continue
        value = getattr(item, name)
        if name == "options":
            value = [(one.text, one.correct, one.feedback) for one in value]
        shown[name] = value
    return shown
