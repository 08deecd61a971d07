"""Where everything lies, told once; a build can be pointed at another folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of a checkout."""

    root: Path

    @property
    def python(self) -> Path:
        """The Python sources."""
        return self.root / "py"

    @property
    def content(self) -> Path:
        """The words, personas and schemas."""
        return self.python / "smtp_playground" / "content"

    @property
    def web(self) -> Path:
        """The view's sources."""
        return self.root / "web"

    @property
    def packages(self) -> Path:
        """The installed npm packages."""
        return self.web / "node_modules"

    @property
    def pyodide(self) -> Path:
        """Pyodide's package."""
        return self.packages / "pyodide"

    @property
    def template(self) -> Path:
        """The page's template."""
        return self.root / "index.html"

    @property
    def made(self) -> Path:
        """What the build keeps for itself."""
        return self.root / ".build"

    @property
    def generated(self) -> Path:
        """The sources the build writes for the view."""
        return self.made / "generated"

    @property
    def programs(self) -> Path:
        """What our own Node runs to make things with Pyodide."""
        return self.python / "sitebuild" / "node"

    @property
    def library(self) -> Path:
        """The Python of the page, compiled."""
        return self.made / "library"

    @property
    def snapshot(self) -> Path:
        """The memory that the page begins with."""
        return self.made / "snapshot"

    @property
    def address(self) -> Path:
        """What the site was told of its own address, if anything (`build.py site --address`)."""
        return self.made / "address"

    @property
    def reference(self) -> Path:
        """The reference as data, and its entries rendered."""
        return self.made / "reference"

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.root / "dist"


HERE = Project(Path(__file__).resolve().parents[2])
