"""``sde-schema explain``."""

from __future__ import annotations

import textwrap

import click

from sde_schema.cli.completion import completing
from sde_schema.rules import families, readable, rule, rules_by_code

_COLUMNS = 79


@click.command("explain")
@click.argument("code", required=False, shell_complete=completing(rules_by_code))
def command(code: str | None) -> None:
    """Explain the problem CODE, such as SDE203 or unknown-property; without a CODE, list all codes."""
    if code is None:
        _list()
    else:
        _explain(code)


def _list() -> None:
    """Print each code with its name and meaning, by families."""
    for number, family in enumerate(families()):
        click.echo(f"{chr(10) if number else ''}{family.title}")
        for entry in family.rules:
            text = f"  {entry.code}  {entry.name} ({entry.severity}): {entry.meaning}"
            click.echo(_filled(text, " " * 10))


def _explain(code: str) -> None:
    entry = rule(code)
    click.echo(f"{entry.code} {entry.name} ({entry.severity})\n")
    for text in (entry.meaning, f"Why it matters: {entry.why}"):
        click.echo(_filled(text) + "\n")
    for title, example in (("Bad", entry.bad), ("Good", entry.good)):
        click.echo(f"{title}:\n\n{textwrap.indent(readable(example).rstrip(), '    ')}\n")
    click.echo(_filled(f"Fix: {entry.fix}"))


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _COLUMNS, subsequent_indent=indent, break_on_hyphens=False)
