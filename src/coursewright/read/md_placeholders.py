"""What stands within `{{...}}`, `[[...]]` and `[@...]`, and what may be wrong with it."""

import re

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .foreign_syntax import is_foreign_slot
from .reading import Reading

__all__ = [
    "CODES",
    "check_line",
    "citation",
    "image_attribute",
    "slot",
    "term",
    "unclosed",
]

UNKNOWN = Code(
    "placeholder-unknown",
    Severity.ERROR,
    "A placeholder names a value that does not exist.",
    "Learners would see braces, or nothing.",
)
NO_FALLBACK = Code(
    "placeholder-without-fallback",
    Severity.ERROR,
    "A placeholder whose value may be missing has no fallback.",
    "A learner without a first name would read 'Dear ,'.",
)
MALFORMED = Code(
    "sign-malformed",
    Severity.ERROR,
    "A placeholder, a glossary term or a citation is malformed.",
    "It would be lost, or learners would see its braces.",
)
IMAGE_ATTRIBUTE = Code(
    "image-attribute-unknown",
    Severity.ERROR,
    "A picture has an unknown attribute.",
    "Only `decorative` and `width` are supported; any other attribute would be ignored.",
)
CODES = (UNKNOWN, NO_FALLBACK, MALFORMED, IMAGE_ATTRIBUTE)

_KEY = re.compile(r"[A-Za-z0-9][\w.:-]{0,79}")
_NAMES = "|".join(sorted({name.partition(".")[0] for name in m.PLACEHOLDERS}))
# What is left in the text opens a sign that never ends, or a slot with one brace too few. Braces
# and brackets that are meant as such are escaped, so that they come as tokens of their own.
_UNCLOSED = re.compile(rf"\{{\{{|\{{\s*(?:(?:{_NAMES})\.\w|fact\s+\w)|\[\[|\[@")
_FACT = re.compile(r"\s*fact\s+(\S+)\s*")


def slot(reading: Reading, content: str, span: Span) -> m.Inline | None:
    """Return a placeholder or the place of a fact card."""
    if fact := _FACT.fullmatch(content):
        if _KEY.fullmatch(fact[1]):
            return m.FactRef(fact[1], span)
        reading.report(MALFORMED, span, "This is not a fact id.", "Write `{{fact F60}}`.")
        return None
    if is_foreign_slot(reading, content, span):
        return None
    parsed = m.parse_placeholder(content)
    if parsed is None:
        hint = 'Write `{{ learner.first_name | "there" }}` or `{{fact F60}}`.'
        reading.report(MALFORMED, span, "This placeholder is malformed.", hint)
        return None
    name, fallback = parsed
    return m.PlaceholderRef(name, fallback, span) if _known(reading, name, fallback, span) else None


def check_line(reading: Reading, text: str, span: Span) -> None:
    """Note the placeholders of a subject or preheader that cannot be filled."""
    for piece in m.split_line(text):
        if isinstance(piece, str):
            continue
        if piece.name is None:
            message = f"`{piece.source[:80]}` cannot be filled in here."
            hint = 'Write `{{ learner.first_name | "there" }}`; facts are allowed only in the text.'
            reading.report(MALFORMED, span, message, hint)
        else:
            _known(reading, piece.name, piece.fallback, span)


def _known(reading: Reading, name: str, fallback: str | None, span: Span) -> bool:
    """Tell whether there is a placeholder of this name; note what is wrong with its use."""
    field = m.PLACEHOLDERS.get(name)
    if field is None:
        message = f"There is no placeholder `{name}`."
        hint = reading.near(name, m.PLACEHOLDERS) or f"Placeholders: {', '.join(m.PLACEHOLDERS)}."
        reading.report(UNKNOWN, span, message, hint)
        return False
    if field.needs_fallback and not (fallback or "").strip():
        message = f"`{name}` may be missing; add a fallback."
        reading.report(NO_FALLBACK, span, message, f'Write `{{{{ {name} | "there" }}}}`.')
    return True


def term(reading: Reading, content: str, span: Span) -> m.Inline | None:
    """Return a word of the glossary."""
    word, bar, label = (part.strip() for part in content.partition("|"))
    if not content.strip():  # an empty option of LiaScript, which is named with its line
        return None
    if not word or (bar and not label):
        message = "This does not name a term."
        reading.report(MALFORMED, span, message, "Write `[[ally]]` or `[[ally|an ally]]`.")
        return None
    return m.TermRef(word, label or word, span)


def citation(reading: Reading, content: str, span: Span) -> m.Inline | None:
    """Return the references of `[@a; @b]`."""
    keys = []
    for part in content.split(";"):
        key = part.strip()
        if not key.startswith("@") or not _KEY.fullmatch(key[1:]):
            message = f"`{key[:60]}` is not a reference."
            reading.report(MALFORMED, span, message, "Write `[@hill2007]` or `[@hill2007; @kbrs]`.")
            return None
        keys.append(key[1:])
    return m.Citation(tuple(keys), span)


def unclosed(text: str) -> tuple[re.Match[str], str, str] | None:
    """Return where a text opens a sign that is not closed, what to say, and the hint; or None."""
    found = _UNCLOSED.search(text)
    if found is None:
        return None
    match found[0]:
        case "[[":
            message, hint = (
                "This term is not closed.",
                "`[[ally]]`, or `\\[` for a bracket",
            )
        case "[@":
            message = "This citation is not closed."
            hint = "`[@hill2007]`, or `\\[` for a bracket"
        case sign:
            message = "This placeholder is not closed."
            if sign != "{{":
                message = "A placeholder has two braces on each side."
            hint = '`{{ learner.first_name | "there" }}`, or `\\{` for a brace'
    return found, message, f"Write {hint}."


def image_attribute(reading: Reading, content: str, span: Span) -> None:
    """Note that braces behind a picture hold something unknown."""
    message = f"`{{{content}}}` means nothing after a picture."
    reading.report(
        IMAGE_ATTRIBUTE, span, message, "Use `{decorative=true}`, `{width=50%}` or `{width=300px}`."
    )
