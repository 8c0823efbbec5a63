"""The command: where it listens, what it warns of, what it refuses."""

import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from coursewright.cli import main
from coursewright.errors import SurroundingsError
from coursewright.preview.local_server import bound_socket, names_of


def started(command: list[str]) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)


def test_it_says_where_it_is_and_answers_there(folder: Path) -> None:
    command = [sys.executable, "-m", "coursewright", "preview", str(folder), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as one:
        assert one.stdout is not None
        assert one.stderr is not None
        try:
            url = next(word for word in one.stdout.readline().split() if word.startswith("http"))
            assert url.startswith("http://127.0.0.1:")
            assert "Safe Food" in httpx.get(f"{url}map", timeout=20).text
        finally:
            one.terminate()
        assert one.stderr.read() == ""


def test_an_address_that_others_reach_is_warned_of(folder: Path) -> None:
    everywhere = ".".join("0000")
    command = [sys.executable, "-m", "coursewright", "preview", str(folder)]
    command += ["--port", "0", "--host", everywhere]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as one:
        assert one.stderr is not None
        try:
            assert "everyone who can reach" in one.stderr.readline()
        finally:
            one.terminate()


def test_who_listens_for_the_network_goes_by_the_names_of_this_machine() -> None:
    assert {"10.0.0.2", socket.gethostname().lower()} <= set(names_of("10.0.0.2"))
    assert "evil.example" not in names_of("10.0.0.2")


def test_a_port_that_is_taken_is_told_with_a_way_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bound_socket("127.0.0.1", 0) as taken, pytest.raises(SystemExit) as left:
        main(["preview", str(folder), "--port", str(taken.getsockname()[1])])
    assert left.value.code == 2
    assert "--port 8001" in capsys.readouterr().err


def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(SurroundingsError, match="cannot listen"):
        bound_socket("192.0.2.1", 0)


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["preview", "no-such-folder"])
    assert left.value.code == 2
    assert "no-such-folder" in capsys.readouterr().err
