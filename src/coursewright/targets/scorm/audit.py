"""Judge a package by every rule, from its bytes alone: ours in tests, anybody's one day."""

import zipfile
from dataclasses import dataclass

from coursewright.packages.opened import Opened
from coursewright.packages.zip_rules import ZIP_RULES

from .manifest_rules import MANIFEST_RULES

__all__ = ["RULES", "Finding", "audit"]

RULES = {rule.__name__.replace("_", "-"): rule for rule in (*ZIP_RULES, *MANIFEST_RULES)}
"""Every rule by its name, in words: what holds of a good package."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold of a package."""

    rule: str
    message: str
    why: str
    """What goes wrong with it, and where that was seen."""


def audit(data: bytes) -> tuple[Finding, ...]:
    """Return what does not hold of a zip; nothing, when it is as it must be."""
    try:
        package = Opened(data)
        _ = package.entries
    except zipfile.BadZipFile as error:
        return (Finding("file-is-a-zip", str(error), "An LMS cannot open it."),)
    return tuple(
        Finding(name, message, rule.__doc__ or "")
        for name, rule in RULES.items()
        for message in rule(package)
    )
