"""The figures as text, and the pages that show them: each block between two markers is written by a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.measure import MEGABYTE, ROOT
from benchmarks.table import GOALS, NONE, Columns, Missing, Row, digits, markdown, plain, title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.calls import Call
    from benchmarks.table import Facts

#: the page with all figures, and the one with some of them
ALL, SOME = ROOT / "benchmarks" / "README.md", ROOT / "README.md"

WALL: Columns[Row] = {"wall, x floor": lambda row: digits(row.wall_ratio)}
CPU: Columns[Row] = {"CPU, x floor": lambda row: digits(row.cpu_ratio)}
RATE: Columns[Row] = {"MB/s": lambda row: digits(row.rate)}
PEAK: Columns[Row] = {"peak MB": lambda row: row.measured.peak_words}
INPUT: Columns[Row] = {"input": lambda row: row.input, "command": title}


def _fact(take: Callable[[Facts], str]) -> Callable[[Row], str]:
    return lambda row: take(row.facts) if row.facts else NONE


FACTS: Columns[Row] = {
    "duplicate names": _fact(lambda facts: facts.duplicates),
    "all problems": _fact(lambda facts: facts.all_problems),
    "location": _fact(lambda facts: facts.location),
    "advice": _fact(lambda facts: facts.advice),
}
START: Columns[Row] = {
    "wall, x check-jsonschema": lambda row: digits(row.wall_ratio) if row.base else NONE,
    "wall, ms": lambda row: f"{row.measured.wall * 1000:.0f}",
}
CALLS: Columns[Call] = {"µs": lambda call: digits(call.microseconds), "x engine": lambda call: digits(call.ratio)}
MEMORY: Columns[Row] = {
    "MB": lambda row: f"{row.size / MEGABYTE:,.0f}",
    "peak MB": lambda row: row.measured.peak_words,
    "peak MB on a tenth": lambda row: row.base.measured.peak_words if row.base else NONE,
}


PROGRAM: Columns[Row] = {"program": title, "input": lambda row: row.input}
NAME: Columns[Row] = {"program": title}


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a run measured, and the words about the run."""

    words: str
    throughput: Sequence[Row]
    peers: Sequence[Row | Missing]
    start_up: Sequence[Row | Missing]
    calls: Sequence[Call]
    better_peers: str

    def all(self) -> str:
        """Return the tables with all figures."""
        called: Columns[Call] = {"payload": lambda call: call.payload, "call": title}
        parts = (
            self.words,
            markdown(INPUT, WALL | CPU | RATE | PEAK | GOALS, self.throughput),
            markdown(PROGRAM, WALL | CPU | RATE | PEAK | FACTS, self.peers),
            markdown(NAME, START | PEAK | GOALS, self.start_up),
            self.better_peers,
            markdown(called, CALLS | GOALS, self.calls),
        )
        return "\n\n".join(parts)

    def some(self) -> str:
        """Return the tables for a reader who wants to know how fast the program is."""
        parts = (
            markdown(INPUT, WALL | RATE | PEAK, [row for row in self.throughput if row.base]),
            markdown(NAME, RATE | PEAK | FACTS, self.peers),
            markdown(NAME, START | PEAK, self.start_up),
            self.better_peers,
        )
        return "\n\n".join(parts)

    def plain(self) -> dict[str, Any]:
        """Return all figures as plain values."""
        return {
            "throughput": [*map(plain, self.throughput)],
            "peers": [*map(plain, self.peers)],
            "startUp": [*map(plain, self.start_up)],
            "calls": [asdict(call) for call in self.calls],
        }


def memory_table(rows: Sequence[Row]) -> str:
    """Return the table of an input's size and the peak memory."""
    return markdown({"input": title}, MEMORY | GOALS, rows)


def put(page: Path, marker: str, text: str) -> None:
    """Put a text between two markers of a page."""
    begin, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
