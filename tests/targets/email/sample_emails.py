"""Courses and their mails for these tests: the small one of the scenes, and the one that ships."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.read import read_course, read_files
from coursewright.shipped import shipped
from coursewright.target import Options, Rendered
from coursewright.targets.email import TARGET

__all__ = ["artifact", "real_course", "real_mails", "small_course", "small_mails", "text_of"]

_SMALL = Path(__file__).parents[2] / "scenes" / "_base"
_LINKS = b"links: {web: 'https://learn.example.org/tea', service: 'https://mail.example.org/tea'}\n"


def small_course(change: Callable[[dict[str, str]], None] = lambda files: None) -> Course:
    """Return the course of the scenes with a web host and a service, changed as told."""
    files = {
        path.relative_to(_SMALL).as_posix(): path.read_bytes()
        for path in sorted(_SMALL.rglob("*"))
        if path.is_file()
    }
    files["course.yaml"] += _LINKS
    texts = {name: data.decode() for name, data in files.items() if name.endswith((".md", ".yaml"))}
    change(texts)
    result = read_files(files | {name: text.encode() for name, text in texts.items()})
    assert result.course is not None
    return result.course


def small_mails(
    change: Callable[[dict[str, str]], None] = lambda files: None, options: Options | None = None
) -> Rendered:
    """Return the mails of the small course."""
    return TARGET.render(small_course(change), options or Options())


@cache
def real_course() -> Course:
    """Return the course that ships."""
    course = read_course(shipped("course")).course
    assert course is not None
    return course


@cache
def real_mails() -> Rendered:
    """Return the mails of the course that ships."""
    return TARGET.render(real_course(), Options())


def artifact(rendered: Rendered, path: str) -> Artifact:
    """Return the file at `path`."""
    found = [one for one in rendered.artifacts if one.path == path]
    assert found, f"no {path} among {[one.path for one in rendered.artifacts][:9]}"
    return found[0]


def text_of(rendered: Rendered, path: str) -> str:
    """Return the text of the file at `path`."""
    return artifact(rendered, path).data.decode()
