"""``sde-schema list``."""

from __future__ import annotations

import click

from sde_schema import catalog
from sde_schema.cli import output


@click.command("list")
@output.schema_version
def command(schema_version: str | None) -> None:
    """List the schema versions and the attribute types."""
    version = catalog.check_version(schema_version)
    click.echo("Schema versions:")
    for entry in catalog.manifest()["versions"]:
        mark = " (default)" if entry["version"] == catalog.default_version() else ""
        click.echo(f"  {entry['version']}  {entry['status']}, {entry['date']}{mark}: {entry['summary']}")
    click.echo(f"\nAttribute types of {version}:")
    names = catalog.attribute_types(version)
    width = max(map(len, names))
    for name in names:
        click.echo(f"  {name:<{width}}  {catalog.document(version, name)['description']}")
