"""The look in tokens: `templates/brand.yaml`, the author's lines over ours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NoReturn

import yaml

from coursewright.errors import TemplateFileError
from coursewright.problems import near
from coursewright.shipped import shipped
from coursewright.source import Span

from .template_files import read_template_file, shown_path

__all__ = [
    "COLORS",
    "Brand",
    "Logo",
    "Mode",
    "brand_faults",
    "brand_or_ours",
    "color_place",
    "contrast",
    "load_brand",
]

Mode = Literal["light", "dark"]

COLORS = (
    *("paper", "card", "line", "ink", "soft", "on"),
    *("stage", "one", "two", "three", "wrap", "ok", "no"),
)
"""The names of the colors, the same in both modes."""

_FONTS = ("text", "interface", "code")
_ALLOWED = {
    "light": re.compile(r"#[0-9A-Fa-f]{6}"),
    "dark": re.compile(r"#[0-9A-Fa-f]{6}"),
    # What a font stack may hold: it lands in style sheets, so nothing that could close one, and
    # quotes that are closed.
    "fonts": re.compile(r"""(?=.{1,300}\Z)(?:[\w ,.-]|'[\w ,.-]*'|"[\w ,.-]*")+"""),
}
"""What a value of each group looks like: the one gate for `brand.yaml` and `sequence.json`."""
_SRC = re.compile(r"https://[^\s\"'<>]{1,500}")


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture in the head of a mail."""

    src: str
    """An https address; empty means none."""
    alt: str
    width: int


@dataclass(frozen=True, slots=True)
class Brand:
    """The tokens of a look. Every value is safe in a style sheet as it stands."""

    light: Mapping[str, str]
    """Colors by the names in `COLORS`, as `#rrggbb`."""
    dark: Mapping[str, str]
    fonts: Mapping[str, str]
    """Font stacks: `text`, `interface`, `code`."""
    logo: Logo

    def color(self, name: str, mode: Mode = "light") -> str:
        """Return the color `name`, one of `COLORS`."""
        return (self.light if mode == "light" else self.dark)[name]


def load_brand(templates: Iterable[Path] = ()) -> Brand:
    """Return the look: ours, with what the author's `brand.yaml` says otherwise.

    Args:
        templates: folders with templates of the author, the first one stronger.

    Raises:
        TemplateFileError: a brand file cannot be read, or a value in it is not what it should be.
    """
    merged: dict[str, dict[str, Any]] = {}
    for folder in [shipped("templates"), *reversed([*templates])]:
        faults: list[TemplateFileError] = []
        for group, values in _read(folder, faults).items():
            merged.setdefault(group, {}).update(values)
        if faults:
            raise faults[0]
    logo = merged["logo"]
    return Brand(
        light=merged["light"],
        dark=merged["dark"],
        fonts=merged["fonts"],
        logo=Logo(logo["src"], logo["alt"], logo["width"]),
    )


def brand_faults(templates: Iterable[Path]) -> list[TemplateFileError]:
    """Return everything that is wrong in the author's brand files, in the order of its places."""
    faults: list[TemplateFileError] = []
    for folder in templates:
        try:
            _read(folder, faults)
        except TemplateFileError as error:
            faults.append(error)
    return faults


def brand_or_ours(look: Any) -> Brand:
    """Return the look that a compiled course asks for; what is not a color or font there is ours.

    Args:
        look: what `sequence.json` says of the course's look. It comes from outside.
    """
    ours = _ours()

    def group(name: str, known: Mapping[str, str]) -> dict[str, str]:
        given = look.get(name) if isinstance(look, Mapping) else None
        given = given if isinstance(given, Mapping) else {}
        return {key: _checked(name, given.get(key), own) for key, own in known.items()}

    return Brand(
        light=group("light", ours.light),
        dark=group("dark", ours.dark),
        fonts=group("fonts", ours.fonts),
        logo=ours.logo,
    )


def color_place(templates: Iterable[Path], mode: Mode, *names: str) -> Span:
    """Return where the author's brand file sets the first of these colors that it sets."""
    for folder in templates:
        path = shown_path(folder, "brand.yaml")
        node = yaml.compose(read_template_file(folder, "brand.yaml") or "", yaml.SafeLoader)
        groups = {key.value: value for key, value in _entries(path, node)}
        given = {key.value: value for key, value in _entries(path, groups.get(mode))}
        for name in names:
            if name in given:
                start, end = given[name].start_mark, given[name].end_mark
                return Span(path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    return Span.whole("templates/brand.yaml")


def _checked(group: str, value: Any, own: str) -> str:
    return value if isinstance(value, str) and _ALLOWED[group].fullmatch(value) else own


@cache
def _ours() -> Brand:
    return load_brand()


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _read(folder: Path, faults: list[TemplateFileError]) -> dict[str, dict[str, Any]]:
    """Return the groups of one brand file, each value checked; add what is wrong to `faults`."""
    text = read_template_file(folder, "brand.yaml")
    path = shown_path(folder, "brand.yaml")
    try:
        node = yaml.compose(text or "", yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        msg = f"cannot be read: {getattr(error, 'problem', None) or type(error).__name__}"
        raise TemplateFileError(msg, path=path, line=mark.line + 1 if mark else 1) from error
    out: dict[str, dict[str, Any]] = {}
    for group, values in _entries(path, node):
        try:
            known = _known(group.value)
            if known is None:
                _refuse(path, group, f"there is no `{group.value}` in a brand file", _GROUPS)
            entries = _entries(path, values)
        except TemplateFileError as error:
            faults.append(error)
            continue
        out[group.value] = {}
        for name, value in entries:
            try:
                if name.value not in known:
                    _refuse(path, name, f"there is no `{name.value}` in `{group.value}`", known)
                out[group.value][name.value] = _value(path, group.value, name.value, value)
            except TemplateFileError as error:
                faults.append(error)
    return out


_GROUPS = ("light", "dark", "fonts", "logo")


def _known(group: str) -> tuple[str, ...] | None:
    if group in {"light", "dark"}:
        return COLORS
    return {"fonts": _FONTS, "logo": ("src", "alt", "width")}.get(group)


def _entries(path: str, node: yaml.Node | None) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode) or not all(
        isinstance(key, yaml.ScalarNode) for key, _ in node.value
    ):
        _refuse(path, node, "expected a list of `name: value`", ())
    return list(node.value)


def _value(path: str, group: str, name: str, node: yaml.Node) -> str | int:
    text = node.value if isinstance(node, yaml.ScalarNode) else ""
    allowed = _ALLOWED.get(group)
    good = allowed is None or allowed.fullmatch(text)
    if not good and group != "fonts":
        _refuse(path, node, f"`{name}` is not a color", (), "Write it as `#1C2230`, in quotes.")
    if not good:
        _refuse(path, node, f"`{name}` is not a list of fonts", (), "For example: Georgia, serif")
    if name == "src" and text and not _SRC.fullmatch(text):
        _refuse(path, node, "the logo's address does not start with https://", ())
    if name == "width":
        if not re.fullmatch(r"[1-9]\d{0,2}", text) or int(text) > 600:
            _refuse(path, node, "the logo's width is not a number from 1 to 600", ())
        return int(text)
    return text


def _refuse(
    path: str, node: yaml.Node, message: str, known: Iterable[str], hint: str | None = None
) -> NoReturn:
    mark = node.start_mark
    word = node.value if isinstance(node, yaml.ScalarNode) else ""
    raise TemplateFileError(
        message,
        path=path,
        line=mark.line + 1,
        column=mark.column + 1,
        hint=hint or near(word, known),
    )
