"""Signs within a line: links, pictures, inline HTML, and what means something only in courses."""

import re
from typing import TYPE_CHECKING

from coursewright.importers.markdown_text import alt_text

from .source_lines import SourceLine, code_marks

if TYPE_CHECKING:
    from .document import Page

__all__ = ["translate_lines"]

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(
    r"(?<!\\)(!?)\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\]|(?:!\[[^\]]*\]\([^)]*\)))*)\]"
    r"\(\s*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)(\{[^{}\n]*\})?"
)
_DEFINITION = re.compile(r"^( {0,3}\[(?!\^)[^\]]+\]:\s*)(<[^>]*>|\S+)(.*)$")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")
_TAG = re.compile(r"</?([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>")
_KEPT_TAGS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`", "tt": "`"}
_LIQUID = re.compile(r"\{%.*?%\}|\{\{<.*?>\}\}|\{\{%.*?%\}\}")
_ATTRIBUTES = re.compile(r"(?<=[)\]*`])\{:?\s*[.#][^{}\n]*\}|^\s*\{:\s*[^{}]*\}\s*$")
_BRACES = re.compile(r"(?<!\\)(\{\{|\[\[(?!\d)|\[@)")
_NARRATION = re.compile(r"^\s*(?:--\{\{[^}]*\}\}--|\{\{[-|>\d\s]*\}\})")


def translate_lines(lines: list[SourceLine], page: "Page") -> list[SourceLine]:
    """Return the lines with links and pictures of the course, and foreign signs as plain text."""
    out = []
    for line, is_code in zip(lines, code_marks(lines), strict=True):
        directive = line.text.startswith(":::") and not is_code
        if is_code or directive or not line.text:
            out.append(line)
            continue
        text = line.text
        if page.dialect == "liascript":
            text = _NARRATION.sub("", text)
        if definition := _DEFINITION.match(text):
            target = _target(definition[2], page, line.number)
            if target is not None:
                out.append(line.with_text(f"{definition[1]}{target}{definition[3]}"))
            continue
        out.append(line.with_text(_outside_code(text, page, line.number)))
    return out


def _outside_code(text: str, page: "Page", number: int) -> str:
    """Translate a line, code spans left as they are."""
    spans: list[str] = []

    def keep(found: re.Match[str]) -> str:
        spans.append(found[0])
        return f"\x00{len(spans) - 1}\x00"

    hidden = _CODE.sub(keep, text.replace("\x00", ""))
    shown = _translated(hidden, page, number)
    return re.sub(r"\x00(\d+)\x00", lambda found: spans[int(found[1])], shown)


def _translated(text: str, page: "Page", number: int) -> str:
    if found := _LIQUID.search(text):
        page.once(number, found[0][:12], f"A template tag was left out: {found[0][:60]!r}")
        text = _LIQUID.sub("", text)
    text = _html(text, page, number)
    text = _LINK.sub(lambda found: _link(found, page, number), text)
    text = _ATTRIBUTES.sub("", text)
    return _BRACES.sub(r"\\\1", text).rstrip() + ("  " if text.endswith("  ") else "")


def _html(text: str, page: "Page", number: int) -> str:
    """Return a line with the inline HTML that Markdown has signs for."""
    if "<" not in text:
        return text
    text = re.sub(r"<img\s[^>]*>", lambda found: _image_tag(found[0]), text)
    text = re.sub(
        r"<a\s[^>]*?href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", r"[\2](\1)", text, flags=re.IGNORECASE
    )
    text = re.sub(r"<br\s*/?>\s*$", r"\\", text)
    text = re.sub(r"<br\s*/?>", " ", text)

    def tag(found: re.Match[str]) -> str:
        name = found[1].lower()
        if found.group().startswith("<http") or _AUTOLINK.match(found[0]):
            return found[0]
        if name in _KEPT_TAGS:
            return _KEPT_TAGS[name]
        if name in ("sub", "sup", "kbd"):
            return found[0]  # the course format has these tags
        if name in _NO_TAGS or found[0].startswith("</"):
            return ""
        page.once(number, f"<{name}>", f"The HTML element <{name}> was left out; its words stay")
        return ""

    return _TAG.sub(tag, text)


_NO_TAGS = {
    "span",
    "u",
    "small",
    "big",
    "center",
    "font",
    "div",
    "p",
    "a",
    "section",
    "mark",
    "abbr",
}


def _image_tag(tag: str) -> str:
    values = {
        name.lower(): value or other
        for name, value, other in re.findall(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    }
    src = values.get("src", "")
    return f"![{alt_text(values.get('alt', ''))}](<{src}>)" if src else ""


def _link(found: re.Match[str], page: "Page", number: int) -> str:
    is_picture, words, target, title = bool(found[1]), found[2], found[3], found[4] or ""
    target = target[1:-1] if target.startswith("<") else target
    attributes = found[5] or ""
    if is_picture:
        return _picture(words, target, title, attributes, page, number)
    if "](" in words:  # a picture that is a link
        words = _LINK.sub(lambda inner: _link(inner, page, number), words)
        if re.match(r"!\[", words):
            page.once(number, "linked", "A picture that is a link is now only the picture")
            return words
    resolved = _target(target, page, number)
    if resolved is None:
        return words
    return f"[{words}]({resolved}{title})" if words.strip() else ""


def _target(target: str, page: "Page", number: int) -> str | None:
    target = target.strip("<>")
    if re.match(r"https?://[^/\s]", target) or re.match(r"mailto:\S+@", target):
        return re.sub(r"[\s<>()\\]", lambda sign: f"%{ord(sign[0]):02X}", target)
    return page.link(target, number)


def _picture(
    words: str, target: str, title: str, attributes: str, page: "Page", number: int
) -> str:
    alt = re.search(r"alt=['\"]([^'\"]*)", attributes)
    named = (alt[1] if alt else words).strip()
    if re.match(r"https?://", target):
        page.report(number, f"The picture {target[:80]!r} is not in the folder: it is a link now")
        address = re.sub(r"[\s<>()\\]", lambda sign: f"%{ord(sign[0]):02X}", target)
        return f"[{alt_text(named) or 'Picture'}]({address})"
    path = page.picture(target, number)
    if path is None:
        return named
    if not named:
        return f"![]({path}){{decorative=true}}"
    return f"![{alt_text(re.sub(r'[*`]', '', named))}]({path}{title})"
