"""RFC 5321 F.1, F.6: the verbs of RFC 821 that are known and not implemented."""

from __future__ import annotations

import pytest

from smtpcore import OBSOLETE, State, Verb

from .policies import POLICIES
from .speaking import answer


@pytest.mark.parametrize("policy", ["full", "lenient", "plain"])
@pytest.mark.parametrize("argument", ["", " x", "  two spaces", " FROM:<a@b>", "   "])
@pytest.mark.parametrize("verb", sorted(OBSOLETE))
def test_obsolete_verb_is_502_whatever_follows_it(verb: Verb, argument: str, policy: str) -> None:
    """RFC 5321 4.2.4: 502 is for a command that is recognized but not implemented."""
    expected = ("obsolete-command", 502)
    actual = answer(f"{verb}{argument}", State.READY, POLICIES[policy])

    assert expected == actual
