"""Addresses of pages to embed: YouTube and Vimeo by their videos, any other https page as it is."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from markdown_it.common.normalize_url import normalizeLink

from coursewright.model.blocks import EmbedProvider

__all__ = ["EmbedFault", "EmbedSource", "embed_source"]


@dataclass(frozen=True, slots=True)
class EmbedSource:
    """What is linked, and what is loaded in place."""

    href: str
    frame: str
    provider: EmbedProvider


@dataclass(frozen=True, slots=True)
class EmbedFault:
    """Why an address cannot be embedded."""

    what: str
    hint: str


_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\"'<>\\`{}|^]")
_YOUTUBE = re.compile(r"(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com|youtu\.be")
_VIMEO = re.compile(r"(?:www\.|player\.)?vimeo\.com")
_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)
_LIST_ID = re.compile(r"[\w-]{10,64}", re.ASCII)
_PATH_ID = re.compile(r"/(?:embed|shorts|live|v)/([\w-]{11})(?:/|$)", re.ASCII)
_VIMEO_PATH = re.compile(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{5,12})(?:/([0-9a-f]{8,16}))?/?"
)
_START = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?")


def embed_source(address: str) -> EmbedSource | EmbedFault:
    """Return what an address of the author's leads to and loads, or why it cannot be embedded."""
    address = address.strip()
    if "://" not in address:
        return _not_an_address(address)
    if _UNSEEN.search(address):
        return EmbedFault("This address contains a character that no address has.", _COPY)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        good = bool(host) and parts.port in (None, 443)
    except ValueError:
        return EmbedFault("This address is malformed.", _COPY)
    if parts.scheme.lower() != "https":
        what = f"An embed needs `https:`; this address starts with `{parts.scheme.lower()}:`."
        return EmbedFault(what, "Pages in an LMS block anything else. Link to the page instead.")
    if not good or parts.username is not None or not _is_public(host):
        what = "Learners cannot open this address: it needs a public host, and no login or port."
        return EmbedFault(what, _COPY)
    if _YOUTUBE.fullmatch(host):
        return _youtube(parts, host)
    if _VIMEO.fullmatch(host):
        return _vimeo(parts)
    link = normalizeLink(address)
    return EmbedSource(link, link, "page")


_COPY = "Copy the address from the browser, such as `https://www.youtube.com/watch?v=...`."


def _not_an_address(path: str) -> EmbedFault:
    ending = path.rpartition(".")[2].lower()
    kind = {"mp4": "video", "webm": "video", "mp3": "audio", "m4a": "audio", "wav": "audio"}
    if ending in kind:
        hint = f'Write `:::{kind[ending]}[Title]{{src="{path[:80]}"}}`.'
        return EmbedFault("An embed is a page of another host; this is a file.", hint)
    hint = 'Write the whole address, such as `src="https://example.org/page"`, or link to a file.'
    return EmbedFault(f"`{path[:80]}` is not a web address.", hint)


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))


def _youtube(parts: SplitResult, host: str) -> EmbedSource | EmbedFault:
    query = parse_qs(parts.query)
    playlist = _one(query, "list", _LIST_ID)
    found = _PATH_ID.match(parts.path)
    if found:
        video = found[1]
    elif host == "youtu.be":
        video = parts.path.strip("/") if _VIDEO_ID.fullmatch(parts.path.strip("/")) else ""
    else:
        video = _one(query, "v", _VIDEO_ID) if parts.path.rstrip("/") == "/watch" else ""
    if not video and not playlist:
        what = "This address on YouTube names no video."
        return EmbedFault(what, "Write `https://www.youtube.com/watch?v=...` or a playlist.")
    wanted = {"list": playlist, "start": _seconds(query)}
    extra = "&".join(f"{key}={value}" for key, value in wanted.items() if value)
    frame = f"https://www.youtube-nocookie.com/embed/{video or 'videoseries'}"
    link = [f"v={video}"] if video else []
    link += [f"list={playlist}"] if playlist else []
    link += [f"t={wanted['start']}s"] if video and wanted["start"] else []
    page = "watch" if video else "playlist"
    href = f"https://www.youtube.com/{page}?{'&'.join(link)}"
    return EmbedSource(href, f"{frame}?{extra}" if extra else frame, "youtube")


def _vimeo(parts: SplitResult) -> EmbedSource | EmbedFault:
    found = _VIMEO_PATH.fullmatch(parts.path)
    if not found:
        what = "This address on Vimeo names no video."
        return EmbedFault(what, "Write `https://vimeo.com/` and the number of the video.")
    secret = found[2] or _one(parse_qs(parts.query), "h", re.compile(r"[0-9a-f]{8,16}"))
    frame = f"https://player.vimeo.com/video/{found[1]}?dnt=1"
    href = f"https://vimeo.com/{found[1]}"
    if secret:
        return EmbedSource(f"{href}/{secret}", f"{frame}&h={secret}", "vimeo")
    return EmbedSource(href, frame, "vimeo")


def _one(query: dict[str, list[str]], name: str, shape: re.Pattern[str]) -> str:
    value = query.get(name, [""])[0]
    return quote(value) if shape.fullmatch(value) else ""


def _seconds(query: dict[str, list[str]]) -> str:
    value = (query.get("start") or query.get("t") or [""])[0]
    found = _START.fullmatch(value)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    total = hours * 3600 + minutes * 60 + seconds
    return str(total) if total else ""
