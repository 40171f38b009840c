"""``sde-schema validate``."""

from __future__ import annotations

import shlex
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from sde_schema.cli import completion, formats, parameters, settings
from sde_schema.cli.file_checks import FileChecks
from sde_schema.cli.main import DONE, FAILED, PROBLEMS, complain
from sde_schema.cli.parameters import AUTO, Jobs
from sde_schema.cli.running import Run
from sde_schema.prose import listed
from sde_schema.reading.sources import STANDARD_INPUT, sources
from sde_schema.reporting import REPORTS
from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.cli.running import Item
    from sde_schema.summary import Summary

_FOR_PEOPLE = "text, concise, github and junit"
"""The formats that do not have all problems."""


_OF_FIX = ("schema-version", "type", "at")
"""The settings that ``fix`` has as options, and that change what is a problem."""


@click.command("validate")
@parameters.paths
@parameters.schema_version
@parameters.attribute_type
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    shell_complete=completion.completing_with_file(lambda: REPORTS),
    help=f"Report as {listed([*REPORTS], 'or')}, to FILE or standard output; may be repeated.",
)
@parameters.at("Validate")
@parameters.exclude
@click.option("--exit-zero/--no-exit-zero", is_flag=True, help="Exit with 0 if problems were found; 2 stays 2.")
@click.option(
    "--stdin-name",
    metavar="NAME",
    shell_complete=completion.files,
    help="Name standard input NAME in reports, and check it as the file of that name is.",
)
@parameters.force_exclude
@click.option("--strict/--no-strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--allow-unknown/--no-allow-unknown",
    is_flag=True,
    help="Unknown properties are warnings, unless they hide events or a required property.",
)
@click.option(
    "--max-problems",
    metavar="N",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help=f"Print at most N problems in {_FOR_PEOPLE}, errors before warnings; all are counted.",
)
@click.option(
    "--max-per-kind",
    metavar="N",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help=f"Print the first N problems of a kind in {_FOR_PEOPLE}; 0 prints all.",
)
@parameters.max_depth
@parameters.max_document_size
@parameters.max_unpacked
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=Jobs(),
    default="auto",
    show_default=True,
    help="Check N files, or parts of large ones, at a time; auto: as many as there are processors, if they pay.",
)
@click.option("-q", "--quiet/--no-quiet", is_flag=True, help="Print problems only, no summary.")
@click.option("--show-values/--no-show-values", is_flag=True, help="Show values, except personal data.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Color the text; auto: on a terminal or if FORCE_COLOR is set, and not if NO_COLOR is set.",
)
@settings.configuration_options
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **chosen: Any) -> int:
    """Check the events in each PATH: a file, a folder, a glob, or - for standard input.

    JSON, NDJSON and YAML, also gzipped, are recognized by name and content. Exits with 0 if all is valid, 1 if
    problems were found, 2 if something could not be checked.
    """
    found = settings_of(context)
    chosen |= {option.name: found.by_key[key].value for key, option in _options().items() if key in found.by_key}
    checks = FileChecks(_validator_options(chosen), found.configuration, found.given)
    if STANDARD_INPUT in paths and sys.stdin is not None and sys.stdin.isatty():
        complain("note: reading JSON, NDJSON or YAML from the terminal; end it with Ctrl-D")
    wanted = formats.wanted(chosen["formats"])
    written = formats.files_of(wanted, paths, found.configuration.file)
    with ExitStack() as open_files:
        reports = formats.reports(wanted, chosen, checks.base.version, open_files)
        jobs = None if chosen["jobs"] == AUTO else chosen["jobs"]
        run = Run(checks, reports.all, jobs=jobs)
        run.summary.fix_command = _fix_command(context, found)
        run.all(sources_of(paths, found, written, chosen["stdin_name"]))
        run.failed |= not reports.end(run.summary)
    note = run.note()
    if note:
        complain(f"note: {note}")
    return _status(run, strict=chosen["strict"], exit_zero=chosen["exit_zero"])


def settings_of(context: click.Context) -> settings.Settings:
    """Return the settings of this command that are in force, where a context has read some of its options."""
    return settings.in_force(context, _options().values())


def _fix_command(context: click.Context, found: settings.Settings) -> str:
    """Return the command that fixes what this one finds: with the options that it was given and that fix has."""
    given = [word for key in _OF_FIX if key in found.given for word in (f"--{key}", found.by_key[key].value)]
    if context.params["config"] is not None:
        given += ["--config", context.params["config"]]
    if context.params["no_config"]:
        given.append("--no-config")
    return harmless(shlex.join(["sde-schema", "fix", *given]))


def _options() -> dict[str, click.Option]:
    """Return the options of this command by their keys."""
    return {settings.key_of(option): option for option in command.params if isinstance(option, click.Option)}


def _validator_options(chosen: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": chosen["schema_version"],
        "type": chosen["attribute"],
        "allow_unknown": chosen["allow_unknown"],
        "show_values": chosen["show_values"],
        "max_depth": chosen["max_depth"],
        "max_document_size": chosen["max_document_size"],
        "max_unpacked": chosen["max_unpacked"],
        "at": chosen["at"],
        "frames": formats.want_frames(chosen["formats"]),
    }


def sources_of(
    paths: tuple[str, ...], found: settings.Settings, written: Iterable[str] = (), stdin_name: str | None = None
) -> Iterator[Item]:
    """Return what is to be read; patterns of the configuration file are meant from its folder."""
    exclude, even_named = found.by_key["exclude"], bool(found.by_key["force-exclude"].value)
    in_file = exclude.source == "file"
    also = found.configuration.exclude.match if in_file and found.configuration.exclude else None
    patterns = () if in_file else exclude.value
    return sources(paths, patterns, written, also=also, even_named=even_named, stdin_name=stdin_name)


def _status(run: Run, *, strict: bool, exit_zero: bool) -> int:
    summary: Summary = run.summary
    if run.failed:
        return FAILED
    if exit_zero:
        return DONE
    return PROBLEMS if summary.errors or (strict and summary.warnings) else DONE
