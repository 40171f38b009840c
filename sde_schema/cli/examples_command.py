"""``sde-schema examples``."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sde_schema import catalog
from sde_schema.cli import output
from sde_schema.cli.main import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TYPICAL = "typical"
RANDOM_FILE = "random.ndjson"
_LINES_AT_A_TIME = 1000


@click.command("examples")
@click.argument("types", nargs=-1, metavar="[TYPE]…")
@click.option(
    "--kind",
    type=click.Choice(["minimal", TYPICAL, "full", "invalid"]),
    help="minimal: only what is required; typical (the default); full: every property, none null; "
    "invalid: for each constraint, one payload that breaks only that constraint.",
)
@click.option(
    "--count", type=click.IntRange(min=1), metavar="N", help="Make N random valid payloads instead, as NDJSON."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="S",
    help="Seed of --count: the same S makes the same payloads (default: 0).",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="Write files into this folder: TYPE/KIND.json; TYPE/invalid/*.json with expected.tsv (file, code, pointer); "
    f"or {RANDOM_FILE}.",
)
@output.schema_version
def command(
    types: tuple[str, ...],
    kind: str | None,
    count: int | None,
    seed: int | None,
    output: str | None,
    schema_version: str | None,
) -> None:
    """Print example payloads: bare events of each attribute TYPE, or of all types.

    One payload is printed as indented JSON, several as NDJSON, a payload on each line.
    """
    version = catalog.check_version(schema_version)
    named = [catalog.check_name(name, catalog.attribute_types(version)) for name in dict.fromkeys(types)]
    _refuse_mixed(kind, count, seed)
    chosen = named or catalog.attribute_types(version)
    if count is not None:
        _put_random(_random(version, named, count, seed or 0), output)
    elif output is not None:
        _write(Path(output), _files(version, chosen, kind or TYPICAL))
    else:
        _print(_payloads(version, chosen, kind or TYPICAL))


def _refuse_mixed(kind: str | None, count: int | None, seed: int | None) -> None:
    if count is not None and kind is not None:
        text = "--count makes random payloads and --kind fixed ones: use one of them"
        raise click.UsageError(text)
    if seed is not None and count is None:
        text = "--seed belongs to --count"
        raise click.UsageError(text)


def _payloads(version: str, types: list[str], kind: str) -> list[Any]:
    from sde_schema.examples.files import INVALID, KINDS
    from sde_schema.examples.invalid import invalid

    if kind == INVALID:
        return [entry.payload for name in types for entry in invalid(version, name)]
    return [KINDS[kind](version, name) for name in types]


def _files(version: str, types: list[str], kind: str) -> dict[str, bytes]:
    """Return what is to be written, by paths below the folder."""
    from sde_schema.examples.files import INVALID, KINDS, invalid_files, pretty

    if kind != INVALID:
        return {f"{name}/{kind}.json": pretty(KINDS[kind](version, name)) for name in types}
    made_by = f"Made by `sde-schema examples --kind {INVALID}`"
    folders = {name: invalid_files(version, name, made_by) for name in types}
    return {f"{name}/{INVALID}/{file}": text for name, held in folders.items() for file, text in held.items()}


def _random(version: str, named: list[str], count: int, seed: int) -> Iterator[bytes]:
    """Yield lines with random payloads, many at a time."""
    from sde_schema.examples.files import one_line
    from sde_schema.examples.random_events import Payloads

    payloads = Payloads(version, seed, only=named)
    lines = (one_line(payloads.event()) for _ in range(count))
    while block := b"".join(islice(lines, _LINES_AT_A_TIME)):
        yield block


def _print(payloads: list[Any]) -> None:
    from sde_schema.examples.files import one_line, pretty

    written = pretty if len(payloads) == 1 else one_line
    click.echo(b"".join(map(written, payloads)), nl=False)


def _put_random(blocks: Iterable[bytes], folder: str | None) -> None:
    if folder is not None:
        _write(Path(folder), {RANDOM_FILE: blocks})
        return
    for block in blocks:
        click.echo(block, nl=False)


def _write(folder: Path, files: dict[str, bytes] | dict[str, Iterable[bytes]]) -> None:
    """Write files below a folder. Raises OutputError."""
    for name, held in files.items():
        file = folder / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as out:
                out.writelines([held] if isinstance(held, bytes) else held)
        except OSError as error:
            raise OutputError(str(file), error) from None
    click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'} written to {folder}", err=True)
