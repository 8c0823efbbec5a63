"""Hypothesis strategies for whole courses: any script, any sign, any number of everything."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from coursewright.model import (
    Assessment,
    Audio,
    Branch,
    BranchChoice,
    BranchNode,
    CheckItem,
    Checklist,
    Choice,
    Course,
    Embed,
    FrontMatter,
    Gap,
    Gaps,
    Lesson,
    Match,
    Matrix,
    Module,
    Number,
    Objective,
    OpenText,
    Option,
    Order,
    Package,
    Pair,
    Paragraph,
    Pool,
    Quiz,
    Settings,
    Step,
    Text,
    Track,
)
from coursewright.source import Span

__all__ = ["courses", "words"]

HERE = Span("lesson.md")

words = st.one_of(
    st.sampled_from(
        ["Tea & <milk>", "\"Quoted\" 'so'", "全部の質問", "שלום עולם", "😀🫖", "a\x00b\x0bc", " "]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
_KEYS = [f"k{number}" for number in range(8)]
_KINDS = ["single", "multiple", "truefalse", "order", "match", "matrix", "gaps", "number", "text"]


def _line(text: str) -> tuple[Text, ...]:
    return (Text(text, HERE),)


def _blocks(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph(_line(text), HERE),)


@st.composite
def _quiz(draw: st.DrawFn, id_: str, objective: str | None, tracks: tuple[str, ...] = ()) -> Quiz:
    kind = draw(st.sampled_from(_KINDS))
    prompt, text = _blocks(draw(words)), draw(words)
    keys = _KEYS[: 2 if kind == "truefalse" else draw(st.integers(2, 8))]
    common: dict[str, Any] = {"id": id_, "prompt": prompt, "objective": objective, "span": HERE}
    common |= {"tracks": tracks, "cell": draw(st.sampled_from([None, "C1", "C2"]))}
    common["weight"] = draw(st.sampled_from([1, 1, 3]))
    steps = tuple(Step(key, _line(f"{key} {text}"), HERE) for key in keys)
    common_two: dict[str, Any] = {"right": _blocks("Yes."), "wrong": _blocks("No.")} | common
    match kind:
        case "order":
            return Order(steps=steps, **common_two)
        case "match":
            pairs = tuple(Pair(step, f"t{at % 3}", HERE) for at, step in enumerate(steps))
            aims = tuple(Step(f"t{at}", _line(text), HERE) for at in range(min(3, len(steps))))
            heads = (_line("A"), _line("B"))
            return Match(heads=heads, pairs=pairs, targets=aims, **common_two)
        case "matrix":
            columns = tuple(Step(f"t{at}", _line(text), HERE) for at in range(3))
            most = draw(st.integers(1, 2))
            fits = tuple(("t0", "t1", "t2")[: 1 + at % most] for at in range(len(steps)))
            head = _line(text)
            return Matrix(head=head, rows=steps, columns=columns, fits=fits, **common_two)
        case "gaps":
            gaps = tuple(
                Gap(key, (f"{key} {text}", "other"), draw(st.booleans()), HERE) for key in keys
            )
            pieces = tuple(_line(text) for _ in range(len(keys) + 1))
            return Gaps(pieces=pieces, gaps=gaps, exact=draw(st.booleans()), **common_two)
        case "number":
            value = Decimal(draw(st.integers(-(10**6), 10**6))) / 100
            return Number(answer=value, tolerance=Decimal("0.5"), unit=text[:9], **common_two)
        case "text":
            return OpenText(model=prompt, look_for=(), **common)
        case _:
            options = tuple(
                Option(key, _line(text), at == 0, _blocks("So."), HERE)
                for at, key in enumerate(keys)
            )
            type_: Any = kind
            common["shuffle"] = draw(st.booleans())
            return Choice(type=type_, options=options, **common)


@st.composite
def _branch(draw: st.DrawFn, id_: str) -> Branch:
    choices = tuple(
        BranchChoice(key, "end", _line(draw(words)), (), HERE)
        for key in _KEYS[: draw(st.integers(1, 5))]
    )
    nodes = (BranchNode("start", (), choices, HERE), BranchNode("end", (), (), HERE))
    return Branch(id_, _line(draw(words)), None, nodes, HERE)


@st.composite
def _embed(draw: st.DrawFn) -> Embed:
    frame = draw(st.sampled_from(["https://example.org/", "https://example.org/?a=1&b=2"]))
    return Embed(
        frame,
        frame,
        draw(st.sampled_from(["youtube", "vimeo", "page"])),
        _line(draw(words)),
        draw(st.sampled_from(["16:9", "4:3", "1:1", "9:16"])),
        None,
        draw(st.sampled_from([None, 9, 900])),
        _blocks(draw(words)),
        HERE,
    )


@st.composite
def _audio(draw: st.DrawFn) -> Audio:
    line, summary = _line(draw(words)), _blocks(draw(words))
    return Audio("gone.mp3", line, None, draw(st.sampled_from([None, 9])), summary, HERE)


@st.composite
def _lesson(draw: st.DrawFn, number: int, tracks: tuple[str, ...], pool: str | None) -> Lesson:
    goals = tuple(
        Objective(id=f"L{number}.{at}", bloom="apply", text=draw(words), span=HERE)
        for at in range(draw(st.integers(0, 2)))
    )
    body: list[Any] = list(_blocks(draw(words)))
    for at in range(draw(st.integers(0, 4))):
        goal = goals[0].id if goals else None
        body.append(draw(_quiz(f"Q{number}.{at}", goal)))
    if draw(st.booleans()):
        body += [draw(_embed()), draw(_audio())]
    if draw(st.booleans()):
        body.append(draw(_branch(f"B{number}")))
        lines = tuple(CheckItem(key, _line(key), HERE) for key in _KEYS[:3])
        body.append(Checklist(f"c{number}", _line("List"), lines, HERE))
    if pool:
        body.append(Assessment(f"test-{pool}", pool, HERE))
    front = FrontMatter(
        id=f"lesson-{number}",
        module="M",
        title=draw(words),
        tracks=tracks,
        objectives=goals,
        was=draw(st.sampled_from([(), (f"old-{number}",)])),
    )
    path = f"m/{number:02}-lesson.md"
    return Lesson(front=front, body=tuple(body), path=path, number=number, span=HERE)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Return a course that a reader would let in, with packages for each of its tracks."""
    ids = draw(st.lists(slugs, min_size=1, max_size=3, unique=True))
    tracks = tuple(Track(id=id_, label=draw(words), choose=draw(words), span=HERE) for id_ in ids)
    pools = {}
    if draw(st.booleans()):
        items = tuple(draw(_quiz(f"P{at}", None)) for at in range(draw(st.integers(1, 6))))
        scored = any(not isinstance(item, OpenText) for item in items)
        if scored:
            pools["pool"] = Pool(
                id="pool",
                title=draw(words),
                mastery=None,
                minutes=draw(st.sampled_from([None, 20])),
                credit=draw(st.sampled_from(["whole", "partial"])),
                intro=(),
                items=items,
                span=HERE,
            )
    count = draw(st.integers(1, 5))
    lessons = tuple(
        draw(_lesson(at, tuple(ids), "pool" if pools and at == count - 1 else None))
        for at in range(count)
    )
    settings = Settings(
        id=draw(slugs),
        title=draw(words),
        description=draw(words),
        version="1",
        language=draw(st.sampled_from(["en", "de", "ar", "zh-Hant-TW"])),
        tracks=tracks,
        modules=(Module(id="M", folder="m", title=draw(words), span=HERE),),
        packages=tuple(
            Package(
                id=draw(slugs) + f"-{at}", title=draw(words), tracks=tuple(ids[: at + 1]), span=HERE
            )
            for at in range(len(ids))
        ),
        span=HERE,
    )
    return Course(settings=settings, lessons=lessons, pools=pools)
