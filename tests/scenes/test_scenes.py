"""Every problem code has a scene, and each scene gives the report that it shows."""

import shutil
from pathlib import Path

import pytest

from coursewright import pipeline, registry
from coursewright.problems import has_errors
from scenes.scene import BASE, play, read_scene, rewrite

HERE = Path(__file__).parent
SCENES = sorted(HERE.glob("*.md"))


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_a_scene_gives_the_report_it_shows(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no programs: what one machine has, others lack
    told = read_scene(path)
    given = play(told, tmp_path / "course")
    if request.config.getoption("regen_all"):  # scripts/golden: read the difference in review
        rewrite(told, given)
        told = read_scene(path)
    assert given == told.report
    shown = [part for part in given.split("\n\n") if f"[{told.code}]" in part]
    assert shown, "the scene does not show the code that it is named after"
    assert all("= hint: " in part for part in shown), "nobody is told what to do"


def test_every_code_has_a_scene() -> None:
    codes = {code.name for code in registry.all_codes()}
    shown = {path.stem for path in SCENES}
    assert sorted(codes - shown) == []
    assert sorted(shown - codes) == [], "scenes of codes that are no more"


def test_the_course_that_scenes_start_from_has_no_problem(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    shutil.copytree(BASE, folder)
    checked = pipeline.check(folder, registry.pick())
    assert checked.problems == ()
    assert not has_errors(checked.problems, strict=True)
