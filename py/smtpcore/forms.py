"""How each command of RFC 5321 is written, and what parses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from smtpcore.commands import Form, parse_bare, parse_hello, parse_optional, parse_string
from smtpcore.path_commands import parse_path_command
from smtpcore.states import Verb

LHLO_FORM: Final = Form("LHLO <domain or address literal>", parse_hello)
"""Takes the place of EHLO and HELO in LMTP (RFC 2033 4.1)."""

FORMS: Final[Mapping[Verb, Form]] = {
    Verb.EHLO: Form("EHLO <domain or address literal>", parse_hello),
    Verb.HELO: Form("HELO <domain>", parse_hello),
    Verb.MAIL: Form("MAIL FROM:<reverse-path> [parameters]", parse_path_command),
    Verb.RCPT: Form("RCPT TO:<forward-path> [parameters]", parse_path_command),
    Verb.DATA: Form("DATA", parse_bare),
    Verb.RSET: Form("RSET", parse_bare),
    Verb.NOOP: Form("NOOP [anything]", parse_optional, free_text=True),
    Verb.HELP: Form("HELP [command]", parse_optional),
    Verb.VRFY: Form("VRFY <user name or mailbox>", parse_string),
    Verb.EXPN: Form("EXPN <mailing list>", parse_string),
    Verb.QUIT: Form("QUIT", parse_bare),
}
"""How each command of RFC 5321 is written."""
