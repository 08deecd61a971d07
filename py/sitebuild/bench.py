"""`build.py bench`: what our own costs beside what it may be compared with, in one run.

Only ratios mean anything: seconds are those of this machine at this moment.
"""

from __future__ import annotations

from sitebuild.bench_native import bench_native
from sitebuild.bench_page import bench_page
from sitebuild.project import Project


def bench(project: Project, part: str = "") -> None:
    """Print the tables, or only that of one part."""
    if part in ("", "native"):
        bench_native(project)
    if part in ("", "page"):
        bench_page(project)
