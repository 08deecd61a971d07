"""What the tests themselves need is got where that is allowed, and named where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitebuild import browsers, system, testing
from sitebuild.errors import BuildError
from sitebuild.project import HERE

APT_GET = """#!/bin/sh
echo "$DEBIAN_FRONTEND: $*" >> "$(dirname "$0")/log"
case "$1" in update) touch "$(dirname "$0")/lists" ;; esac
test -e "$(dirname "$0")/lists"
"""
SUDO = """#!/bin/sh
shift
exec "$@"
"""
INSTALL = "noninteractive: install --yes --no-install-recommends swaks"
UPDATE = "noninteractive: update"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder, besides the system's own tools, whose programs are found."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in ("env", "dirname", "touch", "sh", "true"):
        (programs / tool).symlink_to(f"/usr/bin/{tool}")
    monkeypatch.setenv("PATH", str(programs))
    return programs


def add(machine: Path, name: str, script: str) -> None:
    (machine / name).write_text(script)
    (machine / name).chmod(0o755)


def log(machine: Path) -> list[str]:
    return (machine / "log").read_text().splitlines()


def test_root_installs_after_fetching_the_lists(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(machine, "apt-get", APT_GET)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert system.install("swaks")
    assert log(machine) == [INSTALL, UPDATE, INSTALL]


def test_others_install_where_sudo_asks_nothing(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(machine, "apt-get", APT_GET)
    add(machine, "sudo", SUDO)
    (machine / "lists").touch()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert system.install("swaks")
    assert log(machine) == [INSTALL]


@pytest.mark.parametrize("sudo", [None, "#!/bin/sh\nexit 1\n"], ids=["none", "asks"])
def test_others_do_not_install_without_a_right_to(
    machine: Path, sudo: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(machine, "apt-get", APT_GET)
    if sudo:
        add(machine, "sudo", sudo)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert not system.install("swaks")


@pytest.mark.usefixtures("machine")
def test_a_system_without_apt_installs_nothing() -> None:
    assert not system.install("swaks")


@pytest.mark.usefixtures("machine")
def test_tests_without_swaks_fail_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "build_site", lambda _: None)
    monkeypatch.setattr(testing, "make_sure_of_browsers", lambda: None)

    with pytest.raises(BuildError, match="the tests need swaks, a mail client: install"):
        testing.test(HERE, ())


@pytest.mark.usefixtures("machine")
def test_tests_without_a_browser_fail_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(purpose: str, _: object) -> str:
        raise BuildError(f"could not {purpose}: no network")

    monkeypatch.setattr(browsers, "_playwright_has", lambda _: False)
    monkeypatch.setattr(browsers, "run", unreachable)

    with pytest.raises(BuildError, match=r"the tests need chromium: install it, .*no network"):
        browsers.make_sure_of_browsers()


def test_an_installed_browser_is_preferred(machine: Path) -> None:
    add(machine, "firefox", "")
    add(machine, "firefox-esr", "")

    assert browsers.installed("firefox") == machine / "firefox-esr"
    assert browsers.installed("chromium") is None
