"""Files that are written anew as a whole: beside their place and then renamed, so that none is ever half written."""

from __future__ import annotations

import os
from contextlib import suppress
from errno import EACCES
from itertools import count
from pathlib import Path
from shutil import copymode
from typing import TYPE_CHECKING, BinaryIO, Self

from sde_schema.ending import is_finished, undo_at_end

if TYPE_CHECKING:
    from types import TracebackType


_SHORT = 50
"""So many characters of a file's name are in that of the file beside it: names have at most 255 bytes."""

_numbers = count(1)


class Rewriting:
    """A file that is written anew; what has been written takes its place when the context ends without an exception.

    The file keeps its mode, and a link stays one. What may not be written is refused. Raises OSError.
    """

    def __init__(self, file: str) -> None:
        self._target = Path(file).resolve()
        is_there = self._target.exists()
        if is_there and not os.access(self._target, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        self._beside = self._target.with_name(f".{self._target.name[:_SHORT]}.{os.getpid()}.{next(_numbers)}.part")
        self._remove()  # that of a process with this number that was killed
        undo_at_end(self, self._remove)
        try:
            self.stream: BinaryIO = self._beside.open("xb")
            if is_there:
                copymode(self._target, self._beside)
        except OSError:
            self.abandon()
            raise

    def finish(self) -> None:
        """Put what has been written into its place."""
        self.stream.close()
        self._beside.replace(self._target)
        is_finished(self)

    def abandon(self) -> None:
        """Remove what has been written, unless it is in its place."""
        with suppress(AttributeError, OSError):  # AttributeError: it could not even be opened
            self.stream.close()
        with suppress(OSError):
            self._remove()
        is_finished(self)

    def _remove(self) -> None:
        self._beside.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self.abandon()
