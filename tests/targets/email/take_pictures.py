"""Retake the pictures of `docs/mail-pictures`: six emails, each as four readers see it.

    .venv/bin/python tests/targets/email/take_pictures.py [FOLDER]

Side by side stand a desktop, a phone, a phone in dark mode, and a phone with pictures off and the
style sheet stripped. Look at them before you commit them.
"""

import re
import sys
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, Route

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests"))

from coursewright.markup.addresses import asset_address  # noqa: E402
from coursewright.model import Course  # noqa: E402
from coursewright.read import read_course  # noqa: E402
from coursewright.target import Options  # noqa: E402
from coursewright.targets.email import TARGET  # noqa: E402
from judges.browser import offline_chromium  # noqa: E402 -- tests are no package of the program

__all__ = ["main"]

SHOTS = {
    "lesson": ("course", "aspire/10-delegate-the-outcome"),
    "lesson-with-picture": ("course", "aspire/17-think-beyond-the-quarter"),
    "welcome": ("course", "aspire/welcome"),
    "recall": ("course", "aspire/recall-7"),
    "sponsor-digest": ("course", "aspire/sponsor-02"),
    "right-to-left": ("docs/examples/safe-food-ar", None),
}
VIEWS = (
    ("Desktop", 680, "light", True),
    ("Phone", 360, "light", True),
    ("Phone, dark", 360, "dark", True),
    ("No pictures, no style sheet", 360, "light", False),
)


def views(browser: Browser, html: str, course: Course) -> list[tuple[str, int, bytes]]:
    """Return how a mail looks to each reader: whose, how wide, and the picture (PNG)."""
    web = course.settings.links.web or ""
    files = {web + asset_address(path): asset for path, asset in course.assets.items()}

    def answer(route: Route) -> None:
        asset = files.get(route.request.url)
        if asset is None:
            route.abort()
        else:
            route.fulfill(body=asset.data, content_type=asset.media_type)

    out = []
    for name, width, scheme, whole in VIEWS:
        page = browser.new_page(
            viewport={"width": width, "height": 600},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page.route("**/*", answer if whole else lambda route: route.abort())
        shown = html if whole else re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
        page.set_content(shown, wait_until="load")
        out.append((name, width, page.screenshot(full_page=True)))
        page.close()
    return out


def sheet(browser: Browser, shots: list[tuple[str, int, bytes]], kind: str, scale: float) -> bytes:
    """Return the pictures of one mail side by side, each under its name."""
    cells = "".join(
        f'<figure style="margin:0"><figcaption>{name}</figcaption><img width="{width * scale}" '
        f'src="data:image/png;base64,{b64encode(data).decode()}"></figure>'
        for name, width, data in shots
    )
    page = browser.new_page(viewport={"width": round(1880 * scale), "height": 100})
    page.set_content(
        f'<body style="margin:12px;background:#888;font:14px sans-serif;color:#fff">'
        f'<div style="display:flex;gap:12px;align-items:flex-start">{cells}</div>',
        wait_until="load",
    )
    if kind == "png":
        data = page.screenshot(full_page=True)
    else:
        data = page.screenshot(full_page=True, type="jpeg", quality=70)
    page.close()
    return data


def main(folder: Path, kind: str = "jpg") -> None:
    """Write the sheets into a folder."""
    courses = {name: read_course(ROOT / name).course for name, _ in SHOTS.values()}
    with offline_chromium() as browser:
        for shot, (name, wanted) in SHOTS.items():
            course = courses[name]
            if course is None:
                sys.exit(f"{name} cannot be read")
            mails = TARGET.render(course, Options()).artifacts
            lessons = [one for one in mails if re.search(r"^[\w-]+/\d\d-.*\.html$", one.path)]
            mail = next(
                (one for one in mails if one.path == f"{wanted}.html"),
                lessons[0] if lessons else None,
            )
            if mail is None:
                sys.exit(f"{name} has no mail for {shot}")
            data = sheet(browser, views(browser, mail.data.decode(), course), kind, 0.9)
            (folder / f"{shot}.{kind}").write_bytes(data)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "mail-pictures", *sys.argv[2:3]
    )
