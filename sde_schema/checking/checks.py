"""One way of checking, with its options: inputs, texts and parsed objects to outcomes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from sde_schema.catalog import engines
from sde_schema.checking.checker import Checker
from sde_schema.checking.fast_path import REFUSED, fast_path, may_repeat_names
from sde_schema.checking.outcome import Presentation
from sde_schema.model import DEEPEST, MAX_DEPTH, MAX_DOCUMENT_SIZE, Limits
from sde_schema.reading.boundaries import has_too_many_values
from sde_schema.reading.inputs import Input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.checking.exact_path import ExactPath
    from sde_schema.checking.outcome import Outcome
    from sde_schema.checking.problems import Describer
    from sde_schema.reading.blocks import Kind
    from sde_schema.reading.file_parts import Part
    from sde_schema.reading.sources import Source


class Options(NamedTuple):
    """The options of checking; see Validator. ``frames`` says that problems are to have source frames."""

    version: str | None = None
    type: str | None = None
    allow_unknown: bool = False
    show_values: bool = False
    max_depth: int = MAX_DEPTH
    max_document_size: int = MAX_DOCUMENT_SIZE
    max_unpacked: int | None = None
    at: str = ""
    engine: str | None = None
    frames: bool = False


class Checks:
    """Checks inputs in one way; all that have the same version, type, limits and target share what is compiled.

    They can be pickled, without what is compiled.

    Raises UnknownVersionError, UnknownSchemaError, or ValueError for a depth that no engine can read, an engine that
    is none, or a target that is no pointer.
    """

    def __init__(self, options: Options) -> None:
        depth, engine = options.max_depth, options.engine
        if not 1 <= depth <= DEEPEST:
            text = f"max_depth must be from 1 to {DEEPEST}, not {depth}"
            raise ValueError(text)
        if engine is not None and engine not in engines.ENGINES:
            text = f"engine must be {' or '.join(engines.ENGINES)}, not {engine!r}"
            raise ValueError(text)
        self.version = catalog.check_version(options.version)
        known = catalog.attribute_types(self.version)
        self.type = None if options.type is None else catalog.check_name(options.type, known)
        self.options = options
        self._fast_path = fast_path(self.version, self.type, engine or engines.preferred(), depth, options.at)
        self._presentation = Presentation(options.allow_unknown, options.show_values, options.frames)
        self._limits = Limits(depth, options.max_document_size)

    def __reduce__(self) -> tuple[type[Checks], tuple[Options]]:
        return Checks, (self.options,)

    def source(self, source: Source, advance: Callable[[int], None] | None = None) -> Iterator[Outcome]:
        """Yield what is found in each document of a source.

        ``advance`` is called with the number of bytes each time some are read. Raises UnreadableError.
        """
        with source.open() as stream:
            limit = self.options.max_unpacked
            data = Input(stream, packed=source.is_packed, advance=advance, max_unpacked=limit)
            yield from self._checker().all(data, source.kind)

    def part(self, source: Source, part: Part) -> Iterator[Outcome]:
        """Yield what is found in each document of a part of a file. Raises UnreadableError.

        That there are no events is not found: there may be some in other parts.
        """
        with source.open() as stream:
            yield from self._checker().part(stream, part, source.kind)

    def data(self, data: bytes, kind: Kind = "unknown") -> Iterator[Outcome]:
        """Yield what is found in each document of a text; ``kind`` is what the name of its file says."""
        yield from self._checker().all(Input(io.BytesIO(data), max_unpacked=self.options.max_unpacked), kind)

    def row(self, text: bytes) -> Iterator[Outcome]:
        """Yield what is found in each document of a row of a table; that a row has no events is not found."""
        yield from self._checker().one_of_many(Input(io.BytesIO(text), max_unpacked=self.options.max_unpacked))

    def are_clean(self, rows: list[bytes]) -> list[bool]:
        """Return for each row of a table whether it is surely one clean document; it may have no events."""
        fast, largest = self._fast_path, self._limits.document_size
        values = [fast.parsed(text) if len(text) <= largest else REFUSED for text in rows]
        read = [value for value in values if value is not REFUSED]
        texts = [text for text, value in zip(rows, values, strict=True) if value is not REFUSED]
        repeats = may_repeat_names(read, b"\n".join(texts))
        if not repeats and fast.count_if_clean(read) is not None:
            return [value is not REFUSED for value in values]
        return [
            value is not REFUSED
            and fast.count_if_clean([value]) is not None
            and not (repeats and may_repeat_names([value], text))
            for text, value in zip(rows, values, strict=True)
        ]

    def value(self, value: Any) -> Outcome:
        """Return what is found in a parsed object."""
        return self._checker().value(value)

    def is_clean(self, payload: Any) -> bool:
        """Return whether a parsed object, or a text of one document, is surely clean: a short way for what mostly is.

        There is an event in it, too.
        """
        fast = self._fast_path
        if isinstance(payload, bytes):
            if len(payload) > self._limits.document_size or has_too_many_values(payload):
                return False
            return fast.is_clean_text(payload)
        return fast.is_clean_value(payload)

    @property
    def exact_path(self) -> ExactPath:
        """What reads the documents of a text with their locations, and says what is wrong with each."""
        return self._checker().exact_path

    def describer(self, file: str | None = None) -> Describer:
        """Return what makes the problems of the documents of a file."""
        from sde_schema.checking.problems import Describer

        return Describer(self._fast_path.exact, self._presentation, file)

    def other_versions(self, outcome: Outcome) -> frozenset[str]:
        """Return the versions in which no error of a document would be there: all are types that this one refuses."""
        found = zip(outcome.findings, outcome.severities, strict=True)
        errors = [finding for finding, severity in found if severity == "error"]
        if any(finding.message for finding in errors):
            return frozenset()
        return self._fast_path.exact.other_versions.taking(outcome.value, errors)

    def _checker(self) -> Checker:
        return Checker(self._fast_path, self._presentation, self._limits)
