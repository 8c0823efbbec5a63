"""axe-core: what keeps people with disabilities from using a page."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from .node import package

__all__ = ["Finding", "Look", "audit", "looks", "serious"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule of axe that a page breaks.

    Attributes:
        rule: axe's name of the rule, such as `color-contrast`.
        impact: "minor", "moderate", "serious" or "critical".
        help: What is asked for.
        targets: The places: a CSS selector and the element's HTML.
    """

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a document is like in one colour scheme.

    Attributes:
        name: Which document, and in which scheme.
        findings: The rules of axe that it breaks.
        width: How wide it is laid out, in pixels.
    """

    name: str
    findings: list[Finding]
    width: int


def audit(page: Page) -> list[Finding]:
    """Return what axe finds in the page as it stands now, frames included.

    Colour scheme and width are the page's: `page.emulate_media(color_scheme="dark")`,
    `page.set_viewport_size(...)`.
    """
    axe = (package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    for frame in page.frames:
        frame.evaluate(axe)
        frame.evaluate("axe.configure({allowedOrigins: ['<unsafe_all_origins>']})")
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return _findings(found)


def looks(browser: Browser, texts: Mapping[str, str], width: int) -> Iterator[Look]:
    """Yield two looks at each HTML text: in light by all rules, in dark by those of colour.

    Two browser windows work at a time, for axe keeps one processor busy.
    """
    axe = (package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    names = list(texts)
    with ExitStack() as stack:
        pages = []
        for _ in range(2):
            context = stack.enter_context(
                browser.new_context(viewport={"width": width, "height": 700})
            )
            pages.append(context.new_page())
        for start in range(0, len(names), 2):
            at_work = list(zip(pages, names[start : start + 2], strict=False))
            for page, name in at_work:
                page.emulate_media(color_scheme="light")
                page.set_content(texts[name], wait_until="domcontentloaded")
                if page.evaluate("typeof axe") == "undefined":  # a new text keeps the window's
                    page.evaluate(axe)
                page.evaluate(
                    "() => { window.judged = axe.run(document, {resultTypes: ['violations']}); }"
                )
            for scheme, name, page in [
                *(("light", name, page) for page, name in at_work),
                *(("dark", name, page) for page, name in at_work),
            ]:
                found = page.evaluate("async () => (await window.judged).violations")
                wide = page.evaluate("document.documentElement.scrollWidth")
                if scheme == "light":
                    page.emulate_media(color_scheme="dark")
                    page.evaluate(
                        "() => { window.judged = axe.run(document, {runOnly: ['cat.color']}); }"
                    )
                yield Look(f"{name}, {scheme}", _findings(found), wide)


def _findings(violations: list[dict[str, Any]]) -> list[Finding]:
    return [
        Finding(
            rule["id"],
            rule["impact"] or "minor",
            rule["help"],
            tuple(f"{node['target']} {node['html']}" for node in rule["nodes"]),
        )
        for rule in violations
    ]


def serious(findings: list[Finding]) -> list[Finding]:
    """Return the findings that shut somebody out."""
    return [finding for finding in findings if finding.impact in {"serious", "critical"}]
