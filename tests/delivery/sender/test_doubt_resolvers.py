from pathlib import Path

import pytest

from coursewright.delivery.sender.doubt_resolvers import IdempotencyKey, PostfixLog


def test_postfix_is_believed_when_it_queued_and_when_its_log_spans_the_time(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(
        "2027-01-11T08:59:00+00:00 mx postfix/smtpd[1]: connect from x\n"
        "2027-01-11T09:00:01+00:00 mx postfix/cleanup[2]: AAA1: message-id=<took@x>\n"
        "2027-01-11T09:00:01+00:00 mx postfix/qmgr[3]: AAA1: from=<c@x>, size=1 (queue active)\n"
        "2027-01-11T09:00:02+00:00 mx postfix/cleanup[2]: BBB2: message-id=<half@x>\n"
    )
    at = 1799658000
    postfix = PostfixLog([log], grace=60)
    assert postfix.look(["<took@x>"], at, at + 1) == "accepted"
    assert postfix.look(["<half@x>"], at, at + 1) is None, "its log does not reach far enough"
    with log.open("a") as file:
        file.write("2027-01-11T09:05:00+00:00 mx postfix/smtpd[1]: disconnect from x\n")
    assert postfix.look(["<half@x>"], at, at + 400) == "unknown here"
    assert postfix.look(["<none@x>"], at - 86400, at) is None, "before the log begins"
    old = tmp_path / "old.log"
    old.write_text("Jan 11 09:00:01 mx postfix/cleanup[2]: CC: message-id=<old@x>\n")
    assert PostfixLog([old]).look(["<old@x>"], at, at) is None
    assert IdempotencyKey(3600).look(["<x>"], at, at + 60) == "unknown here"
    assert IdempotencyKey(3600).look(["<x>"], at, at + 7200) is None


def test_a_queue_id_that_postfix_gives_out_again_vouches_for_its_first_mail_alone(
    tmp_path: Path,
) -> None:
    log = tmp_path / "mail.log"
    day = "2027-01-11T09:00:0"
    log.write_text(
        f"{day}1+00:00 mx postfix/cleanup[2]: AAA1: message-id=<first@x>\n"
        f"{day}1+00:00 mx postfix/qmgr[3]: AAA1: from=<c@x>, size=1 (queue active)\n"
        f"{day}2+00:00 mx postfix/qmgr[3]: AAA1: removed\n"
        f"{day}3+00:00 mx postfix/cleanup[2]: AAA1: message-id=<second@x>\n"
    )
    at = 1799658003
    postfix = PostfixLog([log], grace=60)
    assert postfix.look(["<first@x>"], at, at) == "accepted"
    assert postfix.look(["<second@x>"], at, at) is None, "its final dot may never have come"


def test_a_line_of_the_log_that_is_half_written_is_read_once_it_is_whole(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    start = "2027-01-11T08:59:00+00:00 mx postfix/smtpd[1]: connect from x\n"
    named = "2027-01-11T09:00:01+00:00 mx postfix/cleanup[2]: AAA1: message-id=<took@x>\n"
    queued = (
        "2027-01-11T09:00:01+00:00 mx postfix/qmgr[3]: AAA1: from=<c@x>, size=1 (queue active)\n"
    )
    end = "2027-01-11T09:05:00+00:00 mx postfix/smtpd[1]: disconnect from x\n"
    log.write_text(start + named[:60])
    at = 1799658000
    postfix = PostfixLog([log], grace=60)
    assert postfix.look(["<took@x>"], at, at + 1) is None
    with log.open("a") as file:
        file.write(named[60:] + queued + end)
    assert postfix.look(["<took@x>"], at, at + 400) == "accepted", "or it would go out twice"


@pytest.mark.parametrize("emptied", [False, True])
def test_silence_of_a_log_that_was_rotated_is_not_believed(tmp_path: Path, emptied: bool) -> None:
    log = tmp_path / "mail.log"
    log.write_text("2027-01-11T08:59:00+00:00 mx postfix/smtpd[1]: connect from x\n" * 3)
    at = 1799658000
    postfix = PostfixLog([log], grace=60)
    assert postfix.look(["<took@x>"], at, at + 1) is None
    # The line that says it was taken is written here, and the file goes away before it is read.
    if not emptied:
        log.rename(tmp_path / "mail.log.1")
    log.write_text("2027-01-11T09:05:00+00:00 mx postfix/smtpd[1]: connect from x\n")
    assert postfix.look(["<took@x>"], at, at + 400) is None


def test_a_log_that_was_rotated_into_another_that_is_read_too_goes_on(tmp_path: Path) -> None:
    new, old = tmp_path / "mail.log", tmp_path / "mail.log.1"
    old.write_text("2027-01-10T08:59:00+00:00 mx postfix/smtpd[1]: connect from x\n")
    new.write_text("2027-01-11T08:59:00+00:00 mx postfix/smtpd[1]: connect from x\n")
    at = 1799658000
    for paths in ([new, old], [old, new]):
        postfix = PostfixLog(paths, grace=60)
        assert postfix.look(["<none@x>"], at, at + 1) is None
        new.rename(old)
        new.write_text("2027-01-11T09:05:00+00:00 mx postfix/smtpd[1]: connect from x\n")
        assert postfix.look(["<none@x>"], at, at + 400) == "unknown here"
        new.write_text("2027-01-11T08:59:00+00:00 mx postfix/smtpd[1]: connect from x\n")
