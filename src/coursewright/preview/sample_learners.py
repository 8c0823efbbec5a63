"""The people that the inbox shows mails for: `templates/preview/learners.yaml`, theirs or ours."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursewright.errors import TemplateFileError
from coursewright.mime.headers import address, mailbox
from coursewright.presentation.template_files import read_template_file, shown_path
from coursewright.shipped import shipped

__all__ = ["Learner", "read_learners"]

_NAME = "preview/learners.yaml"
_MOST = 50
_CELLS = ("id", "label", "name", "first_name", "address")


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner that nobody has enrolled."""

    id: str
    label: str
    """What the list of learners says."""
    name: str
    first_name: str
    address: str

    @property
    def to_line(self) -> str:
        """The `To` header."""
        return f"To: {mailbox(self.name, address(self.address))}".replace("\r\n", "")


def read_learners(templates: tuple[Path, ...]) -> tuple[Learner, ...]:
    """Return the learners of the first file that there is.

    Raises:
        TemplateFileError: the file is not a list of learners.
    """
    for folder in (*templates, shipped("templates")):
        text = read_template_file(folder, _NAME)
        if text is not None:
            return _parsed(shown_path(folder, _NAME), text)
    return (Learner("sample", "A learner", "Alex Rivera", "Alex", "alex@example.org"),)


def _parsed(shown: str, text: str) -> tuple[Learner, ...]:
    try:
        # Every value as it is written: nothing is built that aliases could multiply.
        data: Any = yaml.load(text, yaml.BaseLoader)  # noqa: S506 -- it makes strings only
    except (yaml.YAMLError, RecursionError) as error:
        msg = f"cannot be read: {error}"
        raise TemplateFileError(msg, path=shown) from error
    learners = []
    for one in data if isinstance(data, list) else [None]:
        if not isinstance(one, dict) or not {"id", "label"} <= one.keys():
            raise TemplateFileError(
                "each learner has `id`, `label`, and `name`, `first_name`, `address` if wanted",
                path=shown,
            )
        if any(not isinstance(one.get(key, ""), str) for key in _CELLS):
            msg = f"each of {', '.join(_CELLS)} is one line of text"
            raise TemplateFileError(msg, path=shown)
        known = {"address": "learner@example.org"} | {key: one[key] for key in one if one[key]}
        learners.append(Learner(**{key: _line(known.get(key)) for key in _CELLS}))
    return tuple(learners[:_MOST])


def _line(value: Any) -> str:
    """Return a value on one line: nothing in it opens a header of its own."""
    return "" if value is None else " ".join(str(value).split())
