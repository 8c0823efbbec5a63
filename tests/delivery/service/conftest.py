from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.tokens.keyring import Keyring
from delivery.service.world import World, with_answers


@pytest.fixture
def world(
    ledger: Ledger,
    keyring: Keyring,
    clock: Any,
    sequence: Path,
    start_sink: Callable[..., Any],
) -> World:
    return World(ledger, keyring, clock, sequence, start_sink())


@pytest.fixture
def sequence(tmp_path: Path, compile_course: Callable[..., Path]) -> Path:
    return compile_course(tmp_path / "email", mail=with_answers)
