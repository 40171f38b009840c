"""``sde-schema generate``."""

from __future__ import annotations

import click

from sde_schema.cli import output
from sde_schema.cli.main import DONE, PROBLEMS, PROGRAM, OutputError, commands
from sde_schema.terminal import harmless


@click.command("generate")
@click.option(
    "--check", is_flag=True, help="Only compare: print the names of stale files, and exit with 1 if there are any."
)
def command(*, check: bool) -> int:
    """Rewrite all that is made from the schemas and the rules.

    These are the reference pages under docs/ and the examples; it works in a checkout of the project only.
    """
    from sde_schema.pages.checkout import checkout
    from sde_schema.pages.generate import drift, generated_files, remove

    root = checkout()
    generated = generated_files(commands, PROGRAM)
    found = drift(root, generated)
    said = {"write": found.missing, "rewrite": found.changed, "remove": found.left_over}
    for what, paths in said.items():
        for path in paths:
            click.echo(f"{what} {harmless(path)}")
    if found and check:
        click.echo(f"These files are stale; rewrite them with: python -m {PROGRAM.replace('-', '_')} generate")
        return PROBLEMS
    output.rewrite_files(root, {path: generated[path] for path in (*found.missing, *found.changed)})
    try:
        remove(root, found.left_over)
    except OSError as error:
        raise OutputError(str(error.filename), error) from None
    click.echo(f"{len(generated):,} generated files are up to date")
    return DONE
