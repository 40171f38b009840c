"""Where output goes, with errors of writing kept apart from those of reading."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from sde_schema.cli.main import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_AS_ESCAPES = "backslashreplace"
"""What becomes of half a surrogate pair in a name, which UTF-8 does not have; on standard output, too."""


class Output:
    """A file that is written anew, or standard output for None. Raises OutputError.

    A file is written beside its place and then renamed, so that no half report is taken for a whole one; what is no
    regular file, such as a pipe, is written as it is.
    """

    def __init__(self, file: str | None) -> None:
        self._name = file or "standard output"
        self._path = Path(file) if file else None
        self._beside: Path | None = None
        try:
            self._stream = self._opened()
        except OSError as error:
            raise OutputError(self._name, error) from None

    def _opened(self) -> TextIO:
        if self._path is None:
            return sys.stdout
        if self._path.exists() and not self._path.is_file():
            return self._path.open("w", encoding="utf-8", errors=_AS_ESCAPES)
        target = self._path.resolve()  # a link stays one
        self._beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        return self._beside.open("w", encoding="utf-8", errors=_AS_ESCAPES)

    def write(self, text: str, /) -> object:
        """Write a text."""
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(self._name, error) from None

    def finish(self) -> None:
        """Close a file and put it in its place; standard output stays open."""
        if self._path is None:
            return
        try:
            self._stream.close()
            if self._beside is not None:
                self._beside.replace(self._path.resolve())
        except OSError as error:
            raise OutputError(self._name, error) from None

    def abandon(self) -> None:
        """Remove what was written of a file that was not finished."""
        if self._beside is not None:
            with suppress(OSError):
                self._stream.close()
            with suppress(OSError):
                self._beside.unlink(missing_ok=True)


def wants_color(choice: str, *, on_terminal: bool, to_file: bool) -> bool:
    """Return whether text is colored: as was chosen, else as the environment wants it, else on a terminal."""
    if choice != "auto" or to_file or os.environ.get("NO_COLOR"):
        return choice == "always"
    return bool(os.environ.get("FORCE_COLOR")) or (on_terminal and os.environ.get("TERM") != "dumb")


def write_files(folder: Path, files: Mapping[str, bytes | Iterable[bytes]]) -> None:
    """Write files below a folder. Raises OutputError."""
    for name, held in files.items():
        file = folder / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as out:
                out.writelines([held] if isinstance(held, bytes) else held)
        except OSError as error:
            raise OutputError(str(file), error) from None
    click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'} written to {folder}", err=True)
