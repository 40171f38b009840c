"""The exact reader of YAML text: events to documents, with locations. Tags never run code."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import yaml

from sde_schema.reading import yaml_memory
from sde_schema.reading.json_fixes import BadSyntax
from sde_schema.reading.yaml_diagnosis import diagnose_yaml, problem_of, problem_offset
from sde_schema.reading.yaml_document import YamlDocument
from sde_schema.reading.yaml_positions import Positions
from sde_schema.reading.yaml_scalars import TAG, UnacceptableScalarError, scalar_value
from sde_schema.reading.yaml_source import NEXT_DOCUMENT, Source, bad_directive, first_beyond_directives

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
"""Only its parser is used, which makes events; nothing is constructed from tags."""

_TOO_DEEP = "maximum nesting depth"
"""How the parser says that it gives up."""

_NO_START = "expected <document start>"
"""How it says that no ``---`` is before a document."""

_END_BEFORE = re.compile(r"(?:\A|\n)\.\.\.(?:[ \t]+#[^\n]*|[ \t\r]*)\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*\Z")
_COLON = re.compile(r"\s*:")
_REPEATED_FREELY, _REPEATED_EACH = 100_000, 10
"""Aliases may add so much to any text, and so much more for each character of it."""

_WEIGHT = 4
"""A value counts as so many characters beside its own: a text in which it is written out is hardly shorter."""

_SMALL = 8
_LONGEST_KNOWN, _MOST_KNOWN = 32, 10_000
"""Of names and strings so short, so many are held once however often they are written."""


class Limit(NamedTuple):
    """A document went beyond a limit at an offset: of its levels, of what its aliases repeat, or of its values."""

    offset: int
    of: Literal["levels", "aliases", "values"]


class _LimitError(Exception):
    """Carries a Limit."""


class _BadSyntaxError(Exception):
    """Carries a BadSyntax."""


def yaml_documents(text: str, max_depth: int) -> Iterator[YamlDocument | Limit]:
    """Yield the documents of a YAML text; after one that cannot be read, reading goes on at a ``---``."""
    reading = _Reading(text, max_depth)
    base: int | None = 0
    while base is not None:
        base = yield from reading.documents(base)


class _Reading:
    """Reads a text; after what cannot be read, a new parser begins at the next document."""

    def __init__(self, text: str, max_depth: int) -> None:
        self._text = text
        self._max_depth = max_depth
        self._room = _Room(_REPEATED_FREELY + _REPEATED_EACH * len(text))
        self._end = first_beyond_directives(text, 0)

    def documents(self, base: int) -> Generator[YamlDocument | Limit, None, int | None]:
        """Yield the documents from an offset on, up to one that cannot be read; return where to go on."""
        if self._end < base:
            self._end = first_beyond_directives(self._text, base)
        source = Source(self._text, base, self._end)
        base = source.base
        reader = _Reader(source, self._max_depth, self._room)
        try:
            yield from reader.documents()
        except (_LimitError, _BadSyntaxError, yaml.YAMLError) as error:
            bare = _bare_start(error, self._text, base)
            if bare is not None:
                return bare
            failed = self._failed(error, base, reader.begin)
        else:
            if self._end == len(self._text):
                return None
            failed = self._unread(bad_directive(self._end), reader.begin)
        yield failed
        at = failed.offset if isinstance(failed, Limit) else max(failed.end - 1, base)
        following = NEXT_DOCUMENT.search(self._text, at)
        return following and following.end()

    def _failed(self, error: Exception, base: int, begin: int) -> YamlDocument | Limit:
        """Return what is said of a text that could not be read from an offset on."""
        if isinstance(error, _LimitError):
            limit: Limit = error.args[0]
            return limit
        if isinstance(error, _BadSyntaxError):
            return self._unread(error.args[0], begin)
        at = problem_offset(error, base)
        if _TOO_DEEP in problem_of(error):
            return self._first_too_deep(base, at)
        if self._end < len(self._text) and at >= self._end:
            return self._unread(bad_directive(self._end), begin)
        return self._unread(diagnose_yaml(error, self._text, base), begin)

    def _unread(self, bad: BadSyntax, begin: int) -> YamlDocument:
        return YamlDocument(self._text, Positions(0), begin=min(begin, bad.offset), bad_syntax=[bad], end=bad.offset)

    def _first_too_deep(self, base: int, end: int) -> Limit:
        """Return the limit that is met between two offsets.

        The parser refuses what is much too deep before it reports where that begins, but not if the text ends there.
        """
        reader = _Reader(Source(self._text, base, end), self._max_depth, _Room(sys.maxsize))
        try:
            for _ in reader.documents():
                pass
        except _LimitError as error:
            limit: Limit = error.args[0]
            return limit
        except (_BadSyntaxError, yaml.YAMLError):
            pass
        return Limit(end, "levels")


def _bare_start(error: Exception, text: str, base: int) -> int | None:
    """Return where a document begins that follows ``...`` without ``---``, which the parser does not know yet."""
    if _NO_START not in problem_of(error):
        return None
    at = problem_offset(error, base)
    return at if _END_BEFORE.search(text[base:at]) else None


@dataclass(slots=True)
class _Room:
    """How much aliases may still add to a text."""

    left: int


class _Anchored(NamedTuple):
    """What an anchor represents: the value, its weight with all that is in it, how many levels it is deep."""

    value: Any
    weight: int
    depth: int


@dataclass(slots=True)
class _Open:
    """A container that is being read."""

    value: Any
    number: int
    anchor: str | None
    weight: int = _WEIGHT
    depth: int = 1
    name: str | None = None


class _Reader:
    """Reads the documents of a source."""

    def __init__(self, source: Source, max_depth: int, room: _Room) -> None:
        self._source = source
        self._text = source.text
        self._max_depth = max_depth
        self._room = room
        self._repeated = 0
        self._memory, self._most_memory = 0, yaml_memory.most_memory(len(source.text))
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._known: dict[str, str] = {}
        self._no_items: list[Any] = []
        self._no_members: dict[str, Any] = {}
        self._is_empty = True
        self._document = self._new(source.base)
        self._handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: self._begin,
            yaml.MappingStartEvent: self._begin,
            yaml.SequenceEndEvent: self._finish,
            yaml.MappingEndEvent: self._finish,
            yaml.DocumentStartEvent: self._begin_document,
        }

    @property
    def begin(self) -> int:
        """Where the document begins that is being read, or was read last."""
        return self._document.begin

    def documents(self) -> Iterator[YamlDocument]:
        """Yield the documents that can be read; empty ones are passed over."""
        base = self._source.base
        for event in iter(_LOADER(self._source).get_event, None):
            start, end = base + event.start_mark.index, base + event.end_mark.index
            kind = type(event)
            if kind in self._handlers:
                self._handlers[kind](event, start, end)
            elif kind is yaml.DocumentEndEvent:
                self._room.left -= self._repeated
                self._document.complete = True
                self._document.end = end
                if not self._is_empty:
                    yield self._document

    def _new(self, begin: int) -> YamlDocument:
        return YamlDocument(self._text, Positions(len(self._text)), begin=begin)

    def _begin_document(self, _event: Any, start: int, _end: int) -> None:
        line_start = self._text.rfind("\n", 0, start) + 1
        self._document = self._new(max(line_start, self._source.base))
        self._anchors, self._is_empty, self._repeated, self._memory = {}, True, 0, 0

    def _scalar(self, event: Any, start: int, end: int) -> None:
        if self._awaits_name():
            name = self._once(event.value)
            self._name(name, start, end)
            if event.anchor:
                self._anchor(event.anchor, _Anchored(name, len(name), 0))
            return
        if start == end:
            if self._open and self._open[-1].name is not None:
                self._check_colon()
            elif not self._open and not event.value:
                return
        try:
            value = scalar_value(event.value, event.tag, is_plain=event.implicit[0])
        except UnacceptableScalarError as error:
            raise _BadSyntaxError(BadSyntax(start, *error.args)) from None
        if type(value) is str:
            value = self._once(value)
        elif type(value) is float or (type(value) is int and value not in yaml_memory.SHARED):
            self._memory += yaml_memory.OF_ITS_OWN
        weight = _WEIGHT + len(event.value)
        if event.anchor:
            self._anchor(event.anchor, _Anchored(value, weight, 0))
        self._document.positions.add_scalar(start, end)
        self._put(value, weight, 0)

    def _check_colon(self) -> None:
        """Raise an error unless a colon is after the name that was read last."""
        name = self._document.positions.last()
        if not _COLON.match(self._text, name.end):
            hint = "Missing value: write `name: value`, with a space after the colon."
            raise _BadSyntaxError(BadSyntax(name.start, "This name has no value.", hint))

    def _once(self, text: str) -> str:
        """Return an equal string that is held already, if it is short."""
        known = self._known.get(text)
        if known is not None:
            return known
        self._memory += yaml_memory.OF_ITS_OWN
        if len(text) <= _LONGEST_KNOWN and len(self._known) < _MOST_KNOWN:
            self._known[text] = text
        return text

    def _anchor(self, name: str, anchored: _Anchored | None) -> None:
        """Remember what an anchor represents, None while that is not known."""
        self._memory += yaml_memory.OF_AN_ANCHOR
        self._anchors[name] = anchored

    def _awaits_name(self) -> bool:
        return bool(self._open) and self._open[-1].name is None and type(self._open[-1].value) is dict

    def _name(self, name: str, start: int, end: int) -> None:
        holder = self._open[-1]
        holder.name = name
        holder.weight += len(name)
        self._memory += yaml_memory.OF_A_NAME
        is_again = name in holder.value
        self._document.repeats = self._document.repeats or is_again
        self._document.positions.add_name(name, start, end, again=is_again)

    def _put(self, value: Any, weight: int, depth: int) -> None:
        """Put a value into the container that is open, or make it the document's."""
        self._is_empty = False
        self._memory += yaml_memory.OF_A_VALUE
        if self._memory > self._most_memory:
            raise _LimitError(Limit(self.begin, "values"))
        if not self._open:
            self._document.value = value
            return
        holder = self._open[-1]
        holder.weight += weight
        if depth >= holder.depth:
            holder.depth = depth + 1
        if holder.name is None:
            holder.value.append(value)
        else:
            holder.value[holder.name] = value
            holder.name = None

    def _begin(self, event: Any, start: int, _end: int) -> None:
        if self._awaits_name():
            raise _BadSyntaxError(BadSyntax(start, "A name must be a string.", "Name: use a string."))
        is_object = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in (None, "!", TAG + ("map" if is_object else "seq")):
            raise _BadSyntaxError(BadSyntax(start, "This tag is not known.", "Tag: remove it."))
        if len(self._open) >= self._max_depth:
            raise _LimitError(Limit(start, "levels"))
        if event.anchor:
            self._anchor(event.anchor, None)
        number = self._document.positions.begin(start)
        self._open.append(_Open({} if is_object else [], number, event.anchor))

    def _finish(self, _event: Any, _start: int, _end: int) -> None:
        done = self._open.pop()
        self._document.positions.finish(done.number)
        value = self._compact(done.value)
        if value:
            self._memory += yaml_memory.OF_AN_OBJECT if type(value) is dict else yaml_memory.OF_AN_ARRAY
        if done.anchor:
            self._anchors[done.anchor] = _Anchored(value, done.weight, done.depth)
        self._put(value, done.weight, done.depth)

    def _compact(self, value: Any) -> Any:
        """Return an equal container that takes less memory, where there is one."""
        if type(value) is dict:
            return value or self._no_members
        if len(value) < _SMALL:
            return value[:] or self._no_items
        return value

    def _alias(self, event: Any, start: int, end: int) -> None:
        if event.anchor not in self._anchors:
            raise _BadSyntaxError(BadSyntax(start, "This alias has no anchor.", "Alias: write the value itself."))
        meant = self._anchors[event.anchor]
        if meant is None or len(self._open) + meant.depth > self._max_depth:
            raise _LimitError(Limit(start, "aliases"))
        self._repeated += meant.weight
        if self._repeated > self._room.left:
            raise _LimitError(Limit(start, "aliases"))
        if not self._awaits_name():
            self._document.positions.add_alias(start, end)
            self._put(meant.value, meant.weight, meant.depth)
        elif isinstance(meant.value, str):
            self._name(meant.value, start, end)
        else:
            raise _BadSyntaxError(BadSyntax(start, "A name must be a string.", "Name: write it out."))
