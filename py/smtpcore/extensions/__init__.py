"""What a service extension is (RFC 5321 2.2); each one is a file of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy

Refusal: TypeAlias = tuple[Reply, Mapping[str, str | int]]
"""The reply to a parameter that cannot be taken, and its facts."""

Check: TypeAlias = "Callable[[str | None, Policy], Refusal | None]"
"""Value of a parameter (None: no "=") and the server's policy -> the refusal, if any."""


def _keyword_alone(extension: Extension, _policy: Policy) -> str:
    return extension.keyword


@dataclass(frozen=True, slots=True)
class Extension:
    """One ESMTP service extension: its EHLO line, its parameters, its replies."""

    keyword: str
    mail_parameters: Mapping[str, Check] = field(default_factory=dict)
    "Keyword in upper case -> check of its value, for MAIL."
    line_allowance: Mapping[Verb | None, int] = field(default_factory=dict)
    "Octets by which a command line may be longer than RFC 5321 says."
    replies: tuple[Reply, ...] = ()
    "The replies that this extension adds."
    ehlo_line: Callable[[Extension, Policy], str] = _keyword_alone

    def advertise(self, policy: Policy) -> str:
        """Return the line of the EHLO reply that offers this extension."""
        return self.ehlo_line(self, policy)
