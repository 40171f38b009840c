"""``sde-schema explain``."""

from __future__ import annotations

import textwrap

import click

from sde_schema.rules import readable, rule

_COLUMNS = 79


@click.command("explain")
@click.argument("code")
def command(code: str) -> None:
    """Explain the problem CODE, such as SDE203 or unknown-property."""
    entry = rule(code)
    click.echo(f"{entry.code} {entry.name} ({entry.severity})\n")
    for text in (entry.meaning, f"Why it matters: {entry.why}"):
        click.echo(_filled(text) + "\n")
    for title, example in (("Bad", entry.bad), ("Good", entry.good)):
        click.echo(f"{title}:\n\n{textwrap.indent(readable(example).rstrip(), '    ')}\n")
    click.echo(_filled(f"Fix: {entry.fix}"))


def _filled(text: str) -> str:
    return textwrap.fill(text, _COLUMNS, break_on_hyphens=False)
