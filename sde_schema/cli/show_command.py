"""``sde-schema show``."""

from __future__ import annotations

import json

import click

from sde_schema import catalog
from sde_schema.cli import output

_OF_NO_VERSION = {"report": catalog.report_schema_bytes, "config": catalog.config_schema_bytes}


@click.command("show")
@click.argument("name")
@output.schema_version
@click.option(
    "--bundle", is_flag=True, help="Print one document with all that it uses under $defs, without x- keywords."
)
@click.option("--base-uri", metavar="URI", help="Begin every $id with this instead of the published base.")
def command(name: str, schema_version: str | None, base_uri: str | None, *, bundle: bool) -> None:
    """Print the schema NAME: an attribute type, or common, event, payload, report or config.

    Without options it is printed byte for byte as it is published.
    """
    if name in _OF_NO_VERSION:
        _show(_OF_NO_VERSION[name](), base_uri)
    elif bundle:
        _print(catalog.bundle(name, schema_version, base_uri))
    elif base_uri is not None:
        schema = catalog.load_schema(name, schema_version)
        _print({**schema, "$id": catalog.rebase(schema["$id"], base_uri)})
    else:
        click.echo(catalog.schema_bytes(name, schema_version), nl=False)


def _show(text: bytes, base_uri: str | None) -> None:
    """Print a schema that is the same in every version."""
    if base_uri is None:
        click.echo(text, nl=False)
    else:
        schema = json.loads(text)
        _print({**schema, "$id": catalog.rebase(schema["$id"], base_uri)})


def _print(schema: catalog.Schema) -> None:
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
