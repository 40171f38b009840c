"""``sde-schema fix``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from sde_schema.cli import parameters, settings
from sde_schema.cli.file_checks import PARAMETERS, FileChecks
from sde_schema.cli.main import DONE, FAILED, PROBLEMS, complain
from sde_schema.cli.validate_command import settings_of, sources_of
from sde_schema.errors import UnreadableError
from sde_schema.fixing import files
from sde_schema.fixing.fixer import Fixer
from sde_schema.fixing.masked_diff import diff_of
from sde_schema.reading.sources import Missing, Source
from sde_schema.reporting.lines import number_of, some_of

if TYPE_CHECKING:
    from sde_schema.fixing.fixer import Fixed
    from sde_schema.reading.sources import Nothing

_AT_ONCE = 100
"""So many lines of a diff are written at once."""


@click.command("fix")
@parameters.paths
@click.option("--write", is_flag=True, help="Write the files; without it only the diff is shown.")
@parameters.schema_version
@parameters.attribute_type
@parameters.at("Fix")
@parameters.exclude
@parameters.force_exclude
@settings.configuration_options
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], *, write: bool, **_: Any) -> int:
    """Fix the problems in each PATH whose fix is safe: a file, a folder, or a glob.

    Shows what would change, with all values masked. Exits with 1 if something would change or, with --write, 0
    once it is written; with 2 if something could not be done.
    """
    found = settings_of(context)
    values = {name: found.by_key[key].value for key, name in PARAMETERS.items()}
    options = {name: value for name, value in values.items() if value is not None}  # else the validator's default
    run = _Run(FileChecks(options, found.configuration, found.given), write=write)
    for item in sources_of(paths, found):
        run.one(item)
    run.say_totals()
    if run.failed:
        return FAILED
    return PROBLEMS if run.files and not write else DONE


class _Run:
    """One run over many files: shows or writes what becomes of each, and remembers what could not be done."""

    def __init__(self, checks: FileChecks, *, write: bool) -> None:
        self.failed = False
        self.files = 0
        self._problems = self._fixed = 0
        self._write = write
        self._checks = checks

    def one(self, item: Source | Nothing | Missing) -> None:
        """Fix a file, or say why there is none."""
        if not isinstance(item, Source):
            self._fail(item.name, item.why if isinstance(item, Missing) else "there is no file to fix")
            return
        try:
            why = files.why_not(item)
            if why is None:
                self._file(item)
                return
        except UnreadableError as error:
            why = str(error.strerror)
        self._fail(item.name, why)

    def say_totals(self) -> None:
        """Say on standard error how much was fixed, or would be."""
        what = f"{some_of(self._fixed, self._problems)} in {number_of(self.files, 'file')}"
        if not self.files:
            complain("nothing can be fixed" if self.failed else "there is nothing to fix")
        elif self._write:
            complain(f"{what} {'is' if self._fixed == 1 else 'are'} fixed")
        else:
            complain(f"{what} can be fixed: use --write to do so")

    def _file(self, source: Source) -> None:
        data = files.data_of(source)
        checks, treatment = self._checks.of(source.name)
        fixed = Fixer(checks, lambda outcome: treatment.treated(outcome)[0]).fixed(data, source.kind)
        if fixed.why_not:
            self._fail(source.name, fixed.why_not)
            return
        if fixed.note:
            complain(f"note: {source.name}: {fixed.note}")
        self._problems += fixed.before.problems
        if not fixed.number:
            return
        if self._write and not self._is_written(source, data, fixed):
            return
        if not self._write:
            self._show(source, fixed)
        self.files += 1
        self._fixed += fixed.number

    def _show(self, source: Source, fixed: Fixed) -> None:
        lines = diff_of(fixed, source.name, self._checks.of(source.name).checks.version)
        while some := [*islice(lines, _AT_ONCE)]:
            click.echo("\n".join(some))

    def _is_written(self, source: Source, data: bytes, fixed: Fixed) -> bool:
        """Write a file, unless another program has changed it meanwhile; return whether that was done."""
        if files.data_of(source) != data:
            self._fail(source.name, "another program has changed it; nothing was written")
            return False
        try:
            files.rewrite(source.name, fixed.after.data)
        except OSError as error:
            self._fail(source.name, f"cannot be written: {error.strerror or type(error).__name__}")
            return False
        return True

    def _fail(self, name: str, why: str) -> None:
        self.failed = True
        complain(f"{name}: {why}")
