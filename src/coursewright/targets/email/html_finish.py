"""What the compiler leaves open: dark mode, phones, Outlook's fonts, language of every part."""

import re
from html import escape

from .compose import names_of
from .mail_view import MailView

__all__ = ["finish", "head_style", "prose_style"]

# Keeps the text of the mail out of the preview line of inboxes, after a short preheader.
_FILLER = "&#847;&zwnj;&nbsp;" * 40

_META = (
    '<meta name="color-scheme" content="light dark">'
    '<meta name="supported-color-schemes" content="light dark">'
    '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">'
)
# Word takes Times for a stack whose first font it has not.
_MSO = (
    "<!--[if mso]><style>td,p,li,h1,h2,h3,a{font-family:Georgia,serif !important}"
    ".label,.side,.over,.phases,.meta,.top,.small,.how,.caption,.source,th,caption"
    "{font-family:Arial,sans-serif !important}</style><![endif]-->"
)
_TRAILING = re.compile(r"[ \t]+\n")
_CODE = "<pre"
_HIDDEN = '<div style="display:none;'


def finish(html: str, view: MailView) -> str:
    """Return the compiled mail with what our templates cannot say in MJML."""
    html = _TRAILING.sub("\n", f"{html.strip()}\n")
    place = f' lang="{escape(view.language)}" dir="{view.dir}"'
    style = f'<style type="text/css">{head_style(view, code=_CODE in html)}</style>'
    html = html.replace("</head>", f"{_META}{style}{_MSO}</head>", 1)
    hidden, rest = html.partition(_HIDDEN)[::2]
    if not rest:
        return html
    preview, closed, after = rest.partition("</div>")
    # Hidden text in white is what spam does: it has the colour of the text.
    preview = preview.replace("color:#ffffff", f"color:{view.kit.brand.color('ink')}", 1)
    return f"{hidden}<div{place}{_HIDDEN[4:]}{preview}{_FILLER}{closed}{after}"


def head_style(view: MailView, *, code: bool = False) -> str:
    """Return the style that stands in the head, without its line breaks.

    Args:
        view: the mail.
        code: whether the mail shows code in color, which needs rules that other mails do without.
    """
    return _one_line(_style("head.css.j2", view, uses_code=code))


def prose_style(view: MailView) -> str:
    """Return the style that is put inline."""
    return _style("prose.css.j2", view)


def _style(template: str, view: MailView, **more: object) -> str:
    return view.kit.templates.render(template, **names_of(view), **more)


def _one_line(css: str) -> str:
    return "".join(line.strip() for line in css.split("\n"))
