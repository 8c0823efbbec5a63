"""Names of objects in a mailer: they begin with a marker, by which a push finds them again."""

import hashlib

__all__ = ["marker_of", "named"]


def marker_of(course: str, what: str, limit: int = 100) -> str:
    """Return the marker of an object: `[managing-talent aspire/welcome]`."""
    marker = f"[{course} {what}]"
    if len(marker) <= limit and len(marker.encode()) <= 2 * limit:
        return marker
    return f"[{hashlib.sha256(marker.encode()).hexdigest()[:16]}]"


def named(marker: str, title: str, limit: int) -> str:
    """Return a marker with a title behind it, cut to the product's limit of characters."""
    words = " ".join(title.split())
    whole = f"{marker} {words}"
    if len(whole) <= limit:
        return whole
    room = limit - len(marker) - 2
    return f"{marker} {words[:room].rstrip()}…" if room > 0 else marker
