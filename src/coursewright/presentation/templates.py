"""Templates that an author may replace one by one: theirs come before ours, errors have a place.

Everything is escaped but plain text (`.txt.j2`), a name that is not there is an error, and a
template can reach nothing but what it is given: a folder of templates may come from a stranger.
"""

import traceback
from collections.abc import Iterable
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from coursewright.errors import TemplateFileError
from coursewright.problems import near
from coursewright.shipped import shipped

__all__ = ["Templates"]


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


class Templates:
    """The templates of one room (`email`, `lesson` ...), each from the first folder that has it."""

    def __init__(self, room: str, templates: Iterable[Path] = ()) -> None:
        """Look for templates of `room` in the author's folders, then in ours.

        Args:
            room: the folder below each folder of templates.
            templates: folders with templates of the author, the first one stronger.
        """
        self._folders = [folder / room for folder in (*templates, shipped("templates"))]
        self._loader = FileSystemLoader(self._folders)
        self._environment = ImmutableSandboxedEnvironment(
            loader=self._loader,
            autoescape=_escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_COMPILED,
        )

    def render(self, template: str, /, **values: Any) -> str:
        """Return the template `template` filled with `values`.

        Raises:
            TemplateFileError: the template is missing or wrong; the message says file and line.
        """
        try:
            return self._environment.get_template(template).render(values)
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
    return "jinja2" in Path(filename).parts or "markupsafe" in Path(filename).parts


def _escapes(template: str | None) -> bool:
    """Tell whether values are escaped: all but plain text. Jinja's own rule knows no `.j2`."""
    return not (template or "").endswith(".txt.j2")
