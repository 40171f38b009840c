"""Documents to what is written of them: retyped, validated, and the rest rejected with its problems."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sde_schema import catalog
from sde_schema.catalog import PAYLOAD, engines
from sde_schema.checking.checks import Checks, Options
from sde_schema.checking.fast_path import loads
from sde_schema.codes import BAD_NUMBER, BAD_TIMESTAMP, INVALID_JSON, OUT_OF_RANGE, UNKNOWN_CODE, WRONG_TYPE
from sde_schema.converting.about_events import AboutEvents, EventLines
from sde_schema.converting.documents import Document, Documents, Unreadable
from sde_schema.converting.drafts import Draft, Json, Settled
from sde_schema.converting.error_finder import FIRST_EVENT, ErrorFinder, Problems, ValueLocation, document_of
from sde_schema.converting.numbers import Number, json_bytes
from sde_schema.converting.owners import owner_of
from sde_schema.converting.results import Converted, Rejected, unread
from sde_schema.converting.retyping import event_retyper
from sde_schema.findings import replaced, value_at
from sde_schema.model import Kind, Limits, Problem, pointer
from sde_schema.prose import quoted
from sde_schema.reading.events import EVENTS, Forms
from sde_schema.reading.targets import Target
from sde_schema.rules.suggestions import OLD_ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog.engines import Engine
    from sde_schema.converting.error_finder import Error
    from sde_schema.converting.owners import Owner
    from sde_schema.converting.results import Result
    from sde_schema.findings import Finding
    from sde_schema.model import Path
    from sde_schema.reading import blocks
    from sde_schema.reading.inputs import Input

Unconvertible: TypeAlias = Literal["reject", "null"]
"""What becomes of a value that cannot be typed."""

_AT_ONCE = 1_000
"""So many events of an array are validated at once."""

_MANY_DIGITS = re.compile(rb"[0-9]{19}")
"""What a number has that does not fit into 64 bits."""

_REJECTED = Draft(None)
"""In place of an event that is not converted."""

_OF_VALUES = frozenset({WRONG_TYPE, UNKNOWN_CODE, BAD_TIMESTAMP, BAD_NUMBER, OUT_OF_RANGE})
"""What is said of a value that cannot be typed."""


class Converter:
    """Converts the documents of one file to a version; ``file`` is how problems call it.

    ``options`` has the version, the limits of documents, and the target: the value in each document that is converted.
    """

    def __init__(self, options: Options, unconvertible: Unconvertible = "reject", file: str | None = None) -> None:
        self._checks = Checks(options)
        self.version = self._checks.version
        self._of_documents = ErrorFinder(self._checks, file)
        self._of_events = ErrorFinder(Checks(Options(self.version)), file)
        self._limits = Limits(options.max_depth, options.max_document_size)
        self._target = Target(options.at)
        self._retyper = event_retyper(self.version)
        self._is_valid = _engine(self.version).is_valid
        self._makes_null = unconvertible == "null"
        self._file = file
        types = catalog.attribute_types(self.version)
        self._types = frozenset(types)
        self._forms = Forms([*types, *OLD_ATTRIBUTES])

    def read(
        self, data: Input, kind: blocks.Kind = "unknown", *, for_events: bool = False
    ) -> Iterator[Document | Unreadable]:
        """Yield the documents of an input; ``for_events`` says that only their events are converted.

        Raises UnreadableError.
        """
        is_valid = _as_not_valid if for_events else self._is_valid_document
        yield from Documents(self._checks, self._limits, is_valid, self._file).all(data, kind)

    def read_object(self, value: Any) -> Document:
        """Return a value as a document."""
        return Document(value, is_valid=self._is_valid_document(loads(json_bytes(value))))

    def document(self, found: Document | Unreadable, *, in_one_line: bool = False) -> Result:
        """Return what becomes of a whole document; ``in_one_line`` also one that was not.

        Its value is taken: it is not held beside what is made of it.
        """
        if isinstance(found, Unreadable):
            return unread(found)
        events = sum(1 for _ in self._events(found.value))
        if found.faults:
            problems = tuple(problem for _, problem in found.faults.found)
            return Rejected(problems, found.line, "", "text", found.faults.text, events)
        is_spread = found.is_spread
        if found.is_valid and found.text is not None and not (in_one_line and is_spread):
            return Converted(found.text, events)
        settled = Settled(Draft(found.value)) if found.is_valid else self._settled_document(found)
        if settled.problems:
            return Rejected(settled.problems, found.line, "", "document", found, events)
        if in_one_line:
            return Converted(settled.draft.data + b"\n", events, settled.nulled)
        data = json_bytes(settled.draft.value, indented=True) if is_spread else settled.draft.data
        return Converted(data + (found.white_space_after or b"\n"), events, settled.nulled)

    def settled(self, found: Document) -> Settled:
        """Return a document with its events retyped unless it is valid as it is, and what is still wrong with it."""
        if found.is_valid:
            return Settled(Draft(found.value, keeps=True))
        values = {path: self._retyper.retyped(event) for path, event in self._events(found.value)}
        return self._as_settled(Draft(replaced(found.value, values), keeps=True), found.line)

    def _settled_document(self, found: Document) -> Settled:
        """Return a document with its events retyped, and what is still wrong with it; its value is taken."""
        is_large = found.is_large
        retyped = self._retyped_in_place(found.take(), as_json=is_large)
        draft = Draft(retyped, has_json=is_large)
        del retyped
        return self._as_settled(draft, found.line)

    def _as_settled(self, draft: Draft, line: int) -> Settled:
        location = ValueLocation(line)
        return self._settled(draft, self._errors(draft, location), location)

    def _retyped_in_place(self, value: Any, *, as_json: bool) -> Any:
        """Return a document with its events retyped, as Json where that is wanted.

        An array that is in several locations of it is so once.
        """
        retyped = self._as_json if as_json else self._retyper.retyped
        done: set[tuple[int, str | int]] = set()
        for path, held in self._groups(value):
            if not path:
                return retyped(held)
            holder: Any = held if isinstance(held, list) else value_at(value, path[:-1])
            if (id(holder), path[-1]) not in done:
                done.add((id(holder), path[-1]))
                for step in range(len(held)) if isinstance(held, list) else path[-1:]:
                    holder[step] = retyped(holder[step])
        return value

    def _as_json(self, event: Any) -> Json:
        return Json(self._retyper.retyped(event))

    def events(self, found: Document | Unreadable) -> Iterator[Result]:
        """Yield what becomes of each event of a document, and last what is wrong around them."""
        if isinstance(found, Unreadable):
            yield unread(found)
            return
        value = found.take(for_good=True)
        wrong = found.faults.by_event(path for path, _ in self._events(value)) if found.faults else {}
        if found.faults and any(problem.code != INVALID_JSON for problem in wrong.get(None, ())):
            yield self.document(found)  # which events there are is not certain
            return
        shell: dict[Path, Any] = {}
        yield from self._in_groups(found, value, wrong, shell)
        rest = Draft(_emptied(value, shell))
        del value
        problems = (*wrong.get(None, ()), *self._as_settled(rest, found.line).problems)
        if problems:
            yield Rejected(problems, found.line, "", "document", rest.value)

    def _in_groups(
        self, found: Document, value: Any, wrong: dict[Path | None, list[Problem]], shell: dict[Path, Any]
    ) -> Iterator[Result]:
        """Yield what becomes of each event of a document; put into ``shell`` what is in place of them without them."""
        lines = EventLines(found, lambda: [path for path, _ in self._events(value)])
        about = AboutEvents(found, lines, wrong)
        for path, held in self._groups(value):
            shell[path] = [] if isinstance(held, list) else {EVENTS: []}
            yield from self._group(held, path, owner_of(value, path), about)

    def _groups(self, document: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the arrays of events and the bare events of a document with their paths."""
        for at, value, rest in self._target.reached(document):
            if not rest:
                yield from (((*at, *path), held) for path, held in self._forms.groups(value))

    def _events(self, document: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the events of a document with their paths."""
        for path, held in self._groups(document):
            if isinstance(held, list):
                yield from (((*path, index), event) for index, event in enumerate(held))
            else:
                yield path, held

    def _is_valid_document(self, plain: Any) -> bool:
        values = self._target.values(plain)
        return values is not None and all(map(self._is_valid, values))

    def _group(self, held: Any, path: Path, owner: Owner, about: AboutEvents) -> Iterator[Result]:
        """Yield what becomes of the events of one array, or of a bare event."""
        if not isinstance(held, list):
            yield from self._some([(held, path)], owner, about)
            return
        for begin in range(0, len(held), _AT_ONCE):
            some = held[begin : begin + _AT_ONCE]
            yield from self._some([(event, (*path, begin + index)) for index, event in enumerate(some)], owner, about)

    def _some(self, events: list[tuple[Any, Path]], owner: Owner, about: AboutEvents) -> Iterator[Result]:
        """Yield what becomes of some events, given their paths."""
        drafts = {number: Draft(self._retyper.retyped(event)) for number, (event, _) in enumerate(events)}
        are_good = not about.wrong and self._are_good(drafts.values())
        errors = {} if are_good else self._errors_by_event(drafts, [at for _, at in events], about.lines)
        for number, (event, at) in enumerate(events):
            where, problems = owner.where(at), about.problems(at, owner)
            if problems or are_good:
                settled = Settled(drafts.pop(number), (), problems)
            else:
                location = ValueLocation(about.lines.of(at), at)
                settled = self._settled_event(drafts.pop(number), errors.pop(number, None), location)
            if settled.problems:
                yield Rejected(settled.problems, about.lines.of(at), pointer(at), "event", event, 1, where)
                continue
            known = next(name for name in settled.draft.value if name in self._types)
            head = json_bytes({**where, "attributeType": known})
            yield Converted(b'%s,"event":%s}\n' % (head[:-1], settled.draft.data), 1, settled.nulled)

    def _are_good(self, drafts: Iterable[Draft]) -> bool:
        """Return whether events are valid and have no number that tables may not have."""
        joined = b",".join([draft.data for draft in drafts])
        return not _MANY_DIGITS.search(joined) and self._is_valid(_read_events(joined))

    def _errors_by_event(
        self, drafts: dict[int, Draft], paths: list[Path], lines: EventLines
    ) -> dict[int, Iterable[Error]]:
        """Return what is wrong with events, by their index; those that are valid are left out."""
        wrong = [number for number, draft in drafts.items() if not self._is_valid(_read_events(draft.data))]
        events = ((drafts[number].data, ValueLocation(lines.of(paths[number]), paths[number])) for number in wrong)
        return dict(zip(wrong, self._of_events.errors_of_events(events), strict=True))

    def _settled_event(self, draft: Draft, errors: Iterable[Error] | None, location: ValueLocation) -> Settled:
        """Return an event after values that cannot be typed have become null; one that is rejected is not held."""
        if errors is None:
            return self._fitting(Settled(draft), location)
        if not self._makes_null:
            return Settled(_REJECTED, (), Problems((), errors))
        settled = self._settled(Draft({EVENTS: [draft.value]}), errors, location)
        if settled.problems:
            return settled
        return self._fitting(replace(settled, draft=Draft(value_at(settled.draft.value, FIRST_EVENT))), location)

    def _fitting(self, settled: Settled, location: ValueLocation) -> Settled:
        """Return a valid event as tables can have it: whole numbers have 64 bits there."""
        too_large = [*self._retyper.too_large(settled.draft.value)]
        if not too_large:
            return settled
        problems = tuple(_too_large(path, location, self._file) for path in too_large)
        if not self._makes_null:
            return replace(settled, problems=problems)
        return Settled(settled.draft.replaced(dict.fromkeys(too_large)), (*settled.nulled, *problems))

    def _settled(self, draft: Draft, errors: Iterable[Error] | None, location: ValueLocation) -> Settled:
        """Return a value after values that cannot be typed have become null, where that is wanted.

        ``errors`` are what is wrong with it, None where it is valid.
        """
        nulled: list[Problem] = []
        while errors is not None:
            null = self._nullable(draft, errors) if self._makes_null else []
            if not null:
                return Settled(draft, tuple(nulled), Problems(tuple(nulled), errors))
            nulled += [error.problem for error in null]
            draft = draft.replaced({error.finding.path: None for error in null})
            errors = self._errors(draft, location)
        return Settled(draft, tuple(nulled))

    def _nullable(self, draft: Draft, errors: Iterable[Error]) -> list[Error]:
        value = draft.value
        return [error for error in errors if _can_be_null(error.finding, value)]

    def _errors(self, draft: Draft, location: ValueLocation) -> Iterable[Error] | None:
        """Return what is wrong with a document, or an event alone; None where it is valid."""
        is_valid = self._is_valid_document if location.event is None else self._is_valid
        if is_valid(loads(draft.data)):
            return None
        finder = self._of_documents if location.event is None else self._of_events
        return finder.errors(draft.data, location)


@cache
def _engine(version: str) -> Engine:
    return engines.compiled(engines.preferred(), catalog.documents(version), PAYLOAD)


def _read_events(joined: bytes) -> Any:
    """Return an object of events as any parser reads it."""
    return loads(document_of(joined))


def _can_be_null(finding: Finding, value: Any) -> bool:
    """Return whether a value is a scalar that cannot be typed, where null is allowed."""
    if finding.code not in _OF_VALUES or finding.named or finding.meant_as:
        return False
    is_scalar = isinstance(value_at(value, finding.path), str | int | Number)
    return is_scalar and "null" in finding.expected.types


def _too_large(path: Path, location: ValueLocation, file: str | None) -> Problem:
    """Return the problem of a whole number that no table can hold, given its path in an event."""
    message = f"{quoted(str(path[-1]))} must fit into 64 bits on the line of an event, but is larger."
    hint = "Tables have no larger whole numbers; whole documents keep it."
    kind = Kind(OUT_OF_RANGE, "error", message, pointer(tuple(step for step in path if isinstance(step, str))))
    where = pointer(location.event or ()) + pointer(path)
    return Problem(OUT_OF_RANGE, "error", message, hint, file, location.line, pointer=where, kind=kind)


def _emptied(value: Any, shell: dict[Path, Any]) -> Any:
    """Return a document with something else in place of its events; it is made of the document itself."""
    for path, empty in shell.items():
        if not path:
            return empty
        value_at(value, path[:-1])[path[-1]] = empty
    return value


def _as_not_valid(_: Any) -> bool:
    """Return that a document is not valid as it is: its events are converted in any case."""
    return False
