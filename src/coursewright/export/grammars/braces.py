"""What the languages with `{{ }}` and `{% %}` share: an opening brace that opens nothing."""

import re

__all__ = ["guard_braces"]

# The last one of a text too: what follows it is a tag.
_OPENING = re.compile(r"\{(?=[{%#]|\Z)")


def guard_braces(text: str, html: bool) -> str:
    """Return text in which no brace opens a tag: each that could is printed by a tag of its own.

    One brace at a time: Ruby's Liquid sees `{%` even within the quotes of `{{ "{%" }}`.
    """
    del html
    return _OPENING.sub('{{ "{" }}', text)
