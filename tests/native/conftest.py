"""What the tests of the native server share."""

from __future__ import annotations

import asyncio

import pytest

from smtp_playground.serve import new_loop

from . import running


@pytest.fixture(params=[new_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"])
def every_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the servers of a test on the loop that the program prefers, and on Python's own."""
    monkeypatch.setattr(running, "LOOP", request.param)
