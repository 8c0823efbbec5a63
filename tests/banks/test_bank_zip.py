"""Zips from outside: bounded, and no path leads out."""

import io
import zipfile

import pytest

from coursewright.banks.bank_zip import read_zip
from coursewright.errors import UsageError


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_files_by_path_without_what_systems_leave() -> None:
    assert read_zip(packed(**{"a/b.txt": b"x", "__MACOSX/a": b"", "c/": b""}), "z") == {
        "a/b.txt": b"x"
    }


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "c:/a", "a\\..\\b"])
def test_paths_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="leads out"):
        read_zip(packed(**{name: b"x"}), "z.zip")


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(UsageError, match="unpacks to"):
        read_zip(packed(a=b"\x00" * 60_000_000), "z.zip")
    with pytest.raises(UsageError, match="unpacks to"):
        read_zip(packed(a=b"\x00" * 5_000_000), "z.zip")


def test_too_many_files_are_refused() -> None:
    files = {f"{number}.txt": b"" for number in range(10_001)}
    with pytest.raises(UsageError, match="10,001 files"):
        read_zip(packed(**files), "z.zip")


def test_what_is_no_zip_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be unpacked"):
        read_zip(b"PK\x03\x04nothing", "z.zip")
