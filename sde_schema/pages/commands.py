"""The reference of the command line, from what the commands say of themselves."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, NamedTuple

import click

from sde_schema.pages.rendering import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATH = "command-line.md"


class Option(NamedTuple):
    """An option as the page shows it."""

    names: str
    help: str
    default: str | None


class _Command(NamedTuple):
    """A command as the page shows it."""

    name: str
    usage: str
    paragraphs: list[str]
    options: list[Option]


def command_page(group: click.Group, program: str) -> dict[str, str]:
    """Return the page of the commands of a group by its path below ``docs/``."""
    context = click.Context(group, info_name=program)
    found = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    said = [_said(f"{program} {name}", name, command) for name, command in found if command]
    return {PATH: page("commands.md.j2", PATH, commands=said)}


def options_of(group: click.Group, command: str, names: Iterable[str]) -> list[Option]:
    """Return options of a command of a group by their names."""
    found = group.get_command(click.Context(group), command)
    known = {name: entry for entry in (found.params if found else ()) for name in entry.opts}
    return [_option(entry) for name in names if isinstance(entry := known[name], click.Option)]


def _said(call: str, name: str, command: click.Command) -> _Command:
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]
    arguments = [_argument(entry) for entry in command.params if isinstance(entry, click.Argument)]
    options = [_option(entry) for entry in command.params if isinstance(entry, click.Option) and not entry.hidden]
    usage = " ".join([call, *(["[OPTIONS]"] if options else []), *arguments])
    return _Command(name, usage, paragraphs, options)


def _argument(argument: click.Argument) -> str:
    if argument.metavar:
        return argument.metavar
    name = (argument.name or "").upper()
    shown = name if argument.required else f"[{name}]"
    return shown if argument.nargs == 1 else f"{shown}..."


def _option(option: click.Option) -> Option:
    names = ", ".join(_with_value(option))
    shown = option.default if option.show_default and not option.is_flag else None
    return Option(names, option.help or "", None if shown is None else str(shown))


def _with_value(option: click.Option) -> Iterator[str]:
    value = option.metavar
    if value is None and isinstance(option.type, click.Choice):
        value = "|".join(map(str, option.type.choices))
    if value is None and not option.is_flag and not option.count:
        value = option.type.name.upper()
    for name in (*option.opts, *option.secondary_opts):
        yield f"{name} {value}" if value else name
