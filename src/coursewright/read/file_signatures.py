"""File types that a course may hand out, and whether a file's contents are what its name says."""

import io
import re
import zipfile
from collections.abc import Callable

__all__ = ["MEDIA_TYPES", "fault_in_contents", "instead_of"]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

MEDIA_TYPES: dict[str, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "srt": "text/vtt",
    "vtt": "text/vtt",
    "txt": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
}
"""The media type by the extension, in lower case. An `.srt` is published as WebVTT."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_STILLS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"mif1", b"msf1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


_CONVERT = {
    "MP4 (H.264)": "avi flv m4v mkv mov mpeg mpg ogv wmv",
    "MP3 or M4A": "aac aif aiff amr flac oga ogg opus wma",
    "PNG, JPEG or WebP": "avif bmp heic heif jfif tif tiff",
    "WebVTT or SubRip (.srt)": "ass sbv ssa stl sub ttml",
    "PDF": "doc key numbers pages ppt rtf xls",
}


def instead_of(extension: str) -> str | None:
    """Return what to do about a type that not every browser shows; None for any other."""
    for wanted, others in _CONVERT.items():
        if extension in others.split():
            return f"Convert it to {wanted}."
    return None


def fault_in_contents(extension: str, data: bytes) -> str | None:
    """Return why contents do not fit an extension of `MEDIA_TYPES`; None where they do."""
    if extension in _TEXTS:
        return _fault_in_text(extension, data)
    if _CHECKS[extension](data):
        return None
    return f"The contents of this file are not {extension.upper()}."


def _fault_in_text(extension: str, data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "This file is not text in UTF-8."
    if found := _CONTROLS.search(text):
        return f"This file is not text: it contains the control character U+{ord(found[0]):04X}."
    if not _TEXTS[extension].match(text):
        return f"The contents of this file are not {extension.upper()}."
    return None


def _starting(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(starts)


def _iso_media(data: bytes) -> bool:
    """Tell whether data is a film or sound of ISO 14496-12, and not a still image of the family."""
    return data[4:8] == b"ftyp" and data[8:12] not in _STILLS


def _mp3(data: bytes) -> bool:
    """Tell whether data starts with tags or with a frame of MPEG audio, layer III."""
    if data.startswith(b"ID3"):
        return True
    return (
        len(data) >= 4
        and data[0] == 0xFF
        and data[1] & 0xE6 == 0xE2  # frame sync, layer III
        and data[2] >> 4 != 0xF  # a bit rate that exists
        and data[2] >> 2 & 3 != 3  # a sampling rate that exists
    )


def _webm(data: bytes) -> bool:
    head = data[:4096]
    return data.startswith(b"\x1aE\xdf\xa3") and (b"webm" in head or b"matroska" not in head)


def _webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _wav(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def _zip_with(member: str = "", mimetype: str = "") -> Callable[[bytes], bool]:
    """Return a check for a zip that has a member, or says its media type as OpenDocument does."""

    def check(data: bytes) -> bool:
        if not data.startswith(_ZIP):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = archive.namelist()
                if mimetype:
                    return "mimetype" in names and _first(archive, "mimetype") == mimetype
                return not member or member in names
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
            return True  # as with the other types, whether a file is whole is not looked into

    return check


def _first(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return file.read(200).decode("ascii", "replace").strip()


_TEXTS = {
    "txt": re.compile(""),
    "csv": re.compile(""),
    "srt": re.compile(""),
    "vtt": re.compile(r"WEBVTT(?:[ \t\r\n]|\Z)"),
    "ics": re.compile(r"\s*BEGIN:VCALENDAR\b", re.IGNORECASE),
}
_CHECKS: dict[str, Callable[[bytes], bool]] = {
    "png": _starting(b"\x89PNG\r\n\x1a\n"),
    "jpg": _starting(b"\xff\xd8\xff"),
    "jpeg": _starting(b"\xff\xd8\xff"),
    "gif": _starting(b"GIF87a", b"GIF89a"),
    "webp": _webp,
    "mp4": _iso_media,
    "m4a": _iso_media,
    "webm": _webm,
    "mp3": _mp3,
    "wav": _wav,
    "pdf": _starting(b"%PDF-"),
    "zip": _zip_with(),
    "docx": _zip_with("word/document.xml"),
    "xlsx": _zip_with("xl/workbook.xml"),
    "pptx": _zip_with("ppt/presentation.xml"),
    "odt": _zip_with(mimetype=MEDIA_TYPES["odt"]),
    "ods": _zip_with(mimetype=MEDIA_TYPES["ods"]),
}
