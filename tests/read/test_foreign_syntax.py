"""Syntax of other dialects is named with what to write instead; ordinary prose is left alone."""

import pytest

from coursewright.model import Callout, plain
from coursewright.read.foreign_dialects import CARPENTRIES, DIALECTS, FENCES, SLOTS
from read.course_in_memory import lesson_of, read

FOREIGN = {
    "Jekyll or Liquid": ["{% include note.html %}", "{%- raw -%}", "Go to {{ site.baseurl }}/x."],
    "ERB or EJS": ["Hello <%= name %>, hello"],
    "MDX": [
        "import Tabs from '@theme/Tabs';",
        "export const x = 1;",
        "<TabItem value='a'>",
        "Words {/* a comment */} here",
    ],
    "LiaScript": [
        "@Rextester.eval",
        "Run @js(alert) now",
        "[[X]] a right answer",
        "[( )] a wrong answer",
        "    [[X]] a right answer",
        "Then {{1}} comes this.",
        "--{{0}}-- is spoken",
        "!?[a film](https://example.org/a)",
    ],
    "Pandoc": [
        "+-----+-----+\n| a   | b   |\n+=====+=====+\n| 1   | 2   |\n+-----+-----+",
        "  Right     Left\n-------     ------\n     12     12",
        "[Small words]{.smallcaps} here",
        "As [see @doe99, pp. 33] says",
        "## Words {-}",
        "```{.python .numberLines}\nx\n```",
        "::: {.note}\nWords\n:::",
    ],
    "kramdown": ["{: .challenge}", "Words {:.no_toc} here"],
    "Pandoc or kramdown attributes": [
        "[link](https://example.org){target=_blank}",
        "`code`{.python}",
        "Words {.class}",
        "A paragraph {#with-an-id}",
        "![a](../f/a.png) words {.wide}",
    ],
    "MyST": [
        "See {ref}`a-place` for it",
        "(a-place)=",
        "```{note}\nWords\n```",
        ":::{tip}\nWords\n:::",
    ],
    "MkDocs": [
        '=== "A tab"',
        '--8<-- "a.md"',
        "*[HTML]: Hyper Text",
        "Press ++ctrl+alt+del++ now",
    ],
    "CriticMarkup": ["Words {++added++} here", "Words {>>a remark<<} here"],
    "contents markers": ["[TOC]", "[[_TOC_]]", "@[toc]"],
    "Obsidian": [
        "![[picture.png]]",
        "See [[page#heading|this]].",
        "> [!question]- A title\n> Words",
        "Words %%hidden%% here",
        "Words that others link to ^b7f2c1",
        "Rating:: five of five",
        "![A pot|200](../f/a.png)",
    ],
    "highlight marks": ["Words ==marked== here"],
    "AsciiDoc or MediaWiki": ["== A heading", "=== A heading ==="],
    "AsciiDoc": ["[NOTE]", "image::a.png[A picture]", "|===\n| a\n|==="],
    "reStructuredText": [".. note:: Words", "See :ref:`a place` for it"],
    "emoji codes": [
        "Well done :tada: all",
        "Good :+1: so",
        "Look :warning:: hot",
        ":material-water: is MkDocs",
    ],
    "Org mode": ["#+begin_src python"],
    "LaTeX": ["\\begin{equation}\nx\n\\end{equation}", "Words \\textbf{here} too", "\\newpage"],
    "MediaWiki": ["Words '''bold''' here"],
    "R Markdown": ["```{r plot, echo=FALSE}\nplot(x)\n```", "```{python}\nx\n```"],
    "Hugo": ['{{< figure src="a.png" >}}', "{{% notice %}}", "+++\ntitle = 1\n+++"],
    "mdBook": ["{{#include a.rs}}", "{{#playground a.rs}}"],
    "Docusaurus or MyST": [
        ":::tip A title\nWords\n:::",
        ":::note\nWords\n:::",
        "::: warning\nWords\n:::",
    ],
    "Carpentries lessons": ["::::::::: challenge\nWords\n::::::::::::", "::: solution\nWords\n:::"],
}
CASES = [(name, body) for name, bodies in FOREIGN.items() for body in bodies]


@pytest.mark.parametrize(("name", "body"), CASES)
def test_foreign_syntax_is_named_with_what_to_write_instead(name: str, body: str) -> None:
    result = read(f"{body}\n", {"f/a.png": b"\x89PNG\r\n\x1a\n"})
    found = [one for one in result.problems if one.code == "foreign-syntax"]
    assert any(f"is syntax of {name};" in one.message for one in found), result.problems
    assert all(one.hint for one in found)
    assert result.course is not None


def test_every_dialect_has_an_example() -> None:
    rows = {row.name for row in (*DIALECTS, *FENCES, *SLOTS)}
    assert rows <= set(FOREIGN)
    assert CARPENTRIES


def test_a_note_of_docusaurus_is_shown_as_a_callout() -> None:
    (block,) = lesson_of(read(":::danger Mind the *gap*\nWords\n:::\n")).body
    assert isinstance(block, Callout)
    assert (block.tone, plain(block.title)) == ("caution", "Mind the gap")


PROSE = """\
It costs $5, not $10; between $5 and 10$ it is a matter of taste. US$ 4 or 5 $.
Set $HOME/$USER and $PATH, or `${name}` and `{{ site.url }}` in code.
About ~5 to ~10 people, a^2 + b^2 = c^2, 2^10 and x~y; the file is in ~/notes.
Use `:::`, `**`, `<Tabs>`, `{% raw %}`, `[[wiki]]`, `@macro(x)` and `![[a]]` as code.
At 10:30:15 the ratio is 1:2:3. See https://example.org:8080/a::b and std::vector.
Write to ask@example.org, or to @someone. A list of [3] things [sic] and array[0][1].
C++ and C#, i++ and ++i; a == b, a || b, a | b. He said "yes" -- and *stayed*.
A set {1, 2}, {name} and {learner of the year}; \\[not a link\\] and \\(words only\\).
5 * 3 * 2 = 30, snake_case_name, __ as a blank, _________ to fill in. It's 50% ~ half.
x < y > z, <your name>, a <- b, 3 > 2. Emoji 🎉. AT&T, R&D; 100 %% sure? No: 100%.
Is it right?! Yes!!! Really??? (See page 5.) Section 2.1 #3, #hashtag, No. 7.
Is 2 ** 3 a power? NOTE: this is prose. TIP: so is this. Warning: and this.
A (see https://example.org) [sic] and f(x)[0]; [1] (and 2), [a] (page 5), (a) or (b).
Water -- hot. C:: drive, 5 * 4, x^2 and 2^8. ~/notes and ~5 - or ~7. [ ] is a box.
Section (1) and (2), a) or b), 1.5 and 2.5, -5 to -3. #1 in sales, #hashtag. = is equal.
import taxes from abroad; export goods. The class Foo{bar} and \\{braces\\}.
"""


@pytest.mark.parametrize("line", [*PROSE.splitlines(), PROSE])
def test_ordinary_prose_is_left_alone(line: str) -> None:
    for body in (line, f"- {line.splitlines()[0]}", f"## {line.splitlines()[0]}"):
        assert [one.message for one in read(f"{body}\n").problems] == []


LEFT_OVER = [
    "Words ** bold ** here",
    "Words **bold here",
    "Words __bold here",
    "Words ~~ struck~~ here",
    "Words `code here",
    "$$\nx = 1\n\nWords",
    "| a | b |\n| c | d |",
    "##A heading",
    "See [this][nowhere] place",
    "Words\n[label]: https://example.org",
    "#A heading",
    "#\u00a0A heading",
    "##\u00a0A heading",
    "- ##A heading",
    "####### Too deep",
    "\uff03 A heading",
    "\uff0a\uff0abold\uff0a\uff0a",
    "![a] (../f/a.png)",
    "See [x] (https://example.org) here",
    "See [x] (../f/a.png) here",
    "See [x]\n(https://example.org)",
    "See [x] (lesson:water)",
    "See (x)[https://example.org] here",
    "See (x)[../f/a.pdf]",
    "See [x(https://example.org)",
    "[x] (water.md)",
    "-one\n-two",
    "-\u00a0one\n-\u00a0two",
    "*one\n*two",
    "\u2022 one\n\u2022 two",
    "\u2022\tone\n\u2022\ttwo",
    "\u2013 one\n\u2013 two",
    "1.one\n2.two",
    "1)one\n2)two",
    "a. one\nb. two",
    "a) one\nb) two",
    "(1) one\n(2) two",
    "i. one\nii. two",
    "Words:\n2. one\n3. two",
    "- [] a task",
    "-[ ] a task",
    "[ ] a task",
    "[x] a task",
    "[ ] a task\n[x] another",
    "~struck~",
    "**Bold.**Then",
    "**\u201cBold\u201d**then",
    "Term\n:What it means",
    "Words\n\n=====",
]


HTML = {
    "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>": "Write a table",
    "<ul>\n<li>a</li>\n<li>b</li>\n</ul>": "Write `- words`",
    "<b>bold</b>": "`**words**`",
    '<img src="../f/a.png" alt="a">': "`![what it shows]",
    '<a href="https://example.org">x</a>': "`[text](address)`",
    "<h2>Heading</h2>": "`## Words`",
    '<span style="color:red">red</span>': "Remove the tags",
}


@pytest.mark.parametrize("body", HTML)
def test_html_is_named_once_with_what_to_write_instead(body: str) -> None:
    (problem,) = read(f"{body}\n").problems
    assert problem.code == "raw-html"
    assert HTML[body] in (problem.hint or "")


RIGHT = [
    "0. zero\n1. one",
    "1) one\n2) two",
    "- a\n    - b\n        - c",
    "1. a\n\t- b\n2. c",
    "a | b\n--- | ---\n1 | 2",
    "Words\n| a | b |\n|---|---|\n| x \\| y | z |",
    "![a](<../f/my pic.png>)",
    "![a](../f/my%20pic.png)",
    "[a](https://en.example.org/wiki/A_(b))",
    "&copy; &mdash; &#8212; &eacute;",
    "Words $`x^2`$ here",
    "A heading\n---------",
    "- [ ] a task\n- [X] another",
    "\u2022 one  \n\u2022 two",
    "\u2014 Words, one line only",
    "*one*\n*two*",
    "## A heading ##",
    ">words",
]


@pytest.mark.parametrize("body", RIGHT)
def test_what_other_tools_read_is_read_here_too(body: str) -> None:
    png = b"\x89PNG\r\n\x1a\n"
    assert read(f"{body}\n", {"f/my pic.png": png}).problems == ()


@pytest.mark.parametrize("body", LEFT_OVER)
def test_marks_that_learners_would_see_are_noted(body: str) -> None:
    assert [one.code for one in read(f"{body}\n").problems] == ["marks-left-over"]
