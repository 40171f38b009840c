"""Patterns of paths, as a configuration file has them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatch
from os.path import abspath, normpath
from pathlib import Path, PurePath

from sde_schema.reading.sources import STANDARD_INPUT

_ANY_FOLDERS = "**/"


@dataclass(frozen=True, slots=True)
class Globs:
    """Patterns from a folder: ``*`` is any text, a folder is all in it, a pattern of one name is meant in any folder.

    Of what is outside of the folder only the name can match; standard input matches nothing.
    """

    folder: str
    patterns: tuple[str, ...]

    def match(self, name: str) -> bool:
        """Return whether a pattern matches a file or a folder above it."""
        if name == STANDARD_INPUT or not self.patterns:
            return False
        path = PurePath(abspath(name))  # noqa: PTH100 - links stay what they are
        is_inside = path.is_relative_to(self.folder)
        relative = path.relative_to(self.folder) if is_inside else PurePath(path.name)
        levels = [relative, *relative.parents[:-1]]
        return any(_matches(level, pattern) for level in levels for pattern in self.patterns)

    def match_any_file(self) -> bool:
        """Return whether a pattern matches a file that there is; hidden folders are not searched."""
        for folder, inner, names in os.walk(self.folder):
            inner[:] = [name for name in inner if not name.startswith(".")]
            if any(self.match(str(Path(folder, name))) for name in names):
                return True
        return False


def _matches(path: PurePath, pattern: str) -> bool:
    """Return whether a pattern matches the path or its last part; ``**/`` is any number of folders, also none."""
    forms = {pattern, pattern.replace(_ANY_FOLDERS, "")}
    return any(fnmatch(text, normpath(form)) for form in forms for text in (str(path), path.name))
