"""The formats that questions are exported as, by the name on the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .gift import write_gift
from .items import Bank, Loss
from .moodle_xml import write_moodle_xml
from .qti import write_qti
from .qti_editions import QTI21, QTI30
from .question_table import write_table

__all__ = ["FORMATS", "BankFormat"]


@dataclass(frozen=True, slots=True)
class BankFormat:
    """A format of question banks."""

    name: str
    label: str
    """What people call it."""
    suffix: str
    """How its files end."""
    write: Callable[[Bank], tuple[bytes, tuple[Loss, ...]]]


FORMATS: dict[str, BankFormat] = {
    one.name: one
    for one in (
        BankFormat("gift", "GIFT (Moodle's text format)", "gift.txt", write_gift),
        BankFormat("moodle-xml", "Moodle XML", "xml", write_moodle_xml),
        BankFormat("qti21", "QTI 2.1", "zip", partial(write_qti, edition=QTI21)),
        BankFormat("qti30", "QTI 3.0", "zip", partial(write_qti, edition=QTI30)),
        BankFormat("csv", "a table (CSV)", "csv", write_table),
    )
}
