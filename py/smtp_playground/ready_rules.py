"""Rules that are ready to be added, from `content/ready-rules.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from smtp_playground.errors import ContentError
from smtp_playground.personas import read_table
from smtp_playground.rules_toml import read_rules
from smtp_playground.words import Words
from smtpcore import Rule

READY: Final = Path(__file__).parent / "content" / "ready-rules.toml"


@cache
def ready_rules() -> Mapping[str, Rule]:
    """Return every ready-made rule, by its id. Raises `ContentError`."""
    tables = read_table(READY)

    def fail(place: str, problem: str) -> ContentError:
        return ContentError(READY.name, place, problem)

    return dict(zip(tables, read_rules([*tables.values()], fail), strict=True))


def ready_rule(rule_id: str, words: Words) -> Rule:
    """Return one of them, with its name in this language. Raises LookupError."""
    return replace(ready_rules()[rule_id], name=words.conversation[f"ready.{rule_id}"])
