"""Whatever the files hold, reading ends without an exception and places lie within the files."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursewright.model import inlines, walk
from coursewright.read import CODES, ReadResult, read_files
from coursewright.source import Source, Span
from read.course_in_memory import COURSE, FRONT

SIGNS = (
    *("\n", "\n\n", " ", "  ", "    ", "\t", "> ", "- ", "1. ", "- [x] ", "- [ ] ", "## ", "# "),
    *(":::", "::::", "::", ":::quiz", '{id="a" type="single"}', "{type=order id=b}", "::weak"),
    *(
        "::::branch{id=a}\n",
        ":::node{id=a}\n",
        "- [x](#a)\n",
        ":::scenario\n",
        ":::\n",
        "::right\n",
    ),
    *("*", "**", "_", "`", "```\n", "[", "]", "(", ")", "[[", "]]", "[@a]", "{{", "}}", "![", "|"),
    *("| a | b |\n| - | - |\n", "\\", "\\|", "&amp;", "&#0;", "<b>", "<a@b.c>", "{#k}", "---\n"),
    *("{decorative=true}", "https://a.b/", "../x.png", "[a]: b\n", "a", "é", "😀", "你", "\u2028"),
    *("\u200f", "\u0301", "'", '"', "=", "===\n", ":::table\n", ":::figure\n", "{tracks=home}"),
)
WORDS = st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), max_size=40).map("".join)
YAML = st.lists(
    st.sampled_from(
        (
            *("id: ", "title: ", "tracks: ", "module: ", "day: ", "recall: ", "objectives: "),
            *("\n", "\n  ", "- ", "[", "]", "{", "}", ",", ": ", "a", "1", "&a", "*a", "!t", "|\n"),
            *(
                "'",
                '"',
                "\\ud800",
                "~",
                "null",
                "2026-01-01",
                "home",
                "é",
                "😀",
                "# ",
                "? ",
                "---\n",
            ),
        )
    )
    | st.text(max_size=2),
    max_size=30,
).map("".join)
QUICK = settings(
    max_examples=150, deadline=5_000, suppress_health_check=[HealthCheck.too_slow], database=None
)
NAMES = {code.name for code in CODES}


def check(result: ReadResult) -> None:
    for problem in result.problems:
        assert problem.code in NAMES
        assert problem.message.endswith((".", "!", "?"))
        problem.message.encode()
        if problem.span.path in result.sources:
            within(result.sources[problem.span.path], problem.span)
    if result.course is not None:
        for lesson in result.course.lessons:
            source = result.sources[lesson.path]
            for block in walk(lesson.body):
                within(source, block.span)
            for piece in inlines(lesson.body):
                within(source, piece.span)
            for span in lesson.fields.values():
                within(source, span)


def within(source: Source, span: Span) -> None:
    assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert 1 <= span.column <= len(source.line(span.line)) + 1
    assert 1 <= span.end_column <= len(source.line(span.end_line)) + 1
    assert span.end_line <= source.text.count("\n") + 1


@QUICK
@given(WORDS)
def test_any_text_can_be_a_lesson(body: str) -> None:
    text = (FRONT + body).encode("utf-8", "surrogatepass")
    check(read_files({"course.yaml": COURSE.encode(), "m/01-a.md": text}))


@QUICK
@given(YAML, YAML)
def test_any_text_can_be_yaml(course: str, front: str) -> None:
    files = {
        "course.yaml": course,
        "facts.yaml": front,
        "surveys.yaml": course,
        "m/01-a.md": f"---\n{front}\n---\nText\n",
        "pools/p.md": f"---\n{front}\n---\nText\n",
    }
    check(read_files({path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}))


@QUICK
@given(st.dictionaries(st.text(max_size=12), st.binary(max_size=60), max_size=4))
def test_any_bytes_under_any_names_can_be_a_course(files: dict[str, bytes]) -> None:
    names = ("course.yaml", "recall.md", "m/01-a.md", "job-aids/a.md", "f/a.svg")
    named = dict(zip(names, files.values(), strict=False))
    check(read_files(files | named))


@QUICK
@given(WORDS, WORDS)
def test_any_text_can_stand_in_blocks(one: str, two: str) -> None:
    body = (
        f":::example[{one}]\n::weak\n{two}\n::strong\n{one}\n:::\n"
        f":::quiz{{id=q type=single}}\n{one}\n- [x] {two}\n  > {one}\n- [ ] b\n:::\n"
        f"::::branch[{two}]{{id=c}}\n:::node{{id=n}}\n{one}\n- [{two}](#n)\n:::\n::::\n"
    )
    text = (FRONT + body).encode("utf-8", "surrogatepass")
    check(read_files({"course.yaml": COURSE.encode(), "m/01-a.md": text}))
