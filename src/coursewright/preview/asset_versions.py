"""Addresses of pictures and recordings with a version, so that a changed file is loaded again."""

import hashlib
import re
from collections.abc import Mapping

from coursewright.markup.addresses import asset_address
from coursewright.model import Course

__all__ = ["asset_versions", "with_versions"]

_ATTRIBUTES = re.compile(r'\b(?:src|srcset|poster)="([^"]*)"')
_ADDRESS = re.compile(r"media/[^\s\"?#,]+")


def asset_versions(course: Course) -> Mapping[str, str]:
    """Return a version of each file of the course, by its address on the site."""
    return {
        asset_address(asset.path): hashlib.sha256(asset.data).hexdigest()[:12]
        for asset in course.assets.values()
    }


def with_versions(html: str, versions: Mapping[str, str]) -> str:
    """Return a page whose pictures and recordings are asked for by version."""

    def attribute(found: re.Match[str]) -> str:
        return _ADDRESS.sub(address, found[0])

    def address(found: re.Match[str]) -> str:
        version = versions.get(found[0])
        return f"{found[0]}?v={version}" if version else found[0]

    return _ATTRIBUTES.sub(attribute, html)
