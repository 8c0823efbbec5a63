"""Recordings and embeds: how long one is, what it is loaded from, and its transcript."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from coursewright.model import Asset, Embed, stable_key

__all__ = ["embed_data", "host_of", "length_of", "transcript_text"]

_IN_SECONDS = 90


def length_of(seconds: int | None, say: Callable[..., str]) -> str:
    """Return a length as `45 seconds` or `12 min`; nothing where it is not known."""
    if seconds is None:
        return ""
    if seconds < _IN_SECONDS:
        return say("lesson.video.seconds", n=seconds)
    return say("lesson.minutes", n=round(seconds / 60))


def host_of(address: str) -> str:
    """Return the host of an address as people know it: without `www.`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def transcript_text(asset: Asset | None) -> str | None:
    """Return the words of a transcript that is a text file."""
    if asset is None or not asset.media_type.startswith("text/plain"):
        return None
    return asset.data.decode("utf-8-sig", "replace")


def embed_data(block: Embed) -> dict[str, Any]:
    """Return what the template of an embed needs: hosts, and what the button loads."""
    video = block.provider != "page"
    starts = f"{'&' if '?' in block.frame else '?'}autoplay=1" if video else ""
    return {
        "video": video,
        "host": host_of(block.frame),
        "link_host": host_of(block.href),
        "loads": block.frame + starts,
        "key": stable_key(block.frame, block.span.path, str(block.span.line)),
    }
