"""What was exported here as JSON."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any, Final

from smtp_playground.bubbles import Speaker
from smtp_playground.imports.log_line import LogLine

FORMAT: Final = "smtp-playground-transcript"
_SIDES: Final[tuple[Speaker, ...]] = ("client", "server", "note")


def recognises(text: str) -> bool:
    """Tell whether it is a whole export."""
    return text.lstrip().startswith("{") and f'"{FORMAT}"' in text[:1000] and bool(_read(text))


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines; what is not as it should be is passed over."""
    number = 0
    for place, connection in enumerate(_dicts(_read(text).get("connections"))):
        for line in _dicts(connection.get("lines")):
            number += 1
            speaker = line.get("from")
            if speaker in _SIDES and isinstance(line.get("text"), str):
                yield LogLine(number, speaker, _text(line), thread=str(place))


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and found.get("format") == FORMAT else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(line: dict[str, Any]) -> str:
    """Return what was sent, as far as it is text in one line."""
    try:
        text = base64.b64decode(line["octets"], validate=True).decode()
    except (KeyError, TypeError, ValueError, binascii.Error):
        text = line["text"]
    return str(line["text"]) if "\n" in text else text
