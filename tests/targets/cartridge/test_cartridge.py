"""The cartridge holds what Common Cartridge 1.3 asks for; no registry carries its schemas."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree

from coursewright.model import Choice, Course, Match, OpenText, Order, walk
from coursewright.target import Options
from coursewright.targets.cartridge import TARGET
from sample_course import sample_course

CP = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest}"
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
PROFILES = {
    "cc.multiple_choice.v0p1": "Single",
    "cc.multiple_response.v0p1": "Multiple",
    "cc.true_false.v0p1": "Single",
    "cc.essay.v0p1": "",
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
