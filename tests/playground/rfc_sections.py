"""Read the numbers of an RFC's sections from its text; makes `rfc_sections.json`.

Run by hand, on a folder that holds `rfcNNNN.txt` of every RFC that is cited, such as Debian's
package doc-rfc unpacked (which is non-free, so that no test may rely on it):

    python3 tests/playground/rfc_sections.py FOLDER

What the file holds of an RFC that is not in the folder stays as it is. Four were entered so, by
hand, because Debian does not pack them: RFC 4405, 4407, 5248 and 9422.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

SECTIONS = Path(__file__).with_name("rfc_sections.json")

Number = tuple[int, ...]

_HEADING = re.compile(
    r" *(?:(?:APPENDIX +|Appendix +)(?P<appendix>[A-Z])[.:]?"
    r"|(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})*\.?|[A-Z](?:\.[0-9]{1,2})*\.))(?: +[^\s.=<]{2}|$)"
)
_IN_TABLE = re.compile(r"(?:[ .]\.|  )[ .]*[0-9ivx]+$")
"""A line of a table of contents ends in a page's number."""


def sections(text: str) -> list[str]:
    """Return the numbers of all sections: those of the table of contents, and of the headings."""
    lines = text.splitlines()
    told = [line for line in lines if not _IN_TABLE.search(line)]
    headings = [*_in_order(line for line in told if not line.startswith(" "))]
    return sorted({*_in_order(_table(lines)), *(headings or _in_order(told))}, key=_key)


def _table(lines: list[str]) -> Iterator[str]:
    """Yield the lines of the table of contents: they end in a page's number, or break off."""
    begins = (at for at, line in enumerate(lines) if _is_title(line))
    for line in lines[next(begins, len(lines)) + 1 :]:
        if re.fullmatch(r"(?:1|I)\.? +Introduction", line, re.IGNORECASE):
            return
        yield line


def _is_title(line: str) -> bool:
    return re.fullmatch(r" *(?:table of )?contents:? *", line, re.IGNORECASE) is not None


def _in_order(lines: Iterable[str]) -> Iterator[str]:
    """Yield the numbers that follow each other as those of sections do, and no other numbers."""
    seen: list[Number] = []
    for line in lines:
        if match := _HEADING.match(line):
            name = (match["appendix"] or match["number"]).rstrip(".")
            if _follows(_key(name), seen):
                seen.append(_key(name))
                yield name


def _follows(number: Number, seen: list[Number]) -> bool:
    """Tell whether a section may come next: the first of its kind, or the next but one at most."""
    *above, own = number
    if seen and number <= seen[-1]:
        return False
    if above and tuple(above) not in seen:
        return False
    before = [other[-1] for other in seen if other[:-1] == tuple(above)]
    if not before or (own >= _A > before[-1]):
        return own in {1, _A}
    return own - before[-1] <= 2  # RFC 1845 has no section 4


_A = 1000 + ord("A")


def _key(number: str) -> Number:
    """Return what sections are sorted by: 2 before 10, numbers before letters."""
    return tuple(int(part) if part.isdigit() else 1000 + ord(part) for part in number.split("."))


def main(folder: Path) -> None:
    """Renew the file from the texts in a folder."""
    known = json.loads(SECTIONS.read_text(encoding="utf-8")) if SECTIONS.exists() else {}
    for path in folder.glob("rfc*.txt"):
        text = path.read_text(encoding="utf-8", errors="replace")
        known[path.stem.removeprefix("rfc")] = sections(text)
    rows = (f"  {json.dumps(rfc)}: {json.dumps(known[rfc])}" for rfc in sorted(known, key=int))
    SECTIONS.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
