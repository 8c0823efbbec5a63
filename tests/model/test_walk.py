from coursewright.model import (
    Callout,
    Emphasis,
    FactRef,
    For,
    Inline,
    ListItem,
    Paragraph,
    PlaceholderRef,
    Text,
    for_track,
    plain,
    text_of,
    walk,
    words,
)
from coursewright.model.blocks import Block
from coursewright.model.prose import BulletList
from coursewright.source import Span

HERE = Span("a.md")


def say(text: str) -> Paragraph:
    return Paragraph((Text(text, HERE),), HERE)


def note(*children: Block) -> Callout:
    return Callout("note", (), children, HERE)


def test_a_for_block_is_opened_for_its_track_and_dropped_for_others_at_any_depth() -> None:
    inner = For(("expert",), (say("deep"),), HERE)
    listed = BulletList((ListItem((say("item"), inner), HERE),), tight=True, span=HERE)
    blocks = (say("all"), note(inner), listed)

    assert text_of(for_track(blocks, "expert")).split() == ["all", "deep", "item", "deep"]
    assert text_of(for_track(blocks, "aspire")).split() == ["all", "item"]


def test_walk_yields_a_block_before_those_within_it() -> None:
    kinds = [block.kind for block in walk((note(say("in")), say("after")))]

    assert kinds == ["callout", "paragraph", "paragraph"]


def test_plain_keeps_words_only() -> None:
    line: tuple[Inline, ...] = (
        Text("Dear ", HERE),
        PlaceholderRef("learner.first_name", "there", HERE),
        Emphasis((Text("!", HERE),), HERE),
        FactRef("F60", HERE),
    )

    assert plain(line) == "Dear there!"


def test_words_count_what_is_read_in_any_script() -> None:
    assert words((say("When the bell rings - run."),)) == 5
    assert words((say("领导力"),)) == 2
    assert words((say("هذا درس قصير"),)) == 3
