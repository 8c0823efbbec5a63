"""What can be wrong within a line: links, pictures, slots, citations, HTML."""

import pytest

from coursewright.model import Heading, Image, Link, Paragraph, inlines, plain
from read.course_in_memory import PNG, blocks, lesson_of, read, told

REFUSED = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:alert(1)",
    "&#x6a;avascript:alert(1)",
    "<java\tscript:alert(1)>",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org/",
    "//example.org/x",
    "/etc/passwd",
    "C:\\\\Users\\\\me",
    "..\\\\..\\\\a.png",
    "%5c%5cserver",
    "http:",
    "https:///x",
    "https://[::1/",
    "https://a:99999999/",
    "mailto:nobody",
    "mailto:a@b.org%0d%0aBcc:c@d.org",
    "lesson:Not An Id",
    "lesson:",
    "a%00.png",
)


@pytest.mark.parametrize("href", REFUSED)
def test_a_link_that_could_harm_is_refused_and_its_words_stay(href: str) -> None:
    href = f"<{href}>" if " " in href else href
    result = read(f"See [these words]({href}) here.\n")
    assert told(result.problems) == ["link-refused 7:5"]
    (paragraph,) = lesson_of(result).body
    assert not any(isinstance(one, Link | Image) for one in inlines([paragraph]))
    assert isinstance(paragraph, Paragraph)
    assert "these words" in plain(paragraph.children)


@pytest.mark.parametrize("path", ["../../x.png", "../../../etc/passwd", "%2e%2e/%2e%2e/x.png"])
def test_a_path_out_of_the_course_is_refused(path: str) -> None:
    assert told(read(f"![a]({path})\n").problems) == ["path-out-of-course 7:1"]


@pytest.mark.parametrize(
    ("src", "word"),
    [
        ("https://example.org/a.png", "course folder"),
        ("//example.org/a.png", "course folder"),
        ("data:image/png;base64,AAAA", "course folder"),
        ("/a.png", "absolute"),
        ("C:/a.png", "no drive"),
    ],
)
def test_a_picture_from_elsewhere_is_refused(src: str, word: str) -> None:
    (problem,) = read(f"![a]({src})\n").problems
    assert problem.code == "link-refused"
    assert word in problem.message


GOOD = {
    "https://example.org/ü?q=1#x": "https://example.org/%C3%BC?q=1#x",
    "http://example.org": "http://example.org",
    "mailto:ask@example.org": "mailto:ask@example.org",
    "lesson:water": "lesson:water",
    "lesson:water#an-idea": "lesson:water#an-idea",
    "#here": "#here",
    "../f/sheet.pdf": "f/sheet.pdf",
    "../f/my%20sheet.pdf#page=2": "f/my sheet.pdf#page=2",
}


@pytest.mark.parametrize(("href", "expected"), GOOD.items())
def test_a_good_link_is_kept_and_paths_become_the_courses(href: str, expected: str) -> None:
    files: dict[str, str | bytes] = {"f/sheet.pdf": b"%PDF-1", "f/my sheet.pdf": b"%PDF-1"}
    (paragraph,) = blocks(f"[words]({href})\n", files)
    assert [one.href for one in inlines([paragraph]) if isinstance(one, Link)] == [expected]


FAULTS = {
    "![a](../f/none.png)": "file-missing 7:1",
    "[a](../f/none.pdf)": "file-missing 7:1",
    "[a](02-other.md)": "link-to-source 7:1",
    "[a](../course.yaml)": "link-to-source 7:1",
    "![a](../a.exe)": "file-type 7:1",
    "![a](../a.png){wide=true}": "image-attribute-unknown 7:1",
    "Dear {{ learner.first_nam | 'you' }}": "placeholder-unknown 7:6",
    "Dear {{ learner.first_name }}": "placeholder-without-fallback 7:6",
    'Dear {{ learner.first_name | " " }}': "placeholder-without-fallback 7:6",
    "Dear {{ learner.first_name | upper }}": "sign-malformed 7:6",
    "{{ 7 * 7 }}": "sign-malformed 7:1",
    "{{}}": "sign-malformed 7:1",
    "{{fact <b>}}": "sign-malformed 7:1",
    "[@a; b]": "sign-malformed 7:1",
    "[[|a]]": "sign-malformed 7:1",
    "[[a|]]": "sign-malformed 7:1",
    "Dear {{ learner.first_name }": "sign-malformed 7:6",
    "Dear { learner.first_name }}": "sign-malformed 7:6",
    "Dear {learner.name}": "sign-malformed 7:6",
    "{fact F1}": "sign-malformed 7:1",
    'Dear {{ learner.first_name | "you': "sign-malformed 7:6",
    "as [@hill2007 says": "sign-malformed 7:4",
    "an [[ally": "sign-malformed 7:4",
    "a <b>c</b>": "raw-html 7:3",
    "<script>x</script>": "raw-html 7:1",
    "a <!-- b": "raw-html 7:3",
    'a <kbd class="k">b</kbd>': "raw-html 7:3",
    "a <kbd>b": "raw-html 7:3",
    "$\\frac{1$": "formula-malformed 7:1",
    "a[^1]": "footnote-missing 7:2",
    "a[^1]\n\n[^1]: b[^1]": "footnote-content 9:8",
    "a\n\n[^1]: b": "footnote-unused 9:1",
    "a[^1]\n\n[^1]: - b": "footnote-content 9:1",
    "[a](https://example.org/a b)": "link-malformed 7:3",
    "# Title": "heading-level-1 7:1",
    "Title\n===": "heading-level-1 7:1",
    "## Rules {digset}": "heading-mark-malformed 7:1",
    "## Rules {#my id}": "heading-mark-malformed 7:1",
    "## Rules {#a #b}": "heading-mark-malformed 7:1",
    "## Rules {digest digest}": "heading-mark-malformed 7:1",
}


@pytest.mark.parametrize(("body", "expected"), FAULTS.items())
def test_a_fault_is_told_where_it_stands(body: str, expected: str) -> None:
    result = read(body + "\n", {"a.exe": b"MZ", "a.png": PNG})
    assert told(result.problems)[0] == expected
    assert len(result.problems) <= 2


def test_html_is_shown_as_text() -> None:
    (paragraph,) = lesson_of(read('<img src=x onerror="alert(1)">\n')).body
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.children) == '<img src=x onerror="alert(1)">'


def test_what_only_looks_like_html_or_a_sign_is_left_alone() -> None:
    body = (
        "`<b>` \\<b> a < b > c <your name> {x} \\[@a] [ ] \\{{x}} 3 * 4 snake_case_name\n"
        "{} }} ]] \\[[a \\{\\{ `{{` {track} {learner of the year}\n"
    )
    assert blocks(body)


def test_a_reference_link_is_followed_wherever_its_address_stands() -> None:
    (one, two) = blocks("A [word][w].\n\n:::scenario\nA [w].\n:::\n\n[w]: https://example.org/\n")
    assert [link.href for link in inlines([one, two]) if isinstance(link, Link)] == [
        "https://example.org/"
    ] * 2


@pytest.mark.parametrize(
    ("line", "words", "slug", "digest"),
    [
        ("House rules {digest}", "House rules", "house-rules", True),
        ("House rules {#so digest}", "House rules", "so", True),
        ("House rules { digest  #so }", "House rules", "so", True),
        ("House rules {#so}", "House rules", "so", False),
        ("A set {1, 2}", "A set {1, 2}", "a-set-1-2", False),
        ("An empty set {}", "An empty set {}", "an-empty-set", False),
        ("*Stressed* {digest}", "Stressed", "stressed", True),
    ],
)
def test_a_heading_ends_in_its_marks(line: str, words: str, slug: str, digest: bool) -> None:
    (heading,) = blocks(f"## {line}\n")
    assert isinstance(heading, Heading)
    assert (plain(heading.children), heading.id, heading.digest) == (words, slug, digest)


def test_headings_get_ids_of_their_words_in_any_script_each_once() -> None:
    words = ("Über uns!", "您好 世界", "हिन्दी", "Same", "Same", "???", "Own {#Mine}")
    body = "".join(f"## {one}\n\n" for one in words)
    ids = [block.id for block in blocks(body) if isinstance(block, Heading)]
    assert ids == ["über-uns", "您好-世界", "हिन्दी", "same", "same-2", "section", "Mine"]
