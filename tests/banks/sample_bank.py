"""Questions of every type, with markup, signs that formats use, feedback and a picture."""

import struct
from zlib import compress, crc32

from coursewright.banks.items import (
    Bank,
    BankChoice,
    BankGaps,
    BankItem,
    BankMatch,
    BankNumber,
    BankOption,
    BankOrder,
    BankText,
    Gap,
)
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
            gaps=(Gap(("China", "the Middle Kingdom")),),
            place=PLACE,
        ),
        BankNumber(
            id="Q8",
            title="Number",
            category=("Tea", "Leaves"),
            prompt="How many degrees?",
            value=80.0,
            tolerance=5.0,
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
    ]
    return Bank(tuple(items), {"images/leaf.png": PNG}, title="Tea")


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
