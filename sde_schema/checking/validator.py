"""The validator that programs use."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from sde_schema.checking.checks import Checks, Options
from sde_schema.errors import UnreadableError
from sde_schema.model import MAX_DEPTH, MAX_DOCUMENT_SIZE
from sde_schema.reading.parsed_object import SCALARS
from sde_schema.reading.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.checking.outcome import Outcome
    from sde_schema.model import Problem

FilePath: TypeAlias = "str | os.PathLike[str]"


class ValidatorOptions(TypedDict, total=False):
    """The options of a Validator, for functions that take the same ones."""

    version: str | None
    type: str | None
    allow_unknown: bool
    show_values: bool
    max_depth: int
    max_document_size: int
    max_unpacked: int | None
    at: str
    engine: str | None


class Validator:
    """Validates payloads under one schema version; made once, used for as many payloads as there are.

    ``version`` is the manifest's default unless named. With ``type``, each document is the body of
    that attribute type. ``allow_unknown`` makes unknown properties warnings. ``show_values`` lets
    messages show values, except personal data. ``max_depth`` counts levels of nesting (1 to 250),
    ``max_document_size`` and ``max_unpacked`` bytes; unless the latter is given, gzip data may unpack to 100 times its
    size, and to 256 MiB in any case. ``at`` is a JSON Pointer to the value that is validated in each document, with
    ``*`` for any item or member. ``engine`` is ``jsonschema-rs`` or ``jsonschema``; the best one that
    is installed unless named.

    It can be pickled, copied and used from several threads at once; what is compiled is shared within a process.

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
        max_unpacked: int | None = None,
        at: str = "",
        engine: str | None = None,
    ) -> None:
        limits = max_depth, max_document_size, max_unpacked
        self._checks = Checks(Options(version, type, allow_unknown, show_values, *limits, at, engine))

    @property
    def version(self) -> str:
        """The schema version."""
        return self._checks.version

    @property
    def type(self) -> str | None:
        """The attribute type of which each document is a body, None where documents are payloads."""
        return self._checks.type

    def validate(self, payload: Any) -> list[Problem]:
        """Return the problems of a payload, in the order of the file; an empty list if it is clean.

        The payload is a parsed object (dict, list, …), or JSON, NDJSON or YAML as str or bytes. A tuple is as good as a
        list, and a ``Decimal`` is a number. ``line`` and ``column`` are None for parsed objects, ``file`` always.

        Raises TypeError for what is no payload, such as a path or an open file; nothing for bad payloads.
        """
        payload = payload_of(payload)
        if self._checks.is_clean(payload):
            return []
        describer = self._checks.describer()
        return [problem for outcome in self._outcomes(payload) for problem in describer.describe(outcome)]

    def is_valid(self, payload: Any) -> bool:
        """Return whether a payload has no error; warnings do not count. Raises TypeError as ``validate`` does."""
        payload = payload_of(payload)
        return self._checks.is_clean(payload) or not any(outcome.has_errors for outcome in self._outcomes(payload))

    def validate_file(self, path: FilePath) -> Iterator[Problem]:
        """Yield the problems of a file as it is read, in its order; ``file``, ``line`` and ``column`` are set.

        The file is JSON, NDJSON or YAML, each also gzipped, and may be of any size: one document of it is held at a
        time. ``-`` is standard input.

        Raises TypeError for what is no path, at once; UnreadableError (an OSError) when the file cannot be read.
        """
        if not isinstance(path, str | os.PathLike):
            text = f"validate_file takes a path, not {_named(path)}; for a payload there is validate()"
            raise TypeError(text)
        return self._problems(Source(os.fspath(path)))

    def _problems(self, source: Source) -> Iterator[Problem]:
        describer = self._checks.describer(source.name)
        try:
            for outcome in self._checks.source(source):
                yield from describer.describe(outcome)
        except UnreadableError as error:
            error.filename = source.name
            raise

    def _outcomes(self, payload: Any) -> Iterator[Outcome]:
        """Yield the outcomes that have findings."""
        found = self._checks.data(payload) if isinstance(payload, bytes) else [self._checks.value(payload)]
        return (outcome for outcome in found if outcome.findings)

    def __repr__(self) -> str:
        options, usual = self._checks.options._asdict(), Options()._asdict()
        given = {name: value for name, value in options.items() if value != usual[name]}
        return f"Validator({', '.join(f'{name}={value!r}' for name, value in given.items())})"


def validate(payload: Any, version: str | None = None, *, type: str | None = None) -> list[Problem]:  # noqa: A002 - as in Validator
    """Return the problems of one payload; see Validator.validate.

    Raises UnknownVersionError or UnknownSchemaError, and TypeError for what is no payload.
    """
    return _validator(version, type).validate(payload)


@lru_cache(maxsize=64)
def _validator(version: str | None, attribute_type: str | None) -> Validator:
    return Validator(version, type=attribute_type)


def payload_of(payload: Any, function: str = "validate") -> Any:
    """Return a payload, a text as bytes. Raises TypeError for what is none, and says how ``function`` can have it."""
    if isinstance(payload, bytes | dict | list | tuple):
        return payload
    if isinstance(payload, str):
        return payload.encode(errors="surrogatepass")
    if isinstance(payload, bytearray | memoryview):
        return bytes(payload)
    if payload is None or isinstance(payload, SCALARS):
        return payload
    raise TypeError(_why_not(payload, function))


def _why_not(payload: object, function: str) -> str:
    """Return why an object is no payload, and what to do."""
    of_file = "validate_file(path)" if function == "validate" else f"{function}(path.read_bytes())"
    if isinstance(payload, os.PathLike):
        return f"a path ({_named(payload)}) is no payload: use {of_file}"
    if hasattr(payload, "read"):
        return f"an open file ({_named(payload)}) is no payload: use {of_file}, or {function}(file.read())"
    if hasattr(payload, "keys") and hasattr(payload, "__getitem__"):
        return f"{_named(payload)} is no payload: use {function}(dict(…))"
    if hasattr(payload, "__next__"):
        return f"an iterator ({_named(payload)}) is no payload: use {function}() for each of its items"
    return (
        f"{_named(payload)} is no payload: {function}() takes a dict or list, or JSON, NDJSON or YAML as str or bytes"
    )


def _named(value: object) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
