"""What is wrong in a configuration: by its schema, and by what a schema cannot say."""

from __future__ import annotations

import json
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.codes import UNUSED_IGNORE
from sde_schema.configuration.globs import why_no_pattern
from sde_schema.configuration.settings import day_of
from sde_schema.errors import SdeSchemaError, UnknownCodeError
from sde_schema.prose import all_quoted, quoted, type_words
from sde_schema.reading.targets import Target
from sde_schema.reporting import REPORTS
from sde_schema.rules import rule, rules_by_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.model import Location

    Steps = tuple[str | int, ...]
    Mistake = tuple[Steps, str]

_UNKNOWN = "additionalProperties"
"""The keyword that fails for a key that there is not."""

_OF_STRINGS = frozenset({"enum", "pattern", "not", "minLength"})
"""The keywords that say which strings are right."""

_CHECKED = frozenset({"schema-version", "type", "at", "format", "exclude", "paths", "code", "codes", "pointer"})
"""The keys of strings that are checked in better words."""

_DAY = "until"
_SIZE = "a number of bytes, or a size such as `10MB`, `1GiB` or `512K`"
_FORMS: dict[Any, str] = {
    "jobs": "a number of 1 or more, or `auto`",
    "max-document-size": _SIZE,
    "max-unpacked": _SIZE,
}
"""What a string must be by the pattern of its key."""

_OF_TABLES = " of tables, with two brackets on each side of its name"

_READING = "SDE1"
"""What the codes of problems begin with that stay errors: without a document nothing is checked."""


class Mistakes:
    """Finds what is wrong in the table of the program; ``locate`` says where a value is."""

    def __init__(self, content: Any, locate: Callable[..., Location]) -> None:
        self._content = content
        self._locate = locate

    def all(self) -> list[tuple[Location, str]]:
        """Return what is wrong, in the order of the file."""
        found = [mistake for error in _errors(self._content) for mistake in _in_words(error)]
        found += self._beyond_schema()
        located = {(self._locate(*steps), said): None for steps, said in found}
        return sorted(located, key=lambda each: (each[0].line, each[0].column))

    def _beyond_schema(self) -> Iterator[Mistake]:
        """Yield what is wrong in values of the right type, in better words than a schema has."""
        content = self._content if isinstance(self._content, dict) else {}
        yield from _options((), content)
        yield from _of_patterns(("exclude",), content)
        for number, entry in _tables(content, "override"):
            yield from _options(("override", number), entry)
            yield from _of_patterns(("override", number, "paths"), entry)
        for number, name in _strings(content, "format"):
            if name.partition("=")[0] not in REPORTS:
                yield ("format", number), _unknown(name.partition("=")[0], "format", REPORTS)
        severities = content.get("severity")
        for code in severities if isinstance(severities, dict) else ():
            yield from _of_code(("severity", code), code, "is always an error", changeable_codes())
        for number, entry in _tables(content, "ignore"):
            yield from _of_ignore(("ignore", number), entry)


def _tables(table: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the tables in an array of tables with their numbers, as far as they are tables."""
    return [(number, entry) for number, entry in _array(table, key) if isinstance(entry, dict)]


def _strings(table: dict[str, Any], key: str) -> list[tuple[int, str]]:
    """Return the strings in an array with their numbers."""
    return [(number, entry) for number, entry in _array(table, key) if isinstance(entry, str)]


def _array(table: dict[str, Any], key: str) -> list[tuple[int, Any]]:
    value = table.get(key)
    return [*enumerate(value)] if isinstance(value, list) else []


def _errors(content: Any) -> list[Any]:
    """Return the errors of a content under the schema."""
    from jsonschema.validators import validator_for

    schema = json.loads(catalog.config_schema_bytes())
    make: Any = validator_for(schema)
    return list(make(schema).iter_errors(_as_json(content)))


def _as_json(value: Any) -> Any:
    """Return a TOML value as JSON has it: dates as strings."""
    if isinstance(value, dict):
        return {name: _as_json(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_as_json(held) for held in value]
    return value.isoformat() if isinstance(value, date) else value


def _in_words(error: Any) -> Iterator[Mistake]:
    """Yield what an error of the validator means, unless it is said in better words."""
    steps: Steps = tuple(error.absolute_path)
    if _is_said_otherwise(steps, error):
        return
    if error.validator == _UNKNOWN:
        known = error.schema["properties"]
        yield from (((*steps, key), _unknown(key, "setting", known)) for key in error.instance if key not in known)
        return
    if error.validator == "pattern" and steps[-1] in _FORMS:
        yield steps, f"{_called(steps)} must be {_FORMS[steps[-1]]}."
        return
    words = f"{_called(steps)} {_expected(error.validator, error.validator_value, error.instance)}"
    yield steps, words if words.endswith("?") else f"{words}."


def _is_said_otherwise(steps: Steps, error: Any) -> bool:
    """Return whether something better is said of a string, of a date, or of the name of a member."""
    key = next((step for step in reversed(steps) if isinstance(step, str)), None)
    is_checked = error.validator in _OF_STRINGS and key in _CHECKED
    return is_checked or key == _DAY or "propertyNames" in error.absolute_schema_path


def _expected(keyword: str, wanted: Any, value: Any) -> str:
    """Return what is expected of a value for which a keyword fails."""
    match keyword:
        case "type":
            is_table = wanted == "array" and isinstance(value, dict)
            return f"must be {_types(wanted)}{_OF_TABLES if is_table else ''}"
        case "enum":
            return f"must be {all_quoted(wanted, 'or')}{_guess(value, wanted)}"
        case "minimum" | "maximum":
            return f"must be {wanted} or {'more' if keyword == 'minimum' else f'less, not {value}'}"
        case "required":
            return f"needs {all_quoted([key for key in wanted if key not in value])}"
        case "oneOf":
            return "needs either `code` or `codes`"
        case _:
            return "must not be empty"


def _called(steps: Steps) -> str:
    """Return what a message calls a value."""
    if not steps:
        return "The configuration"
    last = steps[-1]
    if isinstance(last, str):
        return quoted(last)
    return f"Item {last + 1} of {quoted(str(steps[-2]))}"


def _types(wanted: str | list[str]) -> str:
    return type_words([wanted] if isinstance(wanted, str) else wanted).replace("an object", "a table")


def _unknown(name: str, what: str, known: Iterable[str]) -> str:
    """Return that there is no such thing, and which one is meant or which there are."""
    names = list(known)
    head = f"There is no {what} {quoted(name)}"
    guess = _guess(name, names)
    return f"{head}{guess}" if guess else f"{head}; there is {all_quoted(names)}."


def _guess(name: Any, known: Iterable[str]) -> str:
    """Return the question whether another name is meant, empty where none is near."""
    folded = {other.casefold(): other for other in known}
    plain = str(name).casefold().replace("_", "-")
    near = get_close_matches(plain, folded, n=1) if isinstance(name, str) else []
    return f"; did you mean {quoted(folded[near[0]])}?" if near else ""


def _options(at: Steps, table: dict[str, Any]) -> Iterator[Mistake]:
    """Yield the values of options that are none."""
    checks: dict[str, Callable[[str], object]] = {
        "schema-version": catalog.check_version,
        "type": lambda name: catalog.check_name(name, catalog.all_attribute_types()),
        "at": Target,
    }
    for key, check in checks.items():
        yield from _tried((*at, key), check, table.get(key))


def _of_patterns(at: Steps, table: dict[str, Any]) -> Iterator[Mistake]:
    """Yield the patterns that are none."""
    for number, pattern in _strings(table, str(at[-1])):
        why = why_no_pattern(pattern)
        if why:
            yield (*at, number), f"{_called((*at, number))} {why}."


def _tried(steps: Steps, check: Callable[[str], object], value: Any) -> Iterator[Mistake]:
    try:
        if isinstance(value, str):
            check(value)
    except (SdeSchemaError, ValueError) as error:
        said = f"{quoted(str(steps[-1]))}: {error}"
        yield steps, said if said.endswith("?") else f"{said}."


def _of_ignore(at: Steps, entry: dict[str, Any]) -> Iterator[Mistake]:
    """Yield what is wrong in an ignore."""
    codes = [("codes", code) for _, code in _strings(entry, "codes")]
    codes += [("code", entry["code"])] if isinstance(entry.get("code"), str) else []
    for step, code in codes:
        yield from _of_code((*at, step), code, "cannot be ignored", ignorable_codes())
    yield from _of_patterns((*at, "paths"), entry)
    yield from _tried((*at, "pointer"), Target, entry.get("pointer"))
    try:
        if _DAY in entry:
            day_of(entry[_DAY])
    except (TypeError, ValueError):
        yield (*at, _DAY), "`until` must be a date, such as 2027-03-31."


def changeable_codes() -> list[str]:
    """Return the codes whose severity may be changed."""
    return [code for code in rules_by_code() if not code.startswith(_READING)]


def ignorable_codes() -> list[str]:
    """Return the codes of problems that may be ignored."""
    return [code for code in changeable_codes() if code != UNUSED_IGNORE]


def _of_code(steps: Steps, code: str, why: str, right: list[str]) -> Iterator[Mistake]:
    """Yield that a code is none, or that it stays as it is."""
    if code not in rules_by_code():
        yield steps, _unknown_code(code)
    elif code.startswith(_READING):
        yield steps, f"{code} {why}: such a document is not checked."
    elif code not in right:
        yield steps, f"{code} {why}: remove the ignore that is not needed."


def _unknown_code(code: str) -> str:
    try:
        return f"There is no problem code {quoted(code)}; did you mean {quoted(rule(code).code)}?"
    except UnknownCodeError:
        return _unknown(code, "problem code", rules_by_code())
