"""Where output goes, with errors of writing kept apart from those of reading."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from sde_schema.cli.main import OutputError, silence_output
from sde_schema.rewriting import Rewriting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_AS_ESCAPES = "backslashreplace"
"""What becomes of half a surrogate pair in a name, which UTF-8 does not have; on standard output, too."""


_DESCRIPTORS = {"/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")


class Output:
    """A file that is written anew as a whole, or standard output for None. Raises OutputError if it cannot be opened.

    What is no regular file, such as a pipe, is written as it is, and so is a descriptor by its name: ``/dev/stdout``
    may be a file that has other lines. The first error of writing is kept until the end, for other outputs go on.
    """

    def __init__(self, file: str | None) -> None:
        self._name = file or "standard output"
        self._rewriting: Rewriting | None = None
        self._error: OSError | None = None
        try:
            self._stream = sys.stdout if file is None else self._opened(file)
        except OSError as error:
            raise OutputError(self._name, error) from None

    def _opened(self, file: str) -> TextIO:
        descriptor = descriptor_of(file)
        if descriptor is not None:
            return os.fdopen(os.dup(descriptor), "w", encoding="utf-8", errors=_AS_ESCAPES)
        path = Path(file)
        if path.exists() and not path.is_file():
            return path.open("w", encoding="utf-8", errors=_AS_ESCAPES)
        self._rewriting = Rewriting(file)
        return TextIOWrapper(self._rewriting.stream, encoding="utf-8", errors=_AS_ESCAPES)

    def write(self, text: str, /) -> object:
        """Write a text, unless an earlier one could not be written."""
        return self._unless_failed(lambda: self._stream.write(text))

    def flush(self) -> None:
        """Hand on what has been written so far, except to a file that is not in its place yet."""
        if self._rewriting is None:
            self._unless_failed(self._stream.flush)

    def finish(self) -> None:
        """Close a file and put it in its place; standard output stays open. Raises OutputError for any failure."""
        self._unless_failed(self._close)
        if self._error is not None:
            self.abandon()
            raise OutputError(self._name, self._error)

    def _close(self) -> None:
        if self._stream is sys.stdout:
            return
        self._stream.close()
        if self._rewriting is not None:
            self._rewriting.finish()

    def _unless_failed(self, action: Callable[[], object]) -> object:
        if self._error is None:
            try:
                return action()
            except BrokenPipeError:
                raise
            except OSError as error:
                self._error = error
                if self._stream is sys.stdout:
                    silence_output()
        return None

    def abandon(self) -> None:
        """Remove what was written of a file that was not finished."""
        if self._stream is not sys.stdout:
            with suppress(OSError):
                self._stream.close()
        if self._rewriting is not None:
            self._rewriting.abandon()


def descriptor_of(file: str) -> int | None:
    """Return which open descriptor of this process the name of a file means, None for any other file."""
    name = os.path.abspath(file)  # noqa: PTH100 - links stay what they are
    found = _DESCRIPTOR.fullmatch(name)
    return int(found[1]) if found else _DESCRIPTORS.get(name)


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
