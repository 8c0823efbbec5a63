"""Our front of the compiler: only what the table knows gets through, and nothing crashes it."""

import pytest
from mjml import mjml2html

from coursewright.presentation.templates import Templates
from coursewright.source import Span
from coursewright.targets.email.compose import Composed, ComposedPart
from coursewright.targets.email.mjml_compile import compile_mjml
from coursewright.targets.email.mjml_rewrite import MjmlDocument, write_mjml
from coursewright.targets.email.mjml_skeletons import compile_skeleton
from coursewright.targets.email.mjml_table import COMPONENTS
from coursewright.targets.email.mjml_tree import MjmlFault, judge, parse

HERE = Span("m/01-a.md", 7, 1, 7, 9)


def mail(body: str, head: str = "") -> str:
    return f"<mjml>\n<mj-head>{head}</mj-head>\n<mj-body>\n{body}\n</mj-body>\n</mjml>"


def row(text: str) -> str:
    return f"<mj-section><mj-column>{text}</mj-column></mj-section>"


def faults(mjml: str) -> list[str]:
    tree = parse(mjml)
    if isinstance(tree, MjmlFault):
        return [tree.message]
    return [fault.message for fault in judge(tree)]


@pytest.mark.parametrize(
    ("mjml", "words"),
    [
        (mail(row("<mj-txt>a</mj-txt>")), "There is no component `mj-txt`"),
        (mail("<mj-text>a</mj-text>"), "`mj-text` is not allowed in `mj-body`"),
        (mail(row("<mj-section/>")), "`mj-section` is not allowed in `mj-column`"),
        (mail('<mj-include path="/etc/passwd"/>'), "There is no component `mj-include`"),
        (mail("", '<mj-font name="a" href="https://a"/>'), "There is no component `mj-font`"),
        (mail(row('<mj-text font-size="big">a</mj-text>')), "cannot be 'big'"),
        (mail(row('<mj-text colour="#112233">a</mj-text>')), "no attribute `colour`"),
        (mail(row('<mj-image src="https://a"/>')), "has no `alt`"),
        (mail(row('<mj-text><img src="a"/></mj-text>')), "This picture has no `alt`"),
        (mail(row("loose")), "`mj-column` cannot contain text"),
        (mail(row("<mj-text><script>x</script></mj-text>")), "`script` is not allowed"),
        (mail(row('<mj-text><p onclick="x">a</p></mj-text>')), "`onclick` is not allowed"),
        (mail(row("<mj-text><mj-button/></mj-text>")), "`mj-button` is not allowed in the text"),
        (mail(row("<mj-text><p>open</mj-text>")), "Not well-formed"),
        (mail(row("<mj-text>3 < 4</mj-text>")), "Not well-formed"),
        (mail(row("<mj-text>&nbsp;</mj-text>")), "Not well-formed"),
        (f"<!DOCTYPE a [<!ENTITY b 'c'>]>{mail('')}", "cannot have a document type"),
        ("<mj-body/>", "starts with `mjml`"),
        (mail(row("x" * 1_000_001)), "longer than 1,000,000 characters"),
    ],
)
def test_what_is_not_in_the_table_is_refused(mjml: str, words: str) -> None:
    assert words in " ".join(faults(mjml))


@pytest.mark.parametrize("depth", [65, 200, 20_000])
def test_depth_is_bounded_before_the_compiler_sees_it(depth: int) -> None:
    text = faults(mail(row(f"<mj-text>{'<div>' * depth}{'</div>' * depth}</mj-text>")))
    wrapped = faults(mail("<mj-wrapper>" * depth + "</mj-wrapper>" * depth))
    assert text
    assert wrapped
    assert "Nested deeper" in text[0] or "Not well-formed" in text[0]


def test_a_fault_is_told_with_the_line_it_stands_in() -> None:
    tree = parse(mail(f"{row('<mj-text>a</mj-text>')}\n{row('<mj-txt/>')}"))
    assert not isinstance(tree, MjmlFault)
    assert [fault.line for fault in judge(tree)] == [5]


def test_a_fault_is_placed_at_the_block_it_came_from() -> None:
    first, second = row("<mj-text>a</mj-text>"), row("<mj-txt>b</mj-txt>")
    mjml = mail(f"{first}\n{second}")
    parts = tuple(
        ComposedPart(name, Span(f"{name}.md"), mjml.index(text), mjml.index(text) + len(text))
        for name, text in (("one", first), ("two", second))
    )
    problems = compile_mjml(Composed(mjml, "", parts, Templates("email"), "cw"), "", HERE)
    assert not isinstance(problems, str)
    assert [problem.span.path for problem in problems] == ["two.md"]
    assert "two.mjml.j2" in problems[0].message
    assert problems[0].hint is not None


def front(body: str, css: str = "", head: str = "") -> MjmlDocument:
    tree = parse(mail(body, head))
    assert not isinstance(tree, MjmlFault)
    return write_mjml(tree, css)


def test_a_byte_offset_of_the_compiler_leads_to_its_row() -> None:
    written = front(f"{row('<mj-text>ü</mj-text>')}\n{row('<mj-text>b</mj-text>')}")
    starts = [written.skeleton.encode()[start:].decode() for start, _ in written.rows]
    assert all(text.startswith("<mj-section>") for text in starts)
    assert [line for _, line in written.rows] == [4, 5]


def test_styles_are_inlined_and_escapes_kept() -> None:
    written = front(
        row("<mj-text><p>3 &lt; 4 &amp; <b>5</b><br/>6</p></mj-text>"), "p { color: #123456; }"
    )
    inlined = '<p style="color: #123456;">3 &lt; 4 &amp; <b>5</b><br>6</p>'
    assert inlined in written.mjml
    assert inlined in compile_skeleton(written.skeleton, written.fillings)


def test_no_word_and_no_address_of_an_author_reaches_the_compiler() -> None:
    image = '<mj-image src="https://e.org/p.png" alt="Words &amp; more"/>'
    button = '<mj-button href="https://e.org/cwhole1z">Words</mj-button>'
    head = "<mj-title>Words</mj-title><mj-preview>Words &lt;b&gt; cwhole0z</mj-preview>"
    written = front(row(f"<mj-text><p>Words cwhole0z</p></mj-text>{image}{button}"), head=head)
    assert "Words" not in written.skeleton
    assert "e.org" not in written.skeleton
    html = compile_skeleton(written.skeleton, written.fillings)
    for shown in (
        'alt="Words &amp; more"',
        'src="https://e.org/p.png"',
        'href="https://e.org/cwhole1z"',
        "<p>Words cwhole0z</p>",
        "Words &lt;b&gt; cwhole0z",
        "<title>Words</title>",
    ):
        assert shown in html


def test_texts_in_holes_make_the_mail_that_the_whole_would_make() -> None:
    whole = row('<mj-text><p>a</p></mj-text><mj-image src="https://e.org/p" alt="b"/>')
    written = front(whole, "p { margin: 0; }", "<mj-title>c</mj-title>")
    holed = compile_skeleton(written.skeleton, written.fillings)
    assert holed == mjml2html(written.mjml, fonts={})


def test_every_parent_in_the_table_is_a_component() -> None:
    for component in COMPONENTS.values():
        assert component.parents <= COMPONENTS.keys()
