"""``sde-schema examples``."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sde_schema import catalog
from sde_schema.cli import parameters
from sde_schema.cli.completion import completing, folders
from sde_schema.cli.output import write_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TYPICAL = "typical"
RANDOM_FILE = "random.ndjson"
_LINES_AT_A_TIME = 1000


@click.command("examples")
@click.argument("types", nargs=-1, metavar="[TYPE]…", shell_complete=completing(catalog.all_attribute_types))
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
    "--form",
    type=click.Choice(["record", "response", "envelope"]),
    help="Put each event into a document of this form; without it, events are bare.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    shell_complete=folders,
    help="Write files into this folder: TYPE/KIND.json; TYPE/invalid/*.json with expected.tsv (file, code, pointer); "
    f"or {RANDOM_FILE}.",
)
@parameters.schema_version
def command(
    types: tuple[str, ...],
    kind: str | None,
    count: int | None,
    seed: int | None,
    form: str | None,
    output: str | None,
    schema_version: str | None,
) -> None:
    """Print example payloads: events of each attribute TYPE, or of all types.

    One payload is printed as indented JSON, several as NDJSON, a payload on each line.
    """
    version = catalog.check_version(schema_version)
    named = [catalog.check_name(name, catalog.attribute_types(version)) for name in dict.fromkeys(types)]
    _refuse_mixed(kind, count, seed)
    _refuse_invalid_files(kind, form, output)
    chosen = named or catalog.attribute_types(version)
    if count is not None:
        _put_random(_random(version, named, count, seed or 0, form), output)
    elif output is not None:
        write_files(Path(output), _files(version, chosen, kind or TYPICAL, form))
    else:
        _print([_in_form(form, payload) for payload in _payloads(version, chosen, kind or TYPICAL)])


def _refuse_mixed(kind: str | None, count: int | None, seed: int | None) -> None:
    if count is not None and kind is not None:
        text = "--count makes random payloads and --kind fixed ones: use one of them"
        raise click.UsageError(text)
    if seed is not None and count is None:
        text = "--seed belongs to --count"
        raise click.UsageError(text)


def _refuse_invalid_files(kind: str | None, form: str | None, output: str | None) -> None:
    if kind == "invalid" and form is not None and output is not None:
        text = "--form does not go with -o and --kind invalid: the pointers in expected.tsv are those of bare events"
        raise click.UsageError(text)


def _in_form(form: str | None, payload: Any) -> Any:
    """Return an event in a document of the form; without a form, the event."""
    from sde_schema.examples.wrapped import FORMS

    return FORMS[form](payload) if form else payload


def _payloads(version: str, types: list[str], kind: str) -> list[Any]:
    from sde_schema.examples.files import INVALID, KINDS
    from sde_schema.examples.invalid import invalid

    if kind == INVALID:
        return [entry.payload for name in types for entry in invalid(version, name)]
    return [KINDS[kind](version, name) for name in types]


def _files(version: str, types: list[str], kind: str, form: str | None) -> dict[str, bytes]:
    """Return what is to be written, by paths below the folder."""
    from sde_schema.examples.files import INVALID, KINDS, invalid_files, pretty

    if kind != INVALID:
        return {f"{name}/{kind}.json": pretty(_in_form(form, KINDS[kind](version, name))) for name in types}
    made_by = f"Made by `sde-schema examples --kind {INVALID}`"
    folders = {name: invalid_files(version, name, made_by) for name in types}
    return {f"{name}/{INVALID}/{file}": text for name, held in folders.items() for file, text in held.items()}


def _random(version: str, named: list[str], count: int, seed: int, form: str | None) -> Iterator[bytes]:
    """Yield lines with random payloads, many at a time."""
    from sde_schema.examples.files import one_line
    from sde_schema.examples.random_events import Payloads

    payloads = Payloads(version, seed, only=named)
    lines = (one_line(_in_form(form, payloads.event())) for _ in range(count))
    while block := b"".join(islice(lines, _LINES_AT_A_TIME)):
        yield block


def _print(payloads: list[Any]) -> None:
    from sde_schema.examples.files import one_line, pretty

    written = pretty if len(payloads) == 1 else one_line
    click.echo(b"".join(map(written, payloads)), nl=False)


def _put_random(blocks: Iterable[bytes], folder: str | None) -> None:
    if folder is not None:
        write_files(Path(folder), {RANDOM_FILE: blocks})
        return
    for block in blocks:
        click.echo(block, nl=False)
