"""Mathematics: LaTeX to MathML Core by math-core, checked, and to a line of characters."""

import re
from dataclasses import dataclass
from functools import lru_cache

from math_core import LatexError, LatexToMathML

from .mathml_gate import MathTree, checked, serialized
from .spoken_line import line_of

__all__ = ["FormulaFault", "MadeFormula", "make_formula"]

_KEPT = 2048  # formulas: a course that has thousands says most of them more than once
# Numbers of equations would begin at 1 in each formula, and nothing in a course refers to them.
_NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|flalign|gather|multline)\}")
LONGEST = 5_000
"""Characters of one formula."""


@dataclass(frozen=True, slots=True)
class MadeFormula:
    """A formula in the forms that pages and emails show."""

    mathml: str
    text: str


@dataclass(frozen=True, slots=True)
class FormulaFault:
    """Why a formula cannot be shown."""

    what: str


@lru_cache(maxsize=_KEPT)
def make_formula(latex: str, *, display: bool) -> MadeFormula | FormulaFault:
    """Return a formula's MathML and its characters, or what is wrong with it."""
    if len(latex) > LONGEST:
        return FormulaFault(f"A formula may have {LONGEST:,} characters.")
    plain = _NUMBERED.sub(r"\\\1{\2*}", latex.strip())
    try:
        raw = _converter().convert_with_local_state(plain, displaystyle=display)
    except LatexError as error:
        return FormulaFault(_said(str(error)))
    tree = checked(raw)
    if not isinstance(tree, MathTree):
        return FormulaFault(tree)
    text = line_of(tree.root)
    return MadeFormula(serialized(tree, text), text)


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    return LatexToMathML(xml_namespace=True, fancy_error=False)


def _said(message: str) -> str:
    """Return the converter's message without the offset that it opens with."""
    where, _, what = message.partition(": ")
    return (what if where.isdigit() else message).strip().splitlines()[0]
