"""Dates as mail writes them (RFC 5322 3.3, RFC 3339 5.6), from and to seconds since the epoch.

Plain arithmetic in UTC: a core without a clock has no use for the standard library's,
which also asks the system for time zones and languages.
"""

from __future__ import annotations

import re
from typing import Final

DAY: Final = 86_400
_DAYS: Final = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
"From the day of the epoch on, which was a Thursday."
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

# date-time = full-date "T" full-time
# full-time = 2DIGIT ":" 2DIGIT ":" 2DIGIT ["." 1*DIGIT] ( "Z" / ( "+" / "-" ) 2DIGIT ":" 2DIGIT )
_RFC3339: Final = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]+)?"
    r"(?:Z|(?P<sign>[+-])(?P<ahead>[0-9]{2}):(?P<minutes>[0-9]{2}))",
    re.IGNORECASE,
)

# date-time = [ day-of-week "," ] date time
# date      = day month year
# time      = hour ":" minute [ ":" second ] ( "+" / "-" ) 4DIGIT
_RFC5322: Final = re.compile(
    rf"\s*(?:(?:{'|'.join(_DAYS)})\s*,\s*)?"
    rf"(?P<day>[0-9]{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>[0-9]{{4}})\s+"
    r"(?P<clock>[0-9]{2}:[0-9]{2})(?P<second>:[0-9]{2})?\s+(?P<ahead>[+-][0-9]{2})(?P<minutes>[0-9]{2})\s*",
    re.IGNORECASE | re.ASCII,
)


def mail_date(at: float) -> str:
    """Return a moment as RFC 5322 writes it: `Wed, 25 Nov 2026 18:00:00 +0000`."""
    days, second = divmod(int(at), DAY)
    year, month, day = _civil(days)
    return f"{_DAYS[days % 7]}, {day} {_MONTHS[month - 1]} {year:04} {_clock(second)} +0000"


def internet_date(at: float) -> str:
    """Return a moment as RFC 3339 writes it: `2026-11-25T18:00:00Z`."""
    days, second = divmod(int(at), DAY)
    year, month, day = _civil(days)
    return f"{year:04}-{month:02}-{day:02}T{_clock(second)}Z"


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def parse_mail_date(text: str) -> int | None:
    """Return the seconds since the epoch of an RFC 5322 date-time; None if it is none.

    Comments and the obsolete forms of section 4.3 are not known here.
    """
    match = _RFC5322.fullmatch(text)
    if match is None:
        return None
    date = f"{match['year']}-{_MONTHS.index(match['month'].title()) + 1:02}-{match['day']:0>2}"
    time = f"{match['clock']}{match['second'] or ':00'}{match['ahead']}:{match['minutes']}"
    return parse_internet_date(f"{date}T{time}")


def parse_internet_date(text: str) -> int | None:
    """Return the seconds since the epoch of an RFC 3339 date-time; None if it is none."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (
        int(match[part]) for part in ("year", "month", "day", "hour", "minute", "second")
    )
    ahead, minutes = int(match["ahead"] or 0), int(match["minutes"] or 0)
    # 60 is a leap second (RFC 3339 5.7): it counts as the second after it.
    if hour > 23 or minute > 59 or second > 60 or ahead > 23 or minutes > 59:
        return None
    days = _days(year, month, day)
    if not 1 <= month <= 12 or not 1 <= day <= 31 or _civil(days) != (year, month, day):
        return None
    offset = (ahead * 60 + minutes) * 60 * (-1 if match["sign"] == "-" else 1)
    return days * DAY + hour * 3600 + minute * 60 + second - offset


# Both count from 1 March of the year 0: then a leap day is a year's last, and the lengths of
# the months follow one straight line, 153 days in five of them.

_TO_EPOCH: Final = 719_468
"Days from 1 March 0 to 1 January 1970."


def _days(year: int, month: int, day: int) -> int:
    """Return the days since the epoch of a date in the Gregorian calendar."""
    year -= month <= 2
    century, of_century = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return (
        century * 146_097
        + of_century * 365
        + of_century // 4
        - of_century // 100
        + (of_year - _TO_EPOCH)
    )


def _civil(days: int) -> tuple[int, int, int]:
    """Return year, month and day of a number of days since the epoch."""
    century, of_century = divmod(days + _TO_EPOCH, 146_097)
    year = (of_century - of_century // 1460 + of_century // 36_524 - of_century // 146_096) // 365
    of_year = of_century - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return century * 400 + year + (month <= 2), month, day
