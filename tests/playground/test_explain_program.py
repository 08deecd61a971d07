"""`python -m smtp_playground explain`: what it prints, and how it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sitebuild.project import HERE
from smtp_playground.__main__ import main
from smtp_playground.reference.terminal import WIDTH


def explained(capsys: pytest.CaptureFixture[str], *asked: str) -> str:
    """Return what is printed for what is asked; nothing goes wrong."""
    status = main(["explain", *asked])
    told = capsys.readouterr()

    assert (status, told.err) == (0, "")
    return told.out


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        (["550", "5.7.1"], ["550 ", "X.7.1 "]),
        (["550 5.7.1 <x@y.example>: Relay access denied"], ["550 ", "X.7.1 "]),
        (["354"], ["354 Start mail input"]),
        (["vrfy"], ["VRFY "]),
        (["size"], ["SIZE "]),
        (["greylisting"], ["greylisting"]),
        (["354", "vs", "502"], ["354 or 502: "]),
        (["101"], ["101 "]),
        (["said: 450 4.2.0 x (in reply to RCPT TO command)"], ["450 ", "X.2.0 ", "RCPT "]),
    ],
)
def test_it_explains_what_was_asked_for(
    capsys: pytest.CaptureFixture[str], asked: list[str], titles: list[str]
) -> None:
    """Each entry that the words are about, with its title at the start of a line."""
    lines = explained(capsys, *asked).splitlines()

    starts = [next((at for at, line in enumerate(lines) if line.startswith(t)), -1) for t in titles]
    assert -1 not in starts
    assert starts == sorted(starts)
    assert lines[0].startswith(titles[0])


def test_it_tells_what_to_do_and_shows_the_session(capsys: pytest.CaptureFixture[str]) -> None:
    told = explained(capsys, "354")

    for heading in ("What to do:", "What not to do:", "What a client program does:"):
        assert f"\n{heading}\n" in told
    assert "\n  C: DATA\n  S: 354 Start mail input; end with <CRLF>.<CRLF>\n" in told
    assert "\nMore: " in told
    assert "`" not in told  # no markup


@pytest.mark.parametrize("asked", ["550", "mail", "relay", "mailbox"])
def test_what_else_there_is_can_be_asked_for_as_it_is_named(
    capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    *_, more = explained(capsys, asked).rpartition("\nMore: ")
    names = " ".join(more.split()).split(", ")

    assert len(names) > 1
    assert all(explained(capsys, name) for name in names)


def test_it_speaks_portuguese(capsys: pytest.CaptureFixture[str]) -> None:
    told = explained(capsys, "354", "--lang", "pt-BR")

    assert told.startswith("354 Inicie o envio da mensagem\n")
    assert "\nO que fazer:\n" in told
    assert "\n  C: DATA\n  S: 354 Start mail input" in told
    assert explained(capsys, "--lang", "pt-BR", "354") == told


@pytest.mark.parametrize("asked", [["550"], ["greylisting"], ["5.7.1"], ["rcpt"], ["starttls"]])
@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_what_is_said_fits_a_terminal(
    capsys: pytest.CaptureFixture[str], asked: list[str], language: str
) -> None:
    """Protocol lines stay as they are: whoever copies one must get all of it."""
    lines = explained(capsys, *asked, "--lang", language).splitlines()
    words = [line for line in lines if not line.startswith(("  C: ", "  S: ", "  -- "))]

    assert max(map(len, words)) <= WIDTH
    assert lines[-1]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (
            ["550", "--lang", "tlh"],
            "smtp_playground: no language 'tlh'; there are: en, pt-BR\n",
        ),
        (
            ["foo", "bar"],
            "smtp_playground: nothing is known of 'foo bar'; try a reply code by itself\n",
        ),
        ([""], "smtp_playground: nothing is known of ''; try a reply code by itself\n"),
    ],
)
def test_what_cannot_be_explained_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], asked: list[str], error: str
) -> None:
    status = main(["explain", *asked])

    assert (status, *capsys.readouterr()) == (1, "", error)


def test_nothing_asked_is_a_mistake_of_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["explain"])

    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_it_runs_by_itself_whatever_the_terminal_can_write() -> None:
    """As a person starts it; a terminal without accents gets them escaped, and no traceback."""
    command = [sys.executable, "-m", "smtp_playground", "explain", "250", "--lang", "pt-BR"]
    environment = {"PYTHONPATH": str(HERE.python), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"250 ")
    assert rb"\xe7" in done.stdout  # ç
