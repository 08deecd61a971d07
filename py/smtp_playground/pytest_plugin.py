"""pytest: each session in the documents is a test, if that is asked for.

    pytest -p smtp_playground.pytest_plugin --smtp-docs docs/

or `smtp_docs = true` in the configuration. Installed, the plugin is known by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smtp_playground.documents.finding import KINDS
from smtp_playground.documents.program import UnreadableError, verify_file
from smtp_playground.documents.verifying import Problem


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option, and the setting of the same meaning."""
    told = "verify the SMTP sessions in Markdown, reStructuredText, HTML and text"
    parser.addoption("--smtp-docs", action="store_true", help=told)
    parser.addini("smtp_docs", told, type="bool", default=False)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take documents, where that is asked for."""
    wanted = parent.config.getoption("--smtp-docs") or parent.config.getini("smtp_docs")
    if not wanted or file_path.suffix.lower() not in KINDS:
        return None
    document: Document = Document.from_parent(parent, path=file_path)
    return document


class Document(pytest.File):
    """A document with sessions."""

    def collect(self) -> Iterator[Sessions]:
        """Yield one item for the document, if it has a session."""
        try:
            verdict = verify_file(self.path)
        except UnreadableError as error:
            raise self.CollectError(str(error)) from error
        if verdict.sessions:
            item: Sessions = Sessions.from_parent(self, name="smtp-sessions")
            item.problems = verdict.problems
            yield item


class UntrueSessionError(Exception):
    """The sessions of a document differ from what the servers say."""


class Sessions(pytest.Item):
    """All sessions of one document."""

    problems: tuple[Problem, ...] = ()

    def runtest(self) -> None:
        """Fail with every difference."""
        if self.problems:
            told = [line for problem in self.problems for line in problem.told(self.path.name)]
            raise UntrueSessionError("\n".join(told))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """Tell of the differences alone, without a traceback of ours."""
        del style
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the document."""
        return self.path, None, f"{self.path.name}: SMTP sessions"
