"""The editions of SCORM, as rows of one table. What differs between them stands here, not in code.

Sources: SCORM 1.2 Content Aggregation Model and Run-Time Environment; SCORM 2004 3rd and 4th
edition, the same books.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["EDITIONS", "Edition"]

_2004 = MappingProxyType(
    {
        "": "http://www.imsglobal.org/xsd/imscp_v1p1",
        "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
        "adlseq": "http://www.adlnet.org/xsd/adlseq_v1p3",
        "adlnav": "http://www.adlnet.org/xsd/adlnav_v1p3",
        "imsss": "http://www.imsglobal.org/xsd/imsss",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the standard."""

    name: str
    """The target's name and folder."""
    title: str
    """What people call it."""
    schema_version: str
    """Letter by letter: Moodle takes any other spelling for 1.2."""
    namespaces: Mapping[str, str]
    """By prefix; content packaging has none of its own: it is the default, as Open edX wants it."""
    scorm_type: str
    """The attribute of a resource: `scormtype` in 1.2, `scormType` in 2004. Never mixed."""
    sequencing: bool
    """Whether items carry delivery controls and navigation."""
    lom: str | None
    """The namespace of metadata that the edition's own schemas cover; None leaves it out."""
    suspend_limit: int
    """Characters of suspend data."""
    prompts: bool
    """Whether an interaction can carry the question's words."""
    reports_text: bool
    """Whether an answer in the learner's own words can be reported."""
    adapter: str
    """The file of the player that speaks it."""


EDITIONS: tuple[Edition, ...] = (
    Edition(
        name="scorm12",
        title="SCORM 1.2",
        schema_version="1.2",
        namespaces=MappingProxyType(
            {
                "": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
                "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
            }
        ),
        scorm_type="scormtype",
        sequencing=False,
        lom="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1",
        suspend_limit=4096,  # RTE 3.4.4: CMIString4096
        prompts=False,
        reports_text=False,
        adapter="lms/scorm12.js",
    ),
    Edition(
        name="scorm2004-3",
        title="SCORM 2004 3rd Edition",
        schema_version="2004 3rd Edition",
        namespaces=_2004,
        scorm_type="scormType",
        sequencing=True,
        lom=None,
        suspend_limit=64000,  # the 3rd edition's books say 4,000, its addenda and LMSs 64,000
        prompts=True,
        reports_text=True,
        adapter="lms/scorm2004.js",
    ),
    Edition(
        name="scorm2004-4",
        title="SCORM 2004 4th Edition",
        schema_version="2004 4th Edition",
        namespaces=_2004,
        scorm_type="scormType",
        sequencing=True,
        lom=None,
        suspend_limit=64000,  # RTE 4.2.22: SPM 64000
        prompts=True,
        reports_text=True,
        adapter="lms/scorm2004.js",
    ),
)
