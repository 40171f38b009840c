"""``--format``: which reports are wanted, where each of them goes, and how they are opened and ended."""

from __future__ import annotations

import math
import os
import sys
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sde_schema.cli.main import OutputError, complain
from sde_schema.cli.output import Output, descriptor_of, wants_color
from sde_schema.prose import listed
from sde_schema.reading.sources import STANDARD_INPUT, sources
from sde_schema.reporting import REPORTS, Look, Report, is_report, report
from sde_schema.reporting.selection import Quota

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import ExitStack

    from sde_schema.summary import Summary

_FRAMED = ("text", "html")
_ANNOTATIONS = "github"
_IN_LINES = ("text", "concise")
"""The formats that may share standard output with annotations: lines that people read."""

_START = 4096
"""So many bytes of a file show whether it is a report."""


class Wanted(NamedTuple):
    """A format and the file that its report goes to, None for standard output."""

    name: str
    file: str | None = None

    def __str__(self) -> str:
        """Return it as it is written on the command line."""
        return self.name if self.file is None else f"{self.name}={self.file}"


def wanted(formats: Iterable[str]) -> list[Wanted]:
    """Return what is asked for; without that text, and in GitHub Actions annotations, too. Raises BadParameter."""
    asked = [_asked(text) for text in formats]
    if not asked:
        in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
        return [Wanted("text"), *([Wanted(_ANNOTATIONS)] if in_actions else [])]
    names = [each.name for each in asked if each.file is None]
    if len(names) > 1 and sorted(names) not in [sorted((_ANNOTATIONS, it)) for it in _IN_LINES]:
        text = "only one --format can go to standard output, or text and github; give the others a file, as json=FILE"
        raise click.UsageError(text)
    return asked


def _asked(text: str) -> Wanted:
    """Return one format and its file. Raises BadParameter."""
    name, sign, file = text.partition("=")
    if name not in REPORTS:
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), REPORTS, n=1)
        said = f"no format {name!r}; {f'did you mean {near[0]!r}?' if near else f'there is {listed([*REPORTS])}'}"
        raise click.BadParameter(said, param_hint="--format")
    if sign and not file:
        said = f"{text} names no file: write {name}=FILE, or {name} for standard output"
        raise click.BadParameter(said, param_hint="--format")
    return Wanted(name, file or None)


def want_frames(formats: Iterable[str]) -> bool:
    """Return whether one of the formats shows source lines."""
    names = [text.partition("=")[0] for text in formats]
    return not names or any(name in _FRAMED for name in names)


def files_of(wanted: Iterable[Wanted], paths: tuple[str, ...], configuration: str | None) -> list[str]:
    """Return the files that reports go to. None may be another's, a payload or the configuration. Raises UsageError."""
    files = [each.file for each in wanted if each.file and descriptor_of(each.file) is None]
    if len(set(map(realpath, files))) < len(files):
        raise click.UsageError("two --format options name the same file")
    for file in files:
        if configuration is not None and realpath(file) == realpath(configuration):
            text = f"{file} is the configuration file, so no report can be written to it"
            raise click.UsageError(text)
        if any(_is_checked(file, path) for path in paths if path != STANDARD_INPUT):
            text = f"{file} is a file to check, so no report can be written to it"
            raise click.UsageError(text)
    return files


def _is_checked(file: str, path: str) -> bool:
    """Return whether a path names a file, or a folder or glob that leads to it; an older report is no payload."""
    real = realpath(file)
    if real == realpath(path):
        return True
    try:
        with Path(file).open("rb") as stream:
            start = stream.read(_START)
    except OSError:  # there is none, or it cannot be read either
        return False
    is_lost = bool(start.strip()) and not is_report(start)
    return is_lost and any(realpath(found.name) == real for found in sources([path]))


class Reports(NamedTuple):
    """The reports of a run, each with what it was asked by and where it goes."""

    opened: list[tuple[Wanted, Output, Report]]

    @property
    def all(self) -> list[Report]:
        """The reports alone."""
        return [made for _, _, made in self.opened]

    def end(self, summary: Summary) -> bool:
        """End all reports, also after one that cannot be written; return whether all of them are."""
        are_written = True
        for asked, output, made in self.opened:
            missing = made.end(summary)
            try:
                output.finish()
            except OutputError as error:
                error.show()
                are_written = False
            if missing:
                complain(f"note: {asked}: {missing}")
        return are_written


def reports(wanted: list[Wanted], chosen: dict[str, Any], version: str, open_files: ExitStack) -> Reports:
    """Open the reports; what is not finished is removed with ``open_files``. Raises OutputError."""
    shared = any(each.name in _IN_LINES and each.file is None for each in wanted)
    return Reports([(each, *_opened(each, chosen, version, open_files, shared=shared)) for each in wanted])


def _opened(
    wanted: Wanted, chosen: dict[str, Any], version: str, open_files: ExitStack, *, shared: bool
) -> tuple[Output, Report]:
    """Return where a report goes, and the report; ``shared`` says that text goes to standard output."""
    output = Output(wanted.file)
    open_files.callback(output.abandon)
    on_terminal = wanted.file is None and sys.stdout.isatty()
    look = Look(
        output,
        version,
        color=wants_color(chosen["color"], on_terminal=on_terminal, to_file=wanted.file is not None),
        columns=_columns() if on_terminal else None,
        quota=Quota(chosen["max_problems"], chosen["max_per_kind"] or math.inf),
        quiet=chosen["quiet"],
        is_alone=wanted.name != _ANNOTATIONS or wanted.file is not None or not shared,
        strict=chosen["strict"],
        in_file=wanted.file is not None,
    )
    return output, report(wanted.name, look)


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns
