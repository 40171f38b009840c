"""What several commands share: where output goes, its errors kept apart from those of reading; an option."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sde_schema.cli.main import OutputError


class Output:
    """A file that is written anew, or standard output for None. Raises OutputError."""

    def __init__(self, file: str | None) -> None:
        self._name = file or "standard output"
        self._is_file = file is not None
        try:
            self._stream = Path(file).open("w", encoding="utf-8") if file else sys.stdout  # noqa: SIM115 - see close
        except OSError as error:
            raise OutputError(self._name, error) from None

    def write(self, text: str, /) -> object:
        """Write a text."""
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(self._name, error) from None

    def close(self) -> None:
        """Close a file; standard output stays open."""
        if self._is_file:
            try:
                self._stream.close()
            except OSError as error:
                raise OutputError(self._name, error) from None


schema_version = click.option(
    "--schema-version",
    metavar="V",
    help="Schema version to use; without it, the default version of the manifest.",
)
