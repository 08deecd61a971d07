"""An entry as Markdown: the twin that stands beside each page, for programs and plain readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias, assert_never

from smtp_playground.reference.entries import (
    CauseBlock,
    Column,
    ColumnsBlock,
    Entry,
    LinksBlock,
    PointsBlock,
    TableBlock,
    TextBlock,
    TranscriptBlock,
)
from smtp_playground.runs import Run

Block: TypeAlias = (
    TextBlock | PointsBlock | TableBlock | TranscriptBlock | CauseBlock | ColumnsBlock | LinksBlock
)
Href: TypeAlias = Callable[[str], str]
"""The address of an entry -> where its Markdown is, seen from the page."""


def markdown(entry: Entry, labels: Mapping[str, str], href: Href) -> str:
    """Return the entry; every line ends in a newline."""
    return "\n\n".join(_pieces(entry, _Writer(labels, href))) + "\n"


def _pieces(entry: Entry, write: _Writer) -> Iterator[str]:
    yield f"# {entry.code} {entry.title}".replace("#  ", "# ")
    if entry.status:
        yield f"*{entry.status}*"
    yield from map(write.runs, entry.lead)
    for section in entry.sections:
        yield f"## {section.heading}"
        for block in section.blocks:
            yield from write.block(block)


class _Writer:
    """Writes what an entry is made of."""

    def __init__(self, labels: Mapping[str, str], href: Href) -> None:
        self._labels = labels
        self._href = href

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case TextBlock():
                yield self.runs(block.runs)
            case PointsBlock():
                yield self._points(block.points)
            case TableBlock():
                yield self._table(block)
            case TranscriptBlock():
                yield self._transcript(block)
            case CauseBlock():
                yield from self._cause(block)
            case ColumnsBlock():
                yield from self._column(block.left)
                yield from self._column(block.right)
            case LinksBlock():
                yield "\n".join(
                    f"- [{way.code} {way.label}]({self._target(way.target)})".replace("[ ", "[")
                    for way in block.links
                )
            case _:
                assert_never(block)

    def runs(self, runs: Iterable[Run]) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        match run.style:
            case "code":
                fence = "``" if "`" in run.text else "`"
                code = f"{fence}{run.text}{fence}"
                target = run.href.removeprefix("#")
                return f"[{code}]({self._target(target)})" if target else code
            case "strong":
                return f"**{_plain(run.text)}**"
            case "emphasis":
                return f"*{_plain(run.text)}*"
            case "link":
                return f"[{_plain(run.text)}]({self._target(run.href.removeprefix('#'))})"
            case "plain":
                return _plain(run.text)

    def _target(self, target: str) -> str:
        return target if target.startswith("https://") else self._href(target)

    def _points(self, points: Iterable[tuple[Run, ...]]) -> str:
        return "\n".join(f"- {self.runs(point)}" for point in points)

    def _table(self, block: TableBlock) -> str:
        width = len(block.rows[0])
        head = block.head or ("",) * width
        lines = [_row(head), _row(("---",) * width)]
        lines += [_row(self.runs(cell).replace("|", "\\|") for cell in row) for row in block.rows]
        return "\n".join(lines)

    def _transcript(self, block: TranscriptBlock) -> str:
        marks = {"client": "C:", "server": "S:", "note": "--"}
        lines = [
            f"{marks[line.speaker]} {line.text}{self._parting(line.differs)}"
            for line in block.lines
        ]
        told = [f"-- {self._labels['transcript.settings']} {each}" for each in block.settings]
        return "\n".join(["```text", *told, *lines, "```"])

    def _parting(self, differs: bool) -> str:
        return f"   <-- {self._labels['transcript.differs']}" if differs else ""

    def _cause(self, block: CauseBlock) -> Iterator[str]:
        yield f"### {block.title} {f'({block.enhanced})' if block.enhanced else ''}".rstrip()
        yield from map(self.runs, block.when)
        if block.fix:
            yield self._points(block.fix)

    def _column(self, column: Column) -> Iterator[str]:
        yield f"### {column.code} {column.title}".rstrip()
        for block in column.blocks:
            yield from self.block(block)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(words: str) -> str:
    """Return words in which nothing is markup."""
    for sign in "\\`*_[]<>":
        words = words.replace(sign, f"\\{sign}")
    return words
