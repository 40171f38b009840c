"""Which settings are in force: the command line's, else the configuration file's, else the defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click
from click.core import ParameterSource

from sde_schema.cli.completion import files
from sde_schema.configuration import NO_CONFIGURATION, Configuration, Override, Setting, keys, load
from sde_schema.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ON_COMMAND_LINE = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)


class InForce(NamedTuple):
    """The value of a setting and where it comes from; ``line`` is that of the configuration file."""

    value: Any
    source: Literal["default", "file", "command line"]
    line: int | None = None


class Settings(NamedTuple):
    """What is in force by key, and the configuration with its values as options have them."""

    by_key: dict[str, InForce]
    configuration: Configuration

    @property
    def given(self) -> frozenset[str]:
        """The keys that the command line gives."""
        return frozenset(key for key, found in self.by_key.items() if found.source == "command line")


def configuration_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose the configuration file to a command."""
    no_file = click.option("--no-config", is_flag=True, help="Read no configuration file.")
    file = click.option(
        "--config",
        metavar="FILE",
        shell_complete=files,
        help="Read this configuration file; without it, the nearest sde-schema.toml or pyproject.toml with"
        " [tool.sde-schema], from the current folder upwards.",
    )
    return file(no_file(command))


def key_of(option: click.Option) -> str:
    """Return the key of an option in a configuration file: its long name."""
    return max(option.opts, key=len).lstrip("-")


def in_force(context: click.Context, options: Iterable[click.Option]) -> Settings:
    """Return what is in force of the options that are settings; the context knows those on the command line.

    Raises ConfigurationError, or UsageError where the command line wants a file and none.
    """
    configuration = _configuration(context)
    by_key = {key_of(option): option for option in options}
    kept = {key: by_key[key] for key in keys()}
    configuration = _converted(configuration, kept, context)
    found = {key: _one(key, option, context, configuration) for key, option in kept.items()}
    return Settings(found, configuration)


def _configuration(context: click.Context) -> Configuration:
    file, without = context.params["config"], context.params["no_config"]
    if file == "":
        raise click.UsageError("--config needs the name of a file")
    if without:
        if file is not None:
            raise click.UsageError("--config names a file and --no-config wants none: use one of them")
        return NO_CONFIGURATION
    return load(file)


def _one(key: str, option: click.Option, context: click.Context, configuration: Configuration) -> InForce:
    name = option.name or ""
    if name in context.params and context.get_parameter_source(name) in _ON_COMMAND_LINE:
        return InForce(context.params[name], "command line")
    if key in configuration.settings:
        setting = configuration.settings[key]
        return InForce(setting.value, "file", setting.line)
    default = context.params[name] if name in context.params else option.process_value(context, None)
    return InForce(default, "default")


def _converted(configuration: Configuration, options: dict[str, click.Option], context: click.Context) -> Configuration:
    """Return a configuration in which the values are what the options make of them."""

    def converted(settings: dict[str, Setting]) -> dict[str, Setting]:
        return {key: _as_option(configuration, options[key], it, context) for key, it in settings.items()}

    overrides = (Override(each.globs, converted(each.settings)) for each in configuration.overrides)
    return replace(configuration, settings=converted(configuration.settings), overrides=tuple(overrides))


def _as_option(configuration: Configuration, option: click.Option, setting: Setting, context: click.Context) -> Setting:
    try:
        return Setting(option.process_value(context, setting.value), setting.line)
    except click.BadParameter as error:
        text = f"{configuration.file}:{setting.line}: `{key_of(option)}`: {error.message}"
        raise ConfigurationError(text) from None
