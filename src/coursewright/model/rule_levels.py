"""What a course says of the rules: a profile, and a level for a code, everywhere or in a folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Profile", "RuleLevel", "RuleLevels"]

RuleLevel = Literal["error", "warning", "note", "off"]
Profile = Literal["standard", "strict"]


@dataclass(frozen=True, slots=True)
class RuleLevels:
    """The field `rules:` of `course.yaml`."""

    profile: Profile = "standard"
    """The severities to start from."""
    everywhere: Mapping[str, RuleLevel] = field(default_factory=dict)
    """Levels by code, for the whole course."""
    folders: Mapping[str, Mapping[str, RuleLevel]] = field(default_factory=dict)
    """By folder (without the last slash), levels by code; the innermost folder counts."""
