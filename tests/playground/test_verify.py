"""`verify`: sessions in documents are found, played, compared, and mended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitebuild.project import HERE
from smtp_playground.__main__ import main
from smtp_playground.documents.finding import KINDS, Kind, find
from smtp_playground.documents.program import MOST_OCTETS
from smtp_playground.documents.verifying import verify

TRUE = """C: EHLO client.example
...
C: VRFY alice
S: 502 5.5.1 VRFY command is disabled
-- a note
C: MAIL FROM:<me@client.example>
C: RCPT TO:<alice@example.com>
S: 250 2.1.0 Ok
S: 250 2.1.5 Ok
C: DATA
S: 354 ...
C: Subject: Hi
C:
C: ..dot
C: .
S: 250 2.0.0 Ok: queued as ...
C: QUIT
S: 221 2.0.0 Bye"""
GREETED = "S: 220 mx.example.com ESMTP Postfix\n" + TRUE
FALSE = TRUE.replace("S: 502 5.5.1", "S: 500 5.5.1")


def markdown(session: str, info: str = "smtp {persona=postfix}") -> str:
    return f"# Mail\n\nText.\n\n```{info}\n{session}\n```\n\nMore.\n"


def rst(session: str, option: str = ":persona: postfix") -> str:
    lines = [f"   {line}".rstrip() for line in session.split("\n")]
    return "\n".join(
        ["Mail", "====", "", ".. smtp-session::", f"   {option}", "", *lines, "", "End."]
    )


def html(session: str, attributes: str = 'persona="postfix"') -> str:
    text = session.replace("&", "&amp;").replace("<", "&lt;")
    return f"<p>x</p>\n<smtp-playground {attributes}>\n<pre>\n{text}</pre></smtp-playground>\n"


def text(session: str, told: str = "smtp: persona=postfix") -> str:
    lines = [f"  {line}".rstrip() for line in session.split("\n")]
    return "\n".join(["Mail", "", told, "", *lines, "", "More.", ""])


WRITERS = {"markdown": markdown, "rst": rst, "html": html, "text": text}
BY_KIND = pytest.mark.parametrize("kind", ["markdown", "rst", "html", "text"])


@BY_KIND
@pytest.mark.parametrize("session", [TRUE, GREETED])
def test_what_the_server_says_is_true(kind: Kind, session: str) -> None:
    verdict = verify(WRITERS[kind](session), kind)

    assert (verdict.sessions, verdict.problems) == (1, ())
    assert verdict.mended == WRITERS[kind](session)


@BY_KIND
def test_one_wrong_code_is_named_by_line_with_what_is_said(kind: Kind) -> None:
    document = WRITERS[kind](FALSE)
    verdict = verify(document, kind)

    (problem,) = verdict.problems
    assert document.split("\n")[problem.line - 1].strip() == "S: 500 5.5.1 VRFY command is disabled"
    assert problem.diff == (
        "  C: VRFY alice",
        "- S: 500 5.5.1 VRFY command is disabled",
        "+ S: 502 5.5.1 VRFY command is disabled",
    )
    assert verdict.mended == WRITERS[kind](TRUE)


@pytest.mark.parametrize(
    ("printed", "is_true"),
    [
        ("C: NOOP\nS: 250 2.0.0 Ok", True),
        ("C: NOOP\nS: 250 2.0.0 Ok  ", True),
        ("C: NOOP\nS: 250 ...", True),
        ("C: NOOP\nS: ...Ok", True),
        ("C: NOOP\nS: 2...0.0 Ok", True),
        ("C: NOOP\nS: 250 2.0.0 Ok...", True),
        ("C: NOOP\n...", True),
        ("C: NOOP\nS: 250 2.0.0 OK", False),
        ("C: NOOP\nS: 250 ...OK", False),
        ("C: NOOP\nS: 25...50", False),
        ("C: NOOP", True),  # nothing is printed of the server: it is only to be played
        ("C: NOOP\nC: RSET\nS: 250 2.0.0 Ok", False),
        ("C: NOOP\nC: RSET\nS: 250 2.0.0 Ok\nS: 250 2.0.0 Ok", True),
        ("C: NOOP\nS: 250 2.0.0 Ok\nS: 250 2.0.0 Ok", False),
        ("C: EHLO me\nS: 250-mx.example.com\n...\nS: 250 SMTPUTF8\n", False),
        ("C: EHLO me\nS: 250-mx.example.com\n...\nS: 250 CHUNKING\n", True),
        ("C: EHLO me\n...\nS: 250-SIZE ...\n...\n", True),
        ("C: EHLO me\n...\nS: 250-SIZE ...\nS: 250-SIZE ...\n...\n", False),
        ("-- only a note\nC: NOOP\n\n-- and another\nS: 250 2.0.0 Ok", True),
        ("S: 220 mx.example.com ESMTP Postfix", True),
        ("S: 220 nobody", False),
        (
            "C: EHLO me\n...\nC: STARTTLS\nS: 220 2.0.0 Ready to start TLS\nC: NOOP\nS: 250 ...",
            True,
        ),
    ],
)
def test_dots_stand_for_whatever_is_left_out(printed: str, is_true: bool) -> None:
    assert (verify(markdown(printed), "markdown").problems == ()) is is_true


def test_what_is_said_to_a_closed_connection_is_named() -> None:
    printed = "C: QUIT\nS: 221 2.0.0 Bye\nC: NOOP\nS: 250 2.0.0 Ok"
    problems = verify(markdown(printed), "markdown").problems

    assert [problem.line for problem in problems] == [9, 8]
    assert "the server has closed the connection" in problems[1].text


def test_ready_made_rules_hold() -> None:
    session = (
        "C: EHLO me\n...\nC: MAIL FROM:<>\nS: 250 ...\nC: RCPT TO:<alice@example.com>\nS: 452 ..."
    )

    assert verify(html(session, 'rules="mailbox-full"'), "html").problems == ()
    assert verify(html(session, ""), "html").problems != ()


@pytest.mark.parametrize(
    ("document", "kind", "line", "told"),
    [
        (markdown(TRUE, "smtp {persona=postfx}"), "markdown", 6, "did you mean 'postfix'?"),
        (markdown(TRUE, "smtp {persna=postfix}"), "markdown", 6, "did you mean 'persona'?"),
        (markdown(TRUE + "\nhello"), "markdown", 24, "'hello' begins with neither C: nor S:"),
        ("```smtp\nC: NOOP\nS: 250", "markdown", 2, "begins in line 1 is never closed"),
        (rst(TRUE, ":rules: mailbox-ful"), "rst", 7, "did you mean 'mailbox-full'?"),
        (".. smtp-session::\n\nText.\n", "rst", 3, "has no session in it"),
        (html(TRUE, 'lang="tlh"'), "html", 4, "known are en, pt-BR"),
        (text(TRUE, "smtp: persona=nobody"), "text", 5, "no persona is called 'nobody'"),
    ],
)
def test_what_cannot_be_verified_is_named_with_the_mend(
    document: str, kind: Kind, line: int, told: str
) -> None:
    (problem,) = verify(document, kind).problems

    assert problem.line == line
    assert told in problem.text


@pytest.mark.parametrize(
    ("document", "kind", "sessions"),
    [
        ("```text\nC: NOOP\nS: 999 no\n```\n", "markdown", 0),
        ("````md\n```smtp\nC: NOOP\nS: 999 no\n```\n````\n", "markdown", 0),
        ("~~~ {.smtp persona=exim}\nC: NOOP\n~~~\n", "markdown", 1),
        ("- x\n\n    ```smtp\n    C: NOOP\n    S: 250 2.0.0 OK\n    ```\n", "markdown", 1),
        ("> ```smtp\n> C: NOOP\n> S: 250 2.0.0 OK\n> ```\n", "markdown", 1),
        ("<smtp-playground><pre>C: NOOP\nS: 250 2.0.0 OK</pre></smtp-playground>", "markdown", 1),
        ("<!-- <smtp-playground><pre>S: 999</pre></smtp-playground> -->", "html", 0),
        (
            "<SMTP-Playground title='x' data-x><pre class=y>C: NOOP</pre></SMTP-Playground>",
            "html",
            1,
        ),
        ("C: only one side\n\nS: speaks here\n", "text", 0),
        ("", "text", 0),
    ],
)
def test_only_sessions_are_found(document: str, kind: Kind, sessions: int) -> None:
    verdict = verify(document, kind)

    assert (verdict.sessions, verdict.problems) == (sessions, ())
    assert verdict.mended == document


def test_a_session_may_be_left_alone() -> None:
    for value in ("no", "false", "No"):
        assert verify(markdown(FALSE, f"smtp {{verify={value}}}"), "markdown").problems == ()


def test_line_ends_and_all_that_is_no_session_stay_as_they_are() -> None:
    document = markdown(FALSE).replace("\n", "\r\n")

    assert verify(document, "markdown").mended == markdown(TRUE).replace("\n", "\r\n")


COMMANDS = ("NOOP", "EHLO me", "VRFY <b>", "MAIL FROM:<a@b.example>", "RSET", "QUIT", "BDAT 3")
TEXTS = ("RCPT TO:<alice@example.com>", "DATA", "", ".", "..", "text", "STARTTLS", "\N{SNOWMAN}")
SPOKEN = st.sampled_from([*COMMANDS, *TEXTS])
PRINTED = st.lists(
    st.one_of(
        SPOKEN.map(lambda line: f"C: {line}".rstrip()),
        st.sampled_from(["S: 250 OK", "S: 5...", "...", "-- note", "S: 220 x"]),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(printed=PRINTED, kind=st.sampled_from(["markdown", "rst", "html"]))
def test_what_was_mended_is_true_and_the_client_says_the_same(
    printed: list[str], kind: Kind
) -> None:
    lines = ["C: NOOP", *printed]
    document = WRITERS[kind]("\n".join(lines))
    once = verify(document, kind)
    again = verify(once.mended, kind)

    closed = [problem for problem in again.problems if "closed the connection" in problem.text]
    assert list(again.problems) == closed
    assert again.mended == once.mended
    (before,), (after,) = find(document, kind), find(once.mended, kind)
    assert _client(before.lines(document)) == _client(after.lines(once.mended))


def _client(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip().startswith("C:")]


# The program.


def run(*arguments: str | Path) -> int:
    return main(["verify", *map(str, arguments)])


def test_it_names_file_line_expected_and_got(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(markdown(FALSE))
    (tmp_path / "good.rst").write_text(rst(TRUE))

    assert run(tmp_path) == 1
    assert capsys.readouterr().out == (
        f"{page}:9: the server says something else\n"
        "      C: VRFY alice\n"
        "    - S: 500 5.5.1 VRFY command is disabled\n"
        "    + S: 502 5.5.1 VRFY command is disabled\n"
        "2 sessions in 2 files: 1 problem\n"
    )


def test_it_mends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(markdown(FALSE).replace("\n", "\r\n").encode())
    page.chmod(0o640)

    assert run("--write", page) == 0
    assert page.read_bytes() == markdown(TRUE).replace("\n", "\r\n").encode()
    assert page.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().out.startswith(f"{page}: mended 1 place\n")
    assert run(page) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "octets.md").write_bytes(b"# \xff")
    (tmp_path / "large.md").write_bytes(b"x" * (MOST_OCTETS + 1))
    (tmp_path / "page.pdf").write_bytes(b"x")
    for name, told in {
        "octets.md": "octet 3 is not UTF-8",
        "large.md": "larger than 10000000 octets",
        "page.pdf": "not a document; known are .md,",
        "gone.md": "there is no such file or folder",
    }.items():
        assert run(tmp_path / name) == 1
        assert told in capsys.readouterr().err


def test_hidden_and_installed_files_are_passed_over(tmp_path: Path) -> None:
    for folder in (".git", "node_modules"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.md").write_text(markdown(FALSE))

    assert run(tmp_path) == 0


def test_the_projects_own_documents_are_true() -> None:
    guides = sorted(HERE.content.glob("*/guides"))
    named = [path for path in HERE.root.glob("*.md") if path.suffix in KINDS]

    assert run(*named, *guides) == 0
    assert find((HERE.root / "README.md").read_text(encoding="utf-8"), "markdown")


# The plugin of pytest.


@pytest.mark.parametrize(("option", "status"), [("--smtp-docs", 1), ("", 5)])
def test_pytest_takes_documents_where_that_is_asked_for(
    tmp_path: Path, option: str, status: int
) -> None:
    (tmp_path / "page.md").write_text(markdown(FALSE))
    (tmp_path / "good.rst").write_text(rst(TRUE))
    plugin = ["-p", "smtp_playground.pytest_plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugin, *filter(None, [option]), "-q", "."]
    environment = os.environ | {"PYTHONPATH": str(HERE.python), "PYTEST_ADDOPTS": ""}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == status, done.stdout
    if option:
        assert "page.md:9: the server says something else" in done.stdout
        assert "+ S: 502 5.5.1 VRFY command is disabled" in done.stdout
        assert "1 failed, 1 passed" in done.stdout
        assert "Traceback" not in done.stdout
