"""``sde-schema validate``."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from os.path import realpath
from typing import TYPE_CHECKING, Any

import click

from sde_schema.checking.validator import Validator
from sde_schema.cli import output
from sde_schema.cli.main import DONE, FAILED, PROBLEMS, complain
from sde_schema.cli.output import Output
from sde_schema.cli.running import Run
from sde_schema.model import DEEPEST, MAX_DEPTH, MAX_DOCUMENT_SIZE
from sde_schema.reading.sources import STANDARD_INPUT, sources
from sde_schema.reading.targets import Target
from sde_schema.reporting import REPORTS, Look, Report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.model import Summary


def _check_pointer(_: click.Context, __: click.Parameter, pointer: str) -> str:
    """Return the pointer if it is one."""
    try:
        Target(pointer)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return pointer


@click.command("validate")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@output.schema_version
@click.option("--type", "attribute", metavar="NAME", help="Each document is one body of this attribute type.")
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    help=f"Report as {' or '.join(sorted(REPORTS, reverse=True))}, to FILE or standard output; may be repeated.",
)
@click.option(
    "--at",
    metavar="POINTER",
    default="",
    callback=_check_pointer,
    help="Validate the value at this JSON Pointer in each document, such as /payload; * means any item or member.",
)
@click.option("--exclude", metavar="GLOB", multiple=True, help="Leave out the files that match, in folders and globs.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--allow-unknown",
    is_flag=True,
    help="Unknown properties are warnings, unless they hide events or a required property.",
)
@click.option(
    "--max-problems",
    metavar="N",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Print at most N problems as text; all are counted.",
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
    metavar="BYTES",
    type=click.IntRange(min=1),
    default=MAX_DOCUMENT_SIZE,
    show_default=True,
    help="Largest size of a document, decompressed.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Check N files at a time.",
)
@click.option("--quiet", is_flag=True, help="Print problems only, no summary.")
@click.option("--show-values", is_flag=True, help="Show values, except personal data.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Color the text; auto: only on a terminal, and not if NO_COLOR is set.",
)
def command(paths: tuple[str, ...], **chosen: Any) -> int:
    """Check the events in each PATH: a file, a folder, a glob, or - for standard input.

    JSON, NDJSON and YAML, also gzipped, are recognized by name and content. Exits with 0 if all is valid, 1 if
    problems were found, 2 if something could not be checked.
    """
    validator_options = {
        "type": chosen["attribute"],
        "allow_unknown": chosen["allow_unknown"],
        "show_values": chosen["show_values"],
        "max_depth": chosen["max_depth"],
        "max_document_size": chosen["max_document_size"],
        "at": chosen["at"],
        "frames": _wants_frames(chosen["formats"]),
    }
    validator = Validator(chosen["schema_version"], **validator_options)
    with ExitStack() as open_files:
        written = _written(chosen["formats"], paths)
        reports = _reports(chosen, validator.version, open_files)
        if STANDARD_INPUT in paths and sys.stdin is not None and sys.stdin.isatty():
            complain("note: reading JSON, NDJSON or YAML from the terminal; end it with Ctrl-D")
        run = Run(validator, validator_options, reports, jobs=chosen["jobs"])
        run.all(sources(paths, chosen["exclude"], written))
        for report in reports:
            report.end(run.summary)
        note = run.note()
        if note:
            complain(f"note: {note}")
    return _status(run, strict=chosen["strict"])


def _status(run: Run, *, strict: bool) -> int:
    summary: Summary = run.summary
    if run.failed:
        return FAILED
    return PROBLEMS if summary.errors or (strict and summary.warnings) else DONE


def _wants_frames(formats: Iterable[str]) -> bool:
    return not formats or any(name.partition("=")[0] == "text" for name in formats)


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


def _reports(chosen: dict[str, Any], version: str, open_files: ExitStack) -> list[Report]:
    """Return the reports that were asked for; text to standard output unless any was."""
    wanted = [name.partition("=") for name in chosen["formats"] or ("text",)]
    if sum(not file for _, _, file in wanted) > 1:
        text = "only one --format can go to standard output; give the others a file, such as json=FILE"
        raise click.UsageError(text)
    return [_report(name, file, chosen, version, open_files) for name, _, file in wanted]


def _report(name: str, file: str, chosen: dict[str, Any], version: str, open_files: ExitStack) -> Report:
    if name not in REPORTS:
        text = f"no format {name!r}; there is {', '.join(sorted(REPORTS))}"
        raise click.BadParameter(text, param_hint="--format")
    output = Output(file or None)
    open_files.callback(output.close)
    on_terminal = not file and sys.stdout.isatty()
    look = Look(
        output,
        version,
        color=chosen["color"] == "always" or (chosen["color"] == "auto" and on_terminal and not _no_color()),
        columns=_columns() if on_terminal else None,
        max_problems=chosen["max_problems"],
        quiet=chosen["quiet"],
    )
    return REPORTS[name](look)


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _no_color() -> bool:
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
