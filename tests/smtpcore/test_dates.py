"""RFC 5322 3.3, RFC 3339 5.6: dates, against the standard library's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtpcore.dates import internet_date, mail_date, parse_internet_date, parse_mail_date

from .random_input import steady

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.integers(-62_135_596_800, 253_402_300_799)  # the years 1 to 9999


@given(moments)
@steady
def test_a_moment_is_written_as_the_calendar_has_it(at: int) -> None:
    expected = EPOCH + timedelta(seconds=at)

    assert f"{expected:%H:%M:%S} +0000" in mail_date(at)
    assert expected.isoformat().replace("+00:00", "Z") == internet_date(at)
    assert format_datetime(expected).split()[:3] == [
        part.zfill(2) if part.isdecimal() else part for part in mail_date(at).split()[:3]
    ]


@given(moments)
@steady
def test_what_was_written_is_read_again(at: int) -> None:
    assert (at, at) == (parse_internet_date(internet_date(at)), parse_mail_date(mail_date(at)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t01:00:00+01:00", 0),
        ("1969-12-31T23:30:00.5-00:30", 0),
        ("2024-02-29T00:00:00Z", 1_709_164_800),
        ("1990-12-31T23:59:60Z", 662_688_000),  # RFC 3339 5.8: a leap second
        ("2023-02-29T00:00:00Z", None),
        ("1900-02-29T00:00:00Z", None),
        ("2024-13-01T00:00:00Z", None),
        ("2024-00-01T00:00:00Z", None),
        ("2024-01-00T00:00:00Z", None),
        ("2024-04-31T00:00:00Z", None),
        ("2024-01-01T24:00:00Z", None),
        ("2024-01-01T00:60:00Z", None),
        ("2024-01-01T00:00:61Z", None),
        ("2024-01-01T00:00:00+24:00", None),
        ("2024-01-01T00:00:00+00:60", None),
        ("2024-01-01T00:00:00", None),
        ("2024-01-01 00:00:00Z", None),
        ("٢٠٢٤-01-01T00:00:00Z", None),
        ("", None),
    ],
)
def test_an_internet_date_is_read_to_the_letter(text: str, expected: int | None) -> None:
    assert expected == parse_internet_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 1 Jan 1970 00:00:00 +0000", 0),
        ("1 jan 1970 01:00 +0100", 0),
        (" Thu , 01 Jan 1970 00:00:00 +0000 ", 0),
        ("Thu, 31 Feb 2024 00:00:00 +0000", None),
        ("Thu, 1 Jan 70 00:00:00 +0000", None),
        ("Thu, 1 Jan 1970 00:00:00 GMT", None),
        ("Someday", None),
    ],
)
def test_a_mail_date_is_read_without_comments_and_old_forms(
    text: str, expected: int | None
) -> None:
    assert expected == parse_mail_date(text)
