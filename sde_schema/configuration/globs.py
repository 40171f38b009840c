"""Patterns of paths, as a configuration file has them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import takewhile
from os.path import abspath, normpath
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.reading.sources import STANDARD_INPUT, Source, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ANY_FOLDERS = "**/"
_UP, _ALL = "..", "*"
_SPECIAL = re.compile(r"[*?[]")
_CHOICE = re.compile(r"\{[^{}]*,[^{}]*\}")


def why_no_pattern(text: str) -> str | None:
    """Return why a text is not a pattern of paths, None if it is one."""
    if not text:
        return "must not be empty"
    if text.startswith("!"):
        return "must say what matches: a pattern that begins with `!` is not supported"
    if _CHOICE.search(text):
        return "must be several patterns: `{a,b}` is not supported"
    return None


class _Placed(NamedTuple):
    """A pattern, the folder from which it is meant, and whether it is a name that is meant in any folder."""

    folder: PurePath
    text: str
    is_name: bool = False

    @property
    def start(self) -> Path:
        """The path at or below which all is that it matches."""
        start = Path(self.folder)
        if self.is_name:
            return start
        for part in PurePath(self.text).parts:
            if _SPECIAL.search(part):
                break
            start /= part
        return start

    def matches(self, path: PurePath) -> bool:
        """Return whether it matches a path, or a folder above it, from its folder; ``**/`` may be no folder."""
        if not path.is_relative_to(self.folder):
            return False
        relative = path.relative_to(self.folder)
        forms = {normpath(self.text), normpath(self.text.replace(_ANY_FOLDERS, ""))}
        return any(fnmatch(str(level), form) for level in (relative, *relative.parents[:-1]) for form in forms)

    def matches_name(self, names: tuple[str, ...]) -> bool:
        """Return whether it is meant in any folder, and matches one of these names."""
        return self.is_name and any(fnmatch(name, self.text) for name in names)


@dataclass(frozen=True, slots=True)
class Globs:
    """Patterns from a folder: ``*`` is any text, a folder is all in it, a pattern of one name is meant in any folder.

    ``../`` leads out of the folder, and a pattern may be absolute. Standard input matches nothing.
    """

    folder: str
    patterns: tuple[str, ...]
    _placed: tuple[_Placed, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_placed", tuple(_placed(self.folder, pattern) for pattern in self.patterns))

    def match(self, name: str) -> bool:
        """Return whether a pattern matches a file or a folder above it."""
        if name == STANDARD_INPUT or not self.patterns:
            return False
        path, folder = PurePath(abspath(name)), PurePath(self.folder)  # noqa: PTH100 - links stay what they are
        names = path.parts[_shared(path.parts, folder.parts) :]
        return any(each.matches(path) or each.matches_name(names) for each in self._placed)

    def files(self, left_out: Callable[[str], bool] | None) -> Iterator[str]:
        """Yield the files that match, as a search of folders finds them; where it finds none, any that match."""
        starts = dict.fromkeys(each.start for each in self._placed)
        is_empty = True
        for found in filter(self.match, (file for start in starts for file in files_in(start, left_out))):
            is_empty = False
            yield found
        if is_empty:
            yield from filter(self.match, (file for start in starts for file in _any_files_in(start)))


def _shared(some: tuple[str, ...], others: tuple[str, ...]) -> int:
    """Return how many parts two paths share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def files_in(folder: Path, left_out: Callable[[str], bool] | None) -> Iterator[str]:
    """Yield the files that a search of a folder finds, as absolute paths; a file is found itself."""
    if folder.is_file() and not (left_out and left_out(str(folder))):
        yield str(folder)
    if folder.is_dir():
        yield from (found.name for found in sources([str(folder)], also=left_out) if isinstance(found, Source))


def _any_files_in(start: Path) -> Iterator[str]:
    """Yield a file, or those in a folder that are not in a hidden one."""
    if start.is_file():
        yield str(start)
    for folder, inner, names in os.walk(start):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (str(Path(folder, name)) for name in names)


def _placed(folder: str, pattern: str) -> _Placed:
    """Return a pattern without the steps that lead up, and the folder where they lead."""
    where, text = PurePath(folder), PurePath(normpath(pattern))
    if text.is_absolute():
        return _Placed(PurePath(text.anchor), str(text.relative_to(text.anchor)))
    ups = sum(part == _UP for part in text.parts)
    for _ in range(ups):
        where = where.parent
    rest = text.parts[ups:]
    return _Placed(where, str(PurePath(*rest)) if rest else _ALL, is_name=len(text.parts) == 1 and not ups)
