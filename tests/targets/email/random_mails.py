"""Courses at random, as wild as the model allows: any sign, anything within anything."""

from collections.abc import Callable
from random import Random
from typing import Any, Literal
from urllib.parse import quote

from coursewright.model import (
    Action,
    Assessment,
    Asset,
    Audio,
    Block,
    Branch,
    BranchChoice,
    BranchNode,
    Break,
    BulletList,
    Callout,
    CheckItem,
    Checklist,
    Choice,
    Citation,
    CoachCard,
    CodeBlock,
    CodeSpan,
    Course,
    Download,
    Embed,
    Emphasis,
    Example,
    Fact,
    FactRef,
    Field,
    Figure,
    Footer,
    For,
    FrontMatter,
    Heading,
    Image,
    ImageWidth,
    Inline,
    JobAid,
    Lesson,
    Likert,
    Link,
    Links,
    ListItem,
    Match,
    Minutes,
    Module,
    More,
    OpenText,
    Option,
    Order,
    OrderedList,
    Pair,
    Paragraph,
    PlaceholderRef,
    Quote,
    Readiness,
    Recall,
    RecallItem,
    RecallMail,
    Reference,
    Reflect,
    Rule,
    Scenario,
    Sender,
    Settings,
    Step,
    Strong,
    Table,
    Term,
    TermRef,
    Text,
    Track,
    Video,
)
from coursewright.model.prose import Align
from coursewright.source import Span

__all__ = ["HERE", "course_of", "line_of", "nasty"]

HERE = Span("m/01-lesson.md", 7, 1, 7, 9)
_COLORS: tuple[Literal["one", "two", "three"], ...] = ("one", "two", "three")
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\x00\x00\x00\x02\x00\x08\x06\x00\x00\x00"
_NASTY = [
    "Tea & <milk>",
    "\"Quoted\" 'so' `code`",
    "</td></tr></table></mj-text></mj-body>",
    "{{ learner.first_name }} {% raw %} {# no #}",
    "*|FNAME|* {contactfield=firstname} %%x%% [unsubscribe]",
    "<script>alert(1)</script><!-- --> ]]> <![endif]-->",
    "cw0123456789abcdef01234567x0z",
    "全部の質問を、ここで終わりにします。",
    "שלום עולם, (הכול) 100%!",
    "مرحبًا بالعالم؛ هذا نص عربي.",
    "😀🫖👩🏽‍🚀",
    "a\x00b\x0bc\x1b[0m",
    "\ud800 lone \udfff",
    "&nbsp; &copy; &#0; &bogus;",
    "x" * 120,
    "Zeile mit Grüßen, „so“",
    " ",
    "",
    "An ordinary sentence, of the kind that most lessons hold.",
]


def nasty(rng: Random) -> str:
    """Return some words."""
    return rng.choice(_NASTY)


def line_of(rng: Random, depth: int = 0) -> tuple[Inline, ...]:
    """Return a run of text."""
    return tuple(_inline(rng, depth) for _ in range(rng.randint(1, 4)))


def _inline(rng: Random, depth: int) -> Inline:
    made: list[Callable[[], Inline]] = [
        lambda: Text(nasty(rng), HERE),
        lambda: Text("Plain words stand here. ", HERE),
        lambda: CodeSpan(nasty(rng), HERE),
        lambda: Break(rng.random() < 0.5, HERE),
        lambda: PlaceholderRef(
            rng.choice(["learner.first_name", "learner.name", "track.label", "lesson.number"]),
            nasty(rng),
            HERE,
        ),
        lambda: Citation(("ref", "gone"), HERE),
        lambda: FactRef(rng.choice(["F1", "gone"]), HERE),
        lambda: TermRef(rng.choice(["ally", "gone"]), nasty(rng), HERE),
        lambda: Image(rng.choice(["f/a.svg", "f/b.png", "f/gone.png"]), nasty(rng), False, HERE),
    ]
    if depth < 3:
        made += [
            lambda: Emphasis(line_of(rng, depth + 1), HERE),
            lambda: Strong(line_of(rng, depth + 1), HERE),
            lambda: Link(_href(rng), (Text(f"a link {nasty(rng)}", HERE),), HERE),
        ]
    return rng.choice(made)()


def _href(rng: Random) -> str:
    return rng.choice(
        [
            "https://example.org/a?b=1&c=<2>\"'",
            "http://example.org/" + "y" * 900,
            "mailto:a@example.org?subject=x&body=y",
            "lesson:lesson-1",
            "lesson:gone",
            "f/b.png",
            "#so",
            "https://example.org/日本 語",
        ]
    )


def blocks_of(rng: Random, depth: int = 0, most: int = 3) -> tuple[Block, ...]:
    """Return some blocks."""
    return tuple(_block(rng, depth) for _ in range(rng.randint(1, most)))


def _block(rng: Random, depth: int) -> Block:
    def line() -> tuple[Inline, ...]:
        return line_of(rng)

    def inner() -> tuple[Block, ...]:
        return blocks_of(rng, depth + 1, 2) if depth < 2 else (Paragraph(line(), HERE),)

    def row(width: int) -> tuple[tuple[Inline, ...], ...]:
        return tuple(line() for _ in range(width))

    def table() -> Block:
        width = rng.randint(1, 5)
        rows = tuple(row(width) for _ in range(rng.randint(0, 3)))
        aligns: tuple[Align, ...] = tuple("start" for _ in range(width))
        return Table(row(width), rows, aligns, rng.random() < 0.5, line(), None, HERE)

    def items() -> tuple[ListItem, ...]:
        return tuple(ListItem(inner(), HERE) for _ in range(rng.randint(1, 3)))

    def image(alt: str) -> Image:
        width = rng.choice([None, ImageWidth(rng.randint(1, 100), "%"), ImageWidth(900, "px")])
        path = rng.choice(["f/a.svg", "f/b.png", "gone.png"])
        return Image(path, alt, not alt, HERE, width)

    made: list[Callable[[], Block]] = [
        lambda: Paragraph(line(), HERE),
        lambda: Paragraph(line(), HERE),
        lambda: Heading(rng.randint(1, 6), line(), "h", HERE),
        lambda: CodeBlock(f"{nasty(rng)}\n  {nasty(rng)}\n", "py", HERE),
        lambda: Rule(HERE),
        table,
        lambda: Figure(image(rng.choice(["", nasty(rng)])), line(), inner(), HERE),
        lambda: BulletList(items(), rng.random() < 0.5, HERE),
        lambda: OrderedList(items(), rng.random() < 0.5, rng.randint(0, 9), HERE),
        lambda: Quote(inner(), HERE),
        lambda: Scenario(inner(), HERE),
        lambda: For(("one",), inner(), HERE),
        lambda: More(inner(), HERE),
        lambda: Example(line(), inner(), inner(), inner(), HERE),
        lambda: Action((), inner(), HERE),
        lambda: Reflect("r", inner(), HERE),
        lambda: CoachCard((), inner(), HERE),
        lambda: Callout(rng.choice(["note", "caution", "evidence"]), line(), inner(), HERE),
        lambda: Download(rng.choice(["JA1", "gone"]), HERE),
        lambda: Checklist("c", line(), (CheckItem("k", line(), HERE),), HERE),
        lambda: Field("f", line(), 2, HERE),
        lambda: Video(
            "f/a.mp4", line(), rng.choice([None, "f/b.png"]), None, None, 9, inner(), HERE
        ),
        lambda: Audio("f/a.mp3", line(), rng.choice([None, "f/a.txt"]), 200, inner(), HERE),
        lambda: Embed(
            f"https://example.org/?{quote(nasty(rng), errors='replace')}",
            "https://example.org/",
            rng.choice(["youtube", "vimeo", "page"]),
            line(),
            "16:9",
            rng.choice([None, "f/a.txt"]),
            rng.choice([None, 9]),
            inner(),
            HERE,
        ),
        lambda: Likert("l", "gone", HERE),
        lambda: Readiness("gone", HERE),
        lambda: Assessment("a", "gone", HERE),
        lambda: Recall(HERE),
        lambda: _question(rng, line, inner),
        lambda: _question(rng, line, inner),
    ]
    return rng.choice(made)()


def _question(
    rng: Random, line: Callable[[], tuple[Inline, ...]], inner: Callable[[], tuple[Block, ...]]
) -> Block:
    keys = [f"k{n}" for n in range(rng.choice([1, 2, 3, 4, 28]) if rng.random() < 0.1 else 3)]
    steps = tuple(Step(key, line(), HERE) for key in keys)
    common: dict[str, Any] = {
        "id": rng.choice(["Q1", "q 2 &", "質"]),
        "prompt": inner(),
        "objective": None,
        "span": HERE,
    }
    both: dict[str, Any] = {"right": inner(), "wrong": inner()}
    choices = tuple(BranchChoice(key, "end", line(), inner(), HERE) for key in keys)
    nodes = (BranchNode("start", inner(), choices, HERE), BranchNode("end", (), (), HERE))
    options = tuple(Option(key, line(), n == 0, inner(), HERE) for n, key in enumerate(keys))
    pairs = tuple(Pair(step, f"t{n % 2}", HERE) for n, step in enumerate(steps))
    targets = (Step("t0", line(), HERE), Step("t1", line(), HERE))
    made: list[Callable[[], Block]] = [
        lambda: Choice(type="single", options=options, digest=rng.random() < 0.3, **common),
        lambda: Order(steps=steps, **both, **common),
        lambda: Match(heads=(line(), line()), pairs=pairs, targets=targets, **both, **common),
        lambda: OpenText(model=inner(), look_for=(line(), line()), **common),
        lambda: Branch("b", line(), None, nodes, HERE),
    ]
    return rng.choice(made)()


def course_of(seed: int) -> Course:
    """Return the course of a seed."""
    rng = Random(seed)  # noqa: S311 -- no secret
    tracks = tuple(
        Track(id=name, label=nasty(rng), choose=nasty(rng), description=nasty(rng), span=HERE)
        for name in ("one", "two")
    )
    web = rng.choice([None, "https://learn.example.org/x"])
    settings = Settings(
        id="wild",
        title=nasty(rng),
        description=nasty(rng),
        version="1",
        language=rng.choice(["en", "de", "ar", "he", "zh-Hant-TW"]),
        tracks=tracks,
        modules=tuple(
            Module(id=f"M{n}", folder=f"m{n}", title=nasty(rng), color=color, span=HERE)
            for n, color in enumerate(_COLORS)
        ),
        links=Links(
            web=web,
            service=rng.choice([None, "https://mail.example.org/s/"]),
            help=rng.choice([None, "mailto:help@example.org"]),
        ),
        sender=Sender(
            name=nasty(rng),
            address="a@example.org",
            reply_to=rng.choice([None, "b@bücher.example"]),
            list_id=rng.choice([None, "wild.example.org"]),
        ),
        footer=Footer(organisation=nasty(rng), address=nasty(rng), why=nasty(rng)),
        recall_mails=(RecallMail(offset=7, items={"one": ("R1",)}, span=HERE),),
        span=HERE,
    )
    return Course(
        settings=settings,
        lessons=tuple(_lesson(rng, n) for n in range(1, 3)),
        facts={"F1": Fact(id="F1", say=nasty(rng), span=HERE)},
        references={
            "ref": Reference(
                id="ref",
                status=rng.choice(["seen", "listed", "memory", "not-found"]),
                cite=nasty(rng),
                url=rng.choice([None, 'https://example.org/<20:2>"', "javascript:alert(1)"]),
                span=HERE,
            )
        },
        glossary=(Term(term="ally", definition=nasty(rng), span=HERE),),
        recall={
            "R1": RecallItem(id="R1", question=blocks_of(rng), answer=blocks_of(rng), span=HERE)
        },
        job_aids={
            "JA1": JobAid(
                id="JA1",
                title=nasty(rng),
                description=nasty(rng),
                tracks=(),
                slug="aid",
                body=(),
                path="job-aids/aid.md",
                span=HERE,
            )
        },
        assets={
            "f/a.txt": Asset(path="f/a.txt", data=b"Said & <done>.", media_type="text/plain"),
            "f/b@2x.png": Asset(path="f/b@2x.png", data=_PNG, media_type="image/png"),
            "f/a.svg": Asset(path="f/a.svg", data=b"<svg/>", media_type="image/svg+xml"),
            "f/b.png": Asset(path="f/b.png", data=_PNG, media_type="image/png"),
        },
    )


def _lesson(rng: Random, number: int) -> Lesson:
    front = FrontMatter(
        id=f"lesson-{number}",
        module=f"M{number}",
        title=nasty(rng) or "A title",
        subject=nasty(rng),
        preheader=nasty(rng),
        tracks=("one", "two"),
        day={"one": number, "two": number},
        minutes=Minutes(read=3),
        recall={"one": ("R1", "gone")},
        facts=("F1",),
    )
    body = blocks_of(rng, most=4)
    path = f"m/{number:02}-lesson.md"
    return Lesson(front=front, body=body, path=path, number=number, span=HERE)
