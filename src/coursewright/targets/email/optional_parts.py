"""What templates write optional parts with: `optional(...)`, `joined(...)` and `link(...)`.

    {% call optional("link.pause") %}<p><a href="{{ link("pause") }}">...</a></p>{% endcall %}
    {% call(item) joined(row, " | ") %}<a href="{{ item.url }}">{{ item.words }}</a>{% endcall %}

The first is left out where nothing answers the link, the second keeps its separator between the
items that are left. Both must hold whole elements.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from markupsafe import Markup, escape

from .mail_view import MailView

__all__ = ["OptionalParts"]


@dataclass(slots=True)
class OptionalParts:
    """Makes the optional parts of one form of an email."""

    view: MailView
    form: Literal["html", "text"]
    _needed: list[str] = field(default_factory=list)
    """What the parts that are open at this point need."""

    def optional(self, *needs: str, caller: Callable[[], str]) -> str:
        """Return a part that is left out where one of `needs` has no answer.

        Without `needs` it is left out when the series within it has no item left.
        """
        with self._needing(needs):
            return self._group(caller(), needs)

    def joined(
        self,
        items: Iterable[Mapping[str, Any]],
        separator: str = "",
        *,
        caller: Callable[[Mapping[str, Any]], str],
    ) -> str:
        """Return the items in a row; an item may say what it needs, as `needs`."""
        parts = []
        for item in items:
            needs = tuple(item.get("needs") or ())
            with self._needing(needs):
                parts.append(self._group(caller(item), needs))
        if self.form == "text":
            return self.view.tokens.series(separator, parts)
        return Markup(self.view.tokens.series(escape(separator), parts))  # noqa: S704 -- escaped

    def link(self, name: str) -> str | None:
        """Return the address behind a link, or None where it may have none.

        Without a service there is one only within a part that needs it.
        """
        if not self.view.service and f"link.{name}" not in self._needed:
            return None
        return self.view.slot(f"link.{name}", "url" if self.form == "html" else "text")

    @contextmanager
    def _needing(self, needs: tuple[str, ...]) -> Iterator[None]:
        self._needed += needs
        try:
            yield
        finally:
            del self._needed[len(self._needed) - len(needs) :]

    def _group(self, body: str, needs: tuple[str, ...]) -> str:
        opens, closes = self.view.tokens.group(needs)
        if self.form == "text":
            return f"{opens}{body}{closes}"
        if body.lstrip().startswith("<mj-"):  # whole rows: no text may stand between them
            opens, closes = (f"<mj-raw>{one}</mj-raw>" for one in (opens, closes))
        return Markup(f"{opens}{body}{closes}")  # noqa: S704 -- the template escapes
