"""Other programs' failures, in one line."""

from __future__ import annotations

import sys

import pytest

from sitebuild.errors import BuildError
from sitebuild.process import run


def python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def test_what_a_program_prints_is_returned() -> None:
    assert run("greet", python("print('olá')")) == "olá\n"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("first\\nlast\\n", "last"),
        ("first\\nError: bad\\nlast\\n", "Error: bad"),
        ("error: bad\\n\\n  app.ts:3:7:\\n", "error: bad app.ts:3:7:"),
        ("", "it gave no reason"),
    ],
)
def test_a_failure_is_told_with_its_reason(output: str, reason: str) -> None:
    with pytest.raises(BuildError) as caught:
        run("bake", python(f"import sys; sys.stderr.write('{output}'); sys.exit(3)"))

    assert str(caught.value) == f"could not bake: {reason}"


def test_a_program_that_is_not_there_is_a_failure_too() -> None:
    with pytest.raises(BuildError, match=r"^could not bake: .*no-such-program"):
        run("bake", ["no-such-program"])
