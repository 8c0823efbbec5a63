"""Lists as workbooks of Excel (.xlsx), read row by row and bounded: a zip bomb is refused."""

import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any
from xml.parsers import expat

from coursewright.errors import UsageError

from .columns import field_of
from .text_tables import Row

__all__ = ["Workbook", "foreign_format"]

_MOST_UNPACKED = 300 * 2**20
_MOST_RATIO = 200
_MOST_PARTS = 2000
_MOST_COLUMNS = 200
_MOST_CELL = 40_000  # Excel's own bound is 32,767 characters
_HEAD_ROWS = 20
_SMALL = 2**20  # a part of which no ratio is asked
_XLSX = "Save it in Excel as a workbook (.xlsx) or as CSV UTF-8."


def foreign_format(head: bytes) -> tuple[str, str] | None:
    """Return what a file is that is neither a text nor a workbook, and what to do; else None."""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "an old workbook (.xls), or one with a password", _XLSX
    if head.startswith(b"%PDF"):
        return "a PDF", "Ask for the list as a workbook or as CSV."
    if head.lstrip()[:1] == b"<":
        return "HTML or XML", f"Some programs name it .xls all the same. {_XLSX}"
    if head.lstrip()[:11].upper() == b"BEGIN:VCARD":
        return "a file of contacts (vCard)", "Export the contacts as CSV."
    if head.lstrip()[:1] in (b"{", b"["):
        return "JSON", "Export the list as CSV."
    return None


class Workbook:
    """A list in a workbook; `rows` may be called again."""

    separator = ""
    encoding = ""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        _bounded(file)
        self._sheet, self.header, self.header_line, self.epoch = self._find()

    @property
    def described(self) -> str:
        """How the file is written, for people."""
        return f"Excel workbook, sheet {self._sheet!r}"

    def rows(self) -> Iterator[Row]:
        """Yield the rows after the header."""
        book = _opened(self._file)
        try:
            for number, cells in _rows(book[self._sheet], self.header_line + 1):
                if any(cell.strip() for cell in cells):
                    yield Row(number, cells)
        finally:
            book.close()

    def _find(self) -> tuple[str, list[str], int, date]:
        """Return the sheet with the list: the first, not hidden, that names an address."""
        book = _opened(self._file)
        try:
            epoch: datetime = book.epoch
            sheets = [
                worksheet for worksheet in book.worksheets if worksheet.sheet_state == "visible"
            ]
            first: tuple[str, list[str], int] | None = None
            for sheet in sheets:
                for number, cells in itertools.islice(_rows(sheet, 1), _HEAD_ROWS):
                    if "email" in map(field_of, cells):
                        return sheet.title, _trimmed(cells), number, epoch.date()
                    if first is None and any(cell.strip() for cell in cells):
                        first = (sheet.title, _trimmed(cells), number)
        finally:
            book.close()
        if first is None:
            msg = "the workbook has no sheet with cells in it"
            raise UsageError(msg, hint=_XLSX)
        return (*first, epoch.date())


def _opened(file: IO[bytes]) -> Any:
    from openpyxl import load_workbook

    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that it leaves out, which hold no list
            return load_workbook(
                io.BufferedReader(_Kept(file)), read_only=True, data_only=True, keep_links=False
            )
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as e:
        msg = f"the workbook cannot be read: {e}"
        raise UsageError(msg, hint=_XLSX) from e


class _Kept(io.RawIOBase):
    """A file that stays open when its reader closes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._kept = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._kept.seek(offset, whence)

    def tell(self) -> int:
        return self._kept.tell()

    def readinto(self, buffer: Any) -> int:
        data = self._kept.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _rows(sheet: Any, start: int) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what the file says of its size need not be so
    rows = sheet.iter_rows(min_row=start, max_col=_MOST_COLUMNS, values_only=True)
    for number in itertools.count(start):
        try:
            cells = next(rows, None)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
            msg = f"row {number} of the sheet {sheet.title!r} cannot be read: {error}"
            raise UsageError(msg, hint=_XLSX) from error
        if cells is None:
            return
        yield number, [_text(cell) for cell in cells]


def _text(value: Any) -> str:
    """Return a cell as text, dates as ISO."""
    match value:
        case None:
            return ""
        case str():
            return value[:_MOST_CELL]
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)[:_MOST_CELL]


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _bounded(file: IO[bytes]) -> None:
    """Refuse a workbook that would unpack to more than any list is, or that defines entities.

    Raises:
        UsageError: it is no workbook, or too big.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                _other(packed)
            total = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or total > _MOST_UNPACKED or any(map(_dense, parts)):
                msg = f"the workbook unpacks to {total // 2**20:,} MB in {len(parts):,} parts"
                raise UsageError(msg, hint="Save the one sheet with the list, or save it as CSV.")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(part) as stream:
                        _no_entities(stream, part.filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        msg = f"the workbook cannot be unpacked: {error}"
        raise UsageError(msg, hint=_XLSX) from error


def _dense(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > _MOST_RATIO * max(part.compress_size, 1)


def _other(packed: zipfile.ZipFile) -> None:
    names = packed.namelist()
    kind = "a ZIP archive"
    if "mimetype" in names and "content.xml" in names:
        kind = "a workbook of LibreOffice (.ods)"
    elif any(name.startswith("Index/") for name in names):
        kind = "a workbook of Numbers"
    msg = f"the file is {kind}"
    raise UsageError(msg, hint="Export it as .xlsx or CSV, and name that file.")


def _no_entities(stream: IO[bytes], name: str) -> None:
    """Read up to the first element: a document type stands before it (XML 1.0, 2.8)."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
    parser.StartElementHandler = lambda *_: seen.append("element")
    try:
        while not seen and (chunk := stream.read(65536)):
            parser.Parse(chunk, False)
    except expat.ExpatError as error:
        msg = f"the workbook cannot be read: {name[:80]}: {error}"
        raise UsageError(msg, hint=_XLSX) from error
    if "doctype" in seen:
        msg = f"the workbook cannot be read: {name[:80]} has a document type"
        raise UsageError(msg, hint=_XLSX)
