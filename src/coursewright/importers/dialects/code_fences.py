"""Code fences: included files, languages as one word, lines that are hidden in a book."""

import re
from typing import TYPE_CHECKING

from .source_lines import FENCE, SourceLine, code_marks

if TYPE_CHECKING:
    from .document import Page

__all__ = ["translate_fences"]

_INCLUDE = re.compile(
    r"^\s*\{\{#(?:rustdoc_include|include|playground|playpen)\s+([^}\s]+)[^}]*\}\}"
)
_KRAMDOWN = re.compile(r"^\s*\{:\s*\.(?:language-)?([\w-]+)[^}]*\}\s*$")
_OTHER = ("output", "error", "source", "warning")


def translate_fences(lines: list[SourceLine], page: "Page") -> list[SourceLine]:
    """Return the lines with fences that the course format reads."""
    out: list[SourceLine] = []
    sign = language = ""
    marks = code_marks(lines)
    for at, line in enumerate(lines):
        found = FENCE.match(line.text) if marks[at] else None
        if found and not sign:
            sign, language = found[2], _language(found[3])
            after = _closing(lines, marks, at)
            if after and (kramdown := _KRAMDOWN.match(lines[after].text)):
                language = "" if kramdown[1] in _OTHER else kramdown[1].removeprefix("language-")
            count = (after or len(lines)) - at - 2
            options = _options(found[3], count) if language else ""
            out.append(line.with_text(f"{found[1]}{sign}{language}{options}"))
        elif found and sign and found[2].startswith(sign) and not found[3].strip():
            sign = ""
            out.append(line)
        elif include := _INCLUDE.match(line.text):
            out += _included(include[1], line, page, code=bool(sign))
        elif sign and language == "rust" and page.dialect == "mdbook":
            out += _shown(line)
        elif not marks[at] and at and _KRAMDOWN.match(line.text) and marks[at - 1]:
            continue
        else:
            out.append(line)
    return out


def _language(info: str) -> str:
    """Return the language of a fence: `{r, echo=FALSE}` and `rust,ignore` are r and rust."""
    word = re.match(r"\s*\{?\s*\.?([A-Za-z0-9+#_-]*)", info)
    name = word[1].lower() if word else ""
    return "" if name in _OTHER else name


def _options(info: str, count: int) -> str:
    """Return emphasized lines, line numbers and title, as MkDocs and Docusaurus write them.

    Args:
        info: what follows the signs of the fence.
        count: how many lines the block has.
    """
    if info.lstrip().startswith("{"):  # R Markdown, Pandoc
        return ""
    lines = re.search(r"\{([\d,\s-]+)\}|hl_lines=[\"']([\d\s-]+)", info)
    title = re.search(r"\btitle=([\"'])([^\"'{}]+)\1", info)
    start = re.search(r"\blinenums=[\"']?(\d+)", info)
    numbered = start or re.search(r"\b(?:showLineNumbers|linenos)\b", info)
    ranges = re.findall(r"\d+(?:-\d+)?", lines[1] or lines[2]) if lines else []
    shown = ",".join(one for one in ranges if 0 < int(one.rpartition("-")[2]) <= count)
    return "".join(
        (
            f" {{{shown}}}" if shown else "",
            " linenos" if numbered else "",
            f"={start[1]}" if start and start[1] != "1" else "",
            f' title="{title[2].strip()}"' if title else "",
        )
    )


def _closing(lines: list[SourceLine], marks: list[bool], at: int) -> int:
    """Return the line after the fence that opens at `at`; 0 if it is the last."""
    end = at
    while end < len(lines) and marks[end]:
        end += 1
    return end if end < len(lines) else 0


def _included(target: str, line: SourceLine, page: "Page", *, code: bool) -> list[SourceLine]:
    path, _, part = target.partition(":")
    text = page.include(path)
    if text is None:
        page.report(line.number, f"The included file {path[:100]!r} cannot be read")
        return []
    rows = [row.rstrip().replace("\t", "    ") for row in text.splitlines()]
    rows = _part(rows, part)
    if not code:
        return [line.with_text(row) for row in rows]
    return [one for row in rows for one in _shown(line.with_text(row))]


def _part(rows: list[str], part: str) -> list[str]:
    """Return the lines that `2:10` or the name of an anchor selects."""
    found = re.fullmatch(r"(\d*)(?::(\d*))?", part)
    if part and found:
        first = int(found[1] or 1)
        last = first if ":" not in part else int(found[2] or len(rows))
        rows = rows[max(first - 1, 0) : last]
    elif part:
        inside, kept = False, []
        for row in rows:
            if re.search(rf"ANCHOR:\s*{re.escape(part)}\b", row):
                inside = True
            elif re.search(rf"ANCHOR_END:\s*{re.escape(part)}\b", row):
                inside = False
            elif inside:
                kept.append(row)
        rows = kept
    return [row for row in rows if not re.search(r"\bANCHOR(?:_END)?:\s*\w", row)]


def _shown(line: SourceLine) -> list[SourceLine]:
    """Return a line of Rust as a book shows it: `# ` hides a line, `##` is one sign (mdBook)."""
    bare = line.text.lstrip()
    if bare == "#" or bare.startswith("# "):
        return []
    return [line.with_text(line.text.replace("##", "#", 1))] if bare.startswith("##") else [line]
