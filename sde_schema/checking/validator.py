"""The validator that programs use."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import engines
from sde_schema.checking.checker import Checker
from sde_schema.checking.fast_path import FastPath
from sde_schema.checking.outcome import Presentation
from sde_schema.model import DEEPEST, MAX_DEPTH, MAX_DOCUMENT_SIZE, Limits
from sde_schema.reading.inputs import Input
from sde_schema.reading.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.checking.exact_path import ExactPath
    from sde_schema.checking.outcome import Outcome
    from sde_schema.checking.problems import Describer
    from sde_schema.model import Problem
    from sde_schema.reading.blocks import Kind
    from sde_schema.reading.sources import Source


class Validator:
    """Validates payloads under one schema version; made once, used for as many payloads as there are.

    ``version`` is the manifest's default unless named. With ``type``, each document is the body of
    that attribute type. ``allow_unknown`` makes unknown properties warnings. ``show_values`` lets
    messages show values, except personal data. ``max_depth`` counts levels of nesting (1 to 250),
    ``max_document_size`` bytes. ``at`` is a JSON Pointer to the value that is validated in each document, with
    ``*`` for any item or member. ``engine`` is ``jsonschema-rs`` or ``jsonschema``; the best one that
    is installed unless named.

    Raises UnknownVersionError, UnknownSchemaError, or ValueError for a depth that no engine can read, an engine that
    is none of the two, or an ``at`` that is not a pointer.
    """

    def __init__(  # noqa: PLR0913 - each is an option of its own, by keyword
        self,
        version: str | None = None,
        *,
        type: str | None = None,  # noqa: A002 - the command line's word for it
        allow_unknown: bool = False,
        show_values: bool = False,
        max_depth: int = MAX_DEPTH,
        max_document_size: int = MAX_DOCUMENT_SIZE,
        frames: bool = False,
        at: str = "",
        engine: str | None = None,
    ) -> None:
        if not 1 <= max_depth <= DEEPEST:
            text = f"max_depth must be from 1 to {DEEPEST}, not {max_depth}"
            raise ValueError(text)
        if engine is not None and engine not in engines.ENGINES:
            text = f"engine must be {' or '.join(engines.ENGINES)}, not {engine!r}"
            raise ValueError(text)
        self.version = catalog.check_version(version)
        self.type = None if type is None else catalog.check_name(type, catalog.attribute_types(self.version))
        self._fast_path = FastPath(self.version, self.type, engine or engines.preferred(), max_depth, Target(at))
        self._presentation = Presentation(allow_unknown=allow_unknown, show_values=show_values, frames=frames)
        self._limits = Limits(max_depth, max_document_size)

    def validate(self, payload: Any) -> list[Problem]:
        """Return the problems of a payload, in the order of the file; an empty list if it is clean.

        The payload is a parsed object (dict, list, …), or JSON, NDJSON or YAML as str or bytes.
        ``line`` and ``column`` are None for parsed objects, ``file`` always. Raises nothing for bad
        payloads.
        """
        found = (outcome for outcome in self._outcomes(payload) if outcome.findings)
        return [problem for outcome in found for problem in self.describer().describe(outcome)]

    def is_valid(self, payload: Any) -> bool:
        """Return whether a payload has no error; warnings do not count."""
        return not any(outcome.has_errors for outcome in self._outcomes(payload))

    def check(self, source: Source, advance: Callable[[int], None] | None = None) -> Iterator[Outcome]:
        """Yield what is found in each document of a source.

        ``advance`` is called with the number of bytes each time some are read. Raises UnreadableError.
        """
        checker = Checker(self._fast_path, self._presentation, self._limits)
        with source.open() as stream:
            data = Input(stream, packed=source.is_packed, advance=advance)
            yield from checker.all(data, source.kind)

    def check_bytes(self, data: bytes, kind: Kind = "unknown") -> Iterator[Outcome]:
        """Yield what is found in each document of a text; ``kind`` is what the name of its file says."""
        yield from Checker(self._fast_path, self._presentation, self._limits).all(Input(io.BytesIO(data)), kind)

    @property
    def exact_path(self) -> ExactPath:
        """What reads the documents of a text with their locations, and says what is wrong with each."""
        return Checker(self._fast_path, self._presentation, self._limits).exact_path

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

    def _outcomes(self, payload: Any) -> Iterator[Outcome]:
        if isinstance(payload, str):
            payload = payload.encode(errors="surrogatepass")
        if isinstance(payload, bytes | bytearray | memoryview):
            yield from self.check_bytes(bytes(payload))
        else:
            yield Checker(self._fast_path, self._presentation, self._limits).exact_path.value(payload)


def validate(payload: Any, version: str | None = None, *, type: str | None = None) -> list[Problem]:  # noqa: A002 - as in Validator
    """Return the problems of one payload; see Validator.validate.

    Raises UnknownVersionError or UnknownSchemaError.
    """
    return Validator(version, type=type).validate(payload)
