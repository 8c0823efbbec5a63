"""The cartridge holds what Common Cartridge 1.3 asks for; no registry carries its schemas."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree

from coursewright.model import Choice, Course, Match, OpenText, Order, walk
from coursewright.read import read_files
from coursewright.target import Options
from coursewright.targets.cartridge import TARGET
from coursewright.targets.cartridge.check import check
from sample_course import FILES, sample_course

CP = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest}"
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
PROFILES = {
    "cc.multiple_choice.v0p1": "Single",
    "cc.multiple_response.v0p1": "Multiple",
    "cc.true_false.v0p1": "Single",
    "cc.essay.v0p1": "",
    "cc.fib.v0p1": "",
}


def cartridges(course: Course) -> Iterator[zipfile.ZipFile]:
    for artifact in TARGET.write(TARGET.render(course, Options())):
        assert artifact.path.endswith(".imscc")
        yield zipfile.ZipFile(io.BytesIO(artifact.data))


@pytest.fixture(scope="module")
def opened() -> list[zipfile.ZipFile]:
    return list(cartridges(sample_course()))


def test_the_manifest_says_what_it_is(opened: list[zipfile.ZipFile]) -> None:
    for archive in opened:
        root = etree.XML(archive.read("imsmanifest.xml"))
        metadata = root.find(f"{CP}metadata")
        assert metadata is not None
        assert metadata.findtext(f"{CP}schema") == "IMS Common Cartridge"
        assert metadata.findtext(f"{CP}schemaversion") == "1.3.0"
        assert metadata.findtext(f"{LOM}lom/{LOM}general/{LOM}title/{LOM}string")
        order = [etree.QName(child).localname for child in root]
        assert order == ["metadata", "organizations", "resources"]


def test_one_organization_with_one_root_and_titles_below(opened: list[zipfile.ZipFile]) -> None:
    for archive in opened:
        root = etree.XML(archive.read("imsmanifest.xml"))
        (organization,) = root.iter(f"{CP}organization")
        assert organization.get("structure") == "rooted-hierarchy"
        (top,) = organization
        assert top.find(f"{CP}title") is None
        for item in top.iter(f"{CP}item"):
            if item is not top:
                assert item.findtext(f"{CP}title")


def test_ids_are_there_once_and_every_reference_leads_somewhere(
    opened: list[zipfile.ZipFile],
) -> None:
    for archive in opened:
        root = etree.XML(archive.read("imsmanifest.xml"))
        ids = [one.get("identifier") for one in root.iter() if one.get("identifier")]
        assert len(ids) == len(set(ids))
        resources = {one.get("identifier") for one in root.iter(f"{CP}resource")}
        referred = {one.get("identifierref") for one in root.iter(f"{CP}item")} - {None}
        assert referred <= resources
        files = [one.get("href", "") for one in root.iter(f"{CP}file")]
        assert sorted(files) == sorted(set(archive.namelist()) - {"imsmanifest.xml"})
        for resource in root.iter(f"{CP}resource"):
            is_page = resource.get("type") == "webcontent"
            assert is_page or resource.get("type") == QUIZ
            assert (resource.get("href") is not None) is is_page


def quizzes(opened: list[zipfile.ZipFile]) -> Iterator[etree._Element]:
    for archive in opened:
        for name in archive.namelist():
            if name.startswith("quizzes/"):
                yield etree.XML(archive.read(name))


def test_questions_are_of_the_profile_and_one_answer_scores(opened: list[zipfile.ZipFile]) -> None:
    seen = set()
    for root in quizzes(opened):
        fields = {
            one.findtext(f"{QTI}fieldlabel"): one.findtext(f"{QTI}fieldentry")
            for one in root.iterfind(f"{QTI}assessment/{QTI}qtimetadata/{QTI}qtimetadatafield")
        }
        assert fields["cc_profile"] == "cc.exam.v0p1"
        for item in root.iter(f"{QTI}item"):
            (profile,) = [
                one.text or ""
                for one in item.iter(f"{QTI}fieldentry")
                if (one.text or "").startswith("cc.")
            ]
            seen.add(profile)
            asked = item.find(f".//{QTI}response_lid")
            if asked is None:
                continue
            assert asked.get("rcardinality") == PROFILES[profile]
            labels = {one.get("ident") for one in asked.iter(f"{QTI}response_label")}
            scoring = [one for one in item.iter(f"{QTI}respcondition")
                       if one.find(f"{QTI}setvar") is not None]  # fmt: skip
            assert len(scoring) == 1
            named = {one.text for one in scoring[0].iter(f"{QTI}varequal")}
            assert named
            assert named <= labels
            shown = {one.get("linkrefid") for one in item.iter(f"{QTI}displayfeedback")}
            assert shown == {one.get("ident") for one in item.iter(f"{QTI}itemfeedback")}
    assert seen <= set(PROFILES)
    assert {"cc.multiple_choice.v0p1", "cc.essay.v0p1"} <= seen


def test_pages_leave_out_what_is_in_a_quiz(opened: list[zipfile.ZipFile]) -> None:
    course = sample_course()
    quizzed = {
        block.id: isinstance(block, Choice | OpenText)
        for lesson in course.lessons
        for block in walk(lesson.body)
        if isinstance(block, Choice | OpenText | Order | Match)
    }
    assert set(quizzed.values()) == {True, False}
    pages = [
        archive.read(name).decode()
        for archive in opened
        for name in archive.namelist()
        if name.startswith("pages/")
    ]
    for name, is_in_quiz in quizzed.items():
        shown = [page for page in pages if f'id="q-{name.replace(".", "_")}"' in page]
        assert (shown == []) is is_in_quiz, name
    assert not [page for page in pages if "<script" in page or "<form" in page]


QUESTIONS = """
:::quiz{id="g1" type="gaps" exact}
Tea comes from [= China | Yunnan] at first.
::right
Yes.
::wrong
It is a large country.
:::

:::quiz{id="g2" type="gaps"}
It is [? green | red] tea.
::right
Yes.
::wrong
No.
:::

:::quiz{id="g3" type="gaps"}
It is [? green | red] and [= warm].
::right
Yes.
::wrong
No.
:::

:::quiz{id="n1" type="number" answer="80" tolerance="5" unit="°C"}
How hot?
::right
Yes.
::wrong
No.
:::

:::quiz{id="m1" type="matrix"}
How long?

| Tea | 2 minutes | 4 minutes |
| --- | --- | --- |
| Green | x | |
| Black | | x |
::right
Yes.
::wrong
No.
:::
"""


@pytest.fixture(scope="module")
def newer() -> Course:
    path = next(name for name in FILES if name.endswith(".md") and "/0" in name)
    files = {name: text.encode() for name, text in FILES.items()}
    files[path] += QUESTIONS.encode()
    result = read_files(files)
    assert result.course is not None
    return result.course


def test_one_gap_is_a_blank_or_a_choice_and_scores_each_accepted_answer(newer: Course) -> None:
    archive = next(cartridges(newer))
    read = [archive.read(name) for name in archive.namelist() if name.startswith("quizzes/")]
    items = {
        one.get("title", ""): one for data in read for one in etree.XML(data).iter(f"{QTI}item")
    }
    blank = next(one for title, one in items.items() if title.startswith("Tea comes from"))
    assert [one.text for one in blank.iter(f"{QTI}varequal")] == ["China", "Yunnan"]
    assert {one.get("case") for one in blank.iter(f"{QTI}varequal")} == {"Yes"}
    assert "cc.fib.v0p1" in [one.text for one in blank.iter(f"{QTI}fieldentry")]
    shown = {one.get("linkrefid") for one in blank.iter(f"{QTI}displayfeedback")}
    assert shown == {one.get("ident") for one in blank.iter(f"{QTI}itemfeedback")}
    choice = next(
        one for title, one in items.items() if title.startswith("It is") and title.endswith("tea.")
    )
    assert "cc.multiple_choice.v0p1" in [one.text for one in choice.iter(f"{QTI}fieldentry")]


def test_what_the_profile_lacks_is_named_and_stays_in_the_page(newer: Course) -> None:
    named = {
        problem.message.split("`")[1]
        for problem in check(newer, Options())
        if "only in a page" in problem.message
    }
    assert {"g3", "n1", "m1"} <= named
    assert not {"g1", "g2"} & named
    archive = next(cartridges(newer))
    pages = "".join(
        archive.read(name).decode() for name in archive.namelist() if name.startswith("pages/")
    )
    for name in ("g3", "n1", "m1"):
        assert f'id="q-{name}"' in pages
    assert 'id="q-g1"' not in pages
