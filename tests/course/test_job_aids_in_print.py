"""Each job aid, printed by a browser on the paper of either side of the ocean."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from coursewright.output import write_folder
from coursewright.read import read_course
from coursewright.shipped import shipped
from coursewright.target import Options
from coursewright.targets.site import TARGET

# The plan has a page for each track, the check its results on the back, the facilitator's page
# its reasons and sources.
PAGES = {
    "delegation-matrix": 1,
    "facilitators-page": 2,
    "ninety-day-plan": 3,
    "one-to-one-agenda": 1,
    "readiness-check": 2,
    "selection-checklist": 1,
    "what-is-measured": 1,
}


@pytest.fixture(scope="module")
def aids(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of job aids of the site."""
    course = read_course(shipped("course")).course
    assert course is not None
    folder = tmp_path_factory.mktemp("site")
    write_folder(folder, TARGET.write(TARGET.render(course, Options())))
    return folder / "job-aids"


def test_every_job_aid_is_told_here(aids: Path) -> None:
    assert {path.parent.name for path in aids.glob("*/index.html")} == set(PAGES)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_job_aid_prints_on_the_pages_it_is_meant_for(
    aids: Path, page: Page, name: str, paper: str
) -> None:
    page.goto((aids / name / "index.html").as_uri())
    printed = page.pdf(format=paper)
    assert len(re.findall(rb"/Type /Page\b", printed)) == PAGES[name]


@pytest.mark.parametrize("name", ["delegation-matrix", "one-to-one-agenda", "ninety-day-plan"])
def test_a_field_prints_a_ruled_line_for_each_line_to_write_on(
    aids: Path, page: Page, name: str
) -> None:
    page.goto((aids / name / "index.html").as_uri())
    page.emulate_media(media="print")
    fields = page.locator(".field").evaluate_all(
        "fields => fields.map(one => [one.querySelector('textarea').rows,"
        " [...one.querySelectorAll('.rules i')].map(rule => rule.getBoundingClientRect().width)])"
    )
    page.emulate_media(media="screen")
    assert fields
    assert all(len(rules) == rows and min(rules) > 200 for rows, rules in fields)
