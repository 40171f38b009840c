"""From a folder to the configuration that is in force there."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sde_schema import catalog
from sde_schema.configuration.globs import Globs
from sde_schema.configuration.settings import NO_CONFIGURATION, Configuration, Ignore, Override, Setting, day_of
from sde_schema.errors import ConfigurationError

FILE = "sde-schema.toml"
PROJECT_FILE = "pyproject.toml"
_TABLE = ("tool", "sde-schema")
_MAY_HAVE_TABLE = re.compile(rb"\btool\b.*sde[-_]?schema", re.DOTALL | re.IGNORECASE)
_TABLE_IN_TEXT = re.compile(
    rb"^\s*\[+\s*tool\s*\.\s*sde-schema\b|^\s*\[\s*tool\s*\].*^\s*sde-schema\s*[.=]", re.MULTILINE | re.DOTALL
)
_NEAR_TABLE = re.compile(r"sde[-_]?schemas?", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z /-]+(?: '=' [A-Za-z /-]+)?")

APART = frozenset({"override", "severity", "ignore"})
"""The tables of a configuration that are no settings."""


def load(file: str | None = None) -> Configuration:
    """Return the configuration of a file, or of the nearest one from the current folder upwards.

    Raises ConfigurationError.
    """
    if file is not None:
        return parsed(_read(Path(file)), file)
    for folder in (here := Path.cwd(), *here.parents):
        for path in (folder / FILE, folder / PROJECT_FILE):
            if path.is_file():
                data = _read(path)
                if path.name == FILE or _has_table(data, _shown(path)):
                    return parsed(data, _shown(path))
    return NO_CONFIGURATION


def keys() -> list[str]:
    """Return the keys of the settings that a file may have."""
    import json

    return [key for key in json.loads(catalog.config_schema_bytes())["properties"] if key not in APART]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        text = f"{path} cannot be read: {error.strerror or type(error).__name__}"
        raise ConfigurationError(text) from None


def _shown(path: Path) -> str:
    """Return a path as it is shown: from the current folder, where there is a way from there."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


def _has_table(data: bytes, file: str) -> bool:
    """Return whether a project's file has the table of this program; what cannot be read has it if it names it.

    Raises ConfigurationError where the table has nearly its name.
    """
    if not _MAY_HAVE_TABLE.search(data):
        return False
    import tomllib

    try:
        tools = tomllib.loads(data.decode()).get(_TABLE[0])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return _TABLE_IN_TEXT.search(data) is not None
    if not isinstance(tools, dict) or _TABLE[1] in tools:
        return isinstance(tools, dict)
    near = next(filter(_NEAR_TABLE.fullmatch, tools), None)
    if near is not None:
        text = f"{file}: There is no table `tool.{near}`; did you mean `tool.sde-schema`?"
        raise ConfigurationError(text)
    return False


def parsed(data: bytes, file: str) -> Configuration:
    """Return what the bytes of a file say. Raises ConfigurationError for all that is wrong in it."""
    from sde_schema.configuration.mistakes import Mistakes
    from sde_schema.configuration.toml_lines import Steps, locations, nearest

    text, whole = _toml(data, file)
    root: Steps = _TABLE if Path(file).name == PROJECT_FILE else ()
    content = _content(whole, file, is_project=bool(root))
    found = locations(text)

    def locate(*steps: str | int) -> Any:
        return nearest(found, (*root, *steps))

    mistakes = Mistakes(content, locate).all()
    if mistakes:
        lines = (f"{file}:{where.line}:{where.column}: {said}" for where, said in mistakes)
        raise ConfigurationError(*lines)
    return _Builder(content, locate, file).configuration()


def _content(whole: dict[str, Any], file: str, *, is_project: bool) -> Any:
    """Return what is said to this program. Raises ConfigurationError."""
    tools = whole.get(_TABLE[0])
    is_there = isinstance(tools, dict) and _TABLE[1] in tools
    if is_project and not is_there:
        text = f"{file}: There is no table `tool.sde-schema`."
        raise ConfigurationError(text)
    if is_there and not is_project:
        text = f"{file}: Remove `tool.sde-schema` from the names of the tables: it is for {PROJECT_FILE} only."
        raise ConfigurationError(text)
    return tools[_TABLE[1]] if tools and is_project else whole


def _toml(data: bytes, file: str) -> tuple[str, dict[str, Any]]:
    """Return a text and what it holds. Raises ConfigurationError."""
    import tomllib

    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = f"{file}:{line}: this is not UTF-8"
    except RecursionError:
        said = f"{file}: this is nested too deeply"
    except tomllib.TOMLDecodeError as error:
        said = _where_not_toml(str(error), file)
    raise ConfigurationError(said)


def _where_not_toml(words: str, file: str) -> str:
    """Return where a text is not TOML, in the parser's words as far as they cannot quote the text."""
    at = re.search(r" \(at line (\d+), column (\d+)\)\Z", words)
    where = f":{at[1]}:{at[2]}" if at else ""
    why = words[: at.start()] if at else words
    return f"{file}{where}: this is not TOML{f': {why}' if _PLAIN.fullmatch(why) else ''}"


class _Builder:
    """Makes the values of a content without mistakes."""

    def __init__(self, content: dict[str, Any], locate: Any, file: str) -> None:
        self._content = content
        self._locate = locate
        self._file = file
        self._folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120 - links stay what they are
        self._today = datetime.now(tz=UTC).astimezone().date()

    def configuration(self) -> Configuration:
        """Return the configuration."""
        content = self._content
        settings = {key: self._setting(key) for key in content if key not in APART}
        exclude = self._globs(content["exclude"]) if "exclude" in content else None
        overrides = [self._override(number) for number in range(len(content.get("override", ())))]
        severities = {code: self._setting("severity", code) for code in content.get("severity", {})}
        ignores = [self._ignore(number) for number in range(len(content.get("ignore", ())))]
        return Configuration(self._file, settings, exclude, tuple(overrides), severities, tuple(ignores))

    def _setting(self, *steps: str | int) -> Setting:
        value: Any = self._content
        for step in steps:
            value = value[step]
        return Setting(value, self._locate(*steps).line)

    def _globs(self, patterns: list[str]) -> Globs:
        return Globs(self._folder, tuple(patterns))

    def _override(self, number: int) -> Override:
        entry = self._content["override"][number]
        settings = {key: self._setting("override", number, key) for key in entry if key != "paths"}
        return Override(self._globs(entry["paths"]), settings)

    def _ignore(self, number: int) -> Ignore:
        entry = self._content["ignore"][number]
        until = entry.get("until")
        day = day_of(until) if until is not None else None
        return Ignore(
            number,
            tuple(entry["codes"]) if "codes" in entry else (entry["code"],),
            entry["reason"],
            self._locate("ignore", number),
            globs=self._globs(entry["paths"]) if "paths" in entry else None,
            pointer=entry.get("pointer"),
            until=day,
            is_expired=day is not None and day < self._today,
        )
