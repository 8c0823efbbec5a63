"""What the page on media shows can be copied from it: it builds, and says what the code does."""

import re
from pathlib import Path

import pytest

from coursewright import pipeline, registry
from coursewright.packages.presets import PRESETS
from coursewright.read.embed_addresses import EmbedSource, embed_source
from coursewright.target import Options
from house.checkout import ROOT
from media_files import SRT, mp3, png
from scenes.scene import BASE

PAGE = ROOT / "docs" / "media.md"
EXAMPLES = re.findall(r"(?ms)^(`{3,})markdown\n(.*?)^\1$", PAGE.read_text("utf-8"))
YAML = re.findall(r"(?ms)^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"))


WEB = "links: {web: https://tea.example.org/}\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course folder with every example of the page in a lesson."""
    folder = tmp_path / "course"
    for path in BASE.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(BASE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    lesson = folder / "1-basics" / "01-water.md"
    examples = "\n".join(example for _, example in EXAMPLES)
    text = lesson.read_text("utf-8").replace(
        "## Fresh and hot\n", f"## Fresh and hot\n\n{examples}"
    )
    lesson.write_text(text, "utf-8")
    settings = folder / "course.yaml"
    settings.write_text(settings.read_text("utf-8") + "".join(YAML) + WEB, "utf-8")
    files = {
        "figures/kettle.png": png(800, 400),
        "figures/kettle@2x.png": png(1600, 800),
        "media/boil.mp3": mp3(2),
        "media/boil.txt": b"A hiss, then a rumble.\n",
        "media/pour.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        "media/pour.srt": SRT.encode(),
    }
    for path_, data in files.items():
        (folder / path_).parent.mkdir(exist_ok=True)
        (folder / path_).write_bytes(data)
    return folder


def test_every_example_builds_for_each_target_without_a_problem(course: Path) -> None:
    targets = [registry.load(name) for name in ("email", "scorm12", "site")]
    built = pipeline.build(course, targets, Options())
    words = ("mail-length", "lesson-too-long")
    assert [one for one in built.problems if one.code not in words] == []
    site = {file.path: file.data for file in built.artifacts["site"]}
    (lesson,) = (path for path in site if re.fullmatch("home/water.*/index.html", path))
    assert b'src="../../media/media/pour-srt.vtt"' in site[lesson]
    assert site["media/media/pour-srt.vtt"].startswith(b"WEBVTT\n")
    assert b"/site.js" in site[lesson], "without the script, the button stays hidden"
    embeds = built.rendered["scorm12"].report["packages"]["tea"]["embeds"]
    hosts = ["maps.example.org", "player.vimeo.com", "www.youtube-nocookie.com"]
    assert embeds == [f"https://{host}" for host in hosts]


def test_the_email_links_what_it_cannot_play(course: Path) -> None:
    built = pipeline.build(course, [registry.load("email")], Options())
    mails = {file.path: file.data.decode() for file in built.artifacts["email"]}
    (path,) = (path for path in mails if re.fullmatch(r"home/\d+-water\.html", path))
    html, text = mails[path], mails[path.replace(".html", ".txt")]
    assert not re.search(r"<(?:audio|video|iframe|script)", html)
    for shown in (html, text):
        assert "Listen (75 seconds)" in shown
        assert "https://tea.example.org/media/media/boil.txt" in shown
        assert "Open on youtube.com (5 min)" in shown
        assert "https://www.youtube.com/watch?v=dQw4w9WgXcQ" in shown
        assert "nocookie" not in shown
    narrow, own = re.findall(r"<img[^>]*kettle[^>]*>", html)  # the examples' and the lesson's
    assert 'width="276"' in narrow
    assert 'width="552"' in own
    assert "kettle-2x" in narrow


def test_every_address_on_the_page_can_be_embedded() -> None:
    found = [re.findall(r'embed\[.*src="([^"]+)"', text) for _, text in EXAMPLES]
    addresses = [address for some in found for address in some]
    assert len(addresses) == 3
    assert all(isinstance(embed_source(address), EmbedSource) for address in addresses)


def test_the_page_lists_the_limits_of_the_code(request: pytest.FixtureRequest) -> None:
    rows = ["| `--lms` | largest package | where it is set | source |", "| --- | --- | --- | --- |"]
    for row in PRESETS.values():
        if (limit := row.upload) is not None:
            most = f"{limit.megabytes} MB" if limit.megabytes else "not published"
            rows.append(f"| `{row.name}` | {most} | {limit.where} | <{limit.source}> |")
    begin, end = "<!-- made from code: limits -->\n", "\n<!-- end: limits -->"
    before, _, rest = PAGE.read_text("utf-8").partition(begin)
    told, _, after = rest.partition(end)
    if request.config.getoption("regen_all"):
        told = "\n".join(rows)
        PAGE.write_text(before + begin + told + end + after, "utf-8")
    assert told == "\n".join(rows)
