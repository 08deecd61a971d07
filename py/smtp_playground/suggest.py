"""What a line that is no command may have been meant to be."""

from __future__ import annotations

import difflib
import re
from typing import Final

from smtp_playground.facts import hello_of
from smtpcore import EXTENSIONS, Policy, Verb
from smtpcore.forms import FORMS

_HELLOS: Final = frozenset({"HI", "HELLO", "HEY", "EHLO", "HELO", "LHLO"})
"""Words that greet: what they mean depends on who is greeted."""

_MEANT: Final = {
    **dict.fromkeys(("EXIT", "BYE", "CLOSE", "LOGOUT"), Verb.QUIT),
    **dict.fromkeys(("FROM", "FROM:"), Verb.MAIL),
    **dict.fromkeys(("TO", "TO:", "RECIPIENT"), Verb.RCPT),
    **dict.fromkeys(("MESSAGE", "SUBJECT:", "BODY"), Verb.DATA),
    **dict.fromkeys(("RESET", "ABORT", "CANCEL"), Verb.RSET),
    **dict.fromkeys(("VERIFY",), Verb.VRFY),
    **dict.fromkeys(("EXPAND",), Verb.EXPN),
    **dict.fromkeys(("?", "MAN"), Verb.HELP),
}
"""Words that people try -> the command they want."""

_OF_EXTENSIONS: Final = {verb for each in EXTENSIONS.values() for verb in each.forms} | {"XFORWARD"}
"""Commands that a server may lack; the last is Postfix's."""

_SPEAKER: Final = re.compile(r"[CS]:")
_SPELLED: Final = [verb.value for verb in FORMS]
_CLOSE: Final = 0.7
"""Two letters in the wrong order, or one of four wrong."""


def remark_on(word: str, policy: Policy) -> tuple[str, dict[str, str]] | None:
    """Return the id of a remark on the first word of a command unknown here, and its facts."""
    upper = word.upper()
    if upper in _HELLOS:
        return "did-you-mean", {"suggestion": hello_of(policy)}
    if _SPEAKER.match(upper):
        return "transcript-mark", {"mark": upper[:2]}
    if upper in _OF_EXTENSIONS:
        return "extension-verb", {"verb": upper}
    meant = _MEANT.get(upper) or next(
        iter(difflib.get_close_matches(upper, _SPELLED, n=1, cutoff=_CLOSE)), None
    )
    return ("did-you-mean", {"suggestion": meant}) if meant else None
