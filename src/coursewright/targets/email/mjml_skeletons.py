"""Skeletons: MJML with holes where words and addresses go, which the compiler need not see.

A compiler copies a text into the HTML as it stands, and an address into its attribute. So it gets
a hole for each, lays out the frame, and the texts are put in afterwards. Mails of one shape have
one skeleton, and it is compiled once for all of them. No word of an author gets near the compiler.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from mjml import mjml2html

__all__ = ["compile_skeleton", "fill_skeleton", "hole"]

_OPENS, _CLOSES = "cwhole", "z"
_KEPT = 256  # skeletons, of some 20 kB each


def hole(number: int) -> str:
    """Return what stands for a text: letters and digits, as an attribute may hold them too."""
    return f"{_OPENS}{number}{_CLOSES}"


def compile_skeleton(skeleton: str, fillings: Sequence[str]) -> str:
    """Return the HTML of a skeleton, with its fillings in the holes.

    Raises:
        ValueError: the compiler refuses the skeleton.
    """
    texts, holes = _compiled(skeleton)
    return _filled(texts, (fillings[number] for number in holes))


def fill_skeleton(skeleton: str, fillings: Sequence[str]) -> str:
    """Return the MJML itself with its fillings, as another compiler would need it."""
    texts, holes = _split(skeleton)
    return _filled(texts, (fillings[number] for number in holes))


@lru_cache(maxsize=_KEPT)
def _compiled(skeleton: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return _split(mjml2html(skeleton, fonts={}))


def _split(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the texts around the holes, one more than there are holes, and the holes' numbers."""
    first, *rest = text.split(_OPENS)
    pairs = [piece.partition(_CLOSES)[::2] for piece in rest]
    return (first, *(after for _, after in pairs)), tuple(int(number) for number, _ in pairs)


def _filled(texts: tuple[str, ...], fillings: Iterable[str]) -> str:
    out = [""] * (2 * len(texts) - 1)
    out[::2] = texts
    out[1::2] = fillings
    return "".join(out)
