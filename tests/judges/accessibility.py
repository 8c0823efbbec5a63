"""axe-core: what keeps people with disabilities from using a page."""

from dataclasses import dataclass

from playwright.sync_api import Page

from .node import package

__all__ = ["Finding", "audit", "serious"]


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
    return [
        Finding(
            rule["id"],
            rule["impact"] or "minor",
            rule["help"],
            tuple(f"{node['target']} {node['html']}" for node in rule["nodes"]),
        )
        for rule in found
    ]


def serious(findings: list[Finding]) -> list[Finding]:
    """Return the findings that shut somebody out."""
    return [finding for finding in findings if finding.impact in {"serious", "critical"}]
