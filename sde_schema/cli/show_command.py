"""``sde-schema show``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sde_schema import catalog
from sde_schema.cli import output, parameters
from sde_schema.cli.completion import completing, folders
from sde_schema.cli.parameters import AbsoluteUri

_OF_NO_VERSION = {"report": catalog.report_schema_bytes, "config": catalog.config_schema_bytes}
"""The schemas that are the same in every version."""


@click.command("show")
@click.argument("name", required=False, shell_complete=completing(lambda: [*catalog.document_names(), *_OF_NO_VERSION]))
@parameters.schema_version
@click.option(
    "--bundle", is_flag=True, help="Print one document with all that it uses under $defs, without x- keywords."
)
@click.option(
    "--base-uri",
    metavar="URI",
    type=AbsoluteUri(),
    help="Begin every $id with this absolute URI instead of the published base.",
)
@click.option("--all", "every", is_flag=True, help="Write all schemas of the version; needs -o.")
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    shell_complete=folders,
    help="Write NAME.schema.json into this folder.",
)
def command(
    name: str | None,
    schema_version: str | None,
    base_uri: str | None,
    folder: str | None,
    *,
    bundle: bool,
    every: bool,
) -> None:
    """Print the schema NAME: an attribute type, or common, event, payload, report or config.

    Without options it is printed byte for byte as it is published.
    """
    names = _names(name, catalog.check_version(schema_version), folder, every=every)
    texts = {each: _text(each, schema_version, base_uri, bundle=bundle) for each in names}
    if folder is not None:
        output.write_files(Path(folder), {f"{each}{catalog.SUFFIX}": text for each, text in texts.items()})
    else:
        click.echo(b"".join(texts.values()), nl=False)


def _names(name: str | None, version: str, folder: str | None, *, every: bool) -> list[str]:
    if name is not None and every:
        text = "name a schema or use --all, not both"
        raise click.UsageError(text)
    if name is not None:
        return [name]
    if not every:
        text = "Missing argument 'NAME'; --all -o DIR writes all schemas of a version"
        raise click.UsageError(text)
    if folder is None:
        text = "--all needs a folder to write to: -o DIR"
        raise click.UsageError(text)
    return catalog.document_names(version)


def _text(name: str, version: str | None, base_uri: str | None, *, bundle: bool) -> bytes:
    """Return a document as it is published, or bundled, or with another base."""
    catalog.check_name(name, [*catalog.document_names(version), *_OF_NO_VERSION])
    if bundle and name not in _OF_NO_VERSION:
        return _written(catalog.bundle(name, version, base_uri))
    of_no_version = _OF_NO_VERSION.get(name)
    published = of_no_version() if of_no_version else catalog.schema_bytes(name, version)
    if base_uri is None:
        return published
    schema = json.loads(published)
    return _written({**schema, "$id": catalog.rebase(schema["$id"], base_uri)})


def _written(schema: catalog.Schema) -> bytes:
    return f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n".encode()
