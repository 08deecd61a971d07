"""A mistake in the reference's content is told in one line: the file, the place, the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitebuild.content import check_content
from sitebuild.errors import BuildError
from smtp_playground.errors import ContentError
from smtp_playground.library import CONTENT
from smtp_playground.reference.library import REFERENCE
from smtp_playground.reference.whole import load


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Copy the reference's content, so that a test may break it."""
    shutil.copy(REFERENCE.parent / "matrix.toml", tmp_path)
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(content: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load(content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


PAIR = "en/compare/354-vs-502.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        # keys
        ("en/codes/5xx.toml", "fix = [", "mend = [", "en/codes/5xx.toml: 500.mend is not known: "),
        ("en/codes/5xx.toml", "meaning = ", "# ", "en/codes/5xx.toml: 500.meaning is missing"),
        ("en/codes/5xx.toml", "[501]", "stray = 1\n[501]", "en/codes/5xx.toml: 500.stray is not "),
        (PAIR, "test = ", "trial = ", f"{PAIR}: 354-vs-502.trial is not known: there are: left, "),
        ("en/enhanced.toml", "when = ", "where = ", 'en/enhanced.toml: 0.0.where is not known'),
        ("en/commands.toml", "mistakes = ", "faults = ", "en/commands.toml: ehlo.faults is not "),
        ("en/glossary.toml", "term = ", "# ", ".term is missing"),
        ("../matrix.toml", "success = ", "succes = ", "matrix.toml: any.succes is not known: "),
        ("constants.toml", "smtplib = ", "smtpd = ", "constants.toml: 355.smtpd is not known"),
        ("said.toml", "after = ", "afer = ", "said.toml: said[1].afer is not known: there are: "),
        # values
        ("en/codes/5xx.toml", '"standard"', '"normal"', "500.status must be one of standard, hist"),
        ("en/codes/5xx.toml", '"fix"', '"mend"', "500.act must be one of continue, send, retry,"),
        ("en/codes/5xx.toml", '["5321#4.2.4"', '["RFC 5321"', "500.rfc must be like 5321#4.1.1.4"),
        ("en/codes/5xx.toml", "`MAIL`, `RCPT`", "`MAIL, `RCPT`", "500.fix has a stray "),
        ("en/codes/5xx.toml", 'title = "', 'title = "`', "500.title must be plain words: no `"),
        (PAIR, "aspect = ", "side = ", f"{PAIR}: 354-vs-502.contrasts must be rows like {{ aspect"),
        ("en/ui.toml", 'name = "', 'name = 1 # "', "en/ui.toml: site.name must be a text in quote"),
        ("said.toml", '"exim"', '"exmi"', "said.toml: said[1] names no server; there are postfix,"),
        ("said.toml", 'line = "214', 'line = "21', "said.toml: said[1] must begin with a code of "),
        # ids that lead nowhere
        ("en/codes/5xx.toml", '"501", "502"', '"51"', "500.related names what there is not: 51"),
        ("en/codes/5xx.toml", '"unrecognized"', '"unknown"', "500.session names what there is "),
        ("en/codes/5xx.toml", "#replies/500", "#replies/599", "502.meaning names what there is "),
        ("en/codes/wild.toml", "#enhanced/x.1.0", "#enhanced/x.9.9", "not: enhanced/x.9.9"),
        (PAIR, 'left = "354"', 'left = "355"', f"{PAIR} must be named 355-vs-502.toml"),
        (PAIR, '"not-implemented"', '"no"', f"{PAIR}: right_reply names what there is not: no"),
        (PAIR, '"not-implemented"', '"unrecognized"', f"{PAIR}: right_reply has another code: 500"),
        ("en/enhanced.toml", '"451", "550"', '"459", "599"', "1.1.basic names what there is "),
        ("en/commands.toml", "[ehlo]", "[ehol]", "en/commands.toml: ehol names what there is not"),
        ("en/extensions.toml", "[size]", "[sise]", "en/extensions.toml: sise names what there is"),
        ("en/glossary.toml", "see = [", 'see = ["x", ', ".see names what there is not: x"),
        ("../matrix.toml", "[mail]", "[mial]", "matrix.toml names what there is not: mial"),
        ("../matrix.toml", '"450"', '"499"', "matrix.toml: mail.error names what there is not"),
        ("constants.toml", '["211"]', '["299"]', "constants.toml names what there is not: 299"),
        ("said.toml", '"HELP"', '"HEPL"', "said.toml: said[1].after names what there is not: hepl"),
        ("said.toml", '"connect"', '"greet"', "after names what there is not: greet"),
        ("said.toml", 'line = "214-C', 'line = "299-C', "said[1].line names what there is "),
        ("find.toml", "commands/auth", "commands/oath", "leads_to names what there is not: comma"),
        # how lines are found
        ("find.toml", "pattern = 'in reply", "patern = 'in reply", ".patern is not known: there a"),
        ("find.toml", "pattern = 'in reply", "pattern = '(in reply", ".pattern cannot be read: "),
        ("find.toml", "(end of data|[a-z]+)", "[a-z]+", ".pattern must have one group: the part"),
        # twice
        ("en/codes/5xx.toml", "[500]", "[421]", "en/codes/5xx.toml: 421 stands in another file as"),
        # what only English says, and what it does not say
        ("pt-BR/codes/5xx.toml", "[500]", '[500]\nact = "fix"', "500.act stands in English only; "),
        ("pt-BR/codes/5xx.toml", "[500]", "[599]", "pt-BR/codes/5xx.toml: 599 is not known: Engli"),
        ("pt-BR/codes/5xx.toml", "meaning =", "sentido =", "500.sentido is not known: there are: "),
        ("pt-BR/codes/5xx.toml", "#replies/500", "#replies/599", "502.meaning names what there is"),
        ("pt-BR/ui.toml", "name = ", "nome = ", "pt-BR/ui.toml: site.nome is not known in English"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(
    content: Path, file: str, old: str, new: str, error: str
) -> None:
    change(content / file, old, new)

    told = refusal(content)

    assert error in told
    assert told.startswith(file.removeprefix("../"))


def test_a_pair_that_english_does_not_have_is_refused(content: Path) -> None:
    folder = content / "pt-BR" / "compare"
    (folder / "354-vs-502.toml").rename(folder / "502-vs-354.toml")

    assert refusal(content) == (
        "pt-BR/compare/502-vs-354.toml: 502-vs-354 is not known: English does not have it"
    )


def test_a_file_that_is_missing_is_named(content: Path) -> None:
    (content.parent / "matrix.toml").unlink()

    assert refusal(content).startswith("matrix.toml cannot be read: ")


def test_the_reference_is_checked_before_anything_is_made_from_it(tmp_path: Path) -> None:
    """With the rest of the content, so that a slip does not wait for the snapshot."""
    copy = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    change(copy / "reference" / "en" / "codes" / "5xx.toml", '"standard"', '"normal"')

    with pytest.raises(BuildError, match=r"^reference/en/codes/5xx\.toml: 500\.status must be one"):
        check_content(copy)
