"""Whether memory stays flat: the peak on an input of some size, beside that on a tenth of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.inputs import corpus, packed
from benchmarks.measure import VALIDATE, Command, interleave
from benchmarks.table import Goal, Row
from benchmarks.throughput import ONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GIBIBYTE = 1024**3
PART = 0.1
GREATEST_GROWTH = 1.2


def _row(name: str, whole: Path, part: Path, size: int, status: int) -> Row:
    """Return the row of the whole, with the part as its base; the size is that before packing."""
    argv = (*VALIDATE, "--quiet", *ONE.split())
    measured = interleave([Command(name, (*argv, str(path)), status) for path in (whole, part)], 1)
    large, small = (Row(name, each, size) for each in measured)
    is_flat = large.measured.peak <= GREATEST_GROWTH * small.measured.peak
    return replace(large, base=small, goals=(Goal(f"≤ {GREATEST_GROWTH} x that on a tenth", is_flat),))


def _made(folder: Path, kind: str, megabytes: float) -> tuple[Path, Path]:
    """Return a corpus, and one of a tenth of its size."""
    whole, part = (folder / f"{kind}-{share:g}.jsonl" for share in (1, PART))
    corpus(whole, kind, megabytes)
    corpus(part, kind, megabytes * PART)
    return whole, part


def memory(folder: Path, megabytes: float) -> list[Row]:
    """Measure each input once: plain, gzipped, pages."""
    whole, part = _made(folder, "valid", megabytes)
    size = whole.stat().st_size
    plain = _row("NDJSON", whole, part, size, 0)
    gzipped = _row("gzipped NDJSON", packed(whole), packed(part), size, 0)
    for path in folder.iterdir():
        path.unlink()
    whole, part = _made(folder, "pages", megabytes)
    return [plain, gzipped, _row("NDJSON of API pages", whole, part, whole.stat().st_size, 1)]


def sentence(measured: Sequence[Row]) -> str:
    """Say what memory each input takes, as the README does."""
    from sde_schema.prose import listed  # after all is measured: this process must stay small

    taken = listed([f"{row.measured.peak_words} MB as {row.input}" for row in measured])
    return f"The peak memory of one process on {measured[0].size / GIBIBYTE:.2g} GiB of data is {taken}."
