"""Notes and sources at the end of a lesson: numbered as they are met, each once."""

from dataclasses import dataclass, field

from coursewright.model import Fact, FootnoteRef, Reference

__all__ = ["Footnote", "Footnotes", "Remark"]


@dataclass(slots=True)
class Footnote:
    """A source that a page names."""

    number: int
    reference: Reference
    tracks: set[str] | None
    """The tracks that see it cited; None: everybody."""


@dataclass(slots=True)
class Remark:
    """A footnote that the author wrote."""

    number: int
    id: str
    """Unique in a package, where all lessons are one page."""
    ref: FootnoteRef
    tracks: set[str] | None
    """The tracks that see it; None: everybody."""


@dataclass(slots=True)
class Footnotes:
    """What the text of one page has cited so far; notes and sources count in one row."""

    notes: dict[str, Footnote] = field(default_factory=dict)
    remarks: dict[str, Remark] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)

    def cite(self, reference: Reference, tracks: tuple[str, ...] | None) -> Footnote:
        """Return the note of a source, made at its first use.

        Args:
            reference: the source.
            tracks: who sees this use of it; None for everybody.
        """
        note = self.notes.get(reference.id)
        if note is None:
            seen = None if tracks is None else set(tracks)
            note = Footnote(self._next, reference, seen)
            self.notes[reference.id] = note
        elif tracks is None:
            note.tracks = None
        elif note.tracks is not None:
            note.tracks.update(tracks)
        return note

    @property
    def _next(self) -> int:
        return len(self.notes) + len(self.remarks) + 1

    def remark(
        self, name: str, ref: FootnoteRef, tracks: tuple[str, ...] | None
    ) -> tuple[Remark, bool]:
        """Return the note of a footnote, and whether this is its first place on the page."""
        remark = self.remarks.get(name)
        if remark is None:
            seen = None if tracks is None else set(tracks)
            self.remarks[name] = remark = Remark(self._next, name, ref, seen)
            return remark, True
        if tracks is None:
            remark.tracks = None
        elif remark.tracks is not None:
            remark.tracks.update(tracks)
        return remark, False

    def name_of(self, fact: Fact, word: str) -> str | None:
        """Return the sources of a fact that has no figure, as they stand on this page.

        Args:
            fact: a fact card that the page has used.
            word: what a source is called in the course's language.

        Returns:
            `Source 3` or `Source 3, 4`; None when the page cites none of them.
        """
        numbers = sorted(self.notes[key].number for key in fact.refs if key in self.notes)
        return f"{word} {', '.join(map(str, numbers))}" if numbers else None
