"""What a persona's reply to EHLO lists, in its order: `[server] ehlo`.

A keyword that the core implements switches its extension on; VRFY, EXPN and HELP stand for the
optional commands; and what only the real server has is listed as it lists it, and not played.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from smtpcore import EXTENSIONS, Verification

Fail = Callable[[str, str], Exception]

OPTIONAL: Final = ("VRFY", "EXPN", "HELP")
UNPLAYED: Final = ("PIPECONNECT", "PRDR", "VERB")
"""Of Exim and Sendmail; without an RFC, and not marked as private by an X."""
PLACE: Final = "server.ehlo"

# ehlo-line = ehlo-keyword *( SP ehlo-param ) (RFC 5321 4.1.1.1)
_LINE: Final = re.compile(r"(?P<keyword>[A-Za-z0-9][A-Za-z0-9-]*)(?: [!-~]+)*")


def read_offers(server: dict[str, Any], fail: Fail) -> None:
    """Turn the list into what a policy has of it. Raises what `fail` makes."""
    lines = server.pop("ehlo", None)
    if lines is None:
        return
    if "extensions" in server:
        raise fail(PLACE, "stands beside server.extensions; leave one of them out")
    for number, line in enumerate(lines):
        if line in lines[:number]:
            raise fail(PLACE, f"has {line} twice")
        _check(line, server, fail)
    server["listed"] = tuple(lines)
    server["extensions"] = tuple(EXTENSIONS[line] for line in lines if line in EXTENSIONS)


def _check(line: str, server: Mapping[str, Any], fail: Fail) -> None:
    match = _LINE.fullmatch(line)
    if match is None:
        raise fail(PLACE, f"has {line!r}, which is no keyword with parameters")
    keyword = match["keyword"]
    if line in EXTENSIONS:
        return
    if keyword.upper() in EXTENSIONS:
        raise fail(PLACE, f"has {line!r}: write {keyword.upper()}, the extension says the rest")
    if line in OPTIONAL:
        if not _is_on(line, server):
            raise fail(PLACE, f"has {line}, which is not on here (RFC 5321 4.2.4)")
    elif keyword not in UNPLAYED and not keyword.startswith("X"):
        others = ", ".join((*EXTENSIONS, *OPTIONAL, *UNPLAYED))
        raise fail(PLACE, f"has {line!r}; known are {others}, and what begins with X")


def _is_on(command: str, server: Mapping[str, Any]) -> bool:
    if command == "HELP":
        return bool(server.get("help", True))
    return server.get(command.lower(), Verification.ON) is Verification.ON
