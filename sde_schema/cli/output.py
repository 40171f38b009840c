"""Where output goes, with errors of writing kept apart from those of reading."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from gzip import GzipFile
from io import BufferedWriter, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, AnyStr, BinaryIO, Generic, cast

from sde_schema.cli.main import OutputError, say, silence_output
from sde_schema.reading.sources import PACKED
from sde_schema.reporting.json_text import shown_json
from sde_schema.rewriting import Rewriting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from io import RawIOBase

_AS_ESCAPES = "backslashreplace"
"""What becomes of half a surrogate pair in a name, which UTF-8 does not have; on standard output, too."""

_DESCRIPTORS = {"/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")

_LEVEL = 6
"""How well documents are compressed: as the program gzip does it."""

_BUFFER = 64 * 1024


class _Written(Generic[AnyStr]):
    """A file that is written anew as a whole, or standard output for None. Raises OutputError if it cannot be opened.

    What is no regular file, such as a pipe, is written as it is, and so is a descriptor by its name: ``/dev/stdout``
    may be a file that has other lines. The first error of writing is kept until the end, for other outputs go on.
    ``standard`` returns standard output, ``wrapped`` what writes to a file's bytes.
    """

    def __init__(
        self, file: str | None, standard: Callable[[], IO[AnyStr]], wrapped: Callable[[BinaryIO], IO[AnyStr]]
    ) -> None:
        self._name = file or "standard output"
        self._is_standard = file is None
        self._rewriting: Rewriting | None = None
        self._error: OSError | None = None
        try:
            self._stream: IO[AnyStr] = standard() if file is None else wrapped(self._opened(file))
        except OSError as error:
            raise OutputError(self._name, error) from None

    def _opened(self, file: str) -> BinaryIO:
        descriptor = descriptor_of(file)
        if descriptor is not None:
            return os.fdopen(os.dup(descriptor), "wb")
        path = Path(file)
        if path.exists() and not path.is_file():
            return path.open("wb")
        self._rewriting = Rewriting(file)
        return self._rewriting.stream

    def write(self, content: AnyStr, /) -> object:
        """Write what comes next, unless something before could not be written."""
        return self._unless_failed(lambda: self._stream.write(content))

    def flush(self) -> None:
        """Hand on what has been written so far, except to a file that is not in its place yet."""
        if self._rewriting is None:
            self._unless_failed(self._stream.flush)

    def finish(self) -> None:
        """Close a file and put it in its place; standard output stays open. Raises OutputError for any failure."""
        self._unless_failed(self._close)
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self._error is not None:
            self.abandon()
            raise OutputError(self._name, self._error)

    def _close(self) -> None:
        if self._is_standard:
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
                if self._is_standard:
                    silence_output()
        return None

    def abandon(self) -> None:
        """Remove what was written of a file that was not finished."""
        if not self._is_standard:
            with suppress(OSError):
                self._stream.close()
        if self._rewriting is not None:
            self._rewriting.abandon()


class Output(_Written[str]):
    """A file or standard output for text."""

    def __init__(self, file: str | None) -> None:
        super().__init__(file, lambda: sys.stdout, _as_text)


class DocumentOutput(_Written[bytes]):
    """A file or standard output for documents, compressed where its name says so; each begins on a line of its own."""

    def __init__(self, file: str | None) -> None:
        is_packed = file is not None and file.lower().endswith(PACKED)
        super().__init__(file, lambda: sys.stdout.buffer, _packed if is_packed else lambda stream: stream)
        self._is_in_line = False
        self._is_shown = file is None and sys.stdout.isatty()

    def document(self, data: bytes) -> None:
        """Write a document, or a line. Raises OutputError."""
        shown = shown_json(data.decode()).encode() if self._is_shown else data
        self.write(b"\n" + shown if self._is_in_line else shown)
        self._is_in_line = not data.endswith(b"\n")
        self._raise_failure()


def _as_text(stream: BinaryIO) -> IO[str]:
    return TextIOWrapper(stream, encoding="utf-8", errors=_AS_ESCAPES)


def _packed(stream: BinaryIO) -> IO[bytes]:
    """Return what compresses into a stream, and closes it: without name and time, so that bytes are the same again."""
    packed = GzipFile("", "wb", _LEVEL, stream, mtime=0)
    packed.myfileobj = stream  # type: ignore[assignment]  # closed with it
    return cast("IO[bytes]", BufferedWriter(cast("RawIOBase", packed), _BUFFER))


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
    """Write files below a folder, and say so. Raises OutputError."""
    rewrite_files(folder, files)
    say(f"{len(files)} {'file' if len(files) == 1 else 'files'} written to {folder}")


def rewrite_files(folder: Path, files: Mapping[str, bytes | Iterable[bytes]]) -> None:
    """Write files below a folder, each as a whole. Raises OutputError."""
    for name, held in files.items():
        file = folder / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with Rewriting(str(file)) as made:
                made.stream.writelines([held] if isinstance(held, bytes) else held)
        except OSError as error:
            raise OutputError(str(file), error) from None
