"""A second reading parses what changed, and gives what a first reading would."""

from pathlib import Path

from coursewright.read import Cache, read_course, read_files
from read.course_in_memory import COURSE, FRONT

FILES = {
    "course.yaml": COURSE.encode(),
    "m/01-a.md": (FRONT.replace("water", "a") + "# One\n").encode(),
    "m/02-b.md": (FRONT.replace("water", "b") + "Two\n").encode(),
}


def test_only_what_changed_is_parsed_again() -> None:
    cache = Cache()
    first = read_files(FILES, cache=cache)
    assert cache.parsed == 3
    assert read_files(FILES, cache=cache) == first
    assert cache.parsed == 0
    changed = FILES | {"m/02-b.md": FILES["m/02-b.md"] + b"## More\n"}
    again = read_files(changed, cache=cache)
    assert cache.parsed == 1
    assert again == read_files(changed)
    assert again != first


def test_a_file_that_is_gone_is_forgotten() -> None:
    cache = Cache()
    read_files(FILES, cache=cache)
    read_files({"course.yaml": FILES["course.yaml"]}, cache=cache)
    read_files(FILES, cache=cache)
    assert cache.parsed == 2


def test_a_save_on_disk_is_seen(tmp_path: Path) -> None:
    cache = Cache()
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    assert read_course(tmp_path, cache=cache) == read_files(FILES)
    (tmp_path / "m" / "01-a.md").write_bytes(FILES["m/01-a.md"].replace(b"# One", b"## One"))
    assert read_course(tmp_path, cache=cache).problems == ()
    assert cache.parsed == 1


def test_two_readings_give_the_same() -> None:
    assert read_files(FILES) == read_files(dict(reversed(FILES.items())))


class Failing(dict[str, bytes]):
    """Files of which one went away, or is on a disk that fails."""

    def __getitem__(self, path: str) -> bytes:
        if path.endswith(("02-b.md", ".png")):
            raise OSError(5, "Input/output error")
        return super().__getitem__(path)


def test_a_disk_that_fails_is_told_and_the_rest_is_read() -> None:
    shown = FILES["m/01-a.md"].replace(b"# One", b"![A](../f/a.png)")
    result = read_files(Failing(FILES | {"m/01-a.md": shown, "f/a.png": b""}))
    assert result.course is not None
    assert [one.id for one in result.course.lessons] == ["a"]
    assert [(one.code, one.span.path) for one in result.problems] == [
        ("file-unreadable", "m/01-a.md"),
        ("file-unreadable", "m/02-b.md"),
    ]
