"""A picture of a rendered page, taken by a browser of this computer if one is installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from coursewright.errors import SurroundingsError
from coursewright.output import Artifact, write_folder

__all__ = ["browser_path", "page_picture"]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_WIDTHS = {"phone": 390, "desktop": 1024}
_HEIGHT = 2_400  # pixels; what is below is left out
_SECONDS = 60
_MOST = 4_000_000  # bytes of a picture


def browser_path() -> str | None:
    """Return the browser that takes pictures, or None if there is none."""
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def page_picture(files: Iterable[Artifact], path: str, screen: str) -> bytes:
    """Return a PNG of a page.

    Args:
        files: the page and what it shows.
        path: the path of the page among them.
        screen: `phone` or `desktop`.

    Raises:
        SurroundingsError: there is no browser, or it failed.
    """
    browser = browser_path()
    if browser is None:
        msg = "no browser is installed to take a picture"
        raise SurroundingsError(msg, hint="Install Chromium, or leave `picture` out")
    with tempfile.TemporaryDirectory(prefix="coursewright-") as place:
        pages = Path(place) / "pages"
        write_folder(pages, files)
        picture = Path(place) / "page.png"
        _run(browser, Path(place), pages / path, picture, _WIDTHS[screen])
        data = picture.read_bytes() if picture.exists() else b""
    if not data.startswith(b"\x89PNG") or len(data) > _MOST:
        msg = "the browser took no usable picture"
        raise SurroundingsError(msg, hint="Leave `picture` out")
    return data


def _run(browser: str, place: Path, page: Path, picture: Path, width: int) -> None:
    command = [
        browser,
        "--headless",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--host-resolver-rules=MAP * ~NOTFOUND",  # the page asks no server
        f"--user-data-dir={place / 'profile'}",
        f"--screenshot={picture}",
        f"--window-size={width},{_HEIGHT}",
        page.as_uri(),
    ]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.insert(1, "--no-sandbox")  # Chromium refuses to start as root without it
    try:
        subprocess.run(  # noqa: S603 -- a fixed list, without a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"the browser {browser} did not take a picture"
        raise SurroundingsError(msg, hint="Leave `picture` out") from error
