"""The system's package manager, used where it may be used without asking anyone."""

from __future__ import annotations

import os
import shutil
import subprocess
from subprocess import DEVNULL


def install(package: str) -> bool:
    """Install a Debian package if this user may; return whether that worked."""
    right = _right_to_install()
    if right is None:
        return False
    print(f"setup: {package} from the system's packages (once, needs the network)", flush=True)
    command = [*right, "apt-get", "install", "--yes", "--no-install-recommends", package]
    # The lists of a new machine are empty: they are fetched only where the first try fails.
    return _succeeds(command) or (_succeeds([*right, "apt-get", "update"]) and _succeeds(command))


def _right_to_install() -> list[str] | None:
    """Return what stands before apt-get: nothing for root, sudo if it asks for no password."""
    if shutil.which("apt-get") is None:
        return None
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return environment
    sudo = ["sudo", "--non-interactive"]
    return [*sudo, *environment] if shutil.which("sudo") and _succeeds([*sudo, "true"]) else None


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, stdin=DEVNULL, capture_output=True, check=False).returncode == 0
