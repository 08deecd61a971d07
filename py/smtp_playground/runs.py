"""Explaining text in runs, the smallest part of the view model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "code", "strong", "emphasis", "link"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of explaining text in one style. User octets are only ever in `text`."""

    text: str
    style: Style
    href: str
    "Where a `link` leads: an https address of an RFC section, or an entry: `#replies/502`."
