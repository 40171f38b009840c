"""What is around the offset at which a JSON parser stopped."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from sde_schema.reading.json_spans import TOKENS

Awaited: TypeAlias = Literal["value", "name", "colon", "comma"]
"""What a parser may wait for."""

_AWAITED: dict[str, Awaited] = {"property name": "name", "':'": "colon", "','": "comma"}


class Stop(NamedTuple):
    """Where in a document the JSON parser stopped, and what it said."""

    text: str
    words: str
    at: int
    start: int


class Surroundings(NamedTuple):
    """What is around the offset at which the parser stopped.

    ``open`` has the offsets of the brackets that are open there; ``string`` is that of the string around it, ``last``
    that of the last one before it; ``before`` is the offset after what is before it. ``too_deep`` is the offset of the
    first bracket that opens a level beyond the limit.
    """

    stop: Stop
    open: list[int]
    string: int | None
    last: int
    before: int
    too_deep: int | None

    @property
    def here(self) -> str:
        """The character at which the parser stopped, none at the end."""
        return self.stop.text[self.stop.at : self.stop.at + 1]

    @property
    def previous(self) -> str:
        """The last character before it that is not white space, none at the beginning."""
        return self.stop.text[self.before - 1] if self.before > self.stop.start else ""

    @property
    def touches(self) -> bool:
        """Whether no white space is between the two."""
        return self.before == self.stop.at

    @property
    def innermost(self) -> str:
        """The bracket that was opened last."""
        return self.stop.text[self.open[-1]] if self.open else ""

    @property
    def awaited(self) -> Awaited:
        """What the parser waited for."""
        words = self.stop.words
        for sign, awaited in _AWAITED.items():
            if words.startswith(f"Expecting {sign}"):
                return awaited
        return "value"


def survey(stop: Stop, max_depth: int) -> Surroundings:
    """Return what is around the offset at which the parser stopped, or that of the first bracket that is too deep."""
    text, at = stop.text, stop.at
    opened: list[int] = []
    string, last = None, stop.start
    too_deep = None
    for token in TOKENS.finditer(text, stop.start):
        if token.start() >= at:
            break
        first = token[0][0]
        if first in "[{":
            opened.append(token.start())
            if len(opened) > max_depth:
                too_deep = at = token.start()
        elif first in "]}":
            del opened[-1:]
        elif token.end() > at:
            string = token.start()
        else:
            last = token.start()
    before = at
    while before > stop.start and text[before - 1] in " \t\n\r":
        before -= 1
    return Surroundings(stop, opened, string, last, before, too_deep)
