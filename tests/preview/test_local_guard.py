"""Nobody but this machine's own pages gets an answer, and nobody can change anything."""

from pathlib import Path

import pytest

from coursewright.preview.live_course import LiveCourse
from coursewright.preview.local_guard import is_loopback
from preview.running import Client

PLACES = ["/map", "/inbox", "/events", "/static/preview.js", "/site/index.html"]


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:9999", "127.0.0.1", "localhost.evil.example:8000", ""]
)
def test_a_foreign_host_is_refused(client: Client, path: str, host: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_the_names_of_this_machine_are_answered(client: Client, host: str) -> None:
    assert client.get("/map", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(client: Client, method: str) -> None:
    assert client.request(method, "/map").status_code == 405


def test_a_post_of_another_site_is_refused(client: Client) -> None:
    told = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.request("POST", "/map", headers=told).status_code in {403, 405}


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9999", "null"])
def test_a_foreign_origin_is_refused(client: Client, origin: str) -> None:
    assert client.get("/map", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_link_here_but_not_read(client: Client, site: str) -> None:
    frame = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    script = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/map", headers=frame).status_code == 403
    assert client.get("/static/preview.js", headers=script).status_code == 403
    assert client.get("/map", headers=link).status_code == 200


@pytest.mark.parametrize("path", ["/map", "/inbox", "/lms", "/plan", "/problems"])
def test_our_own_pages_run_our_own_scripts_only(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "style=" not in answer.text


def test_a_mail_runs_no_script_and_loads_nothing_from_outside(client: Client) -> None:
    policy = client.get("/mail/stall/clean-hands").headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:;")
    off = client.get("/mail/stall/clean-hands?images=off").headers["Content-Security-Policy"]
    assert "img-src 'none'" in off


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2fworkshop.py",
        "/static/%2e%2e/workshop.py",
        "/static/../workshop.py",
        "/lms-simulator/..%2f..%2fstart.js",
        "/site/..%2f..%2fcourse.yaml",
        "/site/%2e%2e/%2e%2e/course.yaml",
        "/site//etc/passwd",
        "/site/media/..%2f..%2fcourse.yaml",
        "/package/scorm12/generic/safe-food-en/..%2f..%2fcourse.yaml",
        "/package/scorm12/generic/..%2f/course.yaml",
        "/mail/..%2f..%2fcourse.yaml",
    ],
)
def test_no_path_leads_out(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_symlink_is_never_followed(folder: Path, tmp_path: Path, client: Client) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("A secret of this machine.", "utf-8")
    lesson = folder / "1-stall" / "01-clean-hands.md"
    lesson.unlink()
    lesson.symlink_to(secret)
    shop = LiveCourse(folder)
    shop.refresh()
    assert "symlink-refused" in {one.code for one in shop.state.problems}
    assert "secret" not in repr(shop.state.sources).lower()


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.2", False),
        ("a.b", False),
    ],
)
def test_what_reaches_this_machine_only_is_known(host: str, own: bool) -> None:
    assert is_loopback(host) is own
