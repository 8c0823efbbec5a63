"""Go's templates, as listmonk has them: `html/template` escapes by context and drops comments.

listmonk runs the text part of a campaign through `html/template` too, and knows `Safe`, which
passes a string through. So a comment is printed by `Safe` (Outlook reads conditional comments),
and so is whatever in a text part could be taken for a tag of HTML.
"""

import json
import re

from coursewright.export.mailer import Grammar
from coursewright.sequence.placeholders import Context

__all__ = ["GO"]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"(\{\{.*?\}\})", re.DOTALL)
_OPENING = re.compile(r"\{(?=\{|\Z)")


def _literal(text: str, html: bool) -> str:
    text = _OPENING.sub('{{ "{" }}', text)
    text = text.replace("@TrackLink", '@{{ "TrackLink" }}')
    return text if html else text.replace("<", '{{ Safe "<" }}')


def _value(field: str, context: Context, fallback: str) -> str:
    words = f"or ({field}) {_quoted(fallback)}" if fallback else field
    return f"{{{{ Safe ({words}) }}}}" if context == "text" else f"{{{{ {words} }}}}"


def _whole(html: str) -> str:
    return _COMMENT.sub(lambda found: _kept(found[0]), html)


def _kept(comment: str) -> str:
    parts = _TAG.split(comment)
    return "".join(
        part if index % 2 else f"{{{{ Safe {_quoted(part)} }}}}"
        for index, part in enumerate(parts)
        if part
    )


def _quoted(text: str) -> str:
    # A string of JSON is one of Go, but for these two (Go spec, "String literals").
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


GO = Grammar(_literal, _value, _whole)
