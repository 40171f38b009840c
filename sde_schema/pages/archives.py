"""Files in one zip archive, whose bytes depend on nothing but theirs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_MODE = 0o644 << 16
"""The rights of each file, where a Unix system finds them."""


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by their paths in it.

    Each has the earliest time that the format knows. They are not compressed: compressed bytes depend on the library.
    """
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as opened:
        for path, data in files.items():
            entry = ZipInfo(path)
            entry.create_system, entry.external_attr = 3, _MODE
            opened.writestr(entry, data)
    return written.getvalue()
