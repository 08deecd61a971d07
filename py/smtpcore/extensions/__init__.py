"""What a service extension is (RFC 5321 2.2); each one is a file of this package, and whole.

An extension is data and a few pure functions: how its commands are written, what answers
them, what a value of its parameters must be. What tunes it on one server is a small frozen
class in its file, which a policy holds (`Policy.settings`) and a persona file fills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from smtpcore import replies
from smtpcore.commands import Form, Mail, PathCommand
from smtpcore.outcome import Outcome, Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.input import Content
    from smtpcore.standing import Standing

Check: TypeAlias = "Callable[[str | None, PathCommand, Standing], Refusal | None]"
"""Value of a parameter (None: no "="), its command, and the session -> the refusal, if any."""

Answer: TypeAlias = "Callable[[Any, Standing], Outcome]"
"""A parsed command, of the class that its form gives, and the session -> what it leads to."""

Guard: TypeAlias = "Callable[[Verb, Standing], Refusal | None]"
"""A command that is in order, whatever its arguments -> the refusal, if any."""

Gate: TypeAlias = "Callable[[Verb | None, Standing], Refusal | None]"
"""Any command, in order or not; None: a verb unknown here -> the refusal, if any."""

Judge: TypeAlias = "Callable[[Content, Standing], Refusal | None]"
"""Content that has come whole -> the refusal, if any."""

PathCheck: TypeAlias = "Callable[[PathCommand, Standing], Refusal | None]"
"""A MAIL or RCPT that is well formed, and the session -> the refusal, if any."""

Welcome: TypeAlias = (
    "Callable[[PathCommand, Standing], tuple[Reply, Mapping[str, str | int]] | None]"
)
"""A MAIL or RCPT about to be accepted -> the reply to accept it with in place of the usual one."""


def _keyword_alone(extension: Extension, _at: Standing) -> str | None:
    return extension.keyword


@dataclass(frozen=True, slots=True)
class Extension:
    """One ESMTP service extension: its EHLO line, its parameters, its commands, its replies."""

    keyword: str
    mail_parameters: Mapping[str, Check] = field(default_factory=dict)
    "Keyword in upper case -> check of its value, for MAIL."
    rcpt_parameters: Mapping[str, Check] = field(default_factory=dict)
    "The same for RCPT."
    forms: Mapping[Verb, Form] = field(default_factory=dict)
    "The commands it adds, and how they are written."
    answers: Mapping[Verb, Answer] = field(default_factory=dict)
    "What answers each of them."
    gates: tuple[Gate, ...] = ()
    "What may refuse a command whatever its turn."
    guards: tuple[Guard, ...] = ()
    "What may refuse a command whose turn it is."
    path_checks: tuple[PathCheck, ...] = ()
    "Whether a path of MAIL or RCPT may be taken at all."
    recipient_checks: tuple[PathCheck, ...] = ()
    "Whether a recipient that is known here may have this message."
    judges: tuple[Judge, ...] = ()
    welcomes: Mapping[Verb, Welcome] = field(default_factory=dict)
    resumes: Callable[[Mail, Standing], Outcome | None] | None = None
    "Takes up an earlier transaction in place of a new one, where MAIL names one."
    line_allowance: Mapping[Verb, int] = field(default_factory=dict)
    "Octets by which a command line may be longer than RFC 5321 says."
    too_long: Mapping[Verb, Reply] = field(default_factory=dict)
    "What a command line that is longer still is answered in place of the usual 500."
    utf8_verbs: frozenset[Verb] = frozenset()
    "Commands whose lines may hold UTF-8."
    needs: frozenset[str] = frozenset()
    "Keywords of extensions that must be on as well."
    settings: type[object] = object
    "The class of what tunes it; a frozen dataclass with defaults."
    replies: tuple[Reply, ...] = ()
    "The replies that this extension adds."
    ehlo_line: Callable[[Extension, Standing], str | None] = _keyword_alone

    def advertise(self, at: Standing) -> str | None:
        """Return the line of the EHLO reply that offers this extension; None: not now."""
        return self.ehlo_line(self, at)


def bad_value(parameter: str, value: str | None) -> Refusal:
    """Return the refusal of a parameter whose value is not what its extension wants (501)."""
    return replies.BAD_PARAMETER, {"parameter": parameter, "value": value or ""}
