"""The system's Chromium, driven by playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from .node import MissingJudgeError

__all__ = ["offline_chromium"]

# Of several lists the last one counts, so Playwright's own stands here too. What the last lines
# name opens pages of the browser's own behind each window: half of what a context costs.
_OFF = (
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"),
    *("LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"),
    *("PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
    *("PreloadTopChromeWebUI", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    "WebUIOmniboxPopup",
)
# A browser under test asks nobody but the page's own server: hosts that are not this machine's
# do not resolve, and Chromium's own services are off.
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join(_OFF)}",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-first-run",
    "--no-sandbox",
)


@contextmanager
def offline_chromium() -> Iterator[Browser]:
    """Start Chromium without a window, and stop it at the end."""
    wanted = os.environ.get("CHROMIUM", "chromium")
    found = (
        shutil.which(wanted) or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    if found is None:
        raise MissingJudgeError(wanted)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield chromium
        chromium.close()
