"""What is around the place at which a JSON parser stopped."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from sde_schema.reading.json_spans import TOKENS

Awaited: TypeAlias = Literal["value", "name", "colon", "comma"]
"""What a parser may wait for."""

_AWAITED: dict[str, Awaited] = {"property name": "name", "':'": "colon", "','": "comma"}


class Complaint(NamedTuple):
    """What the JSON parser said: its words and the offset at which it stopped."""

    text: str
    words: str
    at: int
    start: int


class Surroundings(NamedTuple):
    """The place of a complaint.

    ``open`` has the offsets of the brackets that are open there; ``string`` is that of the string around it, ``last``
    that of the last one before it; ``before`` is the offset after what is before it.
    """

    complaint: Complaint
    open: list[int]
    string: int | None
    last: int
    before: int

    @property
    def here(self) -> str:
        """The character at which the parser stopped, none at the end."""
        return self.complaint.text[self.complaint.at : self.complaint.at + 1]

    @property
    def previous(self) -> str:
        """The last character before it that is not white space, none at the beginning."""
        return self.complaint.text[self.before - 1] if self.before > self.complaint.start else ""

    @property
    def touches(self) -> bool:
        """Whether no white space is between the two."""
        return self.before == self.complaint.at

    @property
    def innermost(self) -> str:
        """The bracket that was opened last."""
        return self.complaint.text[self.open[-1]] if self.open else ""

    @property
    def awaited(self) -> Awaited:
        """What the parser waited for."""
        words = self.complaint.words
        for sign, awaited in _AWAITED.items():
            if words.startswith(f"Expecting {sign}"):
                return awaited
        return "value"


def survey(complaint: Complaint) -> Surroundings:
    """Return what is around the place of a complaint."""
    text, at = complaint.text, complaint.at
    opened: list[int] = []
    string, last = None, complaint.start
    for token in TOKENS.finditer(text, complaint.start):
        if token.start() >= at:
            break
        first = token[0][0]
        if first in "[{":
            opened.append(token.start())
        elif first in "]}":
            del opened[-1:]
        elif token.end() > at:
            string = token.start()
        else:
            last = token.start()
    before = at
    while before > complaint.start and text[before - 1] in " \t\n\r":
        before -= 1
    return Surroundings(complaint, opened, string, last, before)
