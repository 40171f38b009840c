"""``sde-schema export``."""

from __future__ import annotations

from pathlib import Path

import click

from sde_schema import catalog
from sde_schema.cli.completion import completing, files
from sde_schema.cli.main import complain
from sde_schema.cli.output import Output, write_files
from sde_schema.exporting import FORMATS, exported_files
from sde_schema.exporting.tree import most_typed_version, several_types, type_names, type_of

_SHOWN = 3
"""How many of the fields of several types are named."""


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS]))
@click.argument(
    "types", nargs=-1, metavar="[TYPE]…", shell_complete=completing(lambda: type_names(most_typed_version()))
)
@click.option(
    "--schema-version",
    metavar="V",
    shell_complete=completing(catalog.versions),
    help="Schema version to use; without it, the version in which the fewest fields have several types.",
)
@click.option(
    "--timestamps",
    type=click.Choice(["long", "timestamp"]),
    default="long",
    show_default=True,
    help="Timestamps as epoch milliseconds, or as the format's type for a time; in TypeScript they are numbers.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE|DIR",
    shell_complete=files,
    help="Write to this file; to a folder (one that exists, or a name that ends with / or has no extension) a file for"
    " each TYPE.",
)
def command(form: str, types: tuple[str, ...], schema_version: str | None, timestamps: str, output: str | None) -> None:
    """Print the types of events as a schema for other programs.

    FORMAT is avro, spark, bigquery or typescript. TYPE is an attribute type, whose body is described, or event, which
    is also the default. Several JSON schemas are printed one on each line.

    In tables, a field that may have several types is text: a string as it is, any other value as its JSON.
    """
    version = catalog.check_version(schema_version or most_typed_version())
    names = [catalog.check_name(name, type_names(version)) for name in dict.fromkeys(types)] or [catalog.EVENT]
    chosen = FORMATS[form]
    if chosen.has_columns:
        _say_what_is_text(version, names)
    if output is not None and _is_folder(output):
        write_files(Path(output), exported_files(chosen, version, names, timestamps=timestamps != "long"))
        return
    if output is not None and chosen.has_columns and len(names) > 1:
        text = f"a file holds one schema of {form}; name a folder for a file for each type, such as -o schemas/"
        raise click.UsageError(text)
    out = Output(output)
    out.write(chosen.written(version, names, timestamps=timestamps != "long").decode())
    out.finish()


def _is_folder(output: str) -> bool:
    path = Path(output)
    return path.is_dir() or output.endswith("/") or not (path.suffix or path.exists())


def _say_what_is_text(version: str, names: list[str]) -> None:
    """Say which fields are text because they may have several types."""
    found = [path for name in names for path in several_types(type_of(version, name), name)]
    if found:
        shown = [*found[:_SHOWN], *([f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else [])]
        complain(f"note: text here, because version {version} allows several types: {', '.join(shown)}")
