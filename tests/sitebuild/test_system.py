"""What the tests themselves need is got where that is allowed, and named where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitebuild import browsers, mail_programs, system, testing
from sitebuild.errors import BuildError
from sitebuild.project import HERE, Project

APT_GET = """#!/bin/sh
echo "$DEBIAN_FRONTEND: $*" >> "$(dirname "$0")/log"
case "$1" in update) touch "$(dirname "$0")/lists" ;; esac
test -e "$(dirname "$0")/lists"
"""
SUDO = """#!/bin/sh
shift
exec "$@"
"""
INSTALL = "noninteractive: install --yes --no-install-recommends --no-upgrade swaks"
UPDATE = "noninteractive: update"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder, besides the system's own tools, whose programs are found."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in ("env", "dirname", "touch", "sh", "true"):
        (programs / tool).symlink_to(f"/usr/bin/{tool}")
    monkeypatch.setenv("PATH", str(programs))
    system.refresh_lists.cache_clear()
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
    assert log(machine) == [UPDATE, INSTALL]


def test_lists_are_fetched_once_a_run(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(machine, "apt-get", APT_GET)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert system.install("swaks")
    assert system.install("swaks")
    assert log(machine) == [UPDATE, INSTALL, INSTALL]


def test_others_install_where_sudo_asks_nothing(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(machine, "apt-get", APT_GET)
    add(machine, "sudo", SUDO)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert system.install("swaks")
    assert log(machine) == [UPDATE, INSTALL]


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
def test_tests_without_mail_clients_fail_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "build_site", lambda _: None)
    monkeypatch.setattr(testing, "make_sure_of_browsers", lambda: None)

    with pytest.raises(BuildError, match=r"install the package\(s\) swaks, .*, curl, msmtp$"):
        testing.test(HERE, ())


def test_only_the_missing_clients_are_installed(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("perl", "curl", "msmtp"):
        add(machine, name, "#!/bin/sh\n")
    add(machine, "apt-get", '#!/bin/sh\necho "$*" >> "$0.log"\ncp /usr/bin/true "${0%/*}/swaks"\n')
    (machine / "cp").symlink_to("/usr/bin/cp")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    mail_programs.make_sure_of_clients()
    mail_programs.make_sure_of_clients()

    wanted = INSTALL.removeprefix("noninteractive: ")
    assert (machine / "apt-get.log").read_text().splitlines() == ["update", wanted]


def add_postfix(machine: Path) -> None:
    """Let apt-get download a package of that name, whose `depends` name two libraries."""
    add(machine, "apt-get", DOWNLOADS)
    add(machine, "dpkg-deb", DPKG_DEB)
    for tool in ("chmod", "mkdir"):
        (machine / tool).symlink_to(f"/usr/bin/{tool}")


DOWNLOADS = """#!/bin/sh
echo "$1" >> "$(dirname "$0")/log"
case "$1" in download) touch postfix.deb ;; esac
"""
DPKG_DEB = """#!/bin/sh
case "$1" in
--field) echo "libc6 (>= 2), adduser | other, libtwo" ;;
--extract)
    mkdir -p "$3/usr/sbin"
    for name in smtp-source smtp-sink; do
        echo "#!/bin/sh" > "$3/usr/sbin/$name"
        chmod +x "$3/usr/sbin/$name"
    done ;;
esac
"""


def test_postfix_is_unpacked_once_and_never_installed(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_postfix(machine)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(mail_programs, "SYSTEM", str(machine))
    project = Project(tmp_path / "checkout")

    mail_programs.make_sure_of_postfix(project)
    mail_programs.make_sure_of_postfix(project)

    assert log(machine) == ["download"]
    assert mail_programs.postfix_program(project, "smtp-sink") == str(
        project.made / "postfix" / "usr" / "sbin" / "smtp-sink"
    )
    assert [path.name for path in project.made.iterdir()] == ["postfix"]


def test_the_libraries_of_what_is_unpacked_are_installed(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_postfix(machine)
    add(machine, "apt-get", DOWNLOADS.replace('"$1" >>', '"$*" >>'))
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert system.unpack("postfix", tmp_path / "postfix")
    wanted = INSTALL.removeprefix("noninteractive: ").replace("swaks", "libc6 libtwo")
    assert log(machine) == ["update", "download postfix", wanted]


@pytest.mark.usefixtures("machine")
def test_tests_without_postfix_fail_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_programs, "SYSTEM", str(tmp_path))

    with pytest.raises(BuildError, match="need smtp-source and smtp-sink: install Postfix"):
        mail_programs.make_sure_of_postfix(Project(tmp_path))


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
