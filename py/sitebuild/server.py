"""The site that was just built over HTTP: what cannot be had is told as the build tells it."""

from __future__ import annotations

import errno
from pathlib import Path

from sitebuild.errors import BuildError
from sitebuild.policy import CONTENT_SECURITY_POLICY
from smtp_playground import site_server
from smtp_playground.site_server import running

__all__ = ["SiteHandler", "SiteServer", "running"]


class SiteHandler(site_server.SiteHandler):
    """Answers for the files of one folder."""

    def usual_policy(self) -> str:
        """Return the policy of what carries none."""
        return CONTENT_SECURITY_POLICY


class SiteServer(site_server.SiteServer):
    """Serves a folder on this machine; port 0 takes a free one."""

    handler: type[site_server.SiteHandler] = SiteHandler

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Take the port, or raise BuildError if it is taken."""
        try:
            super().__init__(folder, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise BuildError(f"cannot serve on port {port}: {error.strerror}") from error
            raise BuildError(f"port {port} is in use; name another with --port N") from error
