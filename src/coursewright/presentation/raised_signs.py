"""Signs in the upper and the lower row, of those that Unicode has: `x²`, `H₂O`."""

# ruff: noqa: RUF001 -- signs of mathematics

__all__ = ["LOWERED", "RAISED", "lowered", "raised"]

RAISED = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzβγδθ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᶿ",
        strict=True,
    )
)
LOWERED = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)


def raised(text: str) -> str:
    """Return a superscript as characters; words such as the end of `19th` stay as they are."""
    return _moved(text, RAISED, "^")


def lowered(text: str) -> str:
    """Return a subscript as characters."""
    return _moved(text, LOWERED, "_")


def _moved(text: str, row: dict[str, str], mark: str) -> str:
    if len(text) > 1 and text.isalpha():
        return text
    if all(char in row for char in text):
        return "".join(row[char] for char in text)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"
