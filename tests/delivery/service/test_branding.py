"""The pages of the service wear the course's look, and nothing that is no colour or font."""

import pytest

from coursewright.delivery.service.branding import dress
from coursewright.delivery.service.pages import ServicePages
from coursewright.sequence.json_records import read_record
from coursewright.sequence.records import CourseInfo, LookInfo


def test_the_look_of_the_course_is_worn() -> None:
    worn = dress(
        {"light": {"one": "#112233"}, "dark": {"ink": "#EEEEEE"}, "fonts": {"text": "A, b"}}
    )
    assert "--mine: #112233;" in worn["light"]
    assert "--ink: #EEEEEE;" in worn["dark"]
    assert "--text: A, b;" in worn["fonts"]
    assert "--paper: #FBFAF6;" in worn["light"], "what is not said is ours"


@pytest.mark.parametrize("look", [None, [], {"light": "red"}, {"light": {"one": 7}}])
def test_a_look_that_is_none_gives_ours(look: object) -> None:
    assert dress(look) == dress({})


@pytest.mark.parametrize("value", ["red", "#1234567", "#112233; } b { top: 0", "</style>"])
def test_no_value_gets_out_of_its_property(value: str) -> None:
    assert dress({"light": {"one": value}, "fonts": {"text": value + "{}"}}) == dress({})


def test_a_page_has_the_colours_and_fonts_unescaped() -> None:
    look = {"light": {"one": "#112233"}, "fonts": {"text": "'One Two', serif"}}
    course = CourseInfo(id="a", title="A", look=read_record(LookInfo, look))
    page = bytes(ServicePages().show("said", course, key="unknown").body).decode()
    assert "--mine: #112233;" in page
    assert "--text: 'One Two', serif;" in page
