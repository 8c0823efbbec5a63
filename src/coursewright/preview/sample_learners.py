"""The people that the inbox shows mails for: `templates/preview/learners.yaml`, theirs or ours."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursewright.errors import TemplateFileError
from coursewright.mime.headers import address, mailbox
from coursewright.shipped import shipped

__all__ = ["Learner", "read_learners"]

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
        path = folder / "preview" / "learners.yaml"
        if path.is_file():
            return _read(path)
    return (Learner("sample", "A learner", "Alex Rivera", "Alex", "alex@example.org"),)


def _read(path: Path) -> tuple[Learner, ...]:
    shown = f"{path.parents[1].name}/preview/{path.name}"
    try:
        data: Any = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        msg = f"cannot be read: {error}"
        raise TemplateFileError(msg, path=shown) from error
    learners = []
    for one in data if isinstance(data, list) else [None]:
        if not isinstance(one, dict) or not {"id", "label"} <= one.keys():
            raise TemplateFileError(
                "each learner has `id`, `label`, and `name`, `first_name`, `address` if wanted",
                path=shown,
            )
        known = {"address": "learner@example.org"} | {key: one[key] for key in one if one[key]}
        learners.append(Learner(**{key: _line(known.get(key)) for key in _CELLS}))
    return tuple(learners[:_MOST])


def _line(value: Any) -> str:
    """Return a value on one line: nothing in it opens a header of its own."""
    return "" if value is None else " ".join(str(value).split())
