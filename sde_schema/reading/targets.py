"""``--at``: the values of a document that are to be validated, where that is not the whole of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.model import Path

EVERY = "*"
"""The step that leads to every item of an array, or to every member of an object."""

_INDEX = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_BAD_ESCAPE = re.compile(r"~(?![01])")


class Reached(NamedTuple):
    """Where the target leads in one document: the path and the value there.

    Where the target leads no further, ``rest`` is what is left of it, and the value is the last that was there.
    """

    path: Path
    value: Any
    rest: tuple[str, ...] = ()


class Target:
    """A JSON Pointer (RFC 6901) to the values that are to be validated; ``*`` is any item or member.

    Raises ValueError for a text that is not one.
    """

    def __init__(self, pointer: str = "") -> None:
        if (pointer and not pointer.startswith("/")) or _BAD_ESCAPE.search(pointer):
            text = f"{pointer!r} is not a JSON Pointer, such as /payload or /hits/hits/*/_source"
            raise ValueError(text)
        self.steps = tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])

    def reached(self, document: Any) -> Iterator[Reached]:
        """Yield where the target leads in a document, in the order of the file; at least one value."""
        yield from _reached(document, (), self.steps)

    def values(self, document: Any) -> list[Any] | None:
        """Return the values to which the target leads, None where it leads nowhere at some point."""
        if not self.steps:
            return [document]
        reached = list(self.reached(document))
        return None if any(it.rest for it in reached) else [it.value for it in reached]


def _reached(value: Any, path: Path, steps: tuple[str, ...]) -> Iterator[Reached]:
    if not steps:
        yield Reached(path, value)
        return
    below = list(_below(value, steps[0]))
    if not below:
        yield Reached(path, value, steps)
    for step, held in below:
        yield from _reached(held, (*path, step), steps[1:])


def _below(value: Any, step: str) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        names = list(value) if step == EVERY else [step] if step in value else []
        yield from ((name, value[name]) for name in names)
    elif isinstance(value, list):
        if step == EVERY:
            yield from enumerate(value)
        elif _INDEX.fullmatch(step) and int(step) < len(value):
            yield int(step), value[int(step)]
