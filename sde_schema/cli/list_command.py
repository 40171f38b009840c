"""``sde-schema list``."""

from __future__ import annotations

import json
from typing import Any

import click

from sde_schema import catalog
from sde_schema.cli import parameters


@click.command("list")
@parameters.schema_version
@parameters.text_or_json
def command(schema_version: str | None, form: str) -> None:
    """List the schema versions and the attribute types."""
    version = catalog.check_version(schema_version)
    if form == "json":
        click.echo(json.dumps(_as_json(version), indent=2, ensure_ascii=False))
    else:
        _print(version)


def _as_json(version: str) -> dict[str, Any]:
    of_version = ("version", "status", "date", "summary")
    types = [(name, catalog.document(version, name)["description"]) for name in catalog.attribute_types(version)]
    return {
        "defaultVersion": catalog.default_version(),
        "versions": [{name: entry[name] for name in of_version} for entry in catalog.manifest()["versions"]],
        "schemaVersion": version,
        "attributeTypes": [{"name": name, "description": description} for name, description in types],
    }


def _print(version: str) -> None:
    click.echo("Schema versions:")
    for entry in catalog.manifest()["versions"]:
        mark = " (default)" if entry["version"] == catalog.default_version() else ""
        click.echo(f"  {entry['version']}  {entry['status']}, {entry['date']}{mark}: {entry['summary']}")
    click.echo(f"\nAttribute types of {version}:")
    names = catalog.attribute_types(version)
    width = max(map(len, names))
    for name in names:
        click.echo(f"  {name:<{width}}  {catalog.document(version, name)['description']}")
