"""The browsers that tests and benches drive: an installed one first, Playwright's own last."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Playwright, sync_playwright

from sitebuild.errors import BuildError
from sitebuild.process import run
from sitebuild.system import install
from sitebuild.webkit import has_webkitgtk, install_webkitgtk

NAMES = ("chromium", "firefox")
COMMANDS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "firefox": ("firefox-esr", "firefox"),
}
APPLICATIONS = {
    "chromium": Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    "firefox": Path("/Applications/Firefox.app/Contents/MacOS/firefox"),
}
DEBIAN_PACKAGES = {"chromium": "chromium", "firefox": "firefox-esr"}
CHROMIUM_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def launch(playwright: Playwright, name: str) -> Browser:
    """Start a browser; close it when done. Its failure to start is the caller's to show."""
    if name == "webkit":
        return playwright.webkit.launch()
    path = installed(name)
    if name == "chromium":
        # Chromium refuses to sandbox what root starts.
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        arguments = [*CHROMIUM_ARGUMENTS, *sandbox]
        return playwright.chromium.launch(executable_path=path, args=arguments)
    if path is None:
        return playwright.firefox.launch()
    # A stock Firefox lacks Playwright's patches; this channel speaks WebDriver BiDi to it.
    return playwright.firefox.launch(channel="moz-firefox", executable_path=path)


def make_sure_of_browsers() -> None:
    """Get what is missing, or raise BuildError saying what to install."""
    for name in NAMES:
        if installed(name) is None and not _playwright_has(name):
            if install(DEBIAN_PACKAGES[name]) and installed(name) is not None:
                continue
            _get_from_playwright(name)
    if not (has_webkitgtk() or _playwright_has("webkit") or install_webkitgtk()):
        _get_from_playwright("webkit")


def installed(name: str) -> Path | None:
    """Return the system's browser, if it has one."""
    for command in COMMANDS[name]:
        if found := shutil.which(command):
            return Path(found)
    return APPLICATIONS[name] if APPLICATIONS[name].exists() else None


def _playwright_has(name: str) -> bool:
    with sync_playwright() as playwright:
        kind: BrowserType = getattr(playwright, name)
        return Path(kind.executable_path).exists()


def _get_from_playwright(name: str) -> None:
    print(f"setup: {name} from Playwright (once, needs the network)", flush=True)
    try:
        run(f"get {name}", [sys.executable, "-m", "playwright", "install", name])
    except BuildError as error:
        raise BuildError(f"the tests need {name}: install it, then try again ({error})") from error
