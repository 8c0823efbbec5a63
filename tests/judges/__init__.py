"""Independent judges of what we make: each a typed function over a program or data of others."""

from .accessibility import Finding, Look, audit, looks
from .accessibility import serious as serious_findings
from .mail_clients import unsupported_features
from .markup_rules import html_validate
from .mjml_reference import reference_html
from .node import package, script
from .nu_checker import MAIL_NOISE, nu
from .qti_player import play_qti
from .schemas import schema12, schema2004
from .spam import spam_score, spam_scores, spam_tests

__all__ = [
    "MAIL_NOISE",
    "Finding",
    "Look",
    "audit",
    "html_validate",
    "looks",
    "nu",
    "package",
    "play_qti",
    "reference_html",
    "schema12",
    "schema2004",
    "script",
    "serious_findings",
    "spam_score",
    "spam_scores",
    "spam_tests",
    "unsupported_features",
]
