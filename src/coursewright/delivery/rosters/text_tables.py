"""Lists as text: encoding, separator and header are found, rows are read with their line.

Memory stays flat whatever the size: lines are bounded, nothing is kept.
"""

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from coursewright.errors import UsageError

from .columns import field_of

__all__ = ["SEPARATORS", "Row", "TextTable", "damaged"]

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
MAX_LINE = 64 * 1024
_HEAD_ROWS = 20
_CHUNK = 64 * 1024
_BOMS = (  # the longer first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be"), "cp1251"),
    "el": "cp1253",
    "tr": "cp1254",
    "he": "cp1255",
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("et", "lv", "lt"), "cp1257"),
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
}
"""What Windows writes where it does not write Unicode, by language."""
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_STRANGE = re.compile(
    r"[^\W\d_][\u00a1-\u00bf\u00d7\u00f7\u20ac\u2020-\u2030][^\W\d_]|[\u00c0-\u00ff]{3}"
)
"""A sign within a word, or three accented letters in a row: no Western name is written so."""
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*\Z', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list, or why it cannot be read."""

    line: int
    """Where it begins, from 1."""
    cells: Sequence[str] = ()
    fault: str = ""


class TextTable:
    """A list with separators; `rows` may be called again."""

    epoch = None

    def __init__(self, file: IO[bytes], language: str = "", encoding: str = "") -> None:
        self._file = file
        self._start = 0
        self._errors = "strict"
        self.encoding = encoding
        self.said = encoding
        """The encoding, for people."""
        self._find_encoding(language)
        self.separator, self.header, self.header_line, self._skip = self._find_header()

    @property
    def described(self) -> str:
        """How the file is written, for people."""
        return f"{self.said}, separated by {SEPARATORS.get(self.separator, self.separator)}"

    def rows(self) -> Iterator[Row]:
        """Yield the rows after the header."""
        with self._lines() as lines:
            for _ in range(self._skip):
                next(lines, None)
            reader = csv.reader(lines, strict=True, delimiter=self.separator)
            if self.header_line:
                next(reader, None)
            while True:
                line = lines.number + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    why = "a quotation mark is opened here and not closed" if _open(error) else ""
                    yield Row(line, fault=f"not readable as CSV: {why or error}. Correct the line")
                except ValueError as error:
                    yield Row(lines.number, fault=f"{error}. Correct the line")
                else:
                    if any(cell and not cell.isspace() for cell in cells):
                        yield Row(line, cells)
                    continue
                reader = csv.reader(lines, strict=True, delimiter=self.separator)

    def _lines(self) -> "_Lines":
        self._file.seek(self._start)
        return _Lines(self._file, self.encoding, self._errors)

    def _find_encoding(self, language: str) -> None:
        """Find how characters are written: a mark, UTF-8 that holds throughout, or Windows."""
        self._file.seek(0)
        head = self._file.read(4096)
        if self.encoding:
            self._given(self.encoding)
            return
        for mark, name in _BOMS:
            if head.startswith(mark):
                self.encoding, self._start = name, len(mark)
                self._errors = "surrogateescape" if name == "utf-8" else "replace"
                self.said = name.upper().replace("-LE", " LE").replace("-BE", " BE")
                self.said += " with a byte order mark"
                return
        if wide := _wide(head):
            self.encoding, self._errors, self.said = wide, "replace", wide.upper()
            return
        whole, stray = self._count_bytes()
        if not stray or whole >= stray:
            self.encoding, self._errors, self.said = "utf-8", "surrogateescape", "UTF-8"
            return
        self.encoding = _LEGACY.get(language.lower().partition("-")[0], "cp1252")
        self.said = f"{self.encoding} (Windows)"
        self._errors = "replace"
        if self.encoding == "cp1252":
            self._doubt()

    def _given(self, name: str) -> None:
        try:
            self.encoding = codecs.lookup(name).name
        except LookupError as error:
            msg = f"no such encoding: {name[:40]!r}"
            raise UsageError(msg, hint="For example --encoding utf-8, cp1252, utf-16.") from error
        self._errors, self.said = "replace", name

    def _count_bytes(self) -> tuple[int, int]:
        """Return how many characters hold as UTF-8, and how many bytes do not."""
        self._file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        try:
            while chunk := self._file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            self._file.seek(0)
        else:
            return 1, 0
        whole = stray = 0
        while chunk := self._file.read(_CHUNK):
            rest, count = _WHOLE.subn(b"", chunk)
            whole += count
            stray += len(_HIGH.findall(rest))
        return whole, stray

    def _doubt(self) -> None:
        """Ask for the encoding where what Windows writes in the West makes no words.

        Raises:
            UsageError: the words look wrong; the message shows one.
        """
        with self._lines() as lines:
            for line in lines:
                if (found := _STRANGE.search(line)) or "\ufffd" in line:
                    at = found.start() if found else line.index("\ufffd")
                    shown = line[max(at - 8, 0) : at + 12].strip()
                    msg = f"line {lines.number}, column {at + 1}: the file is neither UTF-8 nor "
                    msg += f"cp1252: {shown!r}"
                    hint = "Save it as UTF-8, or name its encoding: --encoding cp1251."
                    raise UsageError(msg, hint=hint)

    def _find_header(self) -> tuple[str, list[str], int, int]:
        """Return separator, header, its line (0: none), and how many lines stand before it."""
        head = self._head()
        given = _SEP_LINE.match(head[0]) if head else None
        candidates = [given[1]] if given else list(SEPARATORS)
        best: tuple[tuple[int, ...], str, list[str], int] = ((0,), "", [], 0)
        for order, separator in enumerate(candidates):
            for line, cells in _records(head, separator):
                known = [field for field in map(field_of, cells) if field]
                score = ("email" in known, len(known) + len(cells), -line, -order)
                if known and score > best[0]:
                    best = (score, separator, cells, line)
        if not best[1]:
            return self._no_header(head, candidates, skip=1 if given else 0)
        return best[1], best[2], best[3], best[3] - 1

    def _head(self) -> list[str]:
        head: list[str] = []
        with self._lines() as lines:
            try:
                for line in itertools.islice(lines, _HEAD_ROWS):
                    head.append(line)  # noqa: PERF402 -- what came before a fault is kept
            except ValueError as error:
                if not head:
                    msg = f"line 1 cannot be a header: {error}"
                    raise UsageError(msg, hint="The file is no list with separators.") from error
        return head

    def _no_header(
        self, head: list[str], candidates: list[str], skip: int
    ) -> tuple[str, list[str], int, int]:
        rest = [(number, line) for number, line in enumerate(head[skip:], skip) if line.strip()]
        if not rest:
            return candidates[0], [], 0, 0
        number, line = rest[0]
        separator = max(candidates, key=lambda one: (line.count(one), -candidates.index(one)))
        return separator, line.strip().split(separator), number + 1, number


class _Lines:
    """Lines of text with their number, ended by CR, LF or both; none longer than the bound."""

    def __init__(self, file: IO[bytes], encoding: str, errors: str) -> None:
        self._text = io.TextIOWrapper(file, encoding, errors, newline="")
        self.number = 0

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *_: object) -> None:
        self._text.detach()  # the file stays open, for the next reading

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_LINE:
            while line and line[-1] not in "\r\n":
                line = self._text.readline(MAX_LINE)
            msg = f"the line is longer than {MAX_LINE} characters"
            raise ValueError(msg)
        return line


def damaged(text: str) -> bool:
    """Tell whether a cell holds bytes that are no characters in the file's encoding."""
    return not text.isascii() and any(
        "\udc80" <= char <= "\udcff" or char == "\ufffd" for char in text
    )


def _records(lines: list[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of some lines, with the line at which each begins."""
    reader = csv.reader(lines, delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except (csv.Error, StopIteration):
            return


def _open(error: csv.Error) -> bool:
    return "unexpected end" in str(error) or "field limit" in str(error)


def _wide(head: bytes) -> str:
    """Return the encoding of two bytes for each character that a text without a mark has."""
    half = max(len(head) // 2, 1)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 > even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 > odd else ""
