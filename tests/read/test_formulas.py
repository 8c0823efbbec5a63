"""Formulas: LaTeX becomes MathML that holds nothing else, and a line of characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from coursewright.model import Equation, Formula, inlines
from coursewright.read.formulas import FormulaFault, MadeFormula, make_formula
from coursewright.read.formulas.mathml_gate import MathTree, checked
from read.course_in_memory import blocks, read, told

LINES = {
    "E = mc^2": "E = mc²",
    r"\frac{a}{b}": "a/b",
    r"\frac{v^2}{2a}": "v²/(2a)",
    r"\frac{d}{dx} x^2": "d/(dx) x²",
    r"\frac12 \frac13": "1/2 1/3",
    r"\int_0^1 x\,dx = \frac{1}{2}": "∫₀¹ x dx = 1/2",
    r"\sum_{i=1}^{n} i": "∑ᵢ₌₁ⁿ i",
    r"\frac{1}{n}\sum x_i": "1/n ∑xᵢ",
    r"\sqrt{x^2 + y^2}": "√(x² + y²)",
    r"\sqrt[3]{27}": "³√(27)",
    r"\lim_{x \to 0} \sin x": "lim_(x → 0) sin x",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}": "(a, b; c, d)",
    r"\begin{cases} 1 & \text{if } x > 0 \\ 0 \end{cases}": "{1, if x > 0; 0",
    r"\begin{align} a &= b \\ &= c \end{align}": "a = b; = c",
    r"\hat{y} = \beta_0": "ŷ = β₀",
    r"x_{n+1}": "xₙ₊₁",
    r"e^{i\pi}": "e^(iπ)",
    r"90^\circ": "90°",
    r"-x \le 5\%": "−x ≤ 5%",  # noqa: RUF001 -- the sign of mathematics
    r"\binom{n}{k}": "(n over k)",
    r"\overline{AB} \perp \vec{v}": "A̅B̅ ⟂ v⃗",
}


@pytest.mark.parametrize(("latex", "line"), LINES.items())
def test_a_formula_is_a_line_of_characters(latex: str, line: str) -> None:
    made = make_formula(latex, display=False)
    assert isinstance(made, MadeFormula)
    assert made.text == line
    assert f'alttext="{line}"' in made.mathml or "&" in made.mathml


@pytest.mark.parametrize(
    "latex", [r"\frac{a}{", r"\nosuch{x}", r"\href{javascript:x}{y}", "x" * 6000]
)
def test_what_cannot_be_read_is_a_fault_in_words(latex: str) -> None:
    fault = make_formula(latex, display=False)
    assert isinstance(fault, FormulaFault)
    assert fault.what[-1] in '."'
    assert "\n" not in fault.what


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("\\{}^_&<>\"'abx12 frctesqghyl()[]+=%$#~\u202e\x0b")))
def test_whatever_is_written_no_foreign_element_comes_out(latex: str) -> None:
    for display in (True, False):
        made = make_formula(latex, display=display)
        if isinstance(made, MadeFormula):
            root = etree.XML(made.mathml)
            assert {etree.QName(node).localname for node in root.iter()} <= {
                *("math", "mi", "mn", "mo", "mtext", "mrow", "mspace", "mfrac", "msqrt", "mroot"),
                *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr"),
                *("mtd", "mstyle", "mpadded", "mphantom", "menclose", "mmultiscripts", "ms"),
            }


@pytest.mark.parametrize(
    "inner",
    [
        "<script>x</script>",
        '<mi href="javascript:x">x</mi>',
        '<mi onclick="x">x</mi>',
        "<annotation-xml><b/></annotation-xml>",
        "<maction><mi>x</mi></maction>",
        '<x:b xmlns:x="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_the_gate_refuses_what_is_no_mathematics(inner: str) -> None:
    assert isinstance(
        checked(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inner}</math>'), str
    )


def test_the_gate_keeps_of_styles_only_those_of_tables() -> None:
    raw = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML">'
        '<mtd style="text-align: left;background:url(x)"/>'
        '<mi style="color:#F00" class="a">x</mi></math>'
    )
    tree = checked(raw)
    assert isinstance(tree, MathTree)
    assert [dict(node.attrib) for node in tree.root] == [{"style": "text-align: left"}, {}]


INLINE = {
    "A $x$ here": ["x"],
    "$x$ is 5": ["x"],
    r"A \(a^2\) here": ["a^2"],
    "A $$x$$ here": ["x"],
    "It costs $5 and $10.": [],
    "From $5 to 10$ or so.": [],
    "$HOME/$USER": [],
    r"\$x\$": [],
    r"\(see page 5\)": [],
}


@pytest.mark.parametrize(("text", "found"), INLINE.items())
def test_dollars_are_mathematics_only_around_mathematics(text: str, found: list[str]) -> None:
    line = inlines(blocks(f"{text}\n"))
    assert [one.latex for one in line if isinstance(one, Formula)] == found


@pytest.mark.parametrize(
    "body", ["$$\nx = 1\n$$", "$$x = 1$$", "\\[\nx = 1\n\\]", "```math\nx = 1\n```"]
)
def test_a_formula_on_its_own_is_an_equation(body: str) -> None:
    (block,) = blocks(f"{body}\n")
    assert isinstance(block, Equation)
    assert block.text == "x = 1"


def test_a_fault_in_a_formula_is_one_problem_at_its_place() -> None:
    assert told(read("A $\\nosuch$ here\n").problems) == ["formula-malformed 7:3"]
    assert told(read("$$\n\\nosuch\n$$\n").problems) == ["formula-malformed 7:1"]
