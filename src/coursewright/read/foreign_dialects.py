"""Signs of other Markdown dialects, as a table: what gives each away, and what to write instead.

The patterns see a run of text in which all that the reader understood is masked: `CODE` stands for
a code span, `ESCAPED` for a character behind a backslash, `TAKEN` for links, pictures and the rest.
"""

import re
from dataclasses import dataclass

__all__ = [
    "CARPENTRIES",
    "CODE",
    "CONTAINERS",
    "DIALECTS",
    "ESCAPED",
    "FENCES",
    "SLOTS",
    "TAKEN",
    "Dialect",
]

CODE = "\ufffb"
ESCAPED = "\ufffa"
TAKEN = "\ufffc"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One sign of a dialect."""

    name: str
    """The dialect or the tool that reads it."""
    sign: str
    """Characters without which the pattern cannot match."""
    pattern: re.Pattern[str]
    instead: str
    """What to write here."""


def _row(name: str, sign: str, pattern: str, instead: str) -> Dialect:
    return Dialect(name, sign, re.compile(pattern, re.MULTILINE), instead)


_CALLOUT = 'Write `:::callout[Title]{tone="note"}` and close it with `:::`.'
_TABS = "Write `::::tabs` with a `:::panel[Title]` for each tab."
_NO_SCRIPT = "Remove it: pages of a course run no components or scripts."
_MARKS = "Remove the braces; marks can follow a heading or an option: `{#an-id}`."

DIALECTS = (
    _row("Jekyll or Liquid", "{%", r"\{%.*?%\}", "Write its result as Markdown."),
    _row("Hugo", "+++", r"^\+\+\+[ \t]*$", "Write front matter as YAML, at the top of the file."),
    _row("ERB or EJS", "<%", r"<%.*?%>", "Write its result as Markdown."),
    _row("MDX", "import", r"^import\s.+\sfrom\s+['\"].*$|^import\s+['\"].*$", _NO_SCRIPT),
    _row("MDX", "export", r"^export\s+(?:const|default|function)\s.*$", _NO_SCRIPT),
    _row("MDX", "<", r"</?[A-Z][\w.]*(?=[\s/>])", f"{_NO_SCRIPT} For tabs, write `::::tabs`."),
    _row("MDX", "{/*", r"\{/\*.*?\*/\}", "Write a comment as `<!-- ... -->`."),
    _row(
        "LiaScript",
        "@",
        r"^[ \t]*@[A-Za-z][\w.]*(?:\(.*\))?[ \t]*$|(?<![\w@])@[A-Za-z][\w.]*\([^()\n]*\)",
        "Write the text itself: macros are not expanded.",
    ),
    _row(
        "LiaScript",
        "[",
        r"^[ \t]*(?:\[\[[ xX?!]?\]\]|\[\([ xX]?\)\])(?:\s|$)",
        'Write a question as `:::quiz{id="Q1" type="single"}` with options `- [x] text`.',
    ),
    _row("LiaScript", "{{", r"--\{\{\d.*$", "Remove it: narration is not supported."),
    _row("LiaScript", "?" + TAKEN, rf"[!?]\?{TAKEN}", 'Write `:::video[Title]{src="..."}`.'),
    _row(
        "Pandoc",
        "+-",
        r"^[ \t]*\+(?:[-:]{2,}\+)+[ \t]*$",
        "Write a table with `|` between the cells and a line `| --- | --- |` below its head.",
    ),
    _row(
        "Pandoc",
        "---",
        r"^[ \t]*-{3,}(?:[ \t]+-{3,})+[ \t]*$",
        "Write a table with `|` between the cells and a line `| --- | --- |` below its head.",
    ),
    _row("Pandoc", "]{", r"\]\{[^{}\n]*\}", "Remove `[...]{...}`; write the words alone."),
    _row("Pandoc", "{-}", r"\{-\}[ \t]*$", _MARKS),
    _row("Pandoc", "@", r"\[[^\[\]\n@]+@[\w:-]+[^\[\]\n]*\]", "Write references as `[@key]`."),
    _row("kramdown", "{:", r"\{:[^{}\n]*\}", f"{_CALLOUT} Remove attributes."),
    _row("Pandoc or kramdown attributes", "{", rf"[{CODE}{TAKEN}]\{{[^{{}}\n]+\}}", _MARKS),
    _row(
        "Pandoc or kramdown attributes",
        "{",
        r"\{[ \t]*(?:#[\w.-]+[ \t]+)?\.[A-Za-z][^{}\n]*\}",
        _MARKS,
    ),
    _row("MyST", "}" + CODE, rf"\{{[\w:-]+\}}{CODE}", "Write a link, a citation or a formula."),
    _row("MyST", ")=", r"^\([\w-]+\)=[ \t]*$", "Write the id behind the heading: `{#an-id}`."),
    _row("MkDocs", "===", r"^[ \t]*===[!+]?[ \t]+\".*\"[ \t]*$", _TABS),
    _row("CriticMarkup", "{", r"\{(?:\+\+|--|~~|==|>>).*?\}", "Write the final text."),
    _row(
        "MkDocs",
        "--8<--",
        r"^.*--8<--.*$",
        "Include code as a fence: ```` ```python file=a.py ````.",
    ),
    _row("MkDocs", "*[", r"^\*\[[^\]\n]+\]:.*$", "Put the term into `glossary.yaml`."),
    _row(
        "MkDocs", "++", r"(?<![\w+])\+\+[a-z]\w*(?:\+\w+)*\+\+(?![\w+])", "Write `<kbd>Ctrl</kbd>`."
    ),
    _row("contents markers", "[", r"^@?\[\[?_?(?:TOC|toc)_?\]?\]$|^\{:toc\}", "Remove it."),
    _row("Obsidian", "![[", r"!\[\[[^\]\n]*\]\]", "Write `![what it shows](../figures/map.svg)`."),
    _row(
        "Obsidian",
        "[[",
        r"\[\[[^\]\n]*(?:[#/^]|\.md)[^\]\n]*\]\]",
        "Write `[words](lesson:its-id)`.",
    ),
    _row(
        "Obsidian", "[!", r"^[ \t]*\[![A-Za-z-]+\][+-]?", f"{_CALLOUT} Or write `> [!NOTE]` alone."
    ),
    _row(
        "Obsidian",
        "^",
        r"(?:^|(?<=[ \t]))\^(?=[a-z0-9-]*[a-z])[a-z0-9-]{4,}[ \t]*$",
        "Remove it: link to a heading, `[words](#its-heading)`.",
    ),
    _row("Obsidian", "::", r"^[A-Za-z][\w -]{0,40}::[ \t]+(?=\S)", "Write `**Words:** value`."),
    _row("Obsidian", "%%", r"%%[^%\n]+%%", "Write a comment as `<!-- ... -->`."),
    _row("highlight marks", "==", r"==(?=[^\s=])[^=\n]*[^\s=]==", "Write `**important words**`."),
    _row("AsciiDoc or MediaWiki", "==", r"^={2,6}[ \t]+\S.*$", "Write a heading as `## Words`."),
    _row(
        "AsciiDoc",
        "[",
        r"^\[(?:source|quote|cols|NOTE|TIP|IMPORTANT|WARNING|CAUTION)\b[^\]\n]*\]$",
        f"{_CALLOUT} Write code as a fence.",
    ),
    _row("AsciiDoc", "::", r"^(?:image|include|video|audio)::\S*\[.*\]", "Write `![alt](path)`."),
    _row("AsciiDoc", "|===", r"^\|===.*$", "Write a table with `| --- | --- |` below its head."),
    _row("reStructuredText", "..", r"^\.\.[ \t]+[\w-]+::.*$", _CALLOUT),
    _row("reStructuredText", ":" + CODE, rf":[\w-]+:{CODE}", "Write a link or `code`."),
    _row(
        "emoji codes",
        ":",
        r"(?<![\w:/]):(?:[a-z][a-z0-9_+-]*[a-z0-9]|[+-]1):(?![\w/])",
        "Paste the emoji.",
    ),
    _row("Org mode", "#+", r"^[ \t]*#\+\w+.*$", "Write Markdown."),
    _row(
        "LaTeX",
        "\\",
        r"^\\(?:newpage|pagebreak|clearpage|tableofcontents|noindent|bigskip|medskip|smallskip"
        r"|centering|hrule|hfill|vfill)\b.*$",
        "Remove it.",
    ),
    _row("LaTeX", "\\", r"\\[A-Za-z]{2,}\*?\{", "Put mathematics between `$`, and write Markdown."),
    _row("MediaWiki", "'''", r"'''[^'\n]+'''", "Write `**so**`."),
)

_CODE_CELL = "Write the code as ```` ```python ````, and its result as text or a picture."
FENCES = (
    _row("R Markdown", "{", r"\{(?:r|python|julia|bash|sql|ojs)\b[^}]*\}?", _CODE_CELL),
    _row(
        "Pandoc", "{", r"\{[ \t]*[.#=].*", "Write the language alone: ```` ```python linenos ````."
    ),
    _row("MyST", "{code-cell", r"\{code-cell\}.*", _CODE_CELL),
    _row("MyST", "{math", r"\{math\}.*", "Write `$$` above and below the formula."),
    _row("MyST", "{", r"\{[A-Za-z][\w:-]*\}.*", f"{_CALLOUT} For code, write the language alone."),
)
"""What the line that opens a block of code says."""

SLOTS = (
    _row("Hugo", "", r"[<%].*", "Write what it shows as Markdown."),
    _row(
        "mdBook",
        "#",
        r"#.*",
        "Include code as a fence: ```` ```rust file=../code/a.rs lines=3-9 ````.",
    ),
    _row(
        "Jekyll or Liquid", ".", r"\s*(?:site|page|include|layout)\..*", "Write the value itself."
    ),
    _row("LiaScript", "", r"\s*\d+(?:-\d+)?\s*", "Remove it: text does not appear step by step."),
)
"""What stands in `{{...}}`."""

CONTAINERS = 'Write `:::callout[Title]{tone="note"}`, `:::more` or another block of docs/format.md.'
_PART = "Write `:::more`, or a heading and its text."
CARPENTRIES = {
    "challenge": "Write `:::reflect`, or a question as `:::quiz`.",
    "discussion": "Write `:::reflect`.",
    "group-tab": _TABS,
    "instructor": "Write `:::coach-card`, or `:::more`.",
    "keypoints": _CALLOUT,
    "objectives": "List them in the front matter, under `objectives:`.",
    "prereq": _CALLOUT,
    "questions": _PART,
    "solution": "Write `<details><summary>Solution</summary>`, and `</details>` below.",
    "spoiler": "Write `<details><summary>Title</summary>`, and `</details>` below.",
    "tab": _TABS,
    "testimonial": "Write a quotation: `> words`.",
}
"""Blocks of Carpentries lessons, and what to write instead."""
