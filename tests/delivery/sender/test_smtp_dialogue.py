from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.delivery.sender.replies import Reply
from coursewright.delivery.sender.smtp_dialogue import Answers, OutgoingEmail, SmtpDialogue

MAIL = OutgoingEmail("a@b.example", "c@d.example", b"Subject: x\r\n\r\nHello\r\n")


def act(
    answers: list[str],
    *,
    mail: OutgoingEmail = MAIL,
    offered: tuple[str, ...] = ("pipelining",),
    may: Callable[[], bool] = lambda: True,
) -> tuple[SmtpDialogue, Reply | None, list[bytes]]:
    """Play a dialogue to its end, or until the server falls silent."""
    talk, said = SmtpDialogue(mail, offered, may), []
    left = [(int(one[:3]), one[4:]) for one in answers]
    answer = None
    try:
        while True:
            want = talk.steps.send(answer)
            answer = None
            if want is not None:
                said.append(bytes(want))
            elif left:
                answer = left.pop(0)
            else:
                return talk, None, said
    except StopIteration as end:
        return talk, end.value, said


def test_the_envelope_is_one_piece_where_pipelining_is_offered_and_three_where_not() -> None:
    good = ["250 a", "250 b", "354 c", "250 taken"]
    talk, reply, said = act(good)
    assert reply == Reply("dot", 250, "taken")
    assert said[0] == b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"
    assert said[1:] == [MAIL.message, b".\r\n"]
    assert talk.stage == "dot"
    assert [one[:4] for one in act(good, offered=())[2][:3]] == [b"MAIL", b"RCPT", b"DATA"]


@pytest.mark.parametrize(
    ("answers", "reply", "last"),
    [
        (["550 no", "503 x", "503 y", "250 z"], Reply("mail", 550, "no"), b"RSET\r\n"),
        (["250 a", "550 no", "354 go", "554 z"], Reply("rcpt", 550, "no"), b".\r\n"),
        (["250 a", "250 b", "451 no", "250 z"], Reply("data", 451, "no"), b"RSET\r\n"),
        (["250 a", "250 b", "250 what", "250 z"], Reply("data", 250, "what"), b"RSET\r\n"),
        (["421 bye"], Reply("mail", 421, "bye"), b"DATA\r\n"),
        (["250 a", "250 b", "354 go", "554 no"], Reply("dot", 554, "no"), b".\r\n"),
    ],
)
def test_a_refusal_is_told_and_cleared_up_and_no_message_goes_out(
    answers: list[str], reply: Reply, last: bytes
) -> None:
    _, found, said = act(answers)
    assert found == reply
    assert said[-1].endswith(last)
    assert (MAIL.message in said) is (reply.stage == "dot")


def test_a_refusal_stands_though_the_connection_breaks_before_it_is_cleared_up() -> None:
    talk, reply, _ = act(["250 a", "550 no", "354 go"])
    assert reply is None
    assert talk.certain == Reply("rcpt", 550, "no")


def test_the_final_dot_is_not_sent_after_the_lease() -> None:
    talk, reply, said = act(["250 a", "250 b", "354 go"], may=lambda: False)
    assert reply == Reply("lease", 0, "the lease ended before the final dot")
    assert said[-1] == MAIL.message
    assert talk.stage == "data", "so it is certain: no server has taken it"


def test_an_address_in_another_script_needs_a_server_that_takes_it() -> None:
    mail = OutgoingEmail("a@b.example", "用户@例子.example", b"x\r\n")
    assert act([], mail=mail)[1] is not None
    said = act(["250 a"], mail=mail, offered=("pipelining", "smtputf8"))[2]
    assert said[0].startswith(b"MAIL FROM:<a@b.example> SMTPUTF8\r\n")


@given(st.lists(st.integers(1, 5)), st.integers(1, 7))
def test_answers_are_the_same_however_they_are_cut(lines: list[int], step: int) -> None:
    data = b"".join(
        b"250-more\r\n" * (count - 1) + b"250 %d done\r\n" % at for at, count in enumerate(lines)
    )
    answers, found = Answers(), []
    for at in range(0, len(data), step):
        found += answers.feed(data[at : at + step])
    assert found == [(250, f"{'more ' * (n - 1)}{at} done") for at, n in enumerate(lines)]
    assert not answers.begun


@pytest.mark.parametrize("data", [b"what?\r\n", b"\r\n", b"250 " + b"x" * 9000, b"2x0 ok\r\n"])
def test_what_is_no_answer_has_no_code(data: bytes) -> None:
    assert [code for code, _ in Answers().feed(data)] == [0]


def test_an_answer_without_end_is_given_up() -> None:
    answers, found = Answers(), []
    for _ in range(9000):
        found += answers.feed(b"250-x\r\n")
    assert found[0][0] == 0
