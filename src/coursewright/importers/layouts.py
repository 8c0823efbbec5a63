"""How a folder of Markdown is ordered: by the files of the tool that it was written for."""

import json
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .drafts import DraftCourse
from .front_fields import split_front, toml_fields, yaml_fields
from .source_files import SourceFiles
from .summary_file import Chapter, read_summary

__all__ = ["Layout", "find_layout"]

_MARKDOWN = (".md", ".mdx", ".markdown", ".rmd", ".qmd")
_NOT_LESSONS = re.compile(
    r"(?:^|/)(?:readme|license|licence|changelog|contributing|code_of_conduct|code-of-conduct|"
    r"authors|security|todo|summary|citation|history|notice|support|news|releases?|conduct|maintainers|"
    r"pull_request_template|issue_template)\.(?:md|markdown|mdx|rmd)$",
    re.IGNORECASE,
)
_NOT_FOLDERS = {
    "node_modules", "venv", "vendor", "_site", "site-packages", "bin", "_includes", "_layouts",
    "instructors", "_extras", "profiles", "archive", "test", "tests",
}  # fmt: skip


@dataclass(slots=True)
class Layout:
    """What was found in a folder."""

    kind: str
    """For people: `mdBook`."""
    dialect: str = ""
    title: str = ""
    language: str = ""
    description: str = ""
    chapters: list[Chapter] = field(default_factory=list)
    roots: tuple[str, ...] = ("",)
    """Folders that an absolute path to a picture may start from."""


def find_layout(source: SourceFiles, course: DraftCourse) -> Layout:
    """Return the order of the lessons in a folder."""
    for find in _FINDERS:
        layout = find(source, course)
        if layout is not None and layout.chapters:
            return layout
    return _plain(source)


def _mdbook(source: SourceFiles, course: DraftCourse) -> Layout | None:
    settings = toml_fields(source.text("book.toml") or "")
    book, base = settings.get("book", {}), "src"
    if isinstance(book, dict):
        base = str(book.get("src", "src"))
    places = (posixpath.normpath(f"{base}/SUMMARY.md"), "SUMMARY.md", "docs/SUMMARY.md")
    path = next((place for place in places if source.text(place) is not None), None)
    if path is None:
        return None
    folder = posixpath.dirname(path)
    layout = Layout("mdBook", "mdbook", roots=("", folder))
    layout.chapters = read_summary(source.text(path) or "", path)
    for name in ("title", "language", "description"):
        value = book.get(name, "") if isinstance(book, dict) else ""
        setattr(layout, name, str(value))
    return layout


def _workbench(source: SourceFiles, course: DraftCourse) -> Layout | None:
    settings = yaml_fields(source.text("config.yaml") or source.text("_config.yml") or "")
    for folder in ("episodes", "_episodes", "_episodes_rmd"):
        paths = [path for path in _markdown(source) if posixpath.dirname(path) == folder]
        if not paths:
            continue
        given = settings.get("episodes")
        named = [f"{folder}/{name}" for name in given or () if isinstance(name, str)]
        known = {path.rpartition(".")[0]: path for path in paths}
        ordered = [known[stem] for name in named if (stem := name.rpartition(".")[0]) in known]
        ordered = ordered or sorted(paths, key=_natural)
        title = str(settings.get("title") or source.name)
        layout = Layout("Carpentries lesson", "carpentries", title=title, roots=("", folder))
        layout.language = str(settings.get("lang") or "")
        layout.chapters = [Chapter("", path, title) for path in ordered]
        return layout
    return None


def _docusaurus(source: SourceFiles, course: DraftCourse) -> Layout | None:
    config = next((p for p in source.files
                   if re.fullmatch(r"(?:[\w-]+/)?docusaurus\.config\.\w+", p)), None)  # fmt: skip
    if config is None:
        return None
    site = posixpath.dirname(config)
    docs = next((folder for folder in (posixpath.join(site, "docs"), "docs")
                 if any(path.startswith(f"{folder}/") for path in source.files)), "")  # fmt: skip
    text = source.text(config) or ""
    title = re.search(r"\btitle:\s*['\"`]([^'\"`]+)", text)
    layout = Layout("Docusaurus", "docusaurus", roots=(posixpath.join(site, "static"), docs, ""))
    layout.title = title[1] if title else ""
    language = re.search(r"defaultLocale:\s*['\"]([\w-]+)", text)
    layout.language = language[1] if language else ""
    chapters = _by_folder(source, docs)
    texts = [source.text(posixpath.join(site, f"sidebars.{end}")) for end in ("json", "js", "ts")]
    sidebar = next((text for text in texts if text), "")
    layout.chapters = _by_sidebar(source, sidebar, chapters, docs) if sidebar else chapters
    return layout


def _by_sidebar(
    source: SourceFiles, sidebar: str, chapters: list[Chapter], docs: str
) -> list[Chapter]:
    """Order chapters as a sidebar names them; those that it does not name come last."""
    ids: dict[str, Chapter] = {}
    for chapter in chapters:
        stem = posixpath.relpath(chapter.path, docs or ".").rpartition(".")[0]
        front, _, _ = split_front(source.text(chapter.path) or "")
        own = str(front.get("id") or posixpath.basename(stem))
        ids[posixpath.join(posixpath.dirname(stem), own)] = chapter
        ids.setdefault(stem, chapter)
    ordered: dict[str, Chapter] = {}
    try:
        parts = json.loads(sidebar)
    except ValueError:
        parts = None
    if isinstance(parts, dict):
        _from_json(parts, "", ids, ordered)
    if not ordered:
        for word in re.findall(r"['\"]([\w./-]{1,200})['\"]", sidebar):
            if word in ids:
                ordered.setdefault(ids[word].path, ids[word])
    rest = {chapter.path: chapter for chapter in chapters if chapter.path not in ordered}
    return [*ordered.values(), *rest.values()] if ordered else chapters


def _from_json(value: Any, module: str, ids: dict[str, Chapter], out: dict[str, Chapter]) -> None:
    if isinstance(value, str) and value in ids:
        chapter = ids[value]
        out.setdefault(chapter.path, Chapter(chapter.title, chapter.path, module or chapter.module))
    elif isinstance(value, list):
        for one in value:
            _from_json(one, module, ids, out)
    elif isinstance(value, dict):
        label = str(value.get("label", "")) if "items" in value else ""
        for key, one in value.items():
            inner = label or (key if isinstance(one, list) and key != "items" else module)
            _from_json(one, inner, ids, out)


def _mkdocs(source: SourceFiles, course: DraftCourse) -> Layout | None:
    path = next((name for name in ("mkdocs.yml", "mkdocs.yaml") if name in source.files), None)
    if path is None:
        return None
    settings = yaml_fields(re.sub(r"!!?[\w/.:]+", "", source.text(path) or ""))
    docs = str(settings.get("docs_dir") or "docs")
    layout = Layout("MkDocs", "mkdocs", roots=(docs, ""))
    layout.title = str(settings.get("site_name") or "")
    layout.description = str(settings.get("site_description") or "")
    found: list[Chapter] = []
    _from_nav(settings.get("nav"), "", docs, source, found)
    layout.chapters = found or _by_folder(source, docs)
    return layout


def _from_nav(value: Any, title: str, docs: str, source: SourceFiles, out: list[Chapter]) -> None:
    if isinstance(value, str):
        path = posixpath.normpath(posixpath.join(docs, value))
        if path in source.files and path.lower().endswith(_MARKDOWN):
            out.append(Chapter(title, path, out[-1].module if out else ""))
    elif isinstance(value, list):
        for one in value:
            _from_nav(one, "", docs, source, out)
    elif isinstance(value, dict):
        for key, one in value.items():
            start = len(out)
            _from_nav(one, key, docs, source, out)
            if isinstance(one, list):
                out[start:] = [Chapter(c.title, c.path, c.module or key) for c in out[start:]]


def _plain(source: SourceFiles) -> Layout:
    layout = Layout("Markdown")
    layout.chapters = _by_folder(source, "")
    return layout


def _by_folder(source: SourceFiles, base: str) -> list[Chapter]:
    """Order chapters by folder; in each, by position, number or name."""
    prefix = f"{base}/" if base else ""
    paths = [path for path in _markdown(source) if path.startswith(prefix)]
    keyed = []
    for path in paths:
        front, _, _ = split_front(source.text(path) or "")
        folder = posixpath.dirname(path)
        label, position = _category(source, folder)
        name = posixpath.basename(path)
        first = re.match(r"(?i)(?:index|readme|_index|introduction|intro)\.", name) is None
        own = _number(front.get("sidebar_position") or front.get("weight") or front.get("order"))
        nested = folder.count("/") if folder != base else -1
        key = (nested >= 0, position, _natural(folder), own, first, _natural(name))
        title = label if folder and folder != base else ""
        keyed.append((key, Chapter("", path, title)))
    return [chapter for _, chapter in sorted(keyed, key=lambda one: one[0])]


def _category(source: SourceFiles, folder: str) -> tuple[str, float]:
    """Return the label of a folder and its position (Docusaurus: `_category_.json`)."""
    label = (
        re.sub(r"^\d+[._-]*", "", posixpath.basename(folder)).replace("-", " ").replace("_", " ")
    )
    label = label[:1].upper() + label[1:]
    try:
        given = json.loads(source.text(f"{folder}/_category_.json") or "{}")
    except ValueError:
        given = {}
    if not given:
        given = yaml_fields(source.text(f"{folder}/_category_.yml") or "")
    if not isinstance(given, dict):
        given = {}
    return str(given.get("label") or label), _number(given.get("position"))


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 1e9


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a key that puts `2-b` before `10-a`."""
    parts: Iterable[str] = re.findall(r"\d{1,9}|\D+", name.lower())
    return tuple((int(part), "") if part.isdigit() else (10**9, part) for part in parts)


def _markdown(source: SourceFiles) -> list[str]:
    return [
        path
        for path in source.files
        if path.lower().endswith(_MARKDOWN)
        and not _NOT_LESSONS.search(path)
        and not _NOT_FOLDERS & set(path.split("/")[:-1])
    ]


_FINDERS: tuple[Callable[[SourceFiles, DraftCourse], Layout | None], ...] = (
    _mdbook,
    _workbench,
    _docusaurus,
    _mkdocs,
)
