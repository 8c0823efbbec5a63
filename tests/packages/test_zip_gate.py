"""The gate for zips: importers and the audit of packages refuse the same entries."""

import hashlib
import io
import zipfile

import pytest

from coursewright.banks.bank_zip import read_zip
from coursewright.errors import UsageError
from coursewright.packages.opened import Opened
from coursewright.packages.zip_gate import ENTRY_BYTES, archive_fault, leads_out


def packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("../out.html", b"x"), ("zeros.txt", bytes(5_000_000)), ("big.txt", bytes(ENTRY_BYTES + 1))],
)
def test_an_entry_that_one_reader_refuses_the_other_refuses(name: str, data: bytes) -> None:
    zipped = packed(name, data)
    with pytest.raises(UsageError):
        read_zip(zipped, "a.zip")
    assert Opened(zipped).read(name) == b""


def test_an_entry_within_the_limits_is_read_by_both() -> None:
    zipped = packed("a/b.txt", hashlib.shake_256(b"tea").digest(2_000_000))
    assert Opened(zipped).read("a/b.txt") == read_zip(zipped, "a.zip")["a/b.txt"]


def test_an_entry_with_more_than_it_declares_is_not_read() -> None:
    zipped = bytearray(packed("a.txt", b"abcdefgh" * 100))
    at = zipped.rindex(b"PK\x01\x02")
    zipped[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert Opened(bytes(zipped)).read("a.txt") == b""
    with pytest.raises(UsageError, match="damaged, or larger"):
        read_zip(bytes(zipped), "a.zip")


@pytest.mark.parametrize("name", ["a/b", "..a", "a..b/c", "a.b"])
def test_a_path_that_stays_inside(name: str) -> None:
    assert not leads_out(name)


def test_many_entries_of_a_legal_size_are_refused_together() -> None:
    infos = []
    for number in range(7):
        info = zipfile.ZipInfo(f"{number}.bin")
        info.file_size = info.compress_size = ENTRY_BYTES
        infos.append(info)
    assert archive_fault(infos[:6]) is None
    fault = archive_fault(infos)
    assert fault is not None
    assert "unpacks to 7 files" in fault.message
