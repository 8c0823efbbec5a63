"""A rule that finds nothing in a broken package is no rule: each is shown what it is for."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from lxml import etree

from coursewright.model import Course, Lesson, Module, Package, Settings, Track
from coursewright.model.lesson import FrontMatter
from coursewright.source import Span
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12, SCORM2004_4
from coursewright.targets.scorm.audit import RULES, audit

HERE = Span("lesson.md")
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def course() -> Course:
    settings = Settings(
        id="tea",
        title="Tea & milk",
        version="1",
        language="en",
        tracks=(Track(id="all", label="All", choose="All", span=HERE),),
        modules=(Module(id="M", folder="m", title="M", span=HERE),),
        packages=(Package(id="tea", title="Tea & milk", tracks=("all",), span=HERE),),
        span=HERE,
    )
    front = FrontMatter(id="one", module="M", title="One", tracks=("all",))
    lesson = Lesson(front=front, body=(), path="m/01-one.md", number=1, span=HERE)
    return Course(settings=settings, lessons=(lesson,))


@pytest.fixture(scope="module")
def good12(course: Course) -> bytes:
    return SCORM12.write(SCORM12.render(course, Options()))[0].data


@pytest.fixture(scope="module")
def good2004(course: Course) -> bytes:
    return SCORM2004_4.write(SCORM2004_4.render(course, Options()))[0].data


def files_of(data: bytes) -> Files:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files, change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            if change is not None:
                change(info)
            archive.writestr(info, data)
    return buffer.getvalue()


def _bomb(files: Files) -> bytes:
    """Return a zip with two million zeros in two kilobytes."""
    packed = zipped(files, lambda info: setattr(info, "compress_type", zipfile.ZIP_DEFLATED))
    out = BytesIO(packed)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("zeros.txt", (1980, 1, 1, 0, 0, 0)), bytes(2_000_000),
                         zipfile.ZIP_DEFLATED)  # fmt: skip
    return out.getvalue()


def flagged(files: Files, bit: int) -> bytes:
    """Return a zip whose directory and entries carry a flag."""
    data = bytearray(zipped(files))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(mark), bytes(data)):
            data[match.start() + at] |= bit
    return bytes(data)


def versioned(files: Files) -> bytes:
    data = bytearray(zipped(files))
    for match in re.finditer(re.escape(b"PK\x01\x02"), bytes(data)):
        data[match.start() + 6] = 45
    return bytes(data)


def with_file(files: Files, name: str, data: bytes = b"x") -> bytes:
    return zipped(files | {name: data})


def in_manifest(old: str, new: str) -> Callable[[Files], bytes]:
    def change(files: Files) -> bytes:
        text = files["imsmanifest.xml"].decode()
        changed = re.sub(old, new, text, count=1, flags=re.DOTALL)
        assert changed != text
        return zipped(files | {"imsmanifest.xml": changed.encode()})

    return change


def bzip2(files: Files) -> bytes:
    return zipped(files, lambda info: setattr(info, "compress_type", zipfile.ZIP_BZIP2))


BROKEN: dict[str, tuple[str, Callable[[Files], bytes]]] = {
    "manifest-at-the-root": (
        "12",
        lambda f: zipped({f"tea/{name}": data for name, data in f.items()}),
    ),
    "manifest-comes-first": ("12", lambda f: zipped(dict(reversed(f.items())))),
    "entries-are-stored-or-deflated": ("12", bzip2),
    "entries-have-no-data-descriptor": ("12", lambda f: flagged(f, 0x8)),
    "entries-are-no-zip-bombs": ("12", _bomb),
    "entries-are-not-encrypted": ("12", lambda f: _one_encrypted(f)),
    "small-entries-need-no-zip64": ("12", versioned),
    "no-entry-is-a-folder": ("12", lambda f: with_file(f, "assets/", b"")),
    "paths-stay-inside": ("12", lambda f: with_file(f, "../out.html")),
    "no-entry-is-a-system-file": ("12", lambda f: with_file(f, "__MACOSX/._x")),
    "names-are-lower-case-ascii-without-spaces": ("12", lambda f: with_file(f, "Tee Kännchen.svg")),
    "names-are-unique": ("12", lambda f: with_file(f, "INDEX.html")),
    "paths-are-short": ("12", lambda f: with_file(f, "a" * 101)),
    "types-are-allowed": ("12", lambda f: with_file(f, "assets/tea.py")),
    "times-are-fixed": (
        "12",
        lambda f: zipped(f, lambda info: setattr(info, "date_time", (2026, 1, 1, 0, 0, 0))),
    ),
    "nothing-is-loaded-from-outside": (
        "12",
        lambda f: with_file(f, "a.html", b'<img alt="" src="//example.org/a.png">'),
    ),
    "nothing-relies-on-unload": (
        "12",
        lambda f: with_file(f, "a.js", b'addEventListener("beforeunload", save)'),
    ),
    "scripts-request-nothing": ("12", lambda f: with_file(f, "a.js", b"fetch('data.json')")),
    "manifest-is-well-formed": ("12", in_manifest("&amp;", "&")),
    "manifest-opens-with-its-declaration": ("12", in_manifest(r"^<\?xml", "\n<?xml")),
    "schema-is-named-exactly": ("2004", in_manifest("2004 4th Edition", "2004 4th Ed.")),
    "namespaces-match-the-edition": ("12", in_manifest("adlcp_rootv1p2", "adlcp_v1p3")),
    "packaging-is-the-default-namespace": (
        "12",
        lambda f: zipped(f | {"imsmanifest.xml": _prefixed(f["imsmanifest.xml"])}),
    ),
    "scorm-type-matches-the-edition": ("2004", in_manifest("scormType", "scormtype")),
    "default-organization-exists": ("12", in_manifest('default="org-tea"', 'default="none"')),
    "items-refer-to-existing-resources": ("12", in_manifest('ref="res-tea"', 'ref="res-none"')),
    "launch-page-exists": ("12", in_manifest('href="index.html"', 'href="Index.html"')),
    "launch-resource-comes-first": (
        "12",
        in_manifest("<resources>", '<resources><resource identifier="x" type="webcontent"/>'),
    ),
    "ids-are-unique": ("12", in_manifest('identifier="item-tea"', 'identifier="org-tea"')),
    "ids-are-plain-names": ("12", in_manifest('identifier="item-tea"', 'identifier="1.tea"')),
    "files-are-listed": ("12", lambda f: with_file(f, "assets/more.svg")),
    "listed-files-exist": (
        "12",
        lambda f: zipped({name: data for name, data in f.items() if name != "style.css"}),
    ),
    "titles-are-not-empty": (
        "12",
        in_manifest("<title>Tea &amp; milk</title>", "<title> </title>"),
    ),
    "no-schema-location-is-set": (
        "12",
        in_manifest(
            "<manifest ",
            '<manifest xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xsi:schemaLocation="urn:a a.xsd" ',
        ),
    ),
    "manifest-sets-no-passing-score": (
        "12",
        in_manifest("</item>", "<adlcp:masteryscore>80</adlcp:masteryscore></item>"),
    ),
    "content-sets-completion-and-success": (
        "2004",
        in_manifest('completionSetByContent="true"', 'completionSetByContent="false"'),
    ),
    "learner-may-choose-and-flow": ("2004", in_manifest('flow="true"', 'flow="false"')),
    "objectives-stay-in-the-course": (
        "2004",
        in_manifest('objectivesGlobalToSystem="false"', 'objectivesGlobalToSystem="true"'),
    ),
}


def _one_encrypted(files: Files) -> bytes:
    """Return a zip in which one entry, that nobody reads, says that it is encrypted."""
    data = bytearray(zipped(files | {"z.bin": b"x"}))
    data[bytes(data).rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _prefixed(manifest: bytes) -> bytes:
    root = etree.parse(BytesIO(manifest)).getroot()
    space = etree.QName(root).namespace
    text = manifest.decode().replace(f'xmlns="{space}"', f'xmlns:ims="{space}"', 1)
    return re.sub(r"<(/?)(manifest|metadata|schema\b)", r"<\1ims:\2", text).encode()


def test_good_packages_have_no_finding(good12: bytes, good2004: bytes) -> None:
    assert audit(good12) == ()
    assert audit(good2004) == ()


def test_every_rule_is_shown_a_fault() -> None:
    assert sorted(BROKEN) == sorted(RULES)


@pytest.mark.parametrize("rule", sorted(BROKEN))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_rule_finds_what_it_is_for(rule: str, good12: bytes, good2004: bytes) -> None:
    edition, spoil = BROKEN[rule]
    found = audit(spoil(files_of(good12 if edition == "12" else good2004)))
    assert rule in {finding.rule for finding in found}
    assert all(finding.message and finding.why for finding in found)


def test_what_is_no_zip_is_said_to_be_none() -> None:
    (finding,) = audit(b"not a zip")
    assert finding.rule == "file-is-a-zip"
