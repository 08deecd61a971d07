"""What may be asked of `build.py`."""

from __future__ import annotations

import pytest

from sitebuild.cli import Request, parse


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["site"], Request("site")),
        (["serve"], Request("serve")),
        (["serve", "--port", "8123"], Request("serve", port=8123)),
        (["serve", "--no-open"], Request("serve", open_browser=False)),
        (["test"], Request("test")),
        (["test", "-k", "354", "-x"], Request("test", pytest_arguments=("-k", "354", "-x"))),
        (["check"], Request("check")),
        (["bench"], Request("bench")),
        (["bench", "native"], Request("bench", part="native")),
    ],
)
def test_every_command_is_understood(arguments: list[str], expected: Request) -> None:
    assert parse(arguments) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["sight"],
        ["serve", "--port"],
        ["serve", "--port", "http"],
        ["serve", "--port", "65536"],
        ["bench", "x"],
    ],
)
def test_nonsense_is_refused_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(arguments)

    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: build.py")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])

    words = capsys.readouterr().out.split()
    assert {"serve", "site", "test", "check", "bench"} <= set(words)
