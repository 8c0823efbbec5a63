"""Documents of Markdown from many tools, made of constructs that are right, broken, or foreign."""

import random
from collections.abc import Iterator

__all__ = ["constructs", "documents"]

_WORDS = "water leaf kettle pot steam cup green black minutes taste warm pour".split()  # noqa: SIM905 -- words
_INLINE = (
    "**{a} {b}**", "*{a}*", "~~{a}~~", "`{a}`", "H~2~O", "x^2^", "==({a})==", "=={a}==", "++{a}++",
    "[{a}](https://example.org/{b})", "[{a}][missing]", "[{a}]({b} c d)", "![{a}](../f/a.png)",
    "![[{a}.png]]", "[[{a}]]", "$x^2$", "$\\frac{{1}}{{2}}$", "\\(a_1\\)", "{{{{ {a} }}}}",
    "{{% {a} %}}", "{{{{< {a} >}}}}", "{{: .{a}}}", "<kbd>{a}</kbd>", "<b>{a}</b>", ":{a}:",
    "<Tabs>{a}</Tabs>", "[^{a}]", "^[{a} *{b}*]", "<!-- {a} -->", "https://example.org/{a}_{b}",
    "** {a}**", "**{a}", "__{a}", "~~ {a}~~", "`{a}", "@{a}(x)", "%%{a}%%", "'''{a}'''",
    "[{a}]{{.b}}",
    "{{++{a}++}}", "\\textbf{{{a}}}", "`{a}`{{.{b}}}", "{{{a}}}`{b}`", ":{a}:`{b}`", "[@{a}]",
    "!?[{a}](b)", "![{a}] (../f/a.png)", "[{a}] (https://example.org)", "({a})[https://example.org]",
    "~{a}~", ":+1:", "<%= {a} %>", "[{a}(https://example.org)", "![{a}|20](../f/a.png)", "$`x`$",
    "**{a}.**{b}", "\uff0a\uff0a{a}\uff0a\uff0a", "<u>{a}</u>", "[{a}](“b”)",
)  # fmt: skip
_BLOCKS = (
    "## {t}", "##{a}", "- [ ] {t}\n- [x] {a}", "- {t}\n  - {a}", "1. {t}", "> {t}",
    "> [!NOTE]\n> {t}",
    "> [!{a}] {b}\n> {t}", "!!! note \"{a}\"\n    {t}", "!!! note\n{t}", "??? tip \"{a}\"\n    {t}",
    ":::callout[{a}]\n{t}\n:::", "::: callout\n{t}\n:::::", ":::tip {a}\n{t}\n:::",
    ":::{a}\n{t}\n:::",
    "::::tabs\n:::panel[{a}]\n{t}\n:::\n::::", ":::{{{a}}}\n{t}\n:::", "::: {{.{a}}}\n{t}\n:::",
    "::::::: challenge\n{t}\n::::::::::", "```python {{1}} linenos\n{t}\n```", "```{{r}}\n{t}\n```",
    "```{{{a}}}\n{t}\n```", "    [[X]] {t}", "[[ ]] {t}", "=== \"{a}\"\n\n    {t}", "$$\nx = 1\n$$",
    "$$\n{a}", "\\[ x = 1 \\]", "{a}\n: {t}", "| {a} | {b} |\n| --- | --- |\n| {t} | c |",
    "| {a} | {b} |\n| {t} | c |", "| {a} |\n| - |\n| {b} | {t} |",
    "+---+---+\n| {a} | {b} |\n+---+---+",
    "<details><summary>{a}</summary>\n\n{t}\n\n</details>", "<details>\n{t}\n</details>",
    "<div>\n{t}\n</div>",
    "<!-- {t}\n{a} -->", "<!-- {t}", "[^{a}]: {t}", "import {a} from '{b}'", "{{% {a} %}}",
    "#+{a}: {t}",
    ".. {a}:: {t}", "== {t} ==", "|===\n| {a}\n|===", "[TOC]", "--8<-- \"{a}\"", "({a})=", "@{a}",
    "{t}\n{{: .{a}}}", "#{a} {b}", "#\u00a0{a}", "##\u00a0{a}", "- ##{a}", "-{a}\n-{b}",
    "*{a}\n*{b}", "\u2022 {a}\n\u2022 {b}", "1.{a}\n2.{b}", "({a})\n: {b}", "a) {a}\nb) {b}",
    "[ ] {a}", "- [] {a}", "-[x] {a}", "\\newpage", "{a}\n:{b}", "=====", "{a}:: {b}",
    "{a} ^b1c2d3", "@[toc]", "####### {a}", "\uff03 {a}",
    "<table><tr><td>{a}</td></tr></table>", "{a}.\n---\n{b}", "---\ntitle: {a}\n---",
    "+++\ntitle: {a}\n+++",
)  # fmt: skip


def constructs() -> list[str]:
    """Return a document of each construct alone."""
    names = {"a": "water", "b": "leaf", "t": "Some words."}
    return [f"{one.format(**names)}\n" for one in (*_INLINE, *_BLOCKS)]


def documents(count: int) -> Iterator[str]:
    """Yield that many documents, the same on every run."""
    for seed in range(count):
        yield _document(random.Random(seed))  # noqa: S311 -- no secret


def _document(chance: random.Random) -> str:
    blocks = (_block(chance) for _ in range(chance.randint(1, 4)))
    return "\n\n".join(blocks) + "\n"


def _block(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return _text(chance)
    names = {"a": chance.choice(_WORDS), "b": chance.choice(_WORDS)}
    return chance.choice(_BLOCKS).format(t=_text(chance), **names)


def _text(chance: random.Random) -> str:
    pieces = []
    for _ in range(chance.randint(1, 4)):
        piece = chance.choice(_WORDS)
        if chance.random() < 0.5:
            piece = chance.choice(_INLINE).format(a=chance.choice(_WORDS), b=chance.choice(_WORDS))
        pieces.append(piece)
    return " ".join(pieces)
