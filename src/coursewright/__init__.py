"""Coursewright: one course in Markdown, compiled for the inbox and for the LMS."""

__all__ = ["__version__"]

__version__ = "0.1.0"
