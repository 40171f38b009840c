"""Where what is converted goes: to standard output, into a folder, or into one file."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sde_schema.reading.sources import PACKED, STANDARD_INPUT, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

_OF_LINES = (".ndjson", ".jsonl")
"""The endings of files that may hold many documents."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The file that each source is converted to, by the source's name; None where all goes to one.

    That is the ``common`` file, or standard output without it. With ``in_folder`` there is a folder for the files.
    """

    own: dict[str, str | None]
    common: str | None = None
    in_folder: bool = False

    def refuse_same(self, rejects: str | None) -> None:
        """Refuse to write to a file that is read, or twice to one file."""
        written = [file for file in (*self.own.values(), self.common, rejects) if file]
        read = _real(name for name in self.own if name != STANDARD_INPUT)
        for file in written:
            if realpath(file) in read:
                text = f"{file} is a file to convert, so nothing can be written to it"
                raise click.UsageError(text)
        if len(_real(written)) < len(written):
            text = f"{rejects} cannot be both the output and the file of what is rejected"
            raise click.UsageError(text)

    def make_folders(self) -> None:
        """Make the folders of the files, where there are several."""
        for target in self.own.values():
            if target and self.in_folder:
                folder = Path(target).parent
                try:
                    folder.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    text = f"{folder} cannot be made a folder for several outputs: {error.strerror}"
                    raise click.UsageError(text) from None


def targets_of(paths: tuple[str, ...], found: list[Source], output: str | None, *, of_events: bool) -> Targets:
    """Return where each source is converted to."""
    names = [source.name for source in found]
    if output is None:
        return Targets(dict.fromkeys(names))
    if Path(output).is_dir() or output.endswith(("/", os.sep)):
        return _in_folder(paths, found, output)
    if len(found) <= 1 and not any(Path(path).is_dir() for path in paths):
        return Targets(dict.fromkeys(names, output))
    if not Path(output).suffix:
        return _in_folder(paths, found, output)
    if of_events or output.lower().removesuffix(PACKED).endswith(_OF_LINES):
        return Targets(dict.fromkeys(names), output)
    text = f"several documents can be in one file if its name ends with .ndjson; for a folder write {output}/"
    raise click.UsageError(text)


def _in_folder(paths: tuple[str, ...], found: list[Source], folder: str) -> Targets:
    own: dict[str, str | None] = {source.name: str(Path(folder) / _name_in(source, paths)) for source in found}
    for target, number in Counter(own.values()).items():
        if number > 1:
            both = [name for name, other in own.items() if other == target]
            text = f"{both[0]} and {both[1]} would both be written to {target}"
            raise click.UsageError(text)
    return Targets(own, in_folder=True)


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


def _real(files: Iterable[str]) -> set[str]:
    return {realpath(file) for file in files}
