"""The directive in real Sphinx projects: live in HTML, a literal block elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import IN_BOTH
from .hosting import Reader, replies, serving, start, type_line
from .projects import directive, sphinx, write_sphinx


def built(folder: Path, builder: str = "html") -> Path:
    done = sphinx(folder, builder)
    assert done.returncode == 0, done.stderr
    return folder / "out" / builder


@IN_BOTH
@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_a_session_is_read_touched_and_typed_at(page: Page, tmp_path: Path, theme: str) -> None:
    write_sphinx(tmp_path, theme, directive(":persona: postfix", ":lang: pt-BR"))
    reader = Reader(page)
    with serving(built(tmp_path)) as url:
        page.goto(url)
        embed = reader.embed()
        expect(embed.locator("li").nth(2)).to_contain_text("VRFY alice <b>")
        expect(embed.locator(".title")).to_have_text("Sessão SMTP com Postfix")
        assert reader.asked_for_python == []

        start(embed)
        type_line(embed, "NOOP")
        expect(replies(embed).nth(3)).to_contain_text("2.0.0")
        # The link in a reply leads into the copied reference.
        address = embed.evaluate("e => new URL('en/replies/502/', e.constructor.base ?? location)")
        del address
        assert page.request.get(f"{url}_static/smtp-playground/en/replies/502/").ok


def test_furos_switch_of_colours_is_followed(page: Page, tmp_path: Path) -> None:
    write_sphinx(tmp_path, "furo", directive())
    with serving(built(tmp_path)) as url:
        page.goto(url)
        embed = Reader(page).embed()
        expect(embed.locator("li")).to_have_count(4)

        page.evaluate("document.body.dataset.theme = 'dark'")
        expect(embed).to_have_css("color-scheme", "dark")


@pytest.mark.parametrize(
    ("builder", "file", "told"),
    [
        ("text", "index.txt", "C: VRFY alice <b>"),
        ("man", "mail.1", "C: VRFY alice <b>"),
        ("latex", "mail.tex", "C: VRFY alice \\PYGZlt{}b\\PYGZgt{}"),
        ("pseudoxml", "index.pseudoxml", "C: VRFY alice <b>"),
    ],
)
def test_without_a_browser_it_is_a_literal_block(
    tmp_path: Path, builder: str, file: str, told: str
) -> None:
    settings = "man_pages = [('index', 'mail', 'Mail', '', 1)]"
    write_sphinx(tmp_path, "alabaster", directive(":persona: exim"), settings)

    text = (built(tmp_path, builder) / file).read_text()

    assert told in text
    assert "smtp-playground" not in text


def test_only_a_page_with_a_session_has_the_script(tmp_path: Path) -> None:
    write_sphinx(tmp_path, "alabaster", directive())
    out = built(tmp_path)

    assert 'type="module"' in (out / "index.html").read_text()
    assert "smtp-playground/embed.js" in (out / "index.html").read_text()
    assert "embed.js" not in (out / "other.html").read_text()


def test_what_is_markup_in_a_session_is_escaped(tmp_path: Path) -> None:
    evil = ("C: NOOP </pre><script>alert(1)</script>",)
    write_sphinx(tmp_path, "alabaster", directive(session=evil))

    page = (built(tmp_path) / "index.html").read_text()

    assert "&lt;/pre&gt;&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (":persona: postfx", "no persona is called 'postfx'; did you mean 'postfix'?"),
        (":rules: mailbox-ful", "no rules is called 'mailbox-ful'; did you mean 'mailbox-full'?"),
        (":lang: tlh", "no lang is called 'tlh'; known are en, pt-BR"),
        (":lesson: say-helo", "did you mean 'say-hello'?"),
        (":persna: exim", 'unknown option: "persna"'),
    ],
)
def test_an_option_that_means_nothing_is_named_in_its_place(
    tmp_path: Path, option: str, told: str
) -> None:
    write_sphinx(tmp_path, "alabaster", directive(option))
    done = sphinx(tmp_path)

    assert done.returncode != 0
    assert "index.rst:8" in done.stderr
    assert told in done.stderr


def test_a_second_build_reads_only_what_changed_and_forgets_what_went(tmp_path: Path) -> None:
    write_sphinx(tmp_path, "alabaster", directive())
    out = built(tmp_path)
    script = out / "_static" / "smtp-playground" / "embed.js"
    before = script.stat().st_ino
    (tmp_path / "other.rst").write_text(f"Other\n=====\n\n{directive()}\n")

    built(tmp_path)

    assert "embed.js" in (out / "other.html").read_text()
    assert script.stat().st_ino == before
    (tmp_path / "other.rst").write_text("Other\n=====\n\nNothing again.\n")
    built(tmp_path)
    assert "embed.js" not in (out / "other.html").read_text()


def test_many_processes_make_the_same(tmp_path: Path) -> None:
    write_sphinx(tmp_path, "alabaster", directive())
    for number in range(12):
        (tmp_path / f"page{number}.rst").write_text(f":orphan:\n\nP\n=\n\n{directive()}\n")
    done = sphinx(tmp_path, "html", "-j", "2")

    assert done.returncode == 0, done.stderr
    pages = [path.read_text() for path in (tmp_path / "out" / "html").glob("page*.html")]
    assert len(pages) == 12
    assert all("smtp-playground/embed.js" in page for page in pages)
    assert (tmp_path / "out" / "html" / "_static" / "smtp-playground" / "embed.js").exists()


def test_a_hosted_playground_is_not_copied(tmp_path: Path) -> None:
    settings = "smtp_playground_url = 'https://mail.example/play/'\nlanguage = 'pt_BR'"
    write_sphinx(tmp_path, "alabaster", directive(), settings)
    out = built(tmp_path)
    page = (out / "index.html").read_text()

    assert 'src="https://mail.example/play/embed.js"' in page
    assert 'lang="pt-BR"' in page
    assert not (out / "_static" / "smtp-playground").exists()
