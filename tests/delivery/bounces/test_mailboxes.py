"""Where returned mail lies: read, bounded, left as it is."""

import io
import tracemalloc
from pathlib import Path

import pytest

from coursewright.delivery.bounces.mailboxes import MOST, messages_at, messages_in
from coursewright.errors import SurroundingsError, UsageError


def test_a_maildir_is_read_whole_and_left_as_it_is(tmp_path: Path) -> None:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "1.a").write_bytes(b"Subject: new\n\n")
    (tmp_path / "cur" / "2.b:2,S").write_bytes(b"Subject: seen\n\n")
    (tmp_path / "tmp" / "3.c").write_bytes(b"Subject: half\n\n")
    (tmp_path / "new" / "secret").symlink_to("/etc/hostname")
    assert list(messages_at(tmp_path)) == [b"Subject: new\n\n", b"Subject: seen\n\n"]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file())[:3] == [
        *("1.a", "2.b:2,S", "3.c"),
    ]


def test_an_mbox_is_split_at_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "mbox"
    path.write_bytes(b"From a\nA: 1\n\nFrom here on\n\nFrom b\nB: 2\n\n>From quoted\nFrom c\n\n")
    parts = [b"A: 1\n\n", b"\n", b"B: 2\n\n>From quoted\nFrom c\n\n"]
    assert list(messages_at(path)) == parts


def test_one_message_is_one() -> None:
    text = b"Subject: x\n\nFrom the body\n\nFrom here\n"
    assert list(messages_in(io.BytesIO(text))) == [text]
    assert list(messages_in(io.BytesIO(b""))) == [b""]


def test_of_a_big_message_the_beginning_is_read_in_flat_memory() -> None:
    class Flood(io.RawIOBase):
        left = 40 * 2**20

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # a writable buffer
            count = min(len(buffer), self.left)
            buffer[:count] = (b"From x\n" + b"y" * 60)[:1] * count
            if self.left == 40 * 2**20:
                buffer[:7] = b"From x\n"
            self.left -= count
            return count

    tracemalloc.start()
    found = list(messages_in(io.BufferedReader(Flood())))  # type: ignore[type-var] # as typeshed has it
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 1
    assert len(found[0]) <= MOST + 2**16
    assert peak < 2 * 2**20


def test_what_is_no_mail_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Maildir"):
        list(messages_at(tmp_path))
    with pytest.raises(SurroundingsError):
        list(messages_at(tmp_path / "nothing"))
