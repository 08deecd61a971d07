"""Carries out what `build.py` was asked for, inside `.venv`."""

from __future__ import annotations

import signal
import sys

from sitebuild.bench import bench
from sitebuild.check import check
from sitebuild.cli import Request, parse
from sitebuild.errors import BuildError
from sitebuild.package import build_package
from sitebuild.project import HERE
from sitebuild.serve import serve
from sitebuild.site import build_site
from sitebuild.testing import test


def main() -> int:
    """Run one command; any failure is one line and an exit status that is not 0."""
    for number in (signal.SIGINT, signal.SIGTERM):  # both end the work in the same clean way
        signal.signal(number, signal.default_int_handler)
    try:
        return _carry_out(parse(sys.argv[1:]))
    except (BuildError, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(request: Request) -> int:
    match request.command:
        case "serve":
            serve(HERE, request.port, request.open_browser)
        case "site":
            if request.address is not None:
                HERE.made.mkdir(exist_ok=True)
                HERE.address.write_text(request.address, encoding="utf-8")
            build_site(HERE)
        case "test":
            return test(HERE, request.pytest_arguments)
        case "check":
            check(HERE)
        case "package":
            build_package(HERE, HERE.root / "packages")
        case "bench":
            bench(HERE, request.part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
