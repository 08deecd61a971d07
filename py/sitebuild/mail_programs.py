"""Real mail programs that tests and benches talk to the native server with."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sitebuild.errors import BuildError
from sitebuild.project import Project
from sitebuild.system import install, succeeds, unpack

CLIENTS: Mapping[str, tuple[str, ...]] = {
    "swaks": ("swaks", "--version"),
    "libnet-ssleay-perl": ("perl", "-MNet::SSLeay", "-e", "1"),  # with which swaks speaks TLS
    "curl": ("curl", "--version"),
    "msmtp": ("msmtp", "--version"),
}
"""Debian package -> the command that works where it is installed."""

POSTFIX_PROGRAMS = ("smtp-source", "smtp-sink")
SYSTEM = "/usr/sbin"  # where they are when installed; not on everyone's PATH


def make_sure_of_clients() -> None:
    """Get the clients that are missing, or raise BuildError saying what to install."""
    missing = _missing_clients()
    if missing and not (install(*missing) and not _missing_clients()):
        names = ", ".join(missing)
        raise BuildError(f"the tests need real mail clients: install the package(s) {names}")


def _missing_clients() -> list[str]:
    return [package for package, command in CLIENTS.items() if not succeeds(*command)]


def make_sure_of_postfix(project: Project) -> None:
    """Get the two programs of Postfix's that play a client and a server, or raise BuildError.

    Installing Postfix would set up a mail server, which is not ours to do: only the files
    of its package are taken.
    """
    if _has_postfix(project) or (unpack("postfix", _folder(project)) and _has_postfix(project)):
        return
    names = " and ".join(POSTFIX_PROGRAMS)
    raise BuildError(f"the tests and the bench need {names}: install Postfix, which has them")


def postfix_program(project: Project, name: str) -> str:
    """Return where a program of Postfix's is: an installed one first."""
    path = os.pathsep.join((os.environ.get("PATH", ""), SYSTEM))
    return shutil.which(name, path=path) or str(_folder(project) / "usr" / "sbin" / name)


def postfix_environment(project: Project) -> dict[str, str]:
    """Return the environment in which the unpacked programs find their own libraries."""
    return os.environ | {"LD_LIBRARY_PATH": str(_folder(project) / "usr" / "lib" / "postfix")}


def _folder(project: Project) -> Path:
    return project.made / "postfix"


def _has_postfix(project: Project) -> bool:
    """Tell whether the programs run: that they are there does not mean their libraries are."""
    return all(_runs(project, name) for name in POSTFIX_PROGRAMS)


def _runs(project: Project, name: str) -> bool:
    # The loader then names the libraries and starts nothing. A start without arguments would
    # show as much, but Postfix's programs take a second to die.
    environment = postfix_environment(project) | {"LD_TRACE_LOADED_OBJECTS": "1"}
    command = postfix_program(project, name)
    try:
        done = subprocess.run([command], env=environment, capture_output=True, check=False)
    except OSError:
        return False
    return b"not found" not in done.stdout
