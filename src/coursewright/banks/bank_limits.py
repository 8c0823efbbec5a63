"""How much a question bank, a package or a document may hold when it is imported."""

__all__ = [
    "ENTRIES",
    "ENTRY_BYTES",
    "LOSSES",
    "OPTIONS",
    "QUESTIONS",
    "RATIO",
    "SOURCE_BYTES",
    "UNPACKED_BYTES",
]

SOURCE_BYTES = 100 * 2**20
"""A file that is imported."""
QUESTIONS = 5_000
"""Questions of one import."""
OPTIONS = 100
"""Options, pairs or steps of one question."""
ENTRIES = 10_000
"""Files in a zip."""
ENTRY_BYTES = 50 * 2**20
"""One file of a zip, unpacked."""
UNPACKED_BYTES = 300 * 2**20
"""All files of a zip, unpacked."""
RATIO = 200
"""How many times smaller a file may be packed; what is smaller still is a zip bomb."""
LOSSES = 500
"""Entries of a report; the rest is counted."""
