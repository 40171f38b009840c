"""The exact reader of YAML text: events to documents, with locations. Tags never run code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from sde_schema.reading.document import Located, Span
from sde_schema.reading.json_fixes import BadSyntax
from sde_schema.reading.yaml_diagnosis import diagnose_yaml
from sde_schema.reading.yaml_document import YamlDocument
from sde_schema.reading.yaml_scalars import TAG, UnacceptableScalarError, scalar_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.model import Path

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
"""Only its parser is used, which makes events; nothing is constructed from tags."""

_TOO_DEEP = "maximum nesting depth"
"""How the parser says that it gives up."""

_NO_START = "expected <document start>"
"""How it says that no ``---`` is before a document."""

_END_BEFORE = re.compile(r"(?:\A|\n)\.\.\.(?:[ \t]+#[^\n]*|[ \t\r]*)\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*\Z")
_COLON = re.compile(r"\s*:")
_NEXT_DOCUMENT = re.compile(r"\n(?=---(?:\s|$))")
_MOST_VALUES = 1_000_000
"""So many values may a document with aliases have."""


class Limit(NamedTuple):
    """A document went beyond a limit at an offset; ``by_aliases`` says that its aliases did it."""

    offset: int
    by_aliases: bool


class _LimitError(Exception):
    """Carries a Limit."""


class _BadSyntaxError(Exception):
    """Carries a Slip."""


def yaml_documents(text: str, max_depth: int) -> Iterator[YamlDocument | Limit]:
    """Yield the documents of a YAML text; after one that cannot be read, reading goes on at a ``---``."""
    base = 0
    while True:
        reader = _Reader(text, base, max_depth)
        try:
            yield from reader.documents()
        except _LimitError as error:
            limit: Limit = error.args[0]
            yield limit
            at = limit.offset
        except (_BadSyntaxError, yaml.YAMLError) as error:
            bare = _bare_start(error, text, base)
            if bare is not None:
                base = bare
                continue
            failed = _failed(error, text, base, max_depth)
            yield failed
            at = failed.offset if isinstance(failed, Limit) else max(failed.end - 1, base)
        else:
            return
        following = _NEXT_DOCUMENT.search(text, at)
        if following is None:
            return
        base = following.end()


def _bare_start(error: Exception, text: str, base: int) -> int | None:
    """Return where a document begins that follows ``...`` without ``---``, which the parser does not know yet."""
    if _NO_START not in (getattr(error, "problem", None) or ""):
        return None
    at = base + int(getattr(error, "problem_mark").index)  # noqa: B009 - only some errors have it
    return at if _END_BEFORE.search(text[base:at]) else None


def _failed(error: Exception, text: str, base: int, max_depth: int) -> YamlDocument | Limit:
    """Return what is said of a text that could not be read from an offset on."""
    if isinstance(error, _BadSyntaxError):
        bad: BadSyntax = error.args[0]
    elif _TOO_DEEP in (getattr(error, "problem", None) or ""):
        return Limit(base + _first_beyond(text[base:], max_depth), by_aliases=False)
    else:
        bad = diagnose_yaml(error, text[base:])
        bad = bad._replace(offset=bad.offset + base)
    return YamlDocument(text, bad_syntax=[bad], end=bad.offset)


def _first_beyond(text: str, max_depth: int) -> int:
    """Return the offset of the first container of a text that is nested deeper than a limit.

    Newer releases of libyaml refuse such a text before they report where it begins; PyYAML's own parser reports it.
    """
    depth = 0
    events: Iterator[Any] = yaml.parse(text, Loader=yaml.SafeLoader)
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > max_depth:
            return int(event.start_mark.index)
    return 0


class _Anchored(NamedTuple):
    """What an anchor represents: the value, how many values it holds, how many levels it is deep."""

    value: Any
    size: int
    depth: int


@dataclass(slots=True)
class _Open:
    """A container that is being read."""

    value: Any
    path: Path
    anchor: str | None
    size: int = 1
    depth: int = 1
    name: str | None = None
    name_at: Span | None = None
    first: dict[str, int] = field(default_factory=dict)


class _Reader:
    """Reads documents from one position of a text on."""

    def __init__(self, text: str, base: int, max_depth: int) -> None:
        self._text = text
        self._base = base
        self._max_depth = max_depth
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._document = YamlDocument(text)
        self._is_empty = True
        self._has_aliases = False

    def documents(self) -> Iterator[YamlDocument]:
        """Yield the documents that can be read; empty ones are passed over."""
        events: Iterator[Any] = yaml.parse(self._text[self._base :], Loader=_LOADER)
        for event in events:
            end = self._base + event.end_mark.index
            if isinstance(event, yaml.DocumentStartEvent):
                self._document, self._anchors, self._is_empty = YamlDocument(self._text), {}, True
            elif isinstance(event, yaml.DocumentEndEvent):
                self._document.complete = True
                self._document.end = end
                if not self._is_empty:
                    yield self._document
            else:
                self._event(event)

    def _event(self, event: Any) -> None:
        span = Span(self._base + event.start_mark.index, self._base + event.end_mark.index)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, span)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, span)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event, span)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._finish()

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> None:
        if self._awaits_name():
            self._name(event.value, span)
            if event.anchor:
                self._anchors[event.anchor] = _Anchored(event.value, 1, 0)
            return
        if span.start < span.end:
            self._document.spans.append((span, None))
        elif self._open and self._open[-1].name_at and not self._is_named(self._open[-1].name_at):
            hint = "Missing value: write `name: value`, with a space after the colon."
            raise _BadSyntaxError(BadSyntax(self._open[-1].name_at.start, "This name has no value.", hint))
        elif not self._open and not event.value:
            return
        try:
            value = scalar_value(event.value, event.tag, is_plain=event.implicit[0])
        except UnacceptableScalarError as error:
            raise _BadSyntaxError(BadSyntax(span.start, *error.args)) from None
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)
        self._put(value, span, 1, 0)

    def _is_named(self, name: Span) -> bool:
        """Return whether a colon is after a name."""
        return _COLON.match(self._text, name.end) is not None

    def _awaits_name(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].name is None

    def _name(self, name: str, span: Span) -> None:
        self._document.spans.append((span, name))
        self._open[-1].name, self._open[-1].name_at = name, span

    def _put(self, value: Any, span: Span, size: int, depth: int) -> None:
        """Put a value into the container that is open, or make it the document's."""
        self._is_empty = False
        if not self._open:
            self._document.value = value
            self._document.located_at[()] = Located((), None, span, None)
            return
        holder = self._open[-1]
        holder.size += size
        holder.depth = max(holder.depth, depth + 1)
        if self._has_aliases and holder.size > _MOST_VALUES:
            raise _LimitError(Limit(span.start, by_aliases=True))
        if isinstance(holder.value, list):
            path: Path = (*holder.path, len(holder.value))
            holder.value.append(value)
            self._document.located_at[path] = Located(path, None, span, None)
        else:
            self._member(holder, value, span)

    def _member(self, holder: _Open, value: Any, span: Span) -> None:
        name, name_at = str(holder.name), holder.name_at or span
        path = (*holder.path, name)
        earlier = holder.first.setdefault(name, name_at.start)
        located = Located(path, name_at, span, None if earlier == name_at.start else earlier)
        if located.earlier is not None:
            self._document.repeats = True
            self._document.again.append(located)
        holder.value[name] = value
        self._document.located_at[path] = located
        holder.name = holder.name_at = None

    def _begin(self, event: Any, span: Span) -> None:
        if self._awaits_name():
            raise _BadSyntaxError(BadSyntax(span.start, "A name must be a string.", "Name: use a string."))
        is_object = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in (None, "!", TAG + ("map" if is_object else "seq")):
            raise _BadSyntaxError(BadSyntax(span.start, "This tag is not known.", "Tag: remove it."))
        if len(self._open) >= self._max_depth:
            raise _LimitError(Limit(span.start, by_aliases=False))
        value: Any = {} if is_object else []
        path = self._next_path()
        if event.anchor:
            self._anchors[event.anchor] = None
        first = Span(span.start, span.start + 1)
        self._document.located_at[path] = Located(path, None, first, None)  # until it is put into its holder
        self._open.append(_Open(value, path, event.anchor))

    def _next_path(self) -> Path:
        if not self._open:
            return ()
        holder = self._open[-1]
        step = len(holder.value) if isinstance(holder.value, list) else str(holder.name)
        return (*holder.path, step)

    def _finish(self) -> None:
        done = self._open.pop()
        if done.anchor:
            self._anchors[done.anchor] = _Anchored(done.value, done.size, done.depth)
        self._put(done.value, self._document.located_at[done.path].value, done.size, done.depth)

    def _alias(self, event: yaml.AliasEvent, span: Span) -> None:
        if event.anchor not in self._anchors:
            raise _BadSyntaxError(BadSyntax(span.start, "This alias has no anchor.", "Alias: write the value itself."))
        self._has_aliases = True
        meant = self._anchors[event.anchor]
        if meant is None or len(self._open) + meant.depth > self._max_depth:
            raise _LimitError(Limit(span.start, by_aliases=True))
        if not self._awaits_name():
            self._put(meant.value, span, meant.size, meant.depth)
        elif isinstance(meant.value, str):
            self._name(meant.value, span)
        else:
            raise _BadSyntaxError(BadSyntax(span.start, "A name must be a string.", "Name: write it out."))
