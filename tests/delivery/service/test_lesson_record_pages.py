import re

import sqlalchemy as sa

from coursewright.delivery.ledger.privacy import erase
from coursewright.delivery.tokens.record_numbers import record_number
from delivery.service.world import ADA, World


def finish(world: World) -> str:
    """Let the course come to its end; return the learner's record of lessons."""
    for _ in range(12):
        world.clock.sleep(86400)
        world.send()
    page = world.client.get(world.link("k"))
    assert page.status_code == 200
    return page.text


def test_the_record_is_there_after_the_last_lesson_and_escapes_the_name(world: World) -> None:
    assert world.client.get(world.link("k")).status_code == 404
    page = finish(world)
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    assert "2027-01-20" in page


def test_the_record_claims_what_was_sent_and_nothing_more(world: World) -> None:
    page = finish(world)
    assert "Record of lessons received" in page
    assert "It does not say that they were read" in page
    assert not re.search(r"certif|complet", page, re.IGNORECASE)
    with world.ledger.write() as connection:
        connection.execute(
            sa.text(
                "UPDATE delivery SET state = 3 WHERE lesson_id = "
                "(SELECT min(id) FROM lesson WHERE kind = 'lesson')"
            )
        )
    assert "except for 1 that could not be delivered" in world.client.get(world.link("k")).text


def number_on(page: str) -> str:
    found = re.search(r"<bdi>([0-9A-Z-]+)</bdi>", page)
    assert found
    return found[1]


def test_the_number_of_a_record_confirms_name_course_and_day_and_nothing_else(world: World) -> None:
    page = finish(world)
    number = number_on(page)
    assert f"https://learn.example.org/s/v?number={number}" in page
    before = world.everything()
    shown = world.client.get(f"/v?number={number.lower()}")
    assert shown.status_code == 200
    for part in ("This record is real.", "&lt;b&gt;Ada&lt;/b&gt;", "2027-01-20"):
        assert part in shown.text
    for part in (ADA, "aspire", "/k/", "/p/"):
        assert part not in shown.text
    assert world.everything() == before


def test_a_number_that_is_not_real_is_refused_and_says_nothing(world: World) -> None:
    number = number_on(finish(world))
    forged = f"{number[:-1]}{'2' if number[-1] != '2' else '3'}"
    for text in (forged, "nonsense", "%3Cb%3E", "1" * 200):
        shown = world.client.get(f"/v?number={text}")
        assert shown.status_code == 404
        assert "There is no record with this number." in shown.text
        assert "Ada" not in shown.text
    assert "<b>" not in world.client.get("/v?number=%3Cb%3E").text
    assert world.client.get("/v").status_code == 200
    erase(world.ledger, world.keyring, ADA, world.clock.now())
    assert world.client.get(f"/v?number={number}").status_code == 404


def test_there_is_no_number_before_the_last_lesson(world: World) -> None:
    enrolment = world.enrolment["id"]
    assert (
        world.client.get(f"/v?number={record_number(world.keyring, enrolment)}").status_code == 404
    )
