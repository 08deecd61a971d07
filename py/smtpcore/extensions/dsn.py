"""DSN (RFC 3461): the client says which reports it wants, and what they shall contain.

The parameters are checked and kept with the envelope; the reports themselves are the work of
whoever delivers the message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.grammar import decode_xtext
from smtpcore.outcome import Refusal
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

# ret-value = "FULL" / "HDRS" (section 4.3)
_RET: Final = frozenset({"FULL", "HDRS"})

# notify-list-element = "SUCCESS" / "FAILURE" / "DELAY" (section 4.1); "NEVER" stands alone.
_NOTIFY: Final = frozenset({"SUCCESS", "FAILURE", "DELAY"})

# original-recipient-address = addr-type ";" xtext (section 4.2); addr-type is an atom.
# RFC 6533 3: with the type utf-8 the address may be UTF-8 itself, under SMTPUTF8.
_ORCPT: Final = re.compile(r"(?P<type>[A-Za-z0-9!#$%&'*/?^_`{|}~-]+);(?P<address>.+)")

# Sections 4.2, 4.4: "printable (graphic and white space) characters from the US-ASCII".
_PRINTABLE: Final = re.compile(r"[\t -~]*")

MAX_ENVID: Final = 100
"""Characters of the ENVID's xtext (section 4.4)."""
MAX_ORCPT: Final = 500
"""Characters of the ORCPT's value (section 4.2)."""


def _check_ret(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    return None if value and value.isascii() and value.upper() in _RET else bad_value("RET", value)


def _check_envid(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    if not value or len(value) > MAX_ENVID:
        return bad_value("ENVID", value)
    decoded = decode_xtext(value)
    # Section 4.4: what is encoded must be printable US-ASCII.
    return (
        None if decoded is not None and _PRINTABLE.fullmatch(decoded) else bad_value("ENVID", value)
    )


def _check_notify(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    wanted = (value or "").upper().split(",") if (value or "").isascii() else [""]
    if wanted == ["NEVER"] or set(wanted) <= _NOTIFY:
        return None
    return bad_value("NOTIFY", value)


def _check_orcpt(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    match = _ORCPT.fullmatch(value or "")
    if match is None or len(match[0]) > MAX_ORCPT:
        return bad_value("ORCPT", value)
    if match["type"].lower() == "utf-8" and not match["address"].isascii():
        return None
    decoded = decode_xtext(match["address"])
    return (
        None if decoded is not None and _PRINTABLE.fullmatch(decoded) else bad_value("ORCPT", value)
    )


EXTENSION: Final = Extension(
    "DSN",
    mail_parameters={"RET": _check_ret, "ENVID": _check_envid},
    rcpt_parameters={"NOTIFY": _check_notify, "ORCPT": _check_orcpt},
    # RET and ENVID with their spaces; RCPT's is section 5.4's own number.
    line_allowance={Verb.MAIL: len(" RET=FULL ENVID=") + MAX_ENVID, Verb.RCPT: 530},
)
