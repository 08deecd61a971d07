"""What the reference says of programs stands in those programs, as they are installed."""

from __future__ import annotations

import json
import re
import smtplib

import pytest
from aiosmtpd.testing.statuscodes import SMTP_STATUS_CODES

from sitebuild.project import HERE
from smtp_playground.reference.library import ENGLISH, REFERENCE
from smtp_playground.reference.tables import PROGRAMS
from smtp_playground.reference.whole import composers

CONSTANTS = composers()[ENGLISH].tables.constants
NODEMAILER = HERE.packages / "nodemailer"


def names(program: str) -> dict[str, tuple[str, ...]]:
    return {code: told[program] for code, told in CONSTANTS.items() if told[program]}


def test_every_program_is_told_of() -> None:
    assert all(len(names(program)) > 10 for program in PROGRAMS)
    assert set(CONSTANTS) <= composers()[ENGLISH].extra.codes.keys()


@pytest.mark.parametrize(("code", "told"), names("smtplib").items())
def test_what_smtplib_raises_are_exceptions_of_its(code: str, told: tuple[str, ...]) -> None:
    raised = [getattr(smtplib, name, None) for name in told]

    assert all(
        isinstance(each, type) and issubclass(each, smtplib.SMTPException) for each in raised
    )
    assert code[0] != "2"  # what went well is no exception


def test_aiosmtpd_has_these_names_and_no_others() -> None:
    """The name of each holds its code, and so does what it stands for."""
    there: dict[str, set[str]] = {}
    for name, value in vars(SMTP_STATUS_CODES).items():
        if re.fullmatch(r"S[0-9]{3}_\w+", name):
            assert str(value.code) == name[1:4]
            there.setdefault(name[1:4], set()).add(name)

    assert {code: set(told) for code, told in names("aiosmtpd").items()} == there


def test_nodemailer_has_these_codes() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((NODEMAILER / "dist" / "cjs" / "smtp-connection").glob("*.js"))
    )
    found = set(re.findall(r"""["'](E[A-Z]{2,})["']""", source))

    assert {name for told in names("nodemailer").values() for name in told} <= found


def test_the_versions_that_are_named_are_the_installed_ones() -> None:
    remarks = (REFERENCE / "constants.toml").read_text(encoding="utf-8")
    installed = json.loads((NODEMAILER / "package.json").read_text(encoding="utf-8"))["version"]

    assert installed in remarks
