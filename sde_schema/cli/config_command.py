"""``sde-schema config``."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import click

from sde_schema import catalog
from sde_schema.cli import completion, parameters, settings, validate_command
from sde_schema.reading.sources import Missing, Nothing
from sde_schema.reporting.json_text import json_text
from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from sde_schema.cli.settings import InForce, Settings
    from sde_schema.configuration import Configuration, Ignore, Override, Setting

_OF_ITS_OWN = frozenset({"format", "config", "no-config"})
_NAME_OF_VERSION, _NAME_OF_FORMAT = "schema-version", "format"
_USUAL_FORMAT = "text"


def _options_of_validate() -> list[click.Parameter]:
    """Return the options of validate for this command, where they are not on the help page."""
    options: list[click.Parameter] = []
    for option in validate_command.command.params:
        if isinstance(option, click.Option) and settings.key_of(option) not in _OF_ITS_OWN:
            hidden = copy.copy(option)
            hidden.hidden = True
            options.append(hidden)
    return options


@click.command("config", params=_options_of_validate())
@click.argument("paths", metavar="[PATH]...", nargs=-1, shell_complete=completion.files)
@parameters.text_or_json
@settings.configuration_options
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], form: str, **_: Any) -> None:
    """Show which settings are in force, and where each comes from.

    That is a default, a line of the configuration file, or the command line: the options of validate, which may be
    given here too. For each PATH it shows what is different for it, what is ignored in it, and whether it is checked.
    """
    found = validate_command.settings_of(context)
    said = _as_dict(found, paths)
    click.echo(json_text(said, indent=2) if form == "json" else _as_text(said))


def _as_dict(found: Settings, paths: tuple[str, ...]) -> dict[str, Any]:
    """Return all that is said."""
    configuration = found.configuration
    return {
        "file": configuration.file,
        "settings": {key: _setting(key, each) for key, each in found.by_key.items()},
        "severity": {code: _of_file(given) for code, given in configuration.severities.items()},
        "override": [_override(each) for each in configuration.overrides],
        "ignore": [_ignore(each) for each in configuration.ignores],
        "paths": {path: _of_path(found, configuration, path) for path in paths},
    }


def _of_path(found: Settings, configuration: Configuration, path: str) -> dict[str, Any]:
    """Return what is different for a path, and what is ignored in it."""
    overridden = {key: setting for key, setting in configuration.overridden(path).items() if key not in found.given}
    return {
        "unchecked": _why_unchecked(found, path),
        "settings": {key: _of_file(setting) for key, setting in overridden.items()},
        "ignore": [_ignore(each) for each in configuration.ignores_for(path)],
    }


def _why_unchecked(found: Settings, path: str) -> str | None:
    """Return why nothing is checked at a path, None if something is."""
    item = next(validate_command.sources_of((path,), found), None)
    if item is None:
        return "left out by exclude"
    if isinstance(item, Missing):
        return item.why
    return "there is no file to check" if isinstance(item, Nothing) else None


def _override(override: Override) -> dict[str, Any]:
    return {
        "paths": list(override.globs.patterns),
        "settings": {key: _of_file(setting) for key, setting in override.settings.items()},
    }


def _of_file(setting: Setting) -> dict[str, Any]:
    return {"value": setting.value, "source": "file", "line": setting.line}


def _setting(key: str, found: InForce) -> dict[str, Any]:
    value = found.value
    if key == _NAME_OF_VERSION and value is None:
        value = catalog.default_version()
    if key == _NAME_OF_FORMAT and not value:
        value = (_USUAL_FORMAT,)
    said = {"value": list(value) if isinstance(value, tuple) else value, "source": found.source}
    return said if found.line is None else {**said, "line": found.line}


def _ignore(ignore: Ignore) -> dict[str, Any]:
    return {
        "codes": list(ignore.codes),
        "paths": list(ignore.globs.patterns) if ignore.globs else None,
        "pointer": ignore.pointer,
        "reason": ignore.reason,
        "until": str(ignore.until) if ignore.until else None,
        "expired": ignore.is_expired,
        "line": ignore.location.line,
    }


def _as_text(said: dict[str, Any]) -> str:
    file = said["file"]
    lines = [f"Configuration file: {harmless(file)}" if file else "Configuration file: none", ""]
    lines += _table(said["settings"], file)
    overrides = [(f"Override for {', '.join(it['paths'])}:", _table(it["settings"], file)) for it in said["override"]]
    paths = [(f"For {path}:", _rows_of_path(of_path, file)) for path, of_path in said["paths"].items()]
    severities, ignored = _table(said["severity"], file), _ignores(said["ignore"], file)
    for title, rows in (*overrides, ("Severity:", severities), ("Ignored:", ignored), *paths):
        lines += ["", harmless(title), *rows] if rows else []
    return "\n".join(lines)


def _rows_of_path(said: dict[str, Any], file: str) -> list[str]:
    """Return the lines about a path."""
    unchecked = [f"  not checked: {said['unchecked']}"] if said["unchecked"] else []
    rows = [*_table(said["settings"], file), *_ignores(said["ignore"], file), *unchecked]
    return rows or ["  nothing else"]


def _table(settings_: dict[str, Any], file: str) -> list[str]:
    """Return a line for each setting: its key, its value, and where it comes from."""
    rows = [(key, _value(each["value"]), _source(each, file)) for key, each in settings_.items()]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"  {key:<{widths[0]}}  {value:<{widths[1]}}  {source}" for key, value, source in rows]


def _value(value: Any) -> str:
    return "none" if value is None else harmless(json.dumps(value, ensure_ascii=False))


def _source(said: dict[str, Any], file: str) -> str:
    return f"{harmless(file)}:{said['line']}" if said["source"] == "file" else said["source"]


def _ignores(ignores: list[dict[str, Any]], file: str) -> list[str]:
    """Return a line for each ignore."""
    lines = []
    for ignore in ignores:
        parts = [
            ", ".join(ignore["codes"]),
            f"in {', '.join(ignore['paths'])}" if ignore["paths"] else "",
            f"at {ignore['pointer']}" if ignore["pointer"] is not None else "",
            f"until {ignore['until']}" if ignore["until"] else "",
            "(expired)" if ignore["expired"] else "",
        ]
        what = " ".join(part for part in parts if part)
        lines.append(f"  {harmless(what)}: {harmless(ignore['reason'])}  {harmless(file)}:{ignore['line']}")
    return lines
