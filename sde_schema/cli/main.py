"""From arguments to an exit status: 0 all valid, 1 problems, 2 it could not be done."""

from __future__ import annotations

import errno
import gc
import os
import re
import sys
import warnings
from importlib import import_module
from io import StringIO
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, TextIO

import click

from sde_schema.catalog.engines import SlowEngineWarning
from sde_schema.errors import SdeSchemaError
from sde_schema.prose import listed
from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "sde-schema"
DONE, PROBLEMS, FAILED, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141

_GARBAGE_THRESHOLD = 100_000
"""A block of documents makes thousands of objects that live shortly: looking for cycles at each costs a fifth."""

_CANNOT_WRITE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What only writing fails with: whatever is read has its errors caught where it is read."""

_OF_CHECKOUT = "generate"
_COMMANDS = (
    "validate", "fix", "convert", "config", "list", "show", "examples", "export", "explain", "diff", _OF_CHECKOUT
)  # fmt: skip
_PATH_LIKE = re.compile(r"[/\\*?]|\.\w+\Z")
_COMPLETION = "_SDE_SCHEMA_COMPLETE"
"""The variable by which a shell asks for completions, as click's scripts for shells have it."""


class _Commands(click.Group):
    """Imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        from sde_schema.pages.checkout import is_checkout

        return [name for name in _COMMANDS if name != _OF_CHECKOUT or is_checkout()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        module: Any = import_module(f"sde_schema.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a wrong one, suggest what was probably meant."""
        is_option = args[0].startswith("-") and args[0] != "-"
        if args[0] not in _COMMANDS and not is_option and not ctx.resilient_parsing:
            text = f"No such command {harmless(args[0])!r}. {_advice(args[0], self.list_commands(ctx))}"
            raise click.UsageError(text, ctx)
        return super().resolve_command(ctx, args)


def _advice(wrong: str, names: list[str]) -> str:
    """Return what to run instead of a command that there is not: a path is one to validate."""
    from difflib import get_close_matches

    near = get_close_matches(wrong.casefold(), names, n=1)
    is_there = os.path.exists(wrong)  # noqa: PTH110 - Path fails for a null character in older Pythons
    if wrong == "-" or is_there or _PATH_LIKE.search(wrong):
        return f"Did you mean `{PROGRAM} validate {harmless(quote(wrong))}`?"
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"There is {listed(names)}."


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted:
        from importlib.metadata import version

        click.echo(f"{PROGRAM} {version('sde-schema')}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the program's version.",
)
def commands() -> None:
    """Check LivePerson engagement attributes (SDEs) against their published schemas."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the arguments (those of the process if None); return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    gc.set_threshold(_GARBAGE_THRESHOLD)
    _prepare_streams()
    if sys.stdout is None:
        complain("standard output is closed")
        return FAILED
    try:
        return _run(arguments)
    except BrokenPipeError:
        silence_output()
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: list[str]) -> int:
    try:
        asked = os.environ.get(_COMPLETION)
        if asked:
            return _complete(asked)
        with commands.make_context(PROGRAM, arguments) as context:
            status = commands.invoke(context)
        _flush()
        return status if isinstance(status, int) else DONE
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: a value of the payload may stand in its text
        _explain(error)
        return FAILED


def _explain(error: Exception) -> None:
    """Say on standard error why nothing came of a run."""
    if isinstance(error, click.ClickException):
        vars(error)["message"] = harmless(error.message)  # it may quote an argument
        shown = StringIO()
        error.show(shown)
        say(*shown.getvalue().expandtabs(4).splitlines())
    elif isinstance(error, (SdeSchemaError, SlowEngineWarning)):  # the warning is raised with -W error
        complain(*str(error).split("\n"))
    elif isinstance(error, MemoryError):
        complain("there is not enough memory for this")
    elif isinstance(error, OSError) and error.errno in _CANNOT_WRITE:
        silence_output()
        OutputError("standard output", error).show()
    elif not _has_folder():
        complain("the current folder no longer exists")
    else:
        complain(*admission(error))


def _has_folder() -> bool:
    """Return whether there is still a current folder."""
    try:
        return bool(os.getcwd())  # noqa: PTH109 - Path has no shorter way
    except OSError:
        return False


def _complete(asked: str) -> int:
    """Print what a shell asked for: its script, or the completions of a line."""
    from click.shell_completion import shell_complete

    from sde_schema.cli.completion import prepare

    status: int
    prepare()
    try:
        status = shell_complete(commands, {}, PROGRAM, _COMPLETION, asked)
    except (KeyError, ValueError):  # the line that a shell gives in other variables is not there
        status = PROBLEMS
    if status:
        complain(f"{_COMPLETION} must be bash_source, zsh_source or fish_source")
        return FAILED
    return DONE


class OutputError(click.ClickException):
    """A report could not be written; the message names where to and why."""

    exit_code = FAILED

    def __init__(self, where: str, error: OSError) -> None:
        super().__init__(f"{where} cannot be written: {error.strerror or type(error).__name__}")

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        """Say so on standard error."""
        complain(self.message)


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output()
        raise OutputError("standard output", error) from None


def complain(text: str, *lines: str) -> None:
    """Say on standard error why something could not be done; further lines say more."""
    say(f"{PROGRAM}: {text}", *lines)


def say(*lines: str) -> None:
    """Write lines to standard error; where it cannot be written, nothing can be said."""
    try:
        for line in lines:
            click.echo(harmless(line), err=True)
    except BrokenPipeError:
        raise
    except OSError:
        _silence(sys.stderr)


def admission(error: Exception) -> list[str]:
    """Return lines that report a defect of the program, without its text, which may hold values of the payload."""
    import traceback

    head = f"internal error: {type(error).__name__}; please report it with these lines:"
    return [head, *(line for step in traceback.format_tb(error.__traceback__) for line in step.splitlines())]


def _prepare_streams() -> None:
    """Let output never fail for a character or a closed stream, and warnings look like notes."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # None for what tests put there
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    warnings.showwarning = lambda message, *_, **__: complain(f"note: {message}")


def silence_output() -> None:
    """Point standard output at nothing, so that closing it cannot fail again."""
    _silence(sys.stdout)


def _silence(stream: TextIO) -> None:
    """Point a stream at nothing."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)
