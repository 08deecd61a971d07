"""WebKit for tests and benches: WebKitGTK on a screen of its own, through Selenium.

Playwright drives a WebKit of its own only, which stands in where the system has no WebKitGTK.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from sitebuild.errors import BuildError
from sitebuild.system import install

DEBIAN_PACKAGES = ("webkit2gtk-driver", "xvfb")
DRIVER, SCREEN = "WebKitWebDriver", "Xvfb"
BROWSERS = ("*/webkit2gtk-4.1/MiniBrowser", "*/webkitgtk-6.0/MiniBrowser", "*/*/MiniBrowser")
FOLDERS = (Path("/usr/lib"), Path("/usr/libexec"))
SCREEN_SIZE = "1280x900x24"


def has_webkitgtk() -> bool:
    """Tell whether the system has all that WebKitGTK needs to be driven."""
    return bool(shutil.which(DRIVER) and shutil.which(SCREEN) and _browser())


def install_webkitgtk() -> bool:
    """Install it from the system's packages, if this user may; return whether it is there."""
    return install(*DEBIAN_PACKAGES) and has_webkitgtk()


@contextmanager
def webkitgtk() -> Iterator[WebKitGTK]:
    """Run WebKitGTK until the end of the block, on a screen that nobody sees."""
    options = Options()
    options.binary_location = str(_browser())
    options.add_argument("--automation")
    with _screen() as display:
        service = Service(str(shutil.which(DRIVER)), env=_environment(display))
        driver = WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


def _environment(display: str) -> dict[str, str]:
    # As root the browser cannot build its sandbox, and on no real screen it finds no other.
    return os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11"}


@contextmanager
def _screen() -> Iterator[str]:
    """Run a screen in memory; it chooses its own number and tells it."""
    reading, writing = os.pipe()
    command = [SCREEN, "-displayfd", str(writing), "-screen", "0", SCREEN_SIZE, "-nolisten", "tcp"]
    process = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise BuildError(f"{SCREEN} did not start: status {process.wait()}")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()


def _browser() -> Path | None:
    found = (path for folder in FOLDERS for kind in BROWSERS for path in folder.glob(kind))
    return next(found, None)
