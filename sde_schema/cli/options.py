"""Options that several commands have."""

from __future__ import annotations

import click

schema_version = click.option(
    "--schema-version",
    metavar="V",
    help="Schema version; the manifest's default version unless named.",
)
