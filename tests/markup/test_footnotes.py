"""A fact without a figure is told apart by the numbers of its sources."""

from coursewright.markup.footnotes import Footnotes
from coursewright.model import Fact, Reference
from coursewright.source import Span

HERE = Span("facts.yaml", 1, 1, 1, 2)


def _cited(*ids: str) -> Footnotes:
    notes = Footnotes()
    for key in ids:
        notes.cite(Reference(id=key, cite=key.title(), status="seen", span=HERE), None)
    return notes


def test_a_fact_is_named_by_the_sources_that_the_page_cites() -> None:
    fact = Fact(id="B", say="Trees grow.", refs=("oak", "ash", "elm"), span=HERE)
    assert _cited("yew", "ash", "oak").name_of(fact, "Source") == "Source 2, 3"


def test_a_fact_whose_sources_are_not_cited_has_no_name() -> None:
    fact = Fact(id="B", say="Trees grow.", refs=("oak",), span=HERE)
    assert _cited("yew").name_of(fact, "Source") is None
