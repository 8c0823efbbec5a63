"""One server with the sample course as packages of every edition."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from coursewright import read
from coursewright.problems import has_errors
from coursewright.shipped import shipped
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12, SCORM2004_3, SCORM2004_4
from judges import package
from ring.lms_server import LmsServer, serving

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def lms() -> Iterator[LmsServer]:
    """A server with `/<edition>/index.html`, `/lms/*.html`, scorm-again and the LMS simulator."""
    files = {f"/lms/{path.name}": path.read_bytes() for path in (HERE / "pages").iterdir()}
    again = package("scorm-again") / "dist" / "scorm-again.min.js"
    files["/again/scorm-again.min.js"] = again.read_bytes()
    for path in (shipped("player") / "lms-simulator").iterdir():
        files[f"/lms-simulator/{path.name}"] = path.read_bytes()
    result = read.read_course(HERE / "course")
    assert result.course is not None
    assert not has_errors(result.problems), result.problems
    for target in (SCORM12, SCORM2004_3, SCORM2004_4):
        assert not list(target.check(result.course, Options()))
        made, *_key = target.write(target.render(result.course, Options()))
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            for name in archive.namelist():
                files[f"/{target.name}/{name}"] = archive.read(name)
    with serving(files) as world:
        yield world
