"""``sde-schema show``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sde_schema import catalog
from sde_schema.catalog import flat
from sde_schema.cli import output, parameters
from sde_schema.cli.completion import completing, folders
from sde_schema.cli.parameters import AbsoluteUri

_OF_NO_VERSION = {"report": catalog.report_schema_bytes, "config": catalog.config_schema_bytes}
"""The schemas that are the same in every version."""

_FORMS = {"bundle": catalog.bundle, "flat": flat.flat, "types": flat.types}
"""The forms in which a document can be printed, in the order of their options."""

_WITHOUT_REFERENCES = _FORMS.keys() - {"bundle"}


@click.command("show")
@click.argument("name", required=False, shell_complete=completing(lambda: [*catalog.document_names(), *_OF_NO_VERSION]))
@parameters.schema_version
@click.option(
    "--bundle", is_flag=True, help="Print one document with all that it uses under $defs, without x- keywords."
)
@click.option(
    "--flat",
    is_flag=True,
    help="Print one document without any $ref, for tools that cannot follow one; no x- keywords.",
)
@click.option(
    "--types",
    is_flag=True,
    help="As --flat, with types alone and no conditions, for code generators; it accepts more than the schema.",
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
    every: bool,
    **forms: bool,
) -> None:
    """Print the schema NAME: an attribute type, or common, event, payload, report or config.

    Without options it is printed byte for byte as it is published.
    """
    form = _form([each for each in _FORMS if forms[each]], name)
    known = flat.flat_names if form in _WITHOUT_REFERENCES else catalog.document_names
    names = _names(name, known(schema_version), folder, every=every)
    texts = {each: _text(each, schema_version, base_uri, form) for each in names}
    if folder is not None:
        output.write_files(Path(folder), {f"{each}{catalog.SUFFIX}": text for each, text in texts.items()})
    else:
        click.echo(b"".join(texts.values()), nl=False)


def _names(name: str | None, known: list[str], folder: str | None, *, every: bool) -> list[str]:
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
    return known


def _form(wanted: list[str], name: str | None) -> str | None:
    """Return the form in which documents are printed: as they are published for None."""
    if "bundle" in wanted and len(wanted) > 1:
        text = f"--bundle keeps each $ref and --{wanted[1]} has none: use one of them"
        raise click.UsageError(text)
    form = wanted[-1] if wanted else None
    if form in _WITHOUT_REFERENCES and name in {catalog.COMMON, *_OF_NO_VERSION}:
        text = f"--{form} is for event, payload and the attribute types, not for {name}"
        raise click.UsageError(text)
    return form


def _text(name: str, version: str | None, base_uri: str | None, form: str | None) -> bytes:
    """Return a document as it is published, or in another form, or with another base."""
    catalog.check_name(name, [*catalog.document_names(version), *_OF_NO_VERSION])
    of_no_version = _OF_NO_VERSION.get(name)
    if form is not None and of_no_version is None:
        return _written(_FORMS[form](name, version, base_uri))
    published = of_no_version() if of_no_version else catalog.schema_bytes(name, version)
    if base_uri is None:
        return published
    schema = json.loads(published)
    return _written({**schema, "$id": catalog.rebase(schema["$id"], base_uri)})


def _written(schema: catalog.Schema) -> bytes:
    return f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n".encode()
