"""Documents to a verdict: the fast path, which may only say clean, and the way to the exact one.

It has the fastest JSON parser at hand: what that refuses goes to the exact reader.
"""

from __future__ import annotations

import json
import re
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from sde_schema import catalog
from sde_schema.catalog import engines
from sde_schema.catalog.fields import body_fields, document_field
from sde_schema.checking.fast_schema import LIST, SHALLOW, lean_documents, without_choice, without_times
from sde_schema.checking.pieces import listed_events
from sde_schema.checking.times import Times, are_in_step
from sde_schema.reading.events import Forms
from sde_schema.reading.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.catalog import Schema
    from sde_schema.catalog.engines import Engine
    from sde_schema.checking.evaluator import Evaluator
    from sde_schema.model import Path

loads: Callable[[bytes], Any]
dumps: Callable[[Any], bytes]

if find_spec("orjson"):
    import orjson
    from orjson import dumps, loads

    _PLAIN = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME

    def is_for_engine(value: Any) -> bool:
        """Return whether the engine may say that a parsed object is clean: it takes all in it for what it is.

        Integers have 64 bits, names are strings. A float may not be finite: no type of the schemas has such.
        """
        try:
            orjson.dumps(value, option=_PLAIN)
        except TypeError:
            return False
        return True
else:  # pragma: no cover - where orjson is not installed, as in an environment of tests/test_packaging.py

    def is_for_engine(value: Any) -> bool:  # noqa: ARG001 - as it is above
        """Return that no parsed object is for the engine as it is: there is no fast path."""
        return False

    def loads(data: bytes) -> Any:
        """Parse JSON. Raises ValueError."""
        return json.loads(data)

    def dumps(value: Any) -> bytes:
        """Serialise JSON."""
        return json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")


REFUSED: Final = object()
"""In place of what the fast parser refuses."""

_TOGETHER = 8
"""So many events of a list are asked for at once: of those that are wrong few are neighbors."""

_ESCAPED_COLON = re.compile(rb"\\u003[aA]")


class FastPath:
    """Validates parsed documents under one version, as payloads or as bodies of one attribute type."""

    def __init__(self, version: str, attribute: str | None, engine: str, max_depth: int, target: Target) -> None:
        self._version = version
        self._attribute = attribute
        self._target = target
        self._engine_name = engine
        self._max_depth = max_depth
        self._expects_plain = True
        self._attribute_types = catalog.attribute_types(version)
        self._forms = Forms(self._attribute_types)

    @cached_property
    def _docs(self) -> dict[str, Schema]:
        return catalog.strict_documents(self._version)

    @cached_property
    def _has_times(self) -> bool:
        """Whether events of this version may hold times that are to be compared."""
        event = document_field(self._version, catalog.EVENT, strict=True)
        return Times(event, body_fields(self._version)).has_pairs

    @cached_property
    def _plain(self) -> Engine | None:
        """The engine for events without anything to compare."""
        return self._lean(without_times(self._docs, self._attribute_types) if self._has_times else self._docs)

    @cached_property
    def _full(self) -> Engine | None:
        """The engine for all events; that each has exactly one attribute is seen when their times are compared."""
        return self._lean(without_choice(self._docs)) if self._has_times else None

    @cached_property
    def _shallow(self) -> Engine | None:
        """The engine that knows whether documents are so shallow that no limit needs to be looked at."""
        lean = lean_documents(self._docs, self._attribute or catalog.PAYLOAD, self._max_depth)
        return engines.for_verdicts(lean, SHALLOW) if lean else None

    @cached_property
    def _events(self) -> Engine | None:
        """The engine for lists of events."""
        docs = without_choice(self._docs) if self._has_times else self._docs
        return self._lean(docs, catalog.EVENT)

    def is_shallow(self, document: Any) -> bool:
        """Return whether a document is surely not nested deeper than the limit."""
        return self._shallow is not None and self._shallow.is_valid([document])

    def doubtful(self, document: Any) -> Iterator[tuple[Path, Any]] | None:
        """Return those of the events in a document's lists that are not surely clean; None where it has no such list.

        None too for a body, and where a target leads to what is checked.
        """
        if self._attribute or self._target.steps or self._events is None:
            return None
        events = listed_events(document, self._forms)
        first = next(events, None)
        return None if first is None else self._doubtful(chain([first], events), self._events)

    def _doubtful(self, events: Iterator[tuple[Path, Any]], engine: Engine) -> Iterator[tuple[Path, Any]]:
        while some := [*islice(events, _TOGETHER)]:
            if not self._are_clean(engine, [event for _, event in some]):
                yield from (each for each in some if len(some) == 1 or not self._are_clean(engine, [each[1]]))

    def _are_clean(self, engine: Engine, events: list[Any]) -> bool:
        return engine.is_valid(events) and (not self._has_times or are_in_step(events))

    def _selected(self, documents: list[Any]) -> list[Any] | None:
        """Return the values to which the target leads, None where it leads nowhere or a document may be too deep."""
        if self._shallow is None or not self._shallow.is_valid(documents):
            return None
        found = [self._target.values(document) for document in documents]
        return None if None in found else [value for values in found for value in values or ()]

    def _lean(self, docs: dict[str, Schema], root: str | None = None) -> Engine | None:
        lean = lean_documents(docs, root or self._attribute or catalog.PAYLOAD, self._max_depth)
        return engines.for_verdicts(lean, LIST) if lean else None

    @cached_property
    def exact(self) -> Evaluator:
        """The exact path, compiled when something is not clean."""
        from sde_schema.checking.evaluator import Evaluator

        return Evaluator(self._version, self._attribute, self._engine_name, self._target)

    @property
    def has_fast_path(self) -> bool:
        """Whether there is a fast path at all."""
        return self._engine_name == engines.FAST and self._plain is not None

    def parsed(self, text: bytes) -> Any:
        """Return what the fast parser makes of a text: REFUSED where it refuses it, or is not to be used."""
        if not self.has_fast_path:
            return REFUSED
        try:
            return loads(text)
        except ValueError:
            return REFUSED

    def parsed_lines(self, lines: list[bytes]) -> list[Any]:
        """Return what the fast parser makes of each line, REFUSED for an empty one, too."""
        if self.has_fast_path:
            try:
                return [loads(line) if line else REFUSED for line in lines]
            except ValueError:
                pass
        return [self.parsed(line) for line in lines]

    def all_parsed(self, texts: Iterable[bytes]) -> list[Any] | None:
        """Return what the fast parser makes of the texts, None where it refuses one."""
        values = []
        for text in texts:
            value = self.parsed(text)
            if value is REFUSED:
                return None
            values.append(value)
        return values

    def is_clean_text(self, text: bytes) -> bool:
        """Return whether a text is surely one clean document with an event."""
        value = self.parsed(text)
        if value is REFUSED or not self.count_if_clean([value]):
            return False
        return not may_repeat_names([value], text)

    def is_clean_value(self, value: Any) -> bool:
        """Return whether a parsed object is surely one clean document with an event."""
        if not (self.has_fast_path and is_for_engine(value)):
            return False
        try:
            return bool(self.count_if_clean([value]))
        except (TypeError, ValueError):  # there is a type that the engine, or who compares times, does not know
            return False

    def count_if_clean(self, values: list[Any]) -> int | None:
        """Return the number of events in documents that are surely clean, else None."""
        if not self.has_fast_path:
            return None
        if self._target.steps:
            selected = self._selected(values)
            if selected is None:
                return None
            values = selected
        if self._expects_plain and self._plain and self._plain.is_valid(values):
            return self._count(values, compare=False)
        if self._full and self._full.is_valid(values):
            self._expects_plain = False  # what one block of a file is like, the next ones are
            return self._count(values, compare=True)
        return None

    def _count(self, values: list[Any], *, compare: bool) -> int | None:
        """Return the number of events in valid documents, None where their times may not agree."""
        if self._attribute:
            in_step = not compare or are_in_step({self._attribute: body} for body in values)
            return len(values) if in_step else None
        total = 0
        for value in values:
            events = self._forms.events_of(value)
            if compare and not are_in_step(events):
                return None
            total += len(events)
        return total


@lru_cache(maxsize=64)
def fast_path(version: str, attribute: str | None, engine: str, max_depth: int, at: str) -> FastPath:
    """Return the fast path with these options, which is made once. Raises ValueError for a bad target."""
    return FastPath(version, attribute, engine, max_depth, Target(at))


def may_repeat_names(values: list[Any], data: bytes) -> bool:
    """Return whether some object in the text may have a name twice; False is certain.

    Of two equal names the parser keeps one: so what it made, written out again, is the same text only
    without any. Where spaces or escapes differ, colons are counted: each name has one, and the parsed
    documents have as many as the text, unless one in the text is written as an escape.
    """
    try:
        again = dumps(values)
    except (TypeError, RecursionError):  # nested deeper than it can write
        return True
    lines = data.rstrip(b"\n")
    if len(again) == len(lines) + 2 and again.startswith(lines.replace(b"\n", b","), 1):
        return False
    if b"\\" in data and _ESCAPED_COLON.search(data):
        return True
    return data.count(b":") != again.count(b":")
