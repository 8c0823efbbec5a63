"""Templates that an author may replace one by one: theirs come before ours, errors have a place.

Everything is escaped but plain text (`.txt.j2`), and an undefined name is an error. A folder of
templates may come from a stranger: `sandbox.py` bounds what a template reaches and does, and
`template_files.py` which files are read. Build, preview and service all use this class.
"""

import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, TemplateError, TemplateNotFound
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateSyntaxError
from jinja2.loaders import split_template_path

from coursewright.errors import TemplateFileError
from coursewright.problems import near
from coursewright.shipped import shipped

from .allowance import allowance
from .fallback_text import marked_fallbacks, marking
from .sandbox import Sandbox
from .template_files import read_template_file

__all__ = ["Templates"]

_OURS = Path(__file__).parent


class _Compiled(BytecodeCache):
    """Code of templates, by name and file, for the whole process.

    Two targets, two editions and two saves of a preview ask for the same templates. This holds
    while all our environments are alike: Jinja folds what filters make of constants into code.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a file, if it was made of the text that the file has now."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the newest code of a file."""
        if bucket.code is not None:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()


class _Loader(FileSystemLoader):
    """Finds templates in rooms of template folders, and refuses links."""

    def __init__(self, folders: Iterable[Path], room: str) -> None:
        self._roots, self._room = tuple(folders), room
        super().__init__([folder / room for folder in self._roots])

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return text and file of a template, from the first folder that has it."""
        name = "/".join([self._room, *split_template_path(template)])
        for root in self._roots:
            text = read_template_file(root, name)
            if text is not None:
                path = root / name
                seen = path.lstat()
                return text, str(path), partial(_same, path, seen)
        raise TemplateNotFound(template)


def _same(path: Path, seen: os.stat_result) -> bool:
    """Tell whether a file is the one that was read: not changed, not put elsewhere by a link."""
    try:
        now = path.lstat()
    except OSError:
        return False
    return (now.st_mtime_ns, now.st_ino, now.st_mode) == (
        seen.st_mtime_ns,
        seen.st_ino,
        seen.st_mode,
    )


@contextmanager
def _marking() -> Iterator[None]:
    token = marking.set(True)
    try:
        yield
    finally:
        marking.reset(token)


class Templates:
    """The templates of one room (`email`, `lesson` ...), each from the first folder that has it."""

    def __init__(self, room: str, templates: Iterable[Path] = ()) -> None:
        """Look for templates of `room` in the author's folders, then in ours.

        Args:
            room: the folder below each folder of templates.
            templates: folders with templates of the author, the first one stronger.
        """
        folders = (*templates, shipped("templates"))
        self._folders = [folder / room for folder in folders]
        self._loader = _Loader(folders, room)
        self._environment = Sandbox(self._loader, _escapes, _COMPILED)

    def render(self, template: str, /, **values: Any) -> str:
        """Return the template `template` filled with `values`.

        Raises:
            TemplateFileError: the template is missing or wrong; the message says file and line.
        """
        try:
            with allowance(), _marking():
                return marked_fallbacks(self._environment.get_template(template).render(values))
        except TemplateFileError:
            raise
        except TemplateNotFound as error:
            raise self._missing(template, error) from error
        except TemplateSyntaxError as error:
            path = self._shown(error.filename) if error.filename else template
            msg = error.message or "cannot be read as a template"
            raise TemplateFileError(msg, path=path, line=error.lineno) from error
        except Exception as error:
            place = self._place(error)
            if place is None:
                raise
            msg = str(error) or type(error).__name__
            raise TemplateFileError(msg, path=place[0], line=place[1]) from error

    def faults(self) -> Iterator[TemplateFileError]:
        """Yield what is wrong with the author's templates of this room, without filling them."""
        ours = shipped("templates")
        for folder in self._folders:
            if folder.is_relative_to(ours) or not folder.is_dir():
                continue
            for path in sorted(folder.rglob("*.j2")):
                try:
                    text = path.read_text("utf-8")
                    self._environment.parse(text, path.name, str(path))
                except TemplateSyntaxError as error:
                    msg = error.message or "cannot be read as a template"
                    shown = self._shown(str(path))
                    yield TemplateFileError(msg, path=shown, line=error.lineno)
                except (OSError, UnicodeDecodeError, RecursionError) as error:
                    msg = f"cannot be read: {getattr(error, 'strerror', None) or error}"
                    yield TemplateFileError(msg, path=self._shown(str(path)))

    def source(self, template: str) -> tuple[str, str]:
        """Return a template's path, as problems show it, and its own text.

        Raises:
            TemplateFileError: there is no such template.
        """
        try:
            text, filename, _ = self._loader.get_source(self._environment, template)
        except TemplateNotFound as error:
            raise self._missing(template, error) from error
        return self._shown(filename), text

    def _missing(self, asked: str, error: TemplateNotFound) -> TemplateFileError:
        name = str(error.name or asked)
        path, line = self._place(error) or (asked, 1)
        hint = near(name, self._environment.list_templates())
        return TemplateFileError(f"there is no template `{name}`", path=path, line=line, hint=hint)

    def _place(self, error: Exception) -> tuple[str, int] | None:
        """Return file and line of the template that went wrong, or None where the fault is ours.

        Ours is what was raised below a template, in code that it called.
        """
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if self._is_template(frame.filename)]
        if not inside:
            return None
        deepest = frames[-1]
        theirs = isinstance(error, TemplateError | RecursionError) or _in_jinja(deepest.filename)
        if not theirs and not self._is_template(deepest.filename):
            return None
        return self._shown(inside[-1].filename), inside[-1].lineno or 1

    def _is_template(self, filename: str) -> bool:
        return any(Path(filename).is_relative_to(folder) for folder in self._folders)

    def _shown(self, filename: str) -> str:
        """Return a template's path from its folder of templates on: the same on any machine."""
        path = Path(filename)
        for folder in self._folders:
            if path.is_relative_to(folder):
                return path.relative_to(folder.parents[1]).as_posix()
        return path.name


def _in_jinja(filename: str) -> bool:
    """Tell whether code belongs to the engine: Jinja, or the guards that we put before it."""
    if Path(filename).parent == _OURS:
        return True
    return "jinja2" in Path(filename).parts or "markupsafe" in Path(filename).parts


def _escapes(template: str | None) -> bool:
    """Tell whether values are escaped: all but plain text. Jinja's own rule knows no `.j2`."""
    return not (template or "").endswith(".txt.j2")
