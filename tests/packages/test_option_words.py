"""A report says `true` for the option that means it, whichever comes first."""

import pytest

from coursewright.packages.option_words import true_first

_PAIRS = [
    ("True", "False"), ("Yes", "No"), ("Wahr", "Falsch"), ("صحيح", "خطأ"), ("نعم", "لا"),
    ("Vrai", "Faux"), ("Verdadero", "Falso"), ("Vero", "Falso"), ("Waar", "Onwaar"),
    ("Verdadeiro", "Falso"), ("Sim", "Não"), ("Certo", "Errado"), ("Prawda", "Fałsz"),
    ("Tak", "Nie"), ("נכון", "לא נכון"), ("כן", "לא"), ("सही", "गलत"), ("सही", "ग़लत"),
    ("सत्य", "असत्य"), ("हाँ", "नहीं"), ("对", "错"), ("正确", "错误"), ("是", "否"),
    ("正しい", "誤り"), ("はい", "いいえ"), ("正しい。", "正しくない。"), ("सही।", "गलत।"),
]  # fmt: skip


@pytest.mark.parametrize(("true", "false"), _PAIRS)
def test_true_and_false_are_known_in_every_language_with_interface_text(
    true: str, false: str
) -> None:
    assert true_first((true, false))
    assert not true_first((false, true))


def test_a_single_letter_of_a_word_for_yes_means_nothing() -> None:
    assert true_first(("ن", "م"))
    assert true_first(("م", "ن"))
