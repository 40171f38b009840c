"""``sde-schema convert``."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sde_schema import catalog
from sde_schema.cli import parameters
from sde_schema.cli.completion import completing, files
from sde_schema.cli.convert_summary import ConvertSummary
from sde_schema.cli.main import DONE, FAILED, PROBLEMS, complain
from sde_schema.cli.output import DocumentOutput
from sde_schema.cli.progress import Progress
from sde_schema.converting.converter import Converted, Converter, Rejected
from sde_schema.converting.numbers import json_bytes
from sde_schema.errors import UnreadableError
from sde_schema.reading.inputs import Input
from sde_schema.reading.sources import PACKED, STANDARD_INPUT, Missing, Source, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.converting.converter import Result, Unconvertible
    from sde_schema.reading.blocks import Kind
    from sde_schema.reading.sources import Nothing


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
    help="Write to this file or, for several inputs, into this folder; without it, to standard output. A name that ends"
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
@parameters.exclude
def command(
    paths: tuple[str, ...],
    *,
    to: str | None,
    events: bool,
    output: str | None,
    rejects: str | None,
    unconvertible: Unconvertible,
    exclude: tuple[str, ...],
) -> int:
    """Convert the events in each PATH to the types of a newer schema version: "11.7" becomes 11.7.

    Only what is certain is converted, and all that is written is valid. JSON and NDJSON stay what they are, YAML
    becomes JSON lines. Exits with 0 if all is converted, 1 if something is rejected, 2 if something could not be done.
    """
    version = catalog.newest_version() if to is None else catalog.check_version(to)
    found = list(sources(paths, exclude, [file for file in (output, rejects) if file]))
    targets = _targets(paths, [item for item in found if isinstance(item, Source)], output)
    _refuse_same(targets, rejects)
    _make_folders(targets, output)
    summary = ConvertSummary(version, of_events=events, lists_places=rejects is None)
    with ExitStack() as open_files:
        run = _Run(version, unconvertible, summary, open_files, events=events)
        run.keep_rejects(rejects)
        run.show_progress(found)
        for item in found:
            if isinstance(item, Source):
                run.source(item, targets[item.name])
            else:
                run.no_source(item)
        run.finish()
    summary.say()
    if run.failed:
        return FAILED
    return PROBLEMS if summary.rejected else DONE


class _Run:
    """One run over many sources: writes what becomes of each, and remembers what could not be done."""

    def __init__(
        self,
        version: str,
        unconvertible: Unconvertible,
        summary: ConvertSummary,
        open_files: ExitStack,
        *,
        events: bool,
    ) -> None:
        self.failed = False
        self._version = version
        self._unconvertible: Unconvertible = unconvertible
        self._summary = summary
        self._open_files = open_files
        self._events = events
        self._standard = DocumentOutput(None)
        self._rejects: DocumentOutput | None = None
        self._progress = Progress((), summary.so_far)

    def show_progress(self, items: list[Source | Nothing | Missing]) -> None:
        """Show how far the run has come, unless the terminal has the documents."""
        if not sys.stdout.isatty():
            self._progress = self._open_files.enter_context(Progress(items, self._summary.so_far))

    def keep_rejects(self, file: str | None) -> None:
        """Write what is rejected to a file."""
        self._rejects = self._opened(file) if file else None

    def source(self, source: Source, target: str | None) -> None:
        """Convert a file."""
        output = self._opened(target) if target else self._standard
        try:
            with source.open() as stream:
                data = Input(stream, packed=source.is_packed, advance=self._progress.advance)
                for result in self._results(source.shown, data, source.kind):
                    self._take(source.shown, result, output)
        except UnreadableError as error:
            self._fail(source.shown, str(error.strerror))
            return
        if target:
            output.finish()

    def no_source(self, item: Nothing | Missing) -> None:
        """Say why there is nothing to convert."""
        self._fail(item.name, item.why if isinstance(item, Missing) else "there is no file to convert")

    def finish(self) -> None:
        """Close the file of what was rejected; nothing more is written."""
        self._standard.finish()
        if self._rejects:
            self._rejects.finish()

    def _results(self, name: str, data: Input, kind: Kind) -> Iterator[Result]:
        converter = Converter(self._version, self._unconvertible, name)
        for found in converter.read(data, kind):
            if self._events:
                yield from converter.events(found)
            else:
                yield converter.document(found)

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
    where = {"file": name, "line": rejected.line, "pointer": rejected.pointer, "problems": problems}
    return json_bytes({**where, rejected.is_a: rejected.original}) + b"\n"


def _targets(paths: tuple[str, ...], found: list[Source], output: str | None) -> dict[str, str | None]:
    """Return the file that each source is converted to, None for standard output."""
    if output is None:
        return dict.fromkeys(source.name for source in found)
    if not _is_folder(output, paths, found):
        return {source.name: output for source in found}
    targets = {source.name: str(Path(output) / _name_in(source, paths)) for source in found}
    if len({*targets.values()}) < len(targets):
        text = f"two inputs have the same name, so they cannot both be written to {output}"
        raise click.UsageError(text)
    return dict(targets)


def _is_folder(output: str, paths: tuple[str, ...], found: list[Source]) -> bool:
    """Return whether output goes into a folder."""
    is_one_file = len(found) <= 1 and not any(Path(path).is_dir() for path in paths)
    return Path(output).is_dir() or output.endswith(("/", os.sep)) or not is_one_file


def _make_folders(targets: dict[str, str | None], output: str | None) -> None:
    """Make the folders of several outputs."""
    for target in targets.values():
        if target and target != output:
            folder = Path(target).parent
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                text = f"{folder} cannot be made a folder for several outputs: {error.strerror}"
                raise click.UsageError(text) from None


def _name_in(source: Source, paths: tuple[str, ...]) -> Path:
    """Return the path of a source's output below the folder: that of the source below the path that was named."""
    if source.name == STANDARD_INPUT:
        raise click.UsageError("standard input has no name in a folder: name a file with -o")
    path = Path(source.name)
    above = (Path(named) for named in paths if path != Path(named) and path.is_relative_to(named))
    below = next((path.relative_to(named) for named in above), Path(path.name))
    if source.kind != "yaml":
        return below
    is_packed = below.name.lower().endswith(PACKED)
    return (below.with_suffix("") if is_packed else below).with_suffix(f".ndjson{PACKED if is_packed else ''}")


def _refuse_same(targets: dict[str, str | None], rejects: str | None) -> None:
    """Refuse to write to a file that is read, or twice to one file."""
    written = [target for target in targets.values() if target] + ([rejects] if rejects else [])
    read = _real(name for name in targets if name != STANDARD_INPUT)
    for file in written:
        if realpath(file) in read:
            text = f"{file} is a file to convert, so nothing can be written to it"
            raise click.UsageError(text)
    if len(_real(written)) < len(written):
        text = f"{rejects} cannot be both the output and the file of what is rejected"
        raise click.UsageError(text)


def _real(files: Iterable[str]) -> set[str]:
    return {realpath(file) for file in files}
