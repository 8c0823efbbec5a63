"""Tables: read back by us; columns as people name them; nothing that a spreadsheet calculates."""

import csv
import io
from decimal import Decimal

import pytest
import xlsxwriter

from banks.sample_bank import bank, same
from coursewright.banks.aiken import read_aiken
from coursewright.banks.items import (
    Bank,
    BankChoice,
    BankGap,
    BankGaps,
    BankItem,
    BankMatch,
    BankMatrix,
    BankNumber,
    BankOption,
    BankText,
)
from coursewright.banks.question_table import write_table
from coursewright.banks.simpler_types import with_picture
from coursewright.banks.table_reader import read_csv, read_workbook
from coursewright.errors import UsageError
from coursewright.source import Span


def only(text: str) -> BankItem:
    back = read_csv(text.encode(), "x.csv")
    assert not back.losses
    (item,) = back.items
    return item


def test_a_bank_comes_back_but_for_titles_and_pictures() -> None:
    data, losses = write_table(bank())
    assert [loss.message for loss in losses] == [
        "Q9: a table has no pictures",
        "Q14: a table has no pictures",
    ]
    back = read_csv(data, "x")
    for before, after in zip(bank().items, back.items, strict=True):
        before = with_picture(before) if isinstance(before, BankChoice) else before
        assert same(after, "title", "heads") == same(before, "title", "heads")


def test_cells_that_a_spreadsheet_would_calculate_are_guarded() -> None:
    item = BankChoice(
        id="a",
        prompt="=HYPERLINK(1)",
        options=(BankOption("+1", True), BankOption("@x", False)),
        place=Span("x"),
    )
    data, _ = write_table(Bank((item,)))
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    back = read_csv(data, "x").items[0]
    assert isinstance(back, BankChoice)
    assert (back.prompt, back.options[1].text) == ("=HYPERLINK(1)", "@x")


@pytest.mark.parametrize("correct", ["2", "B", "b", "Option 2", "warm", "2.0"])
def test_the_correct_option_by_number_letter_or_text(correct: str) -> None:
    head = "Question;Option A;Option B;Option C;Correct answer;Explanation"
    item = only(f"{head}\nHow is it?;cold;warm;hot;{correct};Because")
    assert isinstance(item, BankChoice)
    assert [option.correct for option in item.options] == [False, True, False]
    assert item.feedback == "Because"


def test_several_types_by_the_names_people_use() -> None:
    text = (
        "Type,Question Text,Answer 1,Answer 2,Correct\nTF,So?,,,true\nEssay,Why?,,,Model\n"
        'Multiple Response,Which?,a,b,"1, 2"\nMatching,Match,a => 1,b => 2,\n'
    )
    kinds = [type(item) for item in read_csv(text.encode(), "x").items]
    assert kinds == [BankChoice, BankText, BankChoice, BankMatch]


def test_gaps_numbers_and_matrices_as_people_write_them() -> None:
    text = (
        "Type,Question,Correct,Tolerance,Unit,Option 1,Option 2,Option 3\n"
        "numeric,How hot?,80,5%,C,,,\n"
        "fill in,The ___ is ____.,,,,tea | cha,? warm | cold,\n"
        "gap,Who?,Bond,,,,,\n"
        "grid,Match,,,,Tea => 2 min | 4 min,Green => 2 min,Black => 4 min | 2 min\n"
    )
    number, gaps, short, grid = read_csv(text.encode(), "x").items
    assert isinstance(number, BankNumber)
    assert (number.value, number.tolerance, number.unit) == (Decimal(80), Decimal(4), "C")
    assert isinstance(gaps, BankGaps)
    assert gaps.prompt == "The [[1]] is [[2]]."
    assert gaps.gaps == (BankGap(("tea", "cha")), BankGap(("warm",), ("cold",)))
    assert isinstance(short, BankGaps)
    assert short.prompt == "Who? [[1]]"
    assert isinstance(grid, BankMatrix)
    assert (grid.head, grid.columns, grid.fits) == ("Tea", ("2 min", "4 min"), ((0,), (0, 1)))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("number,How many?,many,", "'many' is not a number"),
        ("gaps,One ___ here.,,a,b", "2 answers for 1 gaps"),
        ("matrix,Which?,,Tea => a | b,Green => c", "'Green' names 'c'"),
        ("matrix,Which?,,Tea => a,Green => a", "does not list the columns"),
        ("matrix,Which?,,Tea,Green", "row => column | column"),
    ],
)
def test_a_row_of_a_newer_type_that_cannot_be_read_says_why(row: str, said: str) -> None:
    back = read_csv(f"type,question,correct,option 1,option 2\n{row}\n".encode(), "x")
    assert back.items == ()
    assert said in back.losses[0].message


def test_rows_that_cannot_be_read_are_named_by_line() -> None:
    back = read_csv(b"question,option 1,option 2,correct\nHow?,a,b,zzz\nWhy?,a,b,1\n", "t.csv")
    assert len(back.items) == 1
    assert [str(loss.place) for loss in back.losses] == ["t.csv:2:1"]


def test_a_workbook_of_excel() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Notes").write_row(0, 0, ["About"])
    sheet = book.add_worksheet("Questions")
    sheet.write_row(0, 0, ["Question", "A", "B", "Answer"])
    sheet.write_row(1, 0, ["How many?", 1, 2.5, 2])
    book.close()
    (item,) = read_workbook(out.getvalue(), "q.xlsx").items
    assert isinstance(item, BankChoice)
    assert [(option.text, option.correct) for option in item.options] == [
        ("1", False),
        ("2.5", True),
    ]


def test_a_table_without_questions_and_one_that_is_too_long() -> None:
    with pytest.raises(UsageError, match="no column is named `question`"):
        read_csv(b"a,b\n1,2\n", "x.csv")
    rows = b"question,correct\n" + b"Why?,Because\n" * 100_000
    with pytest.raises(UsageError, match="more than 5,000 questions"):
        read_csv(rows, "x.csv")


def test_aiken() -> None:
    text = (
        "What is it?\nA. One\nB) Two\nANSWER: B\n\nLost?\nA. One\n\nWhich?\nA. x\nB. y\nANSWER: A"
    )
    back = read_aiken(text, "a.txt")
    assert [str(loss.place) for loss in back.losses] == []
    assert next(item.options[1].correct for item in back.items if isinstance(item, BankChoice))
    only_bad = read_aiken("What?\nA. One\nANSWER: C\n", "a.txt")
    assert only_bad.items == ()
    assert str(only_bad.losses[0].place) == "a.txt:1:1"
