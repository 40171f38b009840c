"""``sde-schema explain``."""

from __future__ import annotations

import textwrap

import click

from sde_schema import catalog
from sde_schema.cli import parameters
from sde_schema.cli.completion import completing
from sde_schema.examples.of_codes import pair_of, versions_with
from sde_schema.rules import Rule, families, readable, rule, rules_by_code

_COLUMNS = 79


@click.command("explain")
@click.argument("code", required=False, shell_complete=completing(rules_by_code))
@parameters.schema_version
def command(code: str | None, schema_version: str | None) -> None:
    """Explain the problem CODE, such as SDE203 or unknown-property; without a CODE, list all codes.

    The examples are for the version that is asked for, if it has the problem.
    """
    version = catalog.check_version(schema_version)
    if code is None:
        _list()
    else:
        _explain(rule(code), version)


def _list() -> None:
    """Print each code with its name and meaning, by families."""
    for number, family in enumerate(families()):
        click.echo(f"{chr(10) if number else ''}{family.title}")
        for entry in family.rules:
            text = f"  {entry.code}  {entry.name} ({entry.severity}): {entry.meaning}"
            click.echo(_filled(text, " " * 10))


def _explain(entry: Rule, version: str) -> None:
    """Print all that there is to say of a code, with examples of a version that has it."""
    click.echo(f"{entry.code} {entry.name} ({entry.severity})\n")
    for text in (entry.meaning, f"Why it matters: {entry.why}"):
        click.echo(_filled(text) + "\n")
    holders = versions_with(entry)
    if version not in holders:
        click.echo(_filled(f"Version {version} has no such problem; the examples are for {holders[0]}.") + "\n")
    pair = pair_of(entry, version if version in holders else holders[0])
    for title, example in (("Bad", pair.bad), ("Good", pair.good)) if pair else ():
        click.echo(f"{title}:\n\n{textwrap.indent(readable(example).rstrip(), '    ')}\n")
    click.echo(_filled(f"Fix: {entry.fix}"))
    for title, names in (("Options", entry.options), ("See also", entry.see_also)):
        if names:
            click.echo("\n" + _filled(f"{title}: {', '.join(names)}"))


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _COLUMNS, subsequent_indent=indent, break_on_hyphens=False)
