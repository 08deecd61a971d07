"""What the first digit of a code says: the one word for how it went (RFC 5321 4.2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from smtp_playground.bubbles import Severity

_SEVERITY: Final[Mapping[int, Severity]] = {
    2: "done",
    3: "go-on",
    4: "try-later",
    5: "refused",
}


def severity_of(code: int) -> Severity:
    """Return what the first digit of a code says."""
    return _SEVERITY[code // 100]
