"""What several commands share: where output goes, its errors kept apart from those of reading; an option."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from sde_schema.cli.main import OutputError


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
            return self._path.open("w", encoding="utf-8")
        place = self._path.resolve()  # a link stays one
        self._beside = place.with_name(f".{place.name}.{os.getpid()}.part")
        return self._beside.open("w", encoding="utf-8")

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


schema_version = click.option(
    "--schema-version",
    metavar="V",
    help="Schema version to use; without it, the default version of the manifest.",
)
