"""``sde-schema diff``."""

from __future__ import annotations

import click

from sde_schema import catalog
from sde_schema.cli.completion import completing
from sde_schema.cli.main import DONE, PROBLEMS

FORMATS = ("text", "json", "markdown")


@click.command("diff")
@click.argument("old", shell_complete=completing(catalog.versions))
@click.argument("new", shell_complete=completing(catalog.versions))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True, help="How to print it."
)
@click.option("--fail-on-breaking", is_flag=True, help="Exit with 1 if a change is breaking.")
def command(old: str, new: str, form: str, *, fail_on_breaking: bool) -> int:
    """Show what changed from the schema version OLD to NEW, by attribute type and property.

    A change is breaking if a payload that is valid under OLD is not valid under NEW; each one shows such a payload.
    An engine proves that nothing else breaks, where it can; otherwise this is tried with generated payloads.
    """
    from sde_schema.compatibility import compare
    from sde_schema.compatibility.formats import TELLINGS

    comparison = compare(old, new)
    click.echo(TELLINGS[form](comparison), nl=False)
    return PROBLEMS if fail_on_breaking and comparison.breaking else DONE
