"""The fence in a real MkDocs project with instant loading, and in Python-Markdown alone."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Page, expect

from smtp_playground import fences

from .conftest import IN_BOTH
from .hosting import Reader, replies, serving, start, type_line
from .projects import SESSION, mkdocs, write_mkdocs

FENCE = "```smtp {persona=postfix}\n" + "\n".join(SESSION) + "\n```\n"


@IN_BOTH
def test_a_session_lives_and_survives_instant_loading(page: Page, tmp_path: Path) -> None:
    pages = {"index.md": "# Mail\n\nNothing.\n", "deep.md": f"# Deep\n\n- item\n\n{FENCE}\n{FENCE}"}
    reader = Reader(page)
    (tmp_path / "site").mkdir()
    with serving(tmp_path / "site") as url:
        write_mkdocs(tmp_path, pages, url=url)
        done = mkdocs(tmp_path)
        assert done.returncode == 0, done.stderr
        page.goto(url)
        assert reader.asked_for_python == []
        for _ in range(2):
            page.get_by_role("link", name="Deep").first.click()
            expect(reader.embed(1).locator("li")).to_have_count(4)
            expect(reader.embed(1)).to_have_css("color-scheme", "dark")
            start(reader.embed(1))
            type_line(reader.embed(1), "NOOP")
            expect(replies(reader.embed(1)).nth(3)).to_contain_text("2.0.0 Ok")
            page.get_by_role("link", name="Mail").first.click()
            expect(reader.embed()).to_have_count(0)
            assert len(page.workers) == 1  # the page was never left

    assert reader.complaints == []


def test_a_setting_that_means_nothing_stops_the_build(tmp_path: Path) -> None:
    write_mkdocs(tmp_path, {"index.md": FENCE.replace("postfix", "postfx")})
    done = mkdocs(tmp_path)

    assert done.returncode != 0
    assert "no persona is called 'postfx'; did you mean 'postfix'?" in done.stderr + done.stdout


def test_a_hosted_playground_is_not_copied(tmp_path: Path) -> None:
    setting = ":\n      url: https://mail.example/play/"
    write_mkdocs(tmp_path, {"index.md": FENCE}, setting)
    assert mkdocs(tmp_path).returncode == 0

    assert 'src="https://mail.example/play/embed.js"' in (tmp_path / "site/index.html").read_text()
    assert not (tmp_path / "site" / "smtp-playground").exists()


FENCES = {
    "pymdownx.superfences": {
        "custom_fences": [
            {
                "name": "smtp",
                "class": "smtp-session",
                "format": fences.session,
                "validator": fences.options,
            }
        ]
    }
}


@pytest.mark.parametrize(
    ("opening", "written"),
    [
        ("```smtp", "<smtp-playground>"),
        ("```smtp {persona=exim}", '<smtp-playground persona="exim">'),
        ("``` {.smtp persona=exim readonly}", '<smtp-playground persona="exim" readonly>'),
        ('~~~smtp {rules="mailbox-full greylisting"}', 'rules="mailbox-full greylisting"'),
        ("```smtp {verify=no lang=pt-BR}", '<smtp-playground lang="pt-BR">'),
    ],
)
def test_python_markdown_alone_makes_the_element(opening: str, written: str) -> None:
    text = f"{opening}\n" + "\n".join(SESSION) + f"\n{opening[:3]}\n"

    page = markdown.markdown(text, extensions=["pymdownx.superfences"], extension_configs=FENCES)

    assert written in page
    assert "C: VRFY alice &lt;b&gt;" in page
    assert "<p><smtp" not in page


@pytest.mark.parametrize("attribute", ["persona=nobody", "persna=exim", "lang=tlh"])
def test_python_markdown_stops_at_what_means_nothing(attribute: str) -> None:
    with pytest.raises(Exception, match=r"smtp: no (persona|attribute|lang) is called"):
        markdown.markdown(
            f"```smtp {{{attribute}}}\nC: NOOP\n```\n",
            extensions=["pymdownx.superfences"],
            extension_configs=FENCES,
        )
