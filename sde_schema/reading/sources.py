"""Paths to sources: files, folders, globs and standard input."""

from __future__ import annotations

import sys
from errno import EBADF
from fnmatch import fnmatch
from os import strerror
from os.path import abspath, normpath, realpath
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from sde_schema.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.reading.blocks import Kind

STANDARD_INPUT = "-"
PACKED = ".gz"
"""What the names of gzip files end with."""

_KINDS: dict[str, Kind] = {
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_SUFFIXES = tuple(suffix + packed for suffix in _KINDS for packed in ("", PACKED))


class Source(NamedTuple):
    """A file to be validated, or standard input (``-``), which reports may call otherwise."""

    name: str
    title: str | None = None

    @property
    def shown(self) -> str:
        """How reports call it."""
        return self.title or self.name

    @property
    def kind(self) -> Kind:
        """What its name says that it holds."""
        return _KINDS.get(Path(self.name.lower().removesuffix(PACKED)).suffix, "unknown")

    @property
    def is_packed(self) -> bool:
        """Whether its name says that it is gzip."""
        return self.name.lower().endswith(PACKED)

    @property
    def size(self) -> int | None:
        """Its size in bytes, None where that is not known. Raises OSError."""
        return None if self.name == STANDARD_INPUT else Path(self.name).stat().st_size

    def open(self) -> BinaryIO:
        """Open it for reading bytes. Raises UnreadableError."""
        if self.name == STANDARD_INPUT:
            if sys.stdin is None:
                raise UnreadableError(EBADF, strerror(EBADF))
            return sys.stdin.buffer
        try:
            return Path(self.name).open("rb")
        except OSError as error:
            raise UnreadableError.of(error) from error


class Nothing(NamedTuple):
    """A folder or glob without any file."""

    name: str
    is_folder: bool


class Missing(NamedTuple):
    """A path that names no file, or a folder that cannot be read, and why."""

    name: str
    why: str


class _LeftOut(NamedTuple):
    """What folders and globs leave out: what a pattern matches, and the files that this run writes.

    ``also`` says of a path whether something else leaves it out; with ``even_named``, files that are named are left
    out too.
    """

    patterns: tuple[str, ...]
    written: frozenset[str]
    also: Callable[[str], bool] | None = None
    even_named: bool = False

    def has(self, path: Path, folder: Path | None = None) -> bool:
        """Return whether a glob matches the path, the path below the folder that is searched, or its last part."""
        if self.written and realpath(path) in self.written:
            return True
        if self.also is not None and self.also(str(path)):
            return True
        forms = [str(path), path.name, str(path.relative_to(folder)) if folder else path.name]
        return any(fnmatch(form, normpath(pattern)) for pattern in self.patterns for form in forms)

    def has_named(self, path: Path) -> bool:
        """Return whether a path that is named is left out, by itself or with a folder that it is in."""
        return self.even_named and any(self.has(each) for each in (path, *path.parents[:-1]))


def sources(
    paths: Iterable[str],
    exclude: Iterable[str] = (),
    written: Iterable[str] = (),
    *,
    also: Callable[[str], bool] | None = None,
    even_named: bool = False,
    stdin_name: str | None = None,
) -> Iterator[Source | Nothing | Missing]:
    """Turn paths into sources, each file once, folders and globs in order of names.

    A file that is named itself is excluded with ``even_named`` only. ``written`` are the files that reports go to,
    ``also`` says of a path whether it is excluded by more than the patterns, ``stdin_name`` is how reports call
    standard input.
    """
    left_out = _LeftOut(tuple(exclude), frozenset(map(realpath, written)), also, even_named)
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path, left_out, stdin_name):
            where = found.name if found.name == STANDARD_INPUT else abspath(found.name)  # noqa: PTH100 - links stay what they are
            if where not in seen:
                seen.add(where)
                yield Source(STANDARD_INPUT, stdin_name) if found.name == STANDARD_INPUT else found


def _expand(path: str, left_out: _LeftOut, stdin_name: str | None) -> Iterator[Source | Nothing | Missing]:
    name = stdin_name if path == STANDARD_INPUT else path
    try:
        if not path:
            yield Missing(path, "no such file")
        elif name and left_out.has_named(Path(name)):
            return
        elif path == STANDARD_INPUT or Path(path).is_file():
            yield Source(path)
        elif Path(path).is_dir():
            yield from _some(path, _in_folder(Path(path), left_out), is_folder=True)
        elif any(character in path for character in "*?["):
            yield from _some(path, _in_glob(path, left_out), is_folder=False)
        elif Path(path).exists():
            yield Source(path)
        else:
            yield Missing(path, "a link to a file that does not exist" if Path(path).is_symlink() else "no such file")
    except (OSError, ValueError) as error:
        yield Missing(path, getattr(error, "strerror", None) or "no such file")


def _some(path: str, found: Iterator[Path | Missing], *, is_folder: bool) -> Iterator[Source | Nothing | Missing]:
    is_empty = True
    for entry in found:
        is_empty = False
        yield Source(str(entry)) if isinstance(entry, Path) else entry
    if is_empty:
        yield Nothing(path, is_folder)


def _in_folder(
    folder: Path, left_out: _LeftOut, top: Path | None = None, above: frozenset[Path] = frozenset()
) -> Iterator[Path | Missing]:
    """Yield the files in a folder and below; a link back to a folder above is not followed."""
    try:
        real, entries = folder.resolve(), sorted(folder.iterdir())
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        yield Missing(str(folder), getattr(error, "strerror", None) or "a link to a file that does not exist")
        return
    if real in above:
        return
    for entry in entries:
        if entry.name.startswith(".") or left_out.has(entry, top or folder):
            continue
        if entry.is_dir():
            yield from _in_folder(entry, left_out, top or folder, above | {real})
        elif entry.name.lower().endswith(_SUFFIXES):
            yield entry


def _in_glob(pattern: str, left_out: _LeftOut) -> Iterator[Path | Missing]:
    from glob import glob

    for name in sorted(glob(pattern, recursive=True)):  # noqa: PTH207 - a pattern may be absolute
        entry = Path(name)
        if left_out.has(entry):
            continue
        if entry.is_dir():
            if "**" not in pattern:
                yield from _in_folder(entry, left_out)
        else:
            yield entry
