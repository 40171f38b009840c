"""Arguments and options that several commands have; what options take: sizes, processes, URIs."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from sde_schema import catalog
from sde_schema.cli.completion import completing, files
from sde_schema.configuration.globs import why_no_pattern
from sde_schema.model import DEEPEST, LARGEST_EXPANSION, MAX_DEPTH, MAX_DOCUMENT_SIZE, SURELY_UNPACKED
from sde_schema.reading.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) *([kmgt]?)(i?b)?", re.IGNORECASE)
_POWERS = ("", "k", "m", "g", "t")
_DECIMAL, _BINARY = 1000, 1024
LARGEST = 2**40
"""The largest size that may be given."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s?#]+")
AUTO = "auto"


class Size(click.ParamType):  # type: ignore[type-arg]  # older clicks have no argument
    """A number of bytes: ``4096``, ``10MB`` (decimal), ``1GiB`` or ``512K`` (binary)."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes, at least 1 and at most 1 TiB."""
        found = _SIZE.fullmatch(str(value).strip())
        if found is None or (found[3] and found[3].lower() == "ib" and not found[2]):
            self.fail(f"{value!r} is not a size; it must be like 4096, 10MB, 1GiB or 512K", param, ctx)
        unit = _DECIMAL if found[3] and found[3].lower() == "b" else _BINARY
        from fractions import Fraction

        size = int(Fraction(found[1]) * unit ** _POWERS.index(found[2].lower()))
        if size < 1:
            self.fail(f"{value!r} is less than one byte", param, ctx)
        if size > LARGEST:
            self.fail(f"{value!r} is more than 1 TiB, the largest limit", param, ctx)
        return size


class Jobs(click.ParamType):  # type: ignore[type-arg]  # older clicks have no argument
    """A number of processes, or ``auto``: as many as there are processors, where there is enough to do for them."""

    name = "jobs"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """Return the number, or ``auto``."""
        if str(value).lower() == AUTO:
            return AUTO
        try:
            return click.IntRange(min=1).convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is neither a number of 1 or more nor {AUTO}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the one word that it takes."""
        return completing(lambda: [AUTO])(ctx, param, incomplete)


def processors() -> int:
    """Return the number of processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # None where the system has no such thing
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class AbsoluteUri(click.ParamType):  # type: ignore[type-arg]  # older clicks have no argument
    """A URI with a scheme, fit to be the beginning of others."""

    name = "URI"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the URI."""
        uri = str(value)
        has_host = not uri.lower().startswith(("http:", "https:")) or _host(uri)
        if not _ABSOLUTE.fullmatch(uri) or not has_host:
            text = "must be an absolute URI without a query or fragment, such as https://example.com/schemas/"
            self.fail(f"{text}, but is {uri!r}", param, ctx)
        return uri


def _host(uri: str) -> str | None:
    try:
        return urlsplit(uri).hostname
    except ValueError:
        return None


def check_pointer(_: click.Context, __: click.Parameter, pointer: str) -> str:
    """Return the pointer if it is one."""
    try:
        Target(pointer)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return pointer


def check_patterns(_: click.Context, __: click.Parameter, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the patterns of paths if they are ones."""
    for pattern in patterns:
        why = why_no_pattern(pattern)
        if why:
            raise click.BadParameter(f"{pattern!r} {why}")
    return patterns


schema_version = click.option(
    "--schema-version",
    metavar="V",
    shell_complete=completing(catalog.versions),
    help="Schema version to use; without it, the default version of the manifest.",
)

paths = click.argument("paths", metavar="PATH...", nargs=-1, required=True, shell_complete=files)

attribute_type = click.option(
    "--type",
    "attribute",
    metavar="NAME",
    shell_complete=completing(catalog.all_attribute_types),
    callback=lambda _, __, name: name or None,
    help="Each document is one body of this attribute type; with an empty NAME it is not, whatever a file says.",
)

exclude = click.option(
    "--exclude",
    metavar="GLOB",
    multiple=True,
    shell_complete=files,
    callback=check_patterns,
    help="Leave out the files that match, in folders and globs.",
)

force_exclude = click.option(
    "--force-exclude/--no-force-exclude",
    is_flag=True,
    help="Leave out the files that match even if they are named, for tools that name files.",
)

max_depth = click.option(
    "--max-depth",
    metavar="N",
    type=click.IntRange(1, DEEPEST),
    default=MAX_DEPTH,
    show_default=True,
    help="Most levels of nesting that a document may have.",
)

max_document_size = click.option(
    "--max-document-size",
    metavar="SIZE",
    type=Size(),
    default=f"{MAX_DOCUMENT_SIZE >> 20}MiB",
    show_default=True,
    help="Largest size of a document, decompressed: bytes, or 10MB, 1GiB, 512K.",
)

max_unpacked = click.option(
    "--max-unpacked",
    metavar="SIZE",
    type=Size(),
    help=f"Largest size of a decompressed gzip file; by default {LARGEST_EXPANSION} times its compressed size, and"
    f" {SURELY_UNPACKED >> 20}MiB in any case.",
)

text_or_json = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print it as text, or as a JSON object.",
)


def at(verb: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option that names the values of a document that a command is about, and what it does with them."""
    return click.option(
        "--at",
        metavar="POINTER",
        default="",
        callback=check_pointer,
        help=f"{verb} the value at this JSON Pointer in each document, such as /payload; * means any item or member.",
    )
