"""The files that an embed comes to life with: the built site, without what no embed asks for."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]
PLACES: Final = (_PACKAGE / "site", _PACKAGE.parents[1] / "dist")
"""Where the site is: in the installed package, in a checkout that was built."""

FOLDER: Final = "smtp-playground"
"""Its folder among the files of a documentation."""

NOT_EMBEDDED: Final = (
    "smtp-playground.html",  # everything once more, made to be carried away
    "service-worker.js",  # it would keep the pages of a site that is not its own
    "assets/snapshot-*.wasm",  # the packed one is there too
    "sitemap.xml",
)


class NoSiteError(LookupError):
    """There is no built site; the text says where one was looked for, and how to make one."""


def built_site() -> Path:
    """Return the folder of the built site. Raises `NoSiteError`."""
    for place in PLACES:
        if (place / "embed.js").is_file():
            return place
    looked = " and ".join(map(str, PLACES))
    raise NoSiteError(f"no built playground in {looked}; in a checkout: python3 build.py site")


def copy_files(target: Path) -> None:
    """Bring the files in a folder up to date; what is there and the same is left alone.

    Files of an older version that nothing names any more go. Raises `NoSiteError`, OSError.
    """
    site = built_site()
    wanted = {path.relative_to(site).as_posix(): path for path in embedded(site)}
    for name, path in wanted.items():
        copy = target / name
        if copy.is_file() and filecmp.cmp(path, copy, shallow=True):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    for path in (target / "assets").iterdir():
        if path.relative_to(target).as_posix() not in wanted:
            path.unlink()


def embedded(site: Path) -> Iterator[Path]:
    """Yield each file of a site that an embed, or a link in one, may ask for."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not any(fnmatch(name, each) for each in NOT_EMBEDDED):
            yield path
