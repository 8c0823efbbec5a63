"""A ledger works with its own secret only: nothing is sent, served or erased with another."""

import stat
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.privacy import erase
from coursewright.delivery.ledger.secret_check import holds_secret, verify_secret
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError

OLD, NEW, OTHER = "the secret of today", "the secret of tomorrow", "a secret from elsewhere"


def test_only_the_own_secret_is_accepted(ledger: Ledger) -> None:
    assert not holds_secret(ledger)
    verify_secret(ledger, Keyring([OLD]), 1.0, record=False)
    assert not holds_secret(ledger), "a dry run records nothing"
    verify_secret(ledger, Keyring([OLD]), 1.0)
    assert holds_secret(ledger)
    verify_secret(ledger, Keyring([OLD]), 2.0)
    with pytest.raises(SurroundingsError, match="not the one") as told:
        verify_secret(ledger, Keyring([OTHER]), 3.0)
    assert "COURSEWRIGHT_SECRET" in str(told.value.hint)


def test_a_secret_is_rotated_by_putting_the_new_one_first(ledger: Ledger) -> None:
    verify_secret(ledger, Keyring([OLD]), 100.0)
    verify_secret(ledger, Keyring([NEW, OLD]), 200.0)
    with pytest.raises(SurroundingsError):
        verify_secret(ledger, Keyring([OLD]), 300.0)
    verify_secret(ledger, Keyring([NEW]), 300.0)
    verify_secret(ledger, Keyring([OLD, NEW]), 300.0)


def test_an_old_secret_is_kept_while_a_suppression_needs_it(ledger: Ledger) -> None:
    verify_secret(ledger, Keyring([OLD]), 100.0)
    with ledger.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO suppression (address_hash, reason, at) VALUES ('x', 'erased', 150)"
        )
    verify_secret(ledger, Keyring([NEW, OLD]), 200.0)
    with pytest.raises(SurroundingsError, match="1 suppressed addresses"):
        verify_secret(ledger, Keyring([NEW]), 300.0)


def test_a_service_with_another_secret_does_not_start(ledger: Ledger, clock: Any) -> None:
    verify_secret(ledger, Keyring([OLD]), 1.0)
    with pytest.raises(SurroundingsError):
        service(ledger, Keyring([OTHER]), clock)
    with pytest.raises(SurroundingsError):
        erase(ledger, Keyring([OTHER]), "ada@example.org", 1.0)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def folder(tmp_path: Path, sequence: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ledger and its key, one learner enrolled and one erased."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.delenv("COURSEWRIGHT_SECRET", raising=False)
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{home}/coursewright.db")
    assert run("publish", "--sequence", str(sequence)) == 0
    for name in ("ada@example.org", "eve@example.org"):
        assert run("learners", "add", name, "--track", "aspire") == 0
    assert run("learners", "erase", "eve@example.org", "--yes") == 0
    return home


def test_ledger_and_key_are_private(folder: Path) -> None:
    for name in ("coursewright.db", "coursewright.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name


def test_from_another_folder_no_key_is_made_and_nobody_erased_comes_back(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    commands = (
        ["learners", "add", "eve@example.org", "--track", "aspire"],
        ["learners", "erase", "ada@example.org", "--yes"],
        ["send", "--once"],
        ["serve"],
        ["bounces", str(elsewhere)],
        ["secret"],
    )
    for command in commands:
        assert run(*command) == 2, command
        assert "coursewright.key" in capsys.readouterr().err
    assert not (elsewhere / "coursewright.key").exists()
    (elsewhere / "coursewright.key").write_text(f"{OTHER}-and-long-enough".replace(" ", "-"))
    for command in commands:
        assert run(*command) == 2, command
        assert "not the one" in capsys.readouterr().err
    monkeypatch.chdir(folder)
    assert run(*commands[0]) == 2
    assert "was erased" in capsys.readouterr().err


def test_a_lost_secret_is_replaced_and_suppressions_carried_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("secret") == 0
    assert run("secret", "--lost") == 2
    assert "not lost" in capsys.readouterr().err
    ledger = open_ledger(f"sqlite:///{folder}/coursewright.db")
    with ledger.write() as connection:
        keyring = Keyring((folder / "coursewright.key").read_text().split())
        from coursewright.delivery.ledger.privacy import bar, find_contact
        from coursewright.delivery.ledger.states import SuppressionReason

        ada = find_contact(connection, "ada@example.org")
        bar(ledger, connection, keyring, ada.id, SuppressionReason.BOUNCED, 1.0)
    ledger.close()
    (folder / "coursewright.key").unlink()
    assert run("secret", "--lost", "--dry-run") == 0
    assert "1 suppressed addresses would be carried over" in capsys.readouterr().out
    assert not (folder / "coursewright.key").exists()
    assert run("secret", "--lost") == 0
    told = capsys.readouterr().out
    assert "1 suppressed addresses are carried over" in told
    assert "1 erased people are no longer recognized" in told
    add = ["--track", "aspire", "--cohort", "two"]
    assert run("learners", "add", "ada@example.org", *add) == 2, "suppressed still"
    assert run("secret") == 0
