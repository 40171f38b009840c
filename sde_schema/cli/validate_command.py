"""``sde-schema validate``."""

from __future__ import annotations

import math
import os
import shlex
import sys
from contextlib import ExitStack
from difflib import get_close_matches
from os.path import realpath
from typing import TYPE_CHECKING, Any

import click

from sde_schema.cli import completion, parameters, settings
from sde_schema.cli.file_checks import FileChecks
from sde_schema.cli.main import DONE, FAILED, PROBLEMS, complain
from sde_schema.cli.output import Output, wants_color
from sde_schema.cli.parameters import Jobs, Size
from sde_schema.cli.running import Run
from sde_schema.model import DEEPEST, MAX_DEPTH, MAX_DOCUMENT_SIZE
from sde_schema.prose import listed
from sde_schema.reading.sources import STANDARD_INPUT, sources
from sde_schema.reporting import REPORTS, Look, Report, report
from sde_schema.reporting.selection import Quota
from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.cli.running import Item
    from sde_schema.summary import Summary


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
    help="Print at most N problems as text, errors before warnings; all are counted.",
)
@click.option(
    "--max-per-kind",
    metavar="N",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Print the first N problems of a kind as text; 0 prints all.",
)
@click.option(
    "--max-depth",
    metavar="N",
    type=click.IntRange(1, DEEPEST),
    default=MAX_DEPTH,
    show_default=True,
    help="Most levels of nesting that a document may have.",
)
@click.option(
    "--max-document-size",
    metavar="SIZE",
    type=Size(),
    default=f"{MAX_DOCUMENT_SIZE >> 20}MiB",
    show_default=True,
    help="Largest size of a document, decompressed: bytes, or 10MB, 1GiB, 512K.",
)
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=Jobs(),
    default=1,
    show_default=True,
    help="Check N files at a time; auto: as many as there are processors for it.",
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
    version = checks.base.version
    if STANDARD_INPUT in paths and sys.stdin is not None and sys.stdin.isatty():
        complain("note: reading JSON, NDJSON or YAML from the terminal; end it with Ctrl-D")
    formats = chosen["formats"] or _usual_formats()
    written = _written(formats, paths)
    with ExitStack() as open_files:
        reports = _reports(formats, chosen, version, open_files)
        quotas = [report.quota for _, report in reports.values()]
        quota = Quota(max(each.problems for each in quotas), max(each.per_kind for each in quotas))
        run = Run(checks, [made for _, made in reports.values()], quota, jobs=chosen["jobs"])
        run.summary.fix_command = _fix_command(context, found)
        run.all(sources_of(paths, found, written, chosen["stdin_name"]))
        for name, (output, report) in reports.items():
            missing = report.end(run.summary)
            output.finish()
            if missing:
                complain(f"note: {name}: {missing}")
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
        "at": chosen["at"],
        "frames": _wants_frames(chosen["formats"]),
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


def _usual_formats() -> tuple[str, ...]:
    """Return the formats where none is named: text, and in GitHub Actions annotations, too."""
    return ("text", "github") if os.environ.get("GITHUB_ACTIONS") == "true" else ("text",)


def _wants_frames(formats: Iterable[str]) -> bool:
    return not formats or any(name.partition("=")[0] in ("text", "html") for name in formats)


def _written(formats: Iterable[str], paths: tuple[str, ...]) -> list[str]:
    """Return the files that reports go to; none of them may be another's or one that is to be checked."""
    files = [file for _, _, file in (name.partition("=") for name in formats) if file]
    if len(set(map(realpath, files))) < len(files):
        raise click.UsageError("two --format options name the same file")
    checked = {realpath(path) for path in paths if path != STANDARD_INPUT}
    for file in files:
        if realpath(file) in checked:
            text = f"{file} is a file to check, so no report can be written to it"
            raise click.UsageError(text)
    return files


def _reports(
    formats: tuple[str, ...], chosen: dict[str, Any], version: str, open_files: ExitStack
) -> dict[str, tuple[Output, Report]]:
    """Return the reports that were asked for, and where each goes, by what was asked."""
    wanted = [name.partition("=") for name in formats]
    if chosen["formats"] and sum(not file for _, _, file in wanted) > 1:
        text = "only one --format can go to standard output; give the others a file, such as json=FILE"
        raise click.UsageError(text)
    return {f"{name}{sign}{file}": _report(name, file, chosen, version, open_files) for name, sign, file in wanted}


def _report(name: str, file: str, chosen: dict[str, Any], version: str, open_files: ExitStack) -> tuple[Output, Report]:
    if name not in REPORTS:
        near = get_close_matches(name, REPORTS, n=1)
        text = f"no format {name!r}; {f'did you mean {near[0]!r}?' if near else f'there is {listed([*REPORTS])}'}"
        raise click.BadParameter(text, param_hint="--format")
    output = Output(file or None)
    open_files.callback(output.abandon)
    on_terminal = not file and sys.stdout.isatty()
    look = Look(
        output,
        version,
        color=wants_color(chosen["color"], on_terminal=on_terminal, to_file=bool(file)),
        columns=_columns() if on_terminal else None,
        quota=Quota(chosen["max_problems"], chosen["max_per_kind"] or math.inf),
        quiet=chosen["quiet"],
        is_alone=bool(chosen["formats"]) or name != "github",
        strict=chosen["strict"],
    )
    return output, report(name, look)


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns
