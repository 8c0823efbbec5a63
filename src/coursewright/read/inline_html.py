"""The few tags of HTML that a line may hold: `<kbd>`, `<sub>`, `<sup>`, `<s>`, `<del>`, `<br>`."""

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from coursewright.model.inline import TextStyle
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .reading import Reading

__all__ = ["CODES", "check", "is_break", "pairs", "style_of", "within"]

RAW_HTML = Code(
    "raw-html",
    Severity.WARNING,
    "The text contains HTML.",
    "It is shown as text, angle brackets included: HTML from authors is never passed on.",
)
CODES = (RAW_HTML,)

_STYLES: dict[str, TextStyle] = {
    "del": "struck",
    "kbd": "key",
    "s": "struck",
    "sub": "subscript",
    "sup": "superscript",
}
_TAG = re.compile(rf"</?({'|'.join(_STYLES)})\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NAMES = (
    "a abbr address article aside audio b big blockquote body br button canvas caption center cite "
    "code col colgroup data dd del details dfn dialog div dl dt em embed fieldset figcaption "
    "figure font footer form h[1-6] head header hr html i iframe img input ins kbd label legend li "
    "link main map mark math meta nav noscript object ol option p param picture pre q ruby s samp "
    "script section select small source span strike strong style sub summary sup svg table tbody "
    "td template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
# Beside the names of HTML: what has attributes, ends in `/>`, or is named like a component.
_HTML = re.compile(
    rf"</?(?:{'|'.join(_NAMES.split())})(?=[\s/>])|<!--|<(?:!\[CDATA\[|!DOCTYPE\b|\?\w+)"
    r"|<[a-z][\w-]*(?:\s[^<>]*=\s*[\"'][^<>]*|\s*/)?(?<=[\"'/])>|</?[a-z]+-[\w-]+(?=[\s/>])",
    re.IGNORECASE,
)
_REMOVE = "Remove the tags: templates decide how text looks."
_TABLE = "Write a table with `|` between the cells and a line `| --- | --- |` below its head."
_ITEMS = "Write `- words` for each entry, or `1. words`."
_BOLD, _ITALIC = "Write `**words**`.", "Write `*words*`."
_FOLDED = "Start a line with `<details>`, then `<summary>...</summary>`; end with `</details>`."
_INSTEAD = {
    **dict.fromkeys(("b", "strong", "mark", "u"), _BOLD),
    **dict.fromkeys(("em", "i"), _ITALIC),
    **dict.fromkeys(("center", "div", "font", "p", "small", "span"), _REMOVE),
    **dict.fromkeys(("table", "tbody", "td", "th", "thead", "tr"), _TABLE),
    **dict.fromkeys(("li", "ol", "ul"), _ITEMS),
    **dict.fromkeys(("details", "summary"), _FOLDED),
    **{f"h{level}": f"Write `{'#' * max(level, 2)} Words`." for level in range(1, 7)},
    "a": "Write `[text](address)`; for an anchor, `## Heading {#its-id}`.",
    "abbr": "Put the term into `glossary.yaml`.",
    "aside": 'Write `:::callout[Title]{tone="note"}` and close it with `:::`.',
    "audio": 'Write `:::audio[Title]{src="..."}` and close it with `:::`.',
    "blockquote": "Write `> words`.",
    "code": "Write it between backticks.",
    "hr": "Write `---` between two empty lines.",
    "iframe": "Write `:::embed`.",
    "img": "Write `![what it shows](../figures/map.svg)`.",
    "pre": "Write ```` ``` ```` above and below it.",
    "video": 'Write `:::video[Title]{src="..."}` and close it with `:::`.',
}
"""What to write instead of a tag."""
_INNER = {
    "table": ("tr", "td", "th", "thead", "tbody", "caption", "colgroup", "col"),
    "ul": ("li",),
    "ol": ("li",),
}


def within(tag: str) -> tuple[str, ...]:
    """Return the tags that a tag which is shown as text explains, too."""
    return _INNER.get(tag, ())


def is_break(tag: str) -> bool:
    """Tell whether a tag is the end of a line."""
    return bool(_BREAK.fullmatch(tag))


def style_of(tag: str) -> TextStyle:
    """Return the style that a tag of a pair stands for."""
    return _STYLES[tag.strip("</> \t\n").lower()]


def pairs(tokens: Sequence[Token]) -> dict[int, str]:
    """Return which tokens are tags that open or close a style, by their place in the run.

    A pair must nest properly with emphasis and links; a tag that does not is text.
    """
    found: dict[int, str] = {}
    stack: list[tuple[str, int]] = []
    for at, token in enumerate(tokens):
        if token.nesting > 0:
            stack.append(("", at))
        elif token.nesting < 0:
            while stack and stack.pop()[0]:
                pass
        elif token.type == "html_inline" and (tag := _TAG.fullmatch(token.content)):
            name = tag[1].lower()
            if not token.content.startswith("</"):
                stack.append((name, at))
            elif stack and stack[-1][0] == name:
                found[stack.pop()[1]] = found[at] = name
    return found


def check(reading: Reading, text: str, place: Callable[[re.Match[str]], Span]) -> None:
    """Note HTML that is shown as text.

    Args:
        reading: the file.
        text: what is shown as it stands.
        place: returns the place of what was found in the text.
    """
    found = _HTML.search(text) if "<" in text else None
    if found is None:
        return
    if found[0] == "<!--":
        message = "This comment is not closed, so it is shown as text."
        reading.report(RAW_HTML, place(found), message, "Close it with `-->`.")
        return
    message = f"`{found[0]}` is shown as text: HTML is not passed on."
    name = found[0].lower().strip("</ ")
    hint = _INSTEAD.get(name, "Use Markdown, or write it as `code`.")
    if _TAG.match(f"{found[0]}>"):
        hint = f"Write it without attributes, and close it: `{found[0]}>...`."
    reading.report(RAW_HTML, place(found), message, hint)
