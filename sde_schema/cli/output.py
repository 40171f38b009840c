"""Where output goes, with errors of writing kept apart from those of reading."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from gzip import GzipFile
from io import BufferedWriter
from pathlib import Path
from typing import IO, TYPE_CHECKING, AnyStr, Generic, cast

import click

from sde_schema.cli.main import OutputError
from sde_schema.reading.sources import PACKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from io import RawIOBase

_AS_ESCAPES = "backslashreplace"
"""What becomes of half a surrogate pair in a name, which UTF-8 does not have; on standard output, too."""


_LEVEL = 6
"""How well documents are compressed: as the program gzip does it."""

_BUFFER = 64 * 1024


class _Written(Generic[AnyStr]):
    """A file that is written anew, or standard output for None. Raises OutputError.

    A file is written beside its place and then renamed, so that no half file is taken for a whole one; what is no
    regular file, such as a pipe, is written as it is.
    """

    def __init__(self, file: str | None) -> None:
        self._name = file or "standard output"
        self._path = Path(file) if file else None
        self._beside: Path | None = None
        try:
            self._stream: IO[AnyStr] = self._standard() if self._path is None else self._opened(self._place(self._path))
        except OSError as error:
            raise OutputError(self._name, error) from None

    def _standard(self) -> IO[AnyStr]:
        """Return standard output."""
        raise NotImplementedError

    def _opened(self, path: Path) -> IO[AnyStr]:
        """Open a file for writing."""
        raise NotImplementedError

    def _place(self, path: Path) -> Path:
        """Return where a file is written."""
        if path.exists() and not path.is_file():
            return path
        target = path.resolve()  # a link stays one
        self._beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        return self._beside

    def write(self, content: AnyStr, /) -> object:
        """Write what comes next."""
        try:
            return self._stream.write(content)
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


class Output(_Written[str]):
    """A file or standard output for text."""

    def _standard(self) -> IO[str]:
        return sys.stdout

    def _opened(self, path: Path) -> IO[str]:
        return path.open("w", encoding="utf-8", errors=_AS_ESCAPES)


class DocumentOutput(_Written[bytes]):
    """A file or standard output for documents, compressed where its name says so; each begins on a line of its own."""

    _is_in_line = False

    def _standard(self) -> IO[bytes]:
        return sys.stdout.buffer

    def _opened(self, path: Path) -> IO[bytes]:
        if self._name.lower().endswith(PACKED):
            file = path.open("wb")
            packed = GzipFile("", "wb", _LEVEL, file, mtime=0)  # without name and time: the same bytes each time
            packed.myfileobj = file  # type: ignore[assignment]  # closed with it
            return cast("IO[bytes]", BufferedWriter(cast("RawIOBase", packed), _BUFFER))
        return path.open("wb")

    def document(self, data: bytes) -> None:
        """Write a document, or a line."""
        self.write(b"\n" + data if self._is_in_line else data)
        self._is_in_line = not data.endswith(b"\n")


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
