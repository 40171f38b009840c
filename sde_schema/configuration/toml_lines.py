"""Where keys and tables are in a TOML text, which the parser of the standard library does not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from sde_schema.model import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

Steps: TypeAlias = "tuple[str | int, ...]"
"""The way to a value: keys, and indexes of arrays."""

_NAME = r""""(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+"""
_KEY = rf"(?:{_NAME})(?:[ \t]*\.[ \t]*(?:{_NAME}))*"
_STATEMENT = re.compile(rf"(?:\s|\#[^\n]*)*(?P<start>\[\[?)?[ \t]*(?P<key>{_KEY})[ \t]*(?:\]\]?|=)")
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*|\n|[\[\]{}]|[^"\'#\n\[\]{}]+|.',
    re.DOTALL,
)


def locations(text: str) -> dict[Steps, Location]:
    """Return where each table and each key of a table is in a text that is TOML; not those of inline tables."""
    found: dict[Steps, Location] = {}
    arrays: dict[Steps, int] = {}
    table: Steps = ()
    at = 0
    while statement := _STATEMENT.match(text, at):
        names = _names(statement["key"])
        where = _location(text, statement.start("start") if statement["start"] else statement.start("key"))
        if not statement["start"]:
            found.setdefault((*table, *names), where)
            at = _end_of_value(text, statement.end())
            continue
        table = _resolved(names[:-1], arrays)
        table = (*table, names[-1])
        found.setdefault(table, where)
        if statement["start"] == "[[":
            arrays[table] = arrays.get(table, -1) + 1
        if table in arrays:
            table = (*table, arrays[table])
            found[table] = where
        at = _end_of_value(text, statement.end())
    return found


def nearest(found: Mapping[Steps, Location], steps: Steps) -> Location:
    """Return the location of a value, or of what it is in; that of the text's beginning where nothing is known."""
    while steps and steps not in found:
        steps = steps[:-1]
    return found.get(steps, Location(1, 1))


def _names(key: str) -> list[str]:
    """Return the names of a dotted key, without their quotes."""
    return [name.strip("\"'") for name in re.findall(_NAME, key)]


def _resolved(names: list[str], arrays: Mapping[Steps, int]) -> Steps:
    """Return the way to a table: in an array of tables it is in the last one."""
    way: Steps = ()
    for name in names:
        way = (*way, name)
        if way in arrays:
            way = (*way, arrays[way])
    return way


def _end_of_value(text: str, at: int) -> int:
    """Return where the line ends on which a value ends."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
        elif token[0] == "\n" and depth == 0:
            return token.end()
    return len(text)


def _location(text: str, at: int) -> Location:
    return Location(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
