"""Measure `sde_schema` beside the parse floor and other validators: throughput, start-up, calls, memory."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import comparison
from benchmarks.calls import calls
from benchmarks.inputs import check_verdicts, make_inputs
from benchmarks.install import FOLDER, NODE_PACKAGES, PYTHON_PACKAGES
from benchmarks.measure import NotMeasurableError, note
from benchmarks.memory import memory, sentence
from benchmarks.publish import ALL, SOME, Figures, memory_table, put
from benchmarks.table import Missing
from benchmarks.throughput import throughput

if TYPE_CHECKING:
    from collections.abc import Sequence

MEGABYTES = 100
MEBIBYTES_FOR_MEMORY = 1024


def _figures(folder: Path, options: argparse.Namespace) -> Figures:
    """Make the inputs and measure all except memory's growth."""
    checked = check_verdicts(folder)
    inputs = make_inputs(folder, options.megabytes)
    programs, missing = comparison.installed(options.peers, inputs)
    small = comparison.start_up(inputs, programs)
    timed = calls(inputs)
    large = throughput(inputs, options.megabytes, options.runs)
    compared = comparison.throughput(inputs, programs, options.runs)
    words = f"Python {platform.python_version()}, {os.cpu_count()} cores; corpora of {options.megabytes:g} MB; medians"
    words += (
        f" of {options.runs} runs, for the start-up and the calls of {comparison.START_ROUNDS}, all in turn. {checked}"
    )
    words += f" Other validators: {', '.join((*PYTHON_PACKAGES, *NODE_PACKAGES))}."
    better = comparison.sentences(compared, small)
    return Figures(words, large, [*compared, *missing], [*small, *missing], timed, better)


def _measure(folder: Path, options: argparse.Namespace) -> bool:
    """Measure, print and write; return whether all went well."""
    figures = _figures(folder, options)
    print(figures.all())
    if options.write:
        put(ALL, "table", figures.all())
        put(SOME, "table", figures.some())
    if options.json:
        options.json.write_text(json.dumps(figures.plain(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    rows = (*figures.throughput, *figures.peers, *figures.start_up)
    return not any(row.failure for row in rows if not isinstance(row, Missing))


def _measure_memory(folder: Path, options: argparse.Namespace) -> bool:
    """Measure memory's growth alone."""
    rows = memory(folder, options.memory * 1024**2 / 1_000_000)
    print(memory_table(rows), sentence(rows), sep="\n\n")
    if options.write:
        put(ALL, "memory", memory_table(rows))
        put(SOME, "memory", sentence(rows))
    return not any(row.failure for row in rows)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=MEGABYTES, help="size of each corpus (default: 100)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each large measurement (default: 3)")
    parser.add_argument("--peers", type=Path, default=FOLDER, metavar="FOLDER", help="default: build/peers")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run to this file too")
    parser.add_argument(
        "--memory",
        type=float,
        nargs="?",
        const=MEBIBYTES_FOR_MEMORY,
        metavar="MiB",
        help="measure only the peak memory on inputs of this size (default: 1024)",
    )
    parser.add_argument("--write", action="store_true", help="write the tables into the two README.md")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a command failed, 0 otherwise, whether or not the goals are met."""
    options = _options(argv)
    with tempfile.TemporaryDirectory() as name:
        try:
            return int(not (_measure if options.memory is None else _measure_memory)(Path(name), options))
        except NotMeasurableError as error:
            note(f"not measured: {error}")
            return 1


if __name__ == "__main__":
    raise SystemExit(main())
