"""Each mailer, against a fake of its API: whatever happens, the end equals a fresh push."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from coursewright.errors import SurroundingsError
from coursewright.export.push.comparing import PushChange
from coursewright.export.push.preparing import prepare

from .conftest import Account
from .courses import write_course
from .fake_api import Request

Fresh = Callable[[Path], Any]


def changes(differences: Any) -> Counter[PushChange]:
    return Counter(one.change for one in differences)


def test_a_second_push_makes_no_call_that_writes(
    account: Account, fresh: Fresh, tmp_path: Path
) -> None:
    course = write_course(tmp_path / "1" / "email")
    account.push(course)
    assert account.api.snapshot() == fresh(course)
    wrote = len(account.api.writes)
    assert wrote
    assert set(changes(account.push(course))) == {PushChange.SAME}
    assert len(account.api.writes) == wrote


def test_an_edited_lesson_is_updated_alone(account: Account, fresh: Fresh, tmp_path: Path) -> None:
    account.push(write_course(tmp_path / "1" / "email"))
    wrote = len(account.api.writes)
    course = write_course(tmp_path / "2" / "email", words="better")
    found = changes(account.push(course))
    assert (found[PushChange.UPDATE], found[PushChange.CREATE]) == (2, 0)  # one on each track
    assert [call.method for call in account.api.writes[wrote:]].count("POST") == 0
    assert len(account.api.writes) == wrote + 2
    assert account.api.snapshot() == fresh(course)


def test_an_inserted_lesson_keeps_the_others(
    account: Account, fresh: Fresh, tmp_path: Path
) -> None:
    account.push(write_course(tmp_path / "1" / "email"))
    course = write_course(tmp_path / "2" / "email", ("one", "new", "two", "three"))
    found = changes(account.push(course))
    assert found[PushChange.VANISHED] == 0
    assert found[PushChange.CREATE] == (0 if account.product == "customerio" else 2)
    assert account.api.snapshot() == fresh(course)


def test_a_removed_lesson_is_named_and_goes_only_when_told(
    account: Account, fresh: Fresh, tmp_path: Path
) -> None:
    account.push(write_course(tmp_path / "1" / "email"))
    course = write_course(tmp_path / "2" / "email", ("one", "three"))
    for _ in range(2):
        gone = [one for one in account.push(course) if one.change is PushChange.VANISHED]
        assert sorted(one.key for one in gone) == ["email:a/two", "email:b/two"]
    assert not [call for call in account.api.writes if call.method == "DELETE"]
    account.push(course, prune=True)
    if account.product != "customerio":  # there it is removed by hand
        assert account.api.snapshot() == fresh(course)
        assert set(changes(account.push(course))) == {PushChange.SAME}


def test_one_track_leaves_the_other_alone(account: Account, tmp_path: Path) -> None:
    account.push(write_course(tmp_path / "1" / "email"))
    only = write_course(tmp_path / "2" / "email", tracks=("a",))
    assert set(changes(account.push(only, track="a"))) == {PushChange.SAME}
    assert changes(account.push(only))[PushChange.VANISHED] > 0


class Killed(BaseException):
    """The process ends: nothing after it runs."""


class Dying(httpx.HTTPTransport):
    """Dies at the Nth call that writes: before it is sent, or after its answer came."""

    def __init__(self, number: int, *, sent: bool) -> None:
        super().__init__()
        self.left, self.sent = number, sent

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return super().handle_request(request)
        self.left -= 1
        if self.left == 0 and not self.sent:
            raise Killed
        response = super().handle_request(request)
        if self.left == 0:
            response.close()
            raise Killed
        return response


@pytest.mark.parametrize("sent", [False, True], ids=["before", "after"])
def test_a_push_that_dies_at_any_call_is_finished_by_the_next(
    account: Account, fresh: Fresh, tmp_path: Path, sent: bool
) -> None:
    """One account, killed at its first call, then at the next ... until a push comes through."""
    first = write_course(tmp_path / "1" / "email", tracks=("a",))
    second = write_course(
        tmp_path / "2" / "email", ("one", "new", "three"), tracks=("a",), words="x"
    )
    for course in (first, second):
        wanted, killed = fresh(course), 0
        while True:
            try:
                account.push(course, prune=True, transport=Dying(1 + killed % 3, sent=sent))
            except Killed:
                killed += 1
                assert killed < 60
                continue
            break
        assert killed
        if account.product == "customerio":
            continue
        assert account.api.snapshot() == wanted
    assert set(changes(account.push(second))) <= {PushChange.SAME, PushChange.VANISHED}


def test_a_create_whose_answer_is_lost_is_found_again(
    account: Account, fresh: Fresh, tmp_path: Path
) -> None:
    seen: Counter[str] = Counter()

    def fail(request: Request, _: int) -> str:
        if request.method == "GET":
            return ""
        seen[request.path + json.dumps(request.body, sort_keys=True)] += 1
        first = seen[request.path + json.dumps(request.body, sort_keys=True)] == 1
        return "lost" if first else ""

    account.api.fail = fail
    course = write_course(tmp_path / "1" / "email")
    account.push(course)
    account.api.fail = lambda _, __: ""
    assert account.api.snapshot() == fresh(course)
    assert set(changes(account.push(course))) == {PushChange.SAME}


def test_a_failing_server_is_asked_again(account: Account, fresh: Fresh, tmp_path: Path) -> None:
    seen: Counter[str] = Counter()

    def fail(request: Request, _: int) -> str:
        call = f"{request.method} {request.path} {json.dumps(request.body)}"
        seen[call] += 1
        return "503" if seen[call] < 3 and request.method != "GET" else ""

    account.api.fail = fail
    course = write_course(tmp_path / "1" / "email", tracks=("a",))
    account.push(course)
    account.api.fail = lambda _, __: ""
    assert account.api.snapshot() == fresh(course)


def test_too_many_requests_wait_as_long_as_told(
    account: Account, fresh: Fresh, tmp_path: Path
) -> None:
    account.api.fail = lambda _, number: "429" if number % 3 == 0 else ""
    account.api.retry_after = "7"
    course = write_course(tmp_path / "1" / "email", tracks=("a",))
    account.push(course)
    assert set(account.waits) == {7.0}
    account.api.fail = lambda _, __: ""
    assert account.api.snapshot() == fresh(course)


def test_a_key_that_expires_in_the_middle_stops_and_can_go_on(
    account: Account, fresh: Fresh, tmp_path: Path
) -> None:
    course = write_course(tmp_path / "1" / "email")
    account.api.fail = lambda request, _: (
        "401" if request.method != "GET" and len(account.api.writes) > 3 else ""
    )
    with pytest.raises(SurroundingsError, match="status 401") as caught:
        account.push(course)
    assert "not expired" in str(caught.value.hint)
    assert "secret" not in f"{caught.value!r} {caught.value.hint} {caught.value.__context__!r}"
    account.api.fail = lambda _, __: ""
    account.push(course)
    assert account.api.snapshot() == fresh(course)


def test_what_was_edited_by_hand_is_named(account: Account, tmp_path: Path) -> None:
    course = write_course(tmp_path / "1" / "email")
    account.push(course)
    account.api.edit()  # type: ignore[attr-defined]
    prepared = prepare(account.product, course, account.state)
    with prepared.connect(account.environment, account.waits.append, read_only=True) as run:
        edited = [one for one in run.differences() if one.change is PushChange.EDITED]
    assert [one.key for one in edited] == ["email:a/one"]


def test_without_its_record_a_push_creates_nothing_twice(account: Account, tmp_path: Path) -> None:
    course = write_course(tmp_path / "1" / "email")
    account.push(course)
    before = account.api.snapshot()
    account.state.unlink()
    found = changes(account.push(course))
    assert found[PushChange.CREATE] == 0
    assert account.api.snapshot() == before


def test_the_record_has_no_key_and_no_text(account: Account, tmp_path: Path) -> None:
    account.push(write_course(tmp_path / "1" / "email"))
    text = account.state.read_text("utf-8")
    assert "secret" not in text
    assert "<" not in text
    assert json.loads(text)["product"] == account.product
