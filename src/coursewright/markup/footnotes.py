"""The sources at the end of a lesson: numbered as they are cited, each once."""

from dataclasses import dataclass, field

from coursewright.model import Fact, Reference

__all__ = ["Footnote", "Footnotes"]


@dataclass(slots=True)
class Footnote:
    """A source that a page names."""

    number: int
    reference: Reference
    tracks: set[str] | None
    """The tracks that see it cited; None: everybody."""


@dataclass(slots=True)
class Footnotes:
    """What the text of one page has cited so far."""

    notes: dict[str, Footnote] = field(default_factory=dict)
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
            note = Footnote(len(self.notes) + 1, reference, seen)
            self.notes[reference.id] = note
        elif tracks is None:
            note.tracks = None
        elif note.tracks is not None:
            note.tracks.update(tracks)
        return note

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
