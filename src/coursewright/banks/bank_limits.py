"""How much a question bank, a package or a document may hold when it is imported."""

__all__ = [
    "LOSSES",
    "OPTIONS",
    "QUESTIONS",
    "SOURCE_BYTES",
]

SOURCE_BYTES = 100 * 2**20
"""A file that is imported."""
QUESTIONS = 5_000
"""Questions of one import."""
OPTIONS = 100
"""Options, pairs or steps of one question."""
LOSSES = 500
"""Entries of a report; the rest is counted."""
