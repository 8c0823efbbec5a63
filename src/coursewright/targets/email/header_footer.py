"""What head and foot of a mail say: where a learner stands, and every way on and out."""

from html import escape
from typing import Any
from urllib.parse import quote

from coursewright.markup.addresses import track_address
from coursewright.model import Module
from coursewright.sequence.placeholders import Context

from .clean_text import clean
from .mail_phrases import fill_header
from .mail_view import MailView
from .text_wrap import columns

__all__ = ["WAYS", "frame_of", "leave_by_mail"]

WAYS = ("next", "pause", "preferences", "leave", "unsubscribe")
"""What a learner under way can do from every mail."""

_PHASES = ("one", "two", "three")
_TITLE = 70  # characters; more is not shown anywhere


def frame_of(
    view: MailView,
    *,
    title: str,
    subject: str,
    preheader: str,
    why: str | None = None,
    ways: tuple[str, ...] = WAYS,
    leave: str = "mail.footer.leave",
) -> dict[str, Any]:
    """Return what the layout shows around the rows.

    Args:
        view: the mail.
        title: its heading.
        subject: its subject; placeholders are tokens.
        preheader: what inboxes show after it.
        why: why someone gets it, if not for being enrolled.
        ways: what its reader can do in the foot, some of `WAYS`; none: is not on the list.
        leave: the string that says what is left; of a sponsor, not the course.
    """
    settings = view.course.settings
    footer = settings.footer
    reason = why or (footer.why if footer and footer.why else view.say("mail.footer.why"))
    phases = _phases(view)
    subject, preheader = fill_header(subject, view), fill_header(preheader, view)
    title = _shown(title) or _shown(settings.title) or settings.id
    if not _shown(view.tokens.shown(subject)):
        subject = title  # filters take a mail without a subject for a trick
    names = [f"[{one['title']}]" if one["here"] else one["title"] for one in phases]
    return {
        "title": title,
        # What a window shows is the subject: filters take another title for a trick.
        "short_title": _short(_shown(view.tokens.shown(subject)) or title),
        "title_columns": columns(title),
        "subject": clean(subject),
        "preheader": clean(preheader),
        "web_version": view.page(),
        "unsubscribe": _leave(view, "unsubscribe", "url") if ways else None,
        "top_links": _top_links(view, ways),
        "count_line": _count(view),
        "phases": phases,
        "phases_text": " | ".join(names),
        "phase_title": view.module.title if view.module and not phases else None,
        "meta": _meta(view),
        "why": reason,
        "help": settings.links.help,
        "footer_links": _links(view, ways, leave) if ways else [],
    }


def leave_by_mail(view: MailView, word: str) -> str:
    """Return a mailto link that asks to be let go: for senders without a service."""
    sender = view.course.settings.sender
    address = (sender.reply_to or sender.address) if sender else "course@example.invalid"
    subject = quote(f"{word} {view.course.id}")
    return f"mailto:{quote(clean(address), safe='@+.')}?subject={subject}"


def _shown(text: str) -> str:
    return " ".join(clean(text).split())


def _short(text: str) -> str:
    """Return `text`, cut so that it is not too long once it is escaped."""
    if len(escape(text)) <= _TITLE:
        return text
    while len(escape(f"{text}...")) > _TITLE:
        text = text[:-1].rstrip()
    return f"{text}..."


def _leave(view: MailView, word: str, context: Context) -> str:
    return view.slot(f"link.{word}", context, leave_by_mail(view, word))


def _count(view: MailView) -> str | None:
    if not view.number:
        return None
    return view.say("mail.lesson", n=view.number, count=len(view.lessons))


def _meta(view: MailView) -> str | None:
    minutes = view.lesson.front.minutes.read if view.lesson else 0
    return view.say("mail.minutes", n=minutes) if minutes and view.full else None


def _phases(view: MailView) -> list[dict[str, Any]]:
    """Return the phases as level steps, when the lesson stands in one of several."""
    modules: list[Module] = [one for one in view.course.settings.modules if one.color in _PHASES]
    if view.module is None or view.module not in modules or len(modules) < 2:
        return []
    return [{"title": clean(one.title), "here": one is view.module} for one in modules]


def _top_links(view: MailView, ways: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the links above the header: the page on the web, and unsubscribing."""
    links: list[dict[str, Any]] = []
    if page := view.page():
        links.append({"words": view.say("mail.web"), "url": page})
    if ways:
        words, url = view.say("mail.unsubscribe"), _leave(view, "unsubscribe", "url")
        links.append({"words": words, "url": url, "needs": ("link.unsubscribe",)})
    return links


def _links(view: MailView, ways: tuple[str, ...], leave: str) -> list[list[dict[str, Any]]]:
    """Return the links of the footer, in rows: go on, change, leave."""
    first: list[dict[str, Any]] = []
    page = view.page() or (view.web and view.web + track_address(view.track.id))
    if page:
        first.append({"words": view.say("mail.web"), "url": page, "text_url": page})
    first += [_service(view, way) for way in ("next",) if way in ways]
    change = [_service(view, way) for way in ("pause", "preferences") if way in ways]
    words = {"leave": leave, "unsubscribe": "mail.footer.unsubscribe"}
    out = [
        {
            "words": view.say(words[word]),
            "url": _leave(view, word, "url"),
            "text_url": _leave(view, word, "text"),
            "needs": (f"link.{word}",),
        }
        for word in words
        if word in ways
    ]
    return [row for row in (first, change, out) if row]


def _service(view: MailView, name: str) -> dict[str, Any]:
    return {
        "words": view.say(f"mail.footer.{name}"),
        "url": view.slot(f"link.{name}", "url"),
        "text_url": view.slot(f"link.{name}", "text"),
        "needs": (f"link.{name}",),
    }
