"""One import, from a path to the files of a course: which importer takes it, then the repairs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coursewright.banks.aiken import read_aiken
from coursewright.banks.bank_limits import SOURCE_BYTES
from coursewright.banks.gift_reader import read_gift
from coursewright.banks.items import Bank
from coursewright.banks.moodle_reader import read_moodle_xml
from coursewright.banks.qti_reader import is_qti, read_qti
from coursewright.banks.table_reader import read_csv, read_workbook
from coursewright.errors import SurroundingsError, UsageError
from coursewright.output import Artifact
from coursewright.problems import Problem

from .bank_course import fill_from_bank
from .course_files import course_files
from .drafts import DraftCourse
from .long_lessons import divide_long_lessons
from .markdown_folder import markdown_course
from .repairs import repair
from .scorm_package import scorm_course
from .slide_deck import slide_course
from .source_files import SourceFiles, decode_text
from .word_document import word_course

__all__ = ["FORMATS", "Imported", "import_course"]

FORMATS = (
    "a folder of Markdown (mdBook, Docusaurus, MkDocs, Carpentries, LiaScript, plain)",
    "a Markdown file",
    "Word (.docx)",
    "PowerPoint (.pptx)",
    "Moodle XML, GIFT, Aiken",
    "QTI 2.x or 3.0 (.zip, .xml)",
    "questions in a table (.csv, .xlsx)",
    "a SCORM package (.zip)",
)
"""What can be imported, for people."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made, in memory."""

    draft: DraftCourse
    artifacts: tuple[Artifact, ...]
    """The files of the course."""
    problems: tuple[Problem, ...]
    """What `check` finds in them: warnings."""


def import_course(path: Path, *, title: str = "", language: str = "") -> Imported:
    """Return the course that a file or folder makes.

    Args:
        path: what is imported.
        title: the title of the course; empty: the source says it.
        language: its language; empty: the source says it, or English.

    Raises:
        UsageError: nothing here can be imported, or it is larger than the limits.
        SurroundingsError: it does not exist or cannot be read.
    """
    draft = DraftCourse(title=_name(path), language=language or "en")
    _fill(path, draft)
    draft.title = title or draft.title
    draft.language = language or draft.language or "en"
    if not draft.lessons:
        msg = f"{path} has no lesson and no question that can be imported"
        lost = "; ".join(loss.message for loss in draft.losses[:3])
        raise UsageError(msg, hint=lost or f"Imported are: {'; '.join(FORMATS)}.")
    divide_long_lessons(draft)
    files, problems = repair(course_files(draft, _name(path)), draft)
    artifacts = tuple(Artifact(name, data) for name, data in sorted(files.items()))
    return Imported(draft, artifacts, problems)


def _name(path: Path) -> str:
    words = path.resolve().name if path.is_dir() else path.stem
    title = words.replace("-", " ").replace("_", " ").strip() or "Course"
    return title[:1].upper() + title[1:]


def _fill(path: Path, draft: DraftCourse) -> None:
    if path.is_dir():
        markdown_course(SourceFiles.of_folder(path, draft), draft)
        return
    ending = path.suffix.lower()
    if ending in (".md", ".markdown", ".mdx", ".rmd", ".qmd"):
        markdown_course(SourceFiles.of_folder(path.resolve().parent, draft), draft, path.name)
        return
    data = _bytes(path)
    read = _BY_ENDING.get(ending)
    if read is None:
        msg = f"{path.name}: files like this are not imported"
        raise UsageError(msg, hint=f"Imported are: {'; '.join(FORMATS)}.")
    read(data, path.name, draft)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(SOURCE_BYTES + 1)
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror or error}"
        raise SurroundingsError(msg, hint="Name a file or a folder that exists.") from error
    if len(data) > SOURCE_BYTES:
        msg = f"{path.name} has more than {SOURCE_BYTES:,} bytes"
        raise UsageError(msg, hint="Import part of it at a time.")
    return data


def _take(draft: DraftCourse, bank: Bank, kind: str) -> None:
    draft.kind = kind
    fill_from_bank(bank, draft)


def _text(data: bytes, name: str, draft: DraftCourse) -> None:
    text = decode_text(data)
    if "ANSWER:" in text and "{" not in text:
        _take(draft, read_aiken(text, name), "Aiken")
    else:
        _take(draft, read_gift(text, name), "GIFT")


def _xml(data: bytes, name: str, draft: DraftCourse) -> None:
    head = data[:4000]
    if b"<quiz" in head and b"assessmentItem" not in head:
        _take(draft, read_moodle_xml(data, name), "Moodle XML")
    else:
        _take(draft, read_qti({name: data}, name), "QTI")


def _zip(data: bytes, name: str, draft: DraftCourse) -> None:
    source = SourceFiles.of_zip(data, name)
    files = dict(source.files)
    manifest = files.get("imsmanifest.xml")
    if manifest is not None and b"adlcp" not in manifest and is_qti(files):
        _take(draft, read_qti(files, name), "QTI")
    elif manifest is not None:
        scorm_course(source, draft, name)
    elif any(path.lower().endswith(".md") for path in files):
        markdown_course(_unwrapped(source), draft)
    else:
        _take(draft, read_qti(files, name), "QTI")


def _unwrapped(source: SourceFiles) -> SourceFiles:
    """Return the files of a zip that holds one folder from inside it, as hosts of code make it."""
    tops = {path.partition("/")[0] for path in source.files}
    if len(tops) != 1 or not all("/" in path for path in source.files):
        return source
    return SourceFiles({p.partition("/")[2]: source.files[p] for p in source.files}, source.name)


def _csv(data: bytes, name: str, draft: DraftCourse) -> None:
    _take(draft, read_csv(data, name), "table")


def _xlsx(data: bytes, name: str, draft: DraftCourse) -> None:
    _take(draft, read_workbook(data, name), "workbook")


_BY_ENDING: dict[str, Callable[[bytes, str, DraftCourse], None]] = {
    ".docx": word_course,
    ".docm": word_course,
    ".pptx": slide_course,
    ".pptm": slide_course,
    ".xml": _xml,
    ".zip": _zip,
    ".gift": _text,
    ".txt": _text,
    ".aiken": _text,
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _xlsx,
}
