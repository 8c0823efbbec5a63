"""Where things lie on the published site: what mails, pages and the sitemap agree on.

All are relative to the site's root, in lower-case ASCII, and end with a slash: each is a folder
with an `index.html`.
"""

import re

from coursewright.model.quiz import stable_key

__all__ = [
    "address_part",
    "aid_address",
    "answer_address",
    "asset_address",
    "lesson_address",
    "track_address",
]

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9_-])?")
_ODD = re.compile(r"[^a-z0-9]+")


def address_part(word: str) -> str:
    """Return one step of an address for `word`: itself in lower case where that is plain ASCII.

    Any other word keeps its plain letters and gets a key made from the whole of it.
    """
    lower = word.lower()
    if _PLAIN.fullmatch(lower) and ".." not in lower:
        return lower
    rest = _ODD.sub("-", lower).strip("-")[:60]
    return f"{rest}-{stable_key(word)}".lstrip("-")


def track_address(track: str) -> str:
    """Return the address of a track's own contents page."""
    return f"{address_part(track)}/"


def lesson_address(track: str, lesson: str) -> str:
    """Return the address of a lesson as a learner of `track` reads it."""
    return f"{address_part(track)}/{address_part(lesson)}/"


def answer_address(item: str, option: str) -> str:
    """Return the address of the page that answers one option of a question."""
    return f"a/{address_part(item)}/{address_part(option)}/"


def aid_address(slug: str) -> str:
    """Return the address of a job aid."""
    return f"job-aids/{address_part(slug)}/"


def asset_address(path: str) -> str:
    """Return where a file of the course lies, on the site and in a package."""
    *folders, name = path.split("/")
    stem, dot, ending = name.rpartition(".")
    if ending.lower() == "srt":  # published as WebVTT
        stem, ending = f"{stem}-srt", "vtt"
    last = f"{address_part(stem)}.{address_part(ending)}" if dot else address_part(name)
    return "/".join(["media", *map(address_part, folders), last])
