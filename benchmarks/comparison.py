"""The program beside its peers: throughput, start-up, and what each finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.facts import try_out
from benchmarks.inputs import size
from benchmarks.measure import MEGABYTE, VALIDATE, Command, interleave, run
from benchmarks.peers.programs import CHECK_JSONSCHEMA, Peer, peers, write_code
from benchmarks.table import Goal, Missing, Row
from benchmarks.throughput import FLOOR, ONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.inputs import Inputs

ARRAY_MEGABYTES = 2
START_ROUNDS = 15
WHOLE = "all"
GREATEST_START = 0.35
NOT_INSTALLED = "not installed"

#: the program itself, as if it were a peer
OURS = Peer(f"`validate {ONE}`", Path(VALIDATE[0]), (*VALIDATE, *ONE.split()))


def _array(corpus: Path) -> Path:
    """Write the first lines of a corpus as one array beside it."""
    path = corpus.with_name("array.json")
    with corpus.open("rb") as lines:
        path.write_bytes(b"[%s]\n" % b",".join(lines.readlines(ARRAY_MEGABYTES * MEGABYTE)))
    return path


def _missing(all_peers: Sequence[Peer]) -> list[Missing]:
    return [Missing(peer.name, NOT_INSTALLED) for peer in all_peers if not peer.is_there]


def installed(folder: Path, inputs: Inputs) -> tuple[list[Peer], list[Missing]]:
    """Return the program and the peers that can be measured, and the others."""
    known = peers(folder, inputs.schema)
    write_code(folder, inputs.schema)
    return [OURS, *(peer for peer in known if peer.is_there)], _missing(known)


def throughput(inputs: Inputs, programs: Sequence[Peer], rounds: int) -> list[Row]:
    """Measure the floor and the programs on the valid corpus, and try what each finds."""
    valid = inputs.corpora["valid"]
    array = _array(valid)
    paths = [array if program.takes_array else valid for program in programs]
    commands = [Command(each.name, each.command(path)) for each, path in zip(programs, paths, strict=True)]
    floor, *measured = interleave([Command("floor", (*FLOOR, str(valid))), *commands], rounds)
    base = Row(WHOLE, floor, size(valid))
    rows = [
        Row("a part, as one array" if path is array else WHOLE, each, size(path), base)
        for each, path in zip(measured, paths, strict=True)
    ]
    facts = [try_out(inputs.small.parent, program.command) for program in programs]
    return [base, *(replace(row, facts=each) for row, each in zip(rows, facts, strict=True))]


def start_up(inputs: Inputs, programs: Sequence[Peer]) -> list[Row]:
    """Measure the programs on one small file, after one run each that is not counted."""
    commands = [Command(program.name, program.command(inputs.small)) for program in programs]
    for command in commands:
        run(command)
    rows = [Row("small", each, size(inputs.small)) for each in interleave(commands, START_ROUNDS)]
    base = next((row for row in rows if row.name == CHECK_JSONSCHEMA and row.failure is None), None)
    if base is None:
        return rows
    ours, *others = [replace(row, base=base) for row in rows]
    goal = Goal(f"≤ {GREATEST_START} x {CHECK_JSONSCHEMA}", ours.wall_ratio <= GREATEST_START)
    return [replace(ours, goals=(goal,)), *others]


def _better(rows: Sequence[Row], figure: Callable[[Row], float]) -> Iterator[tuple[str, float]]:
    """Yield the peers for which a figure is smaller than for the program, and how many times smaller."""
    ours = next(row for row in rows if row.name == OURS.name)
    for row in rows:
        if row.name not in {OURS.name, "floor"} and row.failure is None and figure(row) < figure(ours):
            yield row.name, figure(ours) / figure(row)


def sentences(large: Sequence[Row], small: Sequence[Row]) -> str:
    """Say of throughput, memory and start-up which peers do better than the program."""
    from sde_schema.prose import listed  # after all is measured: this process must stay small

    asked = {
        "Faster on the valid corpus": _better(large, lambda row: 1 / row.rate),
        "In less memory there": _better([row for row in large if row.input == WHOLE], lambda row: row.measured.peak),
        "Sooner done with one small file": _better(small, lambda row: row.measured.wall),
    }
    parts = []
    for what, better in asked.items():
        names = listed([f"{name} ({times:.2f} x)" for name, times in better])
        parts.append(f"{what} than `validate {ONE}`: {names or 'none of these'}.")
    return " ".join(parts)
