"""Inline tokens to the model's pieces of a line, each with its span."""

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from coursewright import model as m
from coursewright.model.inline import TextStyle
from coursewright.problems import Code, Severity
from coursewright.source import Span

from . import foreign_syntax, hrefs, image_marks, inline_html
from . import md_placeholders as md_slots
from .formulas import FormulaFault, make_formula
from .image_marks import read_marks
from .md_footnotes import FootnoteReader
from .md_parser import parse_line
from .md_places import TextPlaces
from .read_limits import INLINE_CHARS, INLINE_NESTING
from .reading import TOO_DEEP, Reading
from .text_direction import check_directions, unpaired

__all__ = ["CODES", "Inlines"]

TOO_LONG = Code(
    "text-too-long",
    Severity.ERROR,
    "A run of text is longer than the reader accepts.",
    "Nobody reads such a paragraph, and parsing its markup could take very long.",
)
FORMULA = Code(
    "formula-malformed",
    Severity.ERROR,
    "A formula cannot be read.",
    "Learners would see LaTeX commands instead of mathematics.",
)
LOOKS_LIKE_LINK = Code(
    "link-malformed",
    Severity.WARNING,
    "Some text looks like a link or a picture but is not a valid one.",
    "Learners would see the brackets and the address instead of the link.",
)
CODES = (
    TOO_LONG,
    FORMULA,
    LOOKS_LIKE_LINK,
    *image_marks.CODES,
    *inline_html.CODES,
    *foreign_syntax.CODES,
    *md_slots.CODES,
    *hrefs.CODES,
)

_LINK = re.compile(r"\]\(|<(?:https?://|mailto:)[^<>\n]*>")

_SIZE = re.compile(r"\|[ \t]*(\d{2,4})(?:x\d{2,4})?$")

_STYLES: dict[str, TextStyle] = {
    "s_close": "struck",
    "sub_close": "subscript",
    "sup_close": "superscript",
}


class Inlines:
    """Makes the pieces of one run of text."""

    def __init__(
        self, reading: Reading, files: list[tuple[str, Span]], footnotes: FootnoteReader
    ) -> None:
        self.reading = reading
        self.files = files
        self.footnotes = footnotes

    def words(self, text: str, places: TextPlaces) -> tuple[m.Inline, ...]:
        """Return the pieces of a run that stands alone, such as a title."""
        return self.build(text, parse_line(text, self.footnotes.env), places)

    def build(
        self, content: str, tokens: Sequence[Token], places: TextPlaces
    ) -> tuple[m.Inline, ...]:
        """Return the pieces of a run."""
        if len(content) > INLINE_CHARS:
            message = (
                f"This run of text has {len(content):,} characters; the limit is {INLINE_CHARS:,}."
            )
            place = self.reading.span(places.at(0), places.at(0) + 1)
            self.reading.report(TOO_LONG, place, message, "Break it into paragraphs.")
            return ()
        if "&" in content or not content.isprintable():
            self._directions(content, tokens, places)
        foreign_syntax.check_run(self.reading, content, tokens, places)
        return _Run(self, places).read(tokens)

    def _directions(self, content: str, tokens: Sequence[Token], places: TextPlaces) -> None:
        """Check the run as it is shown; an entity stands for its character."""
        shown = _shown(tokens)
        at = unpaired(shown)
        if at is not None:
            place = places.at(max(content.find(shown[at]), 0))
            check_directions(self.reading, shown, self.reading.span(place, place + 1))


class _Run:
    def __init__(self, owner: Inlines, places: TextPlaces) -> None:
        self.owner = owner
        self.reading = owner.reading
        self.files = owner.files
        self.places = places
        self.pairs: dict[int, str] = {}
        self.shown_tags: set[str] = set()
        self.shown_inside: set[str] = set()
        self.stack: list[tuple[Token | None, list[m.Inline]]] = [(None, [])]
        self.text: list[str] = []
        self.text_start = self.text_end = 0

    def read(self, tokens: Sequence[Token]) -> tuple[m.Inline, ...]:
        self.pairs = inline_html.pairs(tokens)
        for at, token in enumerate(tokens):
            if token.type == "html_inline":
                self._html(at, token)
            elif token.type in ("text", "text_special"):
                self._text(token)
            else:
                self._flush()
                self._piece(token)
        self._flush()
        return tuple(self.stack[0][1])

    def _piece(self, token: Token) -> None:
        if token.nesting > 0:
            self.stack.append((self._opening(token), []))
        elif token.nesting < 0:
            self._close(token)
        elif piece := _LEAVES[token.type](self, token, self._span(token)):
            self.stack[-1][1].append(piece)

    def _html(self, at: int, token: Token) -> None:
        """Take a tag of the few that are passed on; a comment is dropped, other tags are text."""
        if token.content.startswith("<!--"):
            self._flush()
        elif inline_html.is_break(token.content):
            self._flush()
            self.stack[-1][1].append(m.Break(True, self._span(token)))
        elif at in self.pairs:
            self._flush()
            if token.content.startswith("</"):
                self._close(token)
            else:
                self.stack.append((self._opening(token), []))
        else:
            self._text(token, doubtful=not self._closes_shown(token.content))

    def _closes_shown(self, tag: str) -> bool:
        """Tell whether a tag belongs to one that was shown as text, which has been noted there."""
        name = tag.strip("</>").split(" ")[0].lower()
        explained = name in self.shown_inside or (tag.startswith("</") and name in self.shown_tags)
        if not tag.startswith("</"):
            self.shown_tags.add(name)
            self.shown_inside.update(inline_html.within(name))
        return explained

    def _opening(self, token: Token) -> Token | None:
        """Return the token, or None where it is nested so deep that its words count alone."""
        depth = len(self.stack)
        if depth == INLINE_NESTING:
            message = f"Markup nested more than {INLINE_NESTING} deep is not read."
            self.reading.report(TOO_DEEP, self._span(token), message, "Use fewer.")
        return token if depth < INLINE_NESTING else None

    def _span(self, first: Token, last: Token | None = None) -> Span:
        start, end = first.meta["start"], (last or first).meta["end"]
        return self.reading.span(self.places.at(start), self.places.at(max(start, end - 1)) + 1)

    def _text(self, token: Token, *, doubtful: bool = True) -> None:
        if not token.content:
            return
        if not self.text:
            self.text_start = token.meta["start"]
        self.text.append(token.content)
        self.text_end = token.meta["end"]
        if doubtful and token.type != "text_special":
            self._doubtful(token)

    def _doubtful(self, token: Token) -> None:
        """Note what an author may have meant as something else than text."""
        text = token.content
        inline_html.check(self.reading, text, lambda found: self._within(token, found))
        if ("](" in text or "<" in text) and (found := _LINK.search(text)):
            message = "This is shown as text: it is not a complete link."
            hint = "Write `[text](address)` with `%20` for spaces, or `\\[` for a bracket."
            self.reading.report(LOOKS_LIKE_LINK, self._within(token, found), message, hint)

        if ("{" in text or "[" in text) and (fault := md_slots.unclosed(text)):
            found, message, hint = fault
            self.reading.report(md_slots.MALFORMED, self._within(token, found), message, hint)

    def _within(self, token: Token, found: re.Match[str]) -> Span:
        start = self.places.at(token.meta["start"] + found.start())
        return self.reading.span(start, start + len(found[0]))

    def _flush(self) -> None:
        if not self.text:
            return
        start = self.places.at(self.text_start)
        end = self.places.at(max(self.text_start, self.text_end - 1)) + 1
        piece = m.Text("".join(self.text), self.reading.span(start, end))
        self.stack[-1][1].append(piece)
        self.text = []

    def _close(self, token: Token) -> None:
        if len(self.stack) == 1:
            return
        opening, pieces = self.stack.pop()
        children = tuple(pieces)
        outer = self.stack[-1][1]
        empty = not children and token.type != "link_close"  # of a link without words, rules tell
        if opening is None or empty:
            outer.extend(children)
            return
        match token.type:
            case "em_close":
                outer.append(m.Emphasis(children, self._span(opening, token)))
            case "strong_close":
                opening.meta["start"] -= 1  # the token stands at the second of two marks
                token.meta["end"] += 1
                outer.append(m.Strong(children, self._span(opening, token)))
            case "s_close" | "sub_close" | "sup_close":
                style = _STYLES[token.type]
                outer.append(m.Styled(style, children, self._span(opening, token)))
            case "html_inline":
                tagged = inline_html.style_of(token.content)
                outer.append(m.Styled(tagged, children, self._span(opening, token)))
            case _:  # open: the library's token types; what is left is the end of a link
                span = self._span(opening)
                href = str(opening.attrs.get("href", ""))
                if opening.markup == "autolink" and href.startswith("mailto:"):
                    children = (m.Text(href.removeprefix("mailto:"), span),)
                target = hrefs.resolve(self.reading, href, span, self.files)
                outer.extend(children if target is None else (m.Link(target, children, span),))

    def _code(self, token: Token, span: Span) -> m.Inline:
        return m.CodeSpan(token.content, span)

    def _soft(self, token: Token, span: Span) -> m.Inline:
        return m.Break(False, span)

    def _hard(self, token: Token, span: Span) -> m.Inline:
        return m.Break(True, span)

    def _image(self, token: Token, span: Span) -> m.Inline | None:
        decorative, width = read_marks(self.reading, token.meta.get("attributes", ""), span)
        src = hrefs.local_path(self.reading, str(token.attrs.get("src", "")), span)
        if src is None:
            return None
        self.files.append((src, span))
        alt = _alt(token.children or ())
        if size := _SIZE.search(alt):
            hint = f"Write the width behind the picture: `{{width={size[1]}px}}`."
            effect = "it is read out as text"
            foreign_syntax.name_foreign(self.reading, span, "Obsidian", size[0], hint, effect)
        return m.Image(src, alt, decorative, span, width)

    def _slot(self, token: Token, span: Span) -> m.Inline | None:
        return md_slots.slot(self.reading, token.content, span)

    def _term(self, token: Token, span: Span) -> m.Inline | None:
        return md_slots.term(self.reading, token.content, span)

    def _citation(self, token: Token, span: Span) -> m.Inline | None:
        return md_slots.citation(self.reading, token.content, span)

    def _formula(self, token: Token, span: Span) -> m.Inline | None:
        display = token.type == "math_inline_double"
        latex = token.content
        if len(latex) > 2 and latex[0] == latex[-1] == "`":
            latex = latex[1:-1]  # $`x`$, as two large forges write a formula
        made = make_formula(latex, display=display)
        if isinstance(made, FormulaFault):
            self.reading.report(
                FORMULA, span, f"This formula cannot be read: {made.what}", _NO_MATH
            )
            return m.CodeSpan(token.content, span)
        return m.Formula(latex, made.mathml, made.text, display, span)

    def _footnote(self, token: Token, span: Span) -> m.Inline | None:
        return self.owner.footnotes.ref(token, span, self.owner, self.places)


_LEAVES: dict[str, Callable[[_Run, Token, Span], m.Inline | None]] = {
    "code_inline": _Run._code,
    "softbreak": _Run._soft,
    "hardbreak": _Run._hard,
    "image": _Run._image,
    "slot": _Run._slot,
    "term": _Run._term,
    "citation": _Run._citation,
    "math_inline": _Run._formula,
    "math_inline_double": _Run._formula,
    "footnote_ref": _Run._footnote,
}
_NO_MATH = "For a dollar sign in the text write `\\$`."


def _shown(tokens: Sequence[Token]) -> str:
    """Return all characters of a run, of pictures the words that stand for them."""
    out: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            out.append(" ")
        elif token.type == "image":
            out.append(_alt(token.children or ()))
        else:
            out.append(token.content)
    return "".join(out)


def _alt(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            out.append(" ")
        elif token.children:
            out.append(_alt(token.children))
        else:
            out.append(token.content)
    return "".join(out).strip()
