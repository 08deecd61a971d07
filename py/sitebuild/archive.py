"""The Python that runs in the page, as one zip with the same bytes on every machine.

Stored, not deflated: compressors differ between builds of zlib, and hosts compress what they send.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from sitebuild.steps import files

BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
PACKAGES = ("smtpcore", "smtp_playground")
NOT_IN_THE_PAGE = {
    "smtp_playground/__main__.py",
    "smtp_playground/certificates.py",
    "smtp_playground/fences.py",
    "smtp_playground/hosting.py",
    "smtp_playground/mkdocs_ext.py",
    "smtp_playground/pytest_plugin.py",
    "smtp_playground/serve.py",
    "smtp_playground/site_server.py",
    "smtp_playground/sphinx_ext.py",
    "smtp_playground/tls.py",
    "smtp_playground/transcript.py",
}

FOLDERS_NOT_IN_THE_PAGE = (
    "smtp_playground/content/reference/",
    "smtp_playground/content/schema/",
    "smtp_playground/documents/",
    "smtp_playground/embedding/",
    "smtp_playground/reference/",
)


def archive(python: Path) -> bytes:
    """Return the zip of the packages below the folder that the page imports."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for path in files(python / package for package in PACKAGES):
            name = path.relative_to(python).as_posix()
            if name not in NOT_IN_THE_PAGE and not name.startswith(FOLDERS_NOT_IN_THE_PAGE):
                target.writestr(_entry(name), path.read_bytes())
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGINNING_OF_TIME)
    entry.create_system = 3  # Unix on every machine
    entry.external_attr = 0o644 << 16
    return entry
