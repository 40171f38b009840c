"""Templates to Markdown: the filters that they use, and links from page to page."""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sde_schema.catalog.constraints import types
from sde_schema.errors import MissingLibraryError
from sde_schema.examples.files import MADE_BY
from sde_schema.prose import continued

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|])")
_CODE = re.compile(r"(`[^`]+`|(?<![\w-])--[a-z][a-z-]+\b)")
_JSON_WIDTH = 60


def page(template: str, path: str, /, **facts: Any) -> str:
    """Return the page at a path below ``docs/``, its first line a comment that says what made it.

    The comment is a link reference that nothing refers to: MkDocs takes a page's title from its
    first element, which an HTML comment would be.
    """
    first = f"[//]: # ({MADE_BY}: change the schemas, the rules or the templates instead.)"
    text = f"{first}\n\n{fragment(template, path, **facts)}\n"
    return re.sub(r"\n{3,}", "\n\n", text)


def fragment(template: str, path: str, /, **facts: Any) -> str:
    """Return what a template makes for the page at a path below ``docs/``, whose links begin there."""

    def to(target: str) -> str:
        """Return the link from this page to another one, or to a published file."""
        file, _, anchor = target.partition("#")
        relative = posixpath.relpath(file, posixpath.dirname(path)) if file != path else ""
        return relative + (f"#{anchor}" if anchor else "")

    return environment().get_template(template).render(to=to, **facts).strip()


def field_target(version: str, document: str, anchor: str) -> str:
    """Return the section of a field: its page below ``docs/`` and its anchor there."""
    return f"reference/{version}/{document}.md#{anchor}"


def plain(text: str) -> str:
    """Return a text as Markdown that shows it as it is; what it has in backticks, and options, as code."""
    pieces = _CODE.split(text)
    pieces[::2] = [_SPECIAL.sub(r"\\\1", piece) for piece in pieces[::2]]
    pieces[1::2] = [code(piece.strip("`")) for piece in pieces[1::2]]
    return "".join(pieces)


def code(text: str) -> str:
    """Return a text as inline code."""
    fence = "``" if "`" in text else "`"
    gap = " " if "`" in text else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def in_one_line(value: Any) -> str:
    """Return a JSON value in one line."""
    return json.dumps(value, ensure_ascii=False)


def laid_out(value: Any, indent: str = "", width: int = _JSON_WIDTH) -> str:
    """Return a JSON value over several lines: an object or list that fits into a line of a width is in one."""
    line = in_one_line(value)
    if not isinstance(value, dict | list) or len(indent) + len(line) <= width:
        return line
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {laid_out(held, inner, width)}"
            for name, held in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + laid_out(held, inner, width) for held in value) + f"\n{indent}]"


@cache
def environment() -> Environment:
    """Return the templates' environment. Raises MissingLibraryError."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise MissingLibraryError("Jinja2", "docs") from None

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=False,  # noqa: S701 - what is made is Markdown, and `plain` escapes what the schemas say
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "plain": plain,
        "code": code,
        "line": in_one_line,
        "block": laid_out,
        "types": types,
        "continued": continued,
    }
    return environment
