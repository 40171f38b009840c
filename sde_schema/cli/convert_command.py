"""``sde-schema convert``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from sde_schema import catalog
from sde_schema.checking.checks import Options
from sde_schema.cli import parameters, settings
from sde_schema.cli.completion import completing, files
from sde_schema.cli.convert_summary import ConvertSummary
from sde_schema.cli.convert_targets import targets_of
from sde_schema.cli.file_checks import PARAMETERS, FileChecks
from sde_schema.cli.main import DONE, FAILED, PROBLEMS, complain
from sde_schema.cli.output import DocumentOutput
from sde_schema.cli.progress import Progress
from sde_schema.cli.validate_command import settings_of, sources_of
from sde_schema.converting.converter import Converter
from sde_schema.converting.numbers import json_bytes
from sde_schema.converting.results import Converted, Rejected
from sde_schema.errors import UnreadableError
from sde_schema.reading.inputs import Input
from sde_schema.reading.sources import Missing, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.cli.convert_targets import Targets
    from sde_schema.converting.converter import Unconvertible
    from sde_schema.converting.results import Result
    from sde_schema.reading.sources import Nothing


_SETTINGS = ("type", "at", "max-depth", "max-document-size", "max-unpacked")
"""The settings that say which values of documents are converted."""

_ARE_BODIES = "its documents are bodies, by the setting `type`, and only events can be converted"


@click.command("convert")
@parameters.paths
@click.option(
    "--to",
    metavar="V",
    shell_complete=completing(catalog.versions),
    help="Schema version whose types are wanted; without it, the newest.",
)
@click.option("--events", is_flag=True, help="Write one event on each line, with whose it is and where it was.")
@click.option(
    "-o",
    "--output",
    metavar="FILE|DIR",
    shell_complete=files,
    help="Write to this file, or into this folder; without it, to standard output. Several inputs go into a folder, or"
    " one after the other into one file: with --events, or if its name ends with .ndjson or .jsonl. A name that ends"
    " with .gz is compressed.",
)
@click.option(
    "--rejects",
    metavar="FILE",
    shell_complete=files,
    help="Write what is rejected to this file, as NDJSON: where it was, its problems, and itself with all its values.",
)
@click.option(
    "--unconvertible",
    type=click.Choice(["reject", "null"]),
    default="reject",
    show_default=True,
    help="What becomes of a value that cannot be typed: reject the event (without --events the document), or null where"
    " that is allowed.",
)
@parameters.at("Convert")
@parameters.exclude
@parameters.force_exclude
@parameters.max_depth
@parameters.max_document_size
@parameters.max_unpacked
@settings.configuration_options
@click.pass_context
def command(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    *,
    to: str | None,
    events: bool,
    output: str | None,
    rejects: str | None,
    unconvertible: Unconvertible,
    **_: Any,
) -> int:
    """Convert the events in each PATH to the types of a newer schema version: "11.7" becomes 11.7.

    Only what is certain is converted, and all that is written is valid. JSON and NDJSON stay what they are, YAML
    becomes JSON lines. Exits with 0 if all is converted, 1 if something is rejected, 2 if something could not be done.
    """
    version = catalog.newest_version() if to is None else catalog.check_version(to)
    in_force = settings_of(context)
    found = list(sources_of(paths, in_force, [file for file in (output, rejects) if file]))
    targets = targets_of(paths, [item for item in found if isinstance(item, Source)], output, of_events=events)
    targets.refuse_same(rejects)
    targets.make_folders()
    summary = ConvertSummary(version, of_events=events, lists_places=rejects is None)
    how = _How(version, unconvertible, in_force, events=events, in_one_line=targets.common is not None)
    with ExitStack() as open_files:
        run = _Run(how, summary, open_files)
        run.all(found, targets, rejects)
    summary.say()
    if run.failed:
        return FAILED
    return PROBLEMS if summary.rejected else DONE


class _How:
    """How the documents of each file are converted: with which options, which the configuration may change by file."""

    def __init__(
        self, version: str, unconvertible: Unconvertible, found: settings.Settings, *, events: bool, in_one_line: bool
    ) -> None:
        options = {PARAMETERS[key]: found.by_key[key].value for key in _SETTINGS}
        self._checks = FileChecks({"version": version, **options}, found.configuration, found.given)
        self._version = version
        self._unconvertible: Unconvertible = unconvertible
        self._events = events
        self._in_one_line = in_one_line

    def are_bodies(self, source: Source) -> bool:
        """Return whether the documents of a file are not events but bodies."""
        return self._options(source).type is not None

    def _options(self, source: Source) -> Options:
        return self._checks.of(source.name).checks.options

    def max_unpacked(self, source: Source) -> int | None:
        """Return how many bytes a file may unpack to, None where that is not set."""
        return self._options(source).max_unpacked

    def results(self, source: Source, data: Input) -> Iterator[Result]:
        """Yield what becomes of each event or document of a file."""
        options = self._options(source)
        chosen = Options(
            self._version, at=options.at, max_depth=options.max_depth, max_document_size=options.max_document_size
        )
        converter = Converter(chosen, self._unconvertible, source.shown)
        for found in converter.read(data, source.kind, for_events=self._events):
            if self._events:
                yield from converter.events(found)
            else:
                yield converter.document(found, in_one_line=self._in_one_line)


class _Run:
    """One run over many sources: writes what becomes of each, and remembers what could not be done."""

    def __init__(self, how: _How, summary: ConvertSummary, open_files: ExitStack) -> None:
        self.failed = False
        self._how = how
        self._summary = summary
        self._open_files = open_files
        self._common = DocumentOutput(None)
        self._rejects: DocumentOutput | None = None
        self._advance: Callable[[int], None] | None = None

    def all(self, found: list[Source | Nothing | Missing], targets: Targets, rejects: str | None) -> None:
        """Convert all files, and keep what is rejected in a file if one is named."""
        if targets.common:
            self._common = self._opened(targets.common)
        self._rejects = self._opened(rejects) if rejects else None
        self._show_progress(found)
        for item in found:
            if isinstance(item, Source):
                self._source(item, targets.own[item.name])
            else:
                self._no_source(item)
        self._common.finish()
        if self._rejects:
            self._rejects.finish()

    def _show_progress(self, items: list[Source | Nothing | Missing]) -> None:
        """Show how far the run has come, unless the terminal has the documents."""
        if not sys.stdout.isatty():
            self._advance = self._open_files.enter_context(Progress(items, self._summary.so_far)).advance

    def _source(self, source: Source, target: str | None) -> None:
        """Convert a file, to a file of its own or, without one, to where all goes."""
        if self._how.are_bodies(source):
            self._fail(source.shown, _ARE_BODIES)
            return
        output = self._opened(target) if target else self._common
        try:
            with source.open() as stream:
                limit = self._how.max_unpacked(source)
                data = Input(stream, packed=source.is_packed, advance=self._advance, max_unpacked=limit)
                for result in self._how.results(source, data):
                    self._take(source.shown, result, output)
        except UnreadableError as error:
            self._fail(source.shown, str(error.strerror))
            return
        if target:
            output.finish()

    def _no_source(self, item: Nothing | Missing) -> None:
        """Say why there is nothing to convert."""
        self._fail(item.name, item.why if isinstance(item, Missing) else "there is no file to convert")

    def _take(self, name: str, result: Result, output: DocumentOutput) -> None:
        self._summary.count(result)
        if isinstance(result, Converted):
            output.document(result.data)
        elif self._rejects:
            self._rejects.document(_reject_line(name, result))

    def _opened(self, file: str) -> DocumentOutput:
        output = DocumentOutput(file)
        self._open_files.callback(output.abandon)
        return output

    def _fail(self, name: str, why: str) -> None:
        self.failed = True
        complain(f"{name}: {why}")


def _reject_line(name: str, rejected: Rejected) -> bytes:
    """Return the line of what was rejected."""
    said = ("code", "pointer", "message", "hint")
    problems = [{member: getattr(problem, member) for member in said} for problem in rejected.problems]
    where = {"file": name, "line": rejected.line, "pointer": rejected.pointer, **rejected.where}
    if rejected.is_a != "event" and rejected.events:
        where["eventCount"] = rejected.events
    return json_bytes({**where, "problems": problems, rejected.is_a: rejected.original}) + b"\n"
