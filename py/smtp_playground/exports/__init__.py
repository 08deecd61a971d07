"""A conversation as others can use it: a module a form, each a pure function of the record.

The same record makes the same octets. What AUTH has sent is left out unless it is asked for, and
what cannot be seen is made visible. The page imports this when somebody exports, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from smtp_playground.exports import (
    html_page,
    json_file,
    markdown,
    plain_text,
    pytest_test,
    smtplib_script,
    swaks_command,
)
from smtp_playground.exports.bubbles import ExportedFile
from smtp_playground.exports.record import Connection, Telling
from smtp_playground.exports.said import count_secrets


@dataclass(frozen=True, slots=True)
class Form:
    """What a conversation can be written as."""

    filename: str
    type: str
    write: Callable[[tuple[Connection, ...], Telling], str]


FORMS: Final[Mapping[str, Form]] = {
    "text": Form("conversation.txt", "text/plain", plain_text.write),
    "markdown": Form("conversation.md", "text/markdown", markdown.write),
    "json": Form("conversation.json", "application/json", json_file.write),
    "html": Form("conversation.html", "text/html", html_page.write),
    "swaks": Form("conversation.sh", "application/x-sh", swaks_command.write),
    "smtplib": Form("conversation.py", "text/x-python", smtplib_script.write),
    "pytest": Form("test_conversation.py", "text/x-python", pytest_test.write),
}
"""Every form, in the order in which they are offered."""


def exported(form: str, connections: tuple[Connection, ...], telling: Telling) -> ExportedFile:
    """Return a conversation in one form. Raises LookupError for a form that there is not."""
    made = FORMS[form]
    text = made.write(connections, telling)
    return ExportedFile(form, made.filename, made.type, text, count_secrets(connections))
