"""Any order of enrolments, pauses, switches, crashes, doubts: nobody is forgotten or doubled."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from delivery.drip_machine import Drip


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_under_any_order_of_events_nobody_is_forgotten_or_mailed_twice(
    kind: str, fresh_database: Callable[[str], str], sequence: Path
) -> None:
    url = fresh_database(kind)
    tally: Counter[str] = Counter()
    machine: Any = type("Drip", (Drip,), {"url": url, "sequence": sequence, "tally": tally})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert tally["accepted"], "the examples send emails"
