"""Values deeper in a document, JSON in strings among them, and the pointers that lead to them."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import deque
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.model import WITHHELD, Path, pointer, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ITEMS = 100
_DEEPEST, _MOST_VALUES, _LONGEST_STRING = 4, 10_000, 1_000_000
"""How far something is looked for in a document in which nothing is recognized."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_OPENS = re.compile(r'\s*[{\["]')


class Found(NamedTuple):
    """Where a document was found in another one.

    ``outer`` is the path of the string around it, if there is one; ``is_base64`` says that this string is base64.
    """

    path: Path
    outer: Path | None
    is_base64: bool = False


def values_below(value: Any, path: Path) -> Iterator[tuple[Found, Any]]:
    """Yield the values below a value, the higher ones first; what is JSON in a string is gone into, too."""
    waiting: deque[tuple[Found, Any]] = deque(_below(Found(path, None), value))
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        where, held = waiting.popleft()
        yield where, held
        if isinstance(held, str) or len(where.path) - len(path) < _DEEPEST:
            waiting += _below(where, held)


def _below(where: Found, value: Any) -> Iterator[tuple[Found, Any]]:
    if isinstance(value, str):
        for text, is_base64 in ((value, False), (_from_base64(value), True)):
            inside = _decoded(text)
            if inside is not None:
                yield (where if where.outer else Found(where.path, where.path, is_base64)), inside
    elif isinstance(value, dict):
        yield from ((where._replace(path=(*where.path, name)), item) for name, item in value.items())
    elif isinstance(value, list):
        items = enumerate(value[:MOST_ITEMS])
        yield from ((where._replace(path=(*where.path, index)), item) for index, item in items)


def _from_base64(text: str) -> str:
    """Return the text that a string in base64 holds, as queues deliver data; an empty one if it is none."""
    if len(text) > _LONGEST_STRING or not _BASE64.fullmatch(text):
        return ""
    try:
        return b64decode(text, altchars=b"-_" if {*text} & {"-", "_"} else None, validate=True).decode()
    except ValueError:
        return ""


def _decoded(text: str) -> Any:
    """Return the JSON in a string, None where it is none."""
    if len(text) > _LONGEST_STRING or not _OPENS.match(text):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def option_for(path: Path) -> str:
    """Return the option with which every value like the one at a path is validated."""
    return f"--at {quote(pointer(_general(path)))}"


def patterns_of(value: Any, path: Path, found: list[Path]) -> list[Path]:
    """Return the pointers that lead to all paths that were found below a value, and to nothing else in objects."""
    patterns: dict[Path, None] = {}
    for length in dict.fromkeys(map(len, found)):
        alike = dict.fromkeys(_general(each) for each in found if len(each) == length)
        columns = zip(*alike, strict=True)
        whole = tuple(steps[0] if len({*steps}) == 1 else "*" for steps in columns)
        reached = (_general(each) for each in _reached(value, path, whole[len(path) :]))
        patterns |= {whole: None} if all(each in alike for each in reached) else alike
    return [*patterns]


def _reached(value: Any, path: Path, steps: Path) -> Iterator[Path]:
    """Yield the paths of the values to which steps lead from a value at a path."""
    if not steps:
        yield path
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        if steps[0] in ("*", name):
            yield from _reached(item, (*path, name), steps[1:])


def _general(path: Path) -> Path:
    """Return a path whose numbers, and names that are not shown, are any."""
    return tuple("*" if isinstance(step, int) or safe_name(step) == WITHHELD else step for step in path)
