"""Measure `sde_schema`: its throughput beside the parse floor, and its start-up beside other validators."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measure import ROOT, Command, Measured, environment, interleave, run
from benchmarks.plant import PLANTED, plant
from benchmarks.table import START_UP, THROUGHPUT, Goal, Row, markdown, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

GREATEST_RATIO = 3.0
GREATEST_PEAK = 150.0
LEAST_RATE = 5.0
GREATEST_START = 0.35
START_ROUNDS = 15
SAMPLE_MEGABYTES = 0.25

PYTHON = (sys.executable, "-m")
PROGRAM = (*PYTHON, "sde_schema")
VALIDATE = (*PROGRAM, "validate")

#: the peers and their arguments, the program itself left out
PEERS: dict[str, tuple[str, ...]] = {
    "check-jsonschema": ("--schemafile", "{schema}", "{document}"),
    "jsonschema": ("validate", "{schema}", "{document}"),
    "ajv": ("validate", "--spec=draft2020", "--allow-union-types", "-s", "{schema}", "-d", "{document}"),
}
BASE_PEER = "check-jsonschema"


class NotMeasurableError(Exception):
    """The program does not work well enough to be measured; the text says what it did."""


@dataclass(frozen=True, slots=True)
class Files:
    """The input files in the temporary folder."""

    valid: Path
    planted: Path
    packed: Path
    wrong: Path
    small: Path
    schema: Path


def tell(text: str) -> None:
    """Write a note on the progress to standard error."""
    sys.stderr.write(f"{text}\n")


def _corpus(path: Path, kind: str, megabytes: float) -> Path:
    """Make a corpus in a child: a child's peak memory counts from its parent's, which must stay small."""
    arguments = ("benchmarks.corpus", "--megabytes", str(megabytes), "--kind", kind, str(path))
    subprocess.run((*PYTHON, *arguments), cwd=ROOT, env=environment(), check=True)
    return path


def _packed(path: Path) -> Path:
    """Return a gzip of a file beside it."""
    packed = path.with_name(path.name + ".gz")
    with path.open("rb") as plain, gzip.open(packed, "wb", compresslevel=1) as out:
        shutil.copyfileobj(plain, out, 1 << 20)
    return packed


def make_files(folder: Path, megabytes: float) -> Files:
    """Make the corpora, one small document (the corpus's first record) and the bundled payload schema."""
    tell(f"making two corpora of {megabytes:g} MB")
    valid = _corpus(folder / "valid.ndjson", "valid", megabytes)
    files = Files(
        valid,
        plant(valid, folder / "planted.ndjson"),
        _packed(valid),
        _corpus(folder / "wrong.ndjson", "wrong", megabytes),
        _corpus(folder / "small.json", "valid", 0),
        folder / "payload.json",
    )
    with files.schema.open("wb") as out:
        subprocess.run((*PROGRAM, "show", "payload", "--bundle"), cwd=ROOT, env=environment(), stdout=out, check=False)
    return files


def _summary(path: Path) -> dict[str, Any]:
    """Return the summary of a JSON report on this file."""
    argv = (*VALIDATE, "--format", "json", str(path))
    done = subprocess.run(argv, cwd=ROOT, env=environment(), capture_output=True, check=False)
    try:
        summary: dict[str, Any] = json.loads(done.stdout)["summary"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotMeasurableError(f"`validate --format json` gives no report (exit status {done.returncode})") from error
    return summary


def check_verdicts(folder: Path) -> str:
    """Say that the program finds nothing in a valid sample and each mistake in a wrong one, or raise."""
    valid = _summary(_corpus(folder / "valid-sample.ndjson", "valid", SAMPLE_MEGABYTES))
    sample = _corpus(folder / "wrong-sample.ndjson", "wrong", SAMPLE_MEGABYTES)
    wrong, expected = _summary(sample), sample.read_bytes().count(b"\n")
    if valid["errors"] or valid["warnings"]:
        raise NotMeasurableError(f"{valid['errors']} errors and {valid['warnings']} warnings in a valid sample")
    if (wrong["errors"], wrong["warnings"]) != (expected, 0):
        found = f"{wrong['errors']} errors and {wrong['warnings']} warnings"
        raise NotMeasurableError(f"{found} in a sample with {expected} mistakes")
    return f"Checked first: no problem in a valid sample, {expected} problems in {expected} wrong records."


def throughput(files: Files, rounds: int) -> list[Row | str]:
    """Measure the floor and the program on the large files."""
    quiet, wrong = (*VALIDATE, "--quiet"), str(files.wrong)
    commands = (
        Command("floor: `orjson.loads` on each line", (*PYTHON, "benchmarks.floor", str(files.valid))),
        Command("`validate --quiet`, all valid", (*quiet, str(files.valid))),
        Command(f"`validate --quiet`, {len(PLANTED)} problems planted", (*quiet, str(files.planted)), 1),
        Command("`validate --quiet`, all valid, gzipped", (*quiet, str(files.packed))),
        Command("`validate --quiet`, all wrong", (*quiet, wrong), 1),
        Command("`validate --quiet --format json`, all wrong", (*quiet, "--format", "json", wrong), 1),
    )
    measured = interleave(commands, rounds, tell)
    floor, size, bad = measured[0], files.valid.stat().st_size, files.wrong.stat().st_size

    def fast(one: Measured, base: Measured) -> bool:
        return one.wall <= GREATEST_RATIO * base.wall and one.peak <= GREATEST_PEAK

    def steady(one: Measured, _base: Measured) -> bool:
        return bad >= LEAST_RATE * 1_000_000 * one.wall

    quick = Goal(f"≤ {GREATEST_RATIO} x floor (wall), ≤ {GREATEST_PEAK:.0f} MB", fast)
    rate = Goal(f"≥ {LEAST_RATE:g} MB/s", steady)
    sizes_and_goals = ((size, None), (size, quick), (size, quick), (size, None), (bad, rate), (bad, rate))
    return [Row(one, floor, goal, size) for one, (size, goal) in zip(measured, sizes_and_goals, strict=True)]


def start_up(files: Files, peers: dict[str, str], rounds: int) -> list[Row | str]:
    """Measure the program and its peers on one small file, after one run each that is not counted."""
    commands = [Command("`validate`, one small file", (*VALIDATE, str(files.small)))]
    for name, program in peers.items():
        places = {"schema": str(files.schema), "document": str(files.small)}
        commands.append(Command(name, (program, *[part.format(**places) for part in PEERS[name]])))
    for command in commands:
        run(command)
    measured = interleave(commands, rounds, lambda _text: None)
    usable = [one for one in measured if one.command.name == BASE_PEER and one.failure is None]
    base = usable[0] if usable else None
    goal = Goal(f"≤ {GREATEST_START} x {BASE_PEER} (wall)", lambda one, peer: one.wall <= GREATEST_START * peer.wall)
    rows: list[Row | str] = [Row(measured[0], base, goal), *[Row(one, base) for one in measured[1:]]]
    return rows if BASE_PEER in peers else [*rows, f"{BASE_PEER}: not found; name it with `--peers`"]


def _peer(text: str) -> tuple[str, str]:
    """Read NAME=PATH."""
    name, _, path = text.partition("=")
    if name not in PEERS or not path:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=PATH with a NAME of {', '.join(PEERS)}")
    if shutil.which(path) is None:
        raise argparse.ArgumentTypeError(f"{path!r} is no program")
    return name, str(Path(path).absolute()) if os.sep in path else path


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=100, help="size of each corpus (default: 100)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each large measurement (default: 3)")
    parser.add_argument("--peers", type=_peer, nargs="+", action="extend", default=[], metavar="NAME=PATH")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run to this file too")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a command failed, 0 otherwise, whether or not the goals are met."""
    options = _options(argv)
    found = shutil.which(BASE_PEER)
    peers = ({BASE_PEER: found} if found else {}) | dict(options.peers)
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as name:
        try:
            checked = check_verdicts(Path(name))
        except NotMeasurableError as error:
            tell(f"not measured: {error}")
            return 1
        files = make_files(Path(name), options.megabytes)
        small = start_up(files, peers, START_ROUNDS)
        large = throughput(files, options.runs)
    sizes = {"megabytes": options.megabytes, "runs": options.runs, "startUpRuns": START_ROUNDS}
    words = f"Python {machine['python']}, {machine['cores']} cores; corpora of {options.megabytes:g} MB; medians"
    words += f" of {options.runs} runs, for the start-up of {START_ROUNDS}, all interleaved. {checked}"
    tables = (markdown("throughput", THROUGHPUT, large), markdown("start-up", START_UP, small))
    sys.stdout.write("\n\n".join((words, *tables)) + "\n")
    if options.json:
        report = {**machine, **sizes, "throughput": [*map(plain, large)], "startUp": [*map(plain, small)]}
        options.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(any(isinstance(row, Row) and row.measured.failure for row in large + small))


if __name__ == "__main__":
    raise SystemExit(main())
