"""A line that has come, read: the command it is, and how much of it may be shown."""

from __future__ import annotations

from smtpcore.commands import Parsed, parse_line, shown_length, too_long, verb_of
from smtpcore.input import Line
from smtpcore.policy import Policy


def read_line(line: Line, policy: Policy) -> tuple[Parsed, int]:
    """Return the command, and how many octets of its line may be shown."""
    octets = line.octets
    known = policy.parsed.get(octets)
    if known is not None:
        return known, len(octets)
    verb, shown = verb_of(octets), shown_length(octets)
    if line.size > policy.line_limit(verb):
        return (too_long(verb, line.size, policy), ()), shown
    return parse_line(octets, verb, policy), shown
