"""What mail clients lack, as a table: what an author's own template or style may not lean on.

Each entry is unknown to at least one of Gmail, Outlook, Apple Mail and Yahoo; the tests hold the
table against caniemail's data. What only adorns (a rounded corner) is not in it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["FEATURES", "lacking"]

FEATURES: dict[str, str] = {
    "position": "css-position",
    "display:flex": "css-display-flex",
    "display:grid": "css-display-grid",
    "gap": "css-gap",
    "float": "css-float",
    "transform": "css-transform",
    "animation": "css-animation",
    "filter": "css-filter",
    "clip-path": "css-clip-path",
    "object-fit": "css-object-fit",
    "mix-blend-mode": "css-mix-blend-mode",
    "background-image": "css-background-image",
    "mask-image": "css-mask-image",
    "var()": "css-variables",
    "calc()": "css-unit-calc",
}
"""What each feature is called at caniemail.com."""

_STYLES = re.compile(r"""style="([^"]*)"|<style[^>]*>(.*?)</style>""", re.DOTALL)
_KNOWN = 4096  # styles: the mails of a course have some hundred, again and again
_PLAIN = "position|gap|float|transform|animation|filter|clip-path|object-fit|mix-blend-mode"
_USED = re.compile(
    rf"(?<![\w-])(?:(?P<name>{_PLAIN}|background-image|mask-image)\s*:"
    r"|(?P<display>display)\s*:\s*(?:inline-)?(?P<kind>flex|grid)"
    r"|(?P<function>var|calc)\()"
)
# What dark mode may adorn a picture with: a client that lacks it shows the light picture.
_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{(?:[^{}]|\{[^{}]*\})*\}")
_ADORNS = re.compile(r"(?<![\w-])(?:filter|mix-blend-mode)\s*:[^;}]*")


def lacking(html: str) -> Iterator[str]:
    """Yield the name of each feature of the table that a mail uses, once."""
    styles = dict.fromkeys(inline or sheet for inline, sheet in _STYLES.findall(html))
    yield from dict.fromkeys(name for style in styles for name in _features(style))


@lru_cache(maxsize=_KNOWN)
def _features(style: str) -> tuple[str, ...]:
    leaned_on = _DARK.sub(lambda dark: _ADORNS.sub("", dark[0]), style)
    return tuple(map(_named, _USED.finditer(leaned_on)))


def _named(used: re.Match[str]) -> str:
    if used["display"]:
        return f"display:{used['kind']}"
    return f"{used['function']}()" if used["function"] else used["name"]
