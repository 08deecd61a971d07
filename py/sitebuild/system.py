"""The system's package manager, used where it may be used without asking anyone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from subprocess import DEVNULL

SILENT = "DEBIAN_FRONTEND=noninteractive"
OPTIONS = ("--yes", "--no-install-recommends", "--no-upgrade")


def install(*packages: str) -> bool:
    """Install Debian packages if this user may; return whether that worked."""
    right = _right_to_install()
    if right is None:
        return False
    _say(packages)
    # The lists of a new machine are empty, or so old that its browsers are too old for our tests.
    refresh_lists()
    return succeeds(*right, "apt-get", "install", *OPTIONS, *packages)


def unpack(package: str, folder: Path) -> bool:
    """Unpack a Debian package into a folder; return whether that worked.

    It is not installed, so nothing of it is set up or started. The libraries that it needs
    are installed, if this user may: they may be there already.
    """
    if shutil.which("apt-get") is None:
        return False
    _say([package])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="unpack-") as work:
        refresh_lists()
        if not succeeds("apt-get", "download", package, folder=work):
            return False
        (archive,) = Path(work).glob("*.deb")
        files = Path(work, "files")
        if not succeeds("dpkg-deb", "--extract", str(archive), str(files)):
            return False
        install(*_libraries(archive))
        shutil.rmtree(folder, ignore_errors=True)
        files.rename(folder)
    return True


def succeeds(*command: str, folder: str | None = None) -> bool:
    """Run a command quietly; return whether it is there and went well."""
    try:
        done = subprocess.run(command, stdin=DEVNULL, capture_output=True, cwd=folder, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _libraries(archive: Path) -> list[str]:
    """Return the libraries that a package depends on, which its programs cannot run without."""
    command = ["dpkg-deb", "--field", str(archive), "Depends"]
    depends = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    names = [depend.split()[0] for depend in depends.split(",")]
    return [name for name in names if name.startswith("lib")]


@cache
def refresh_lists() -> None:
    """Fetch the lists of what there is to install, once a run, if this user may."""
    right = _right_to_install()
    if right is not None:
        succeeds(*right, "apt-get", "update")


def _right_to_install() -> list[str] | None:
    """Return what stands before apt-get: nothing for root, sudo if it asks for no password."""
    if shutil.which("apt-get") is None:
        return None
    environment = ["env", SILENT]
    if os.geteuid() == 0:
        return environment
    sudo = ["sudo", "--non-interactive"]
    return [*sudo, *environment] if succeeds(*sudo, "true") else None


def _say(packages: tuple[str, ...] | list[str]) -> None:
    names = ", ".join(packages)
    print(f"setup: {names} from the system's packages (once, needs the network)", flush=True)
