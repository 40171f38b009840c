"""JSON as reports write it: nothing in it is a command to the CI system whose log it may be in, or stops a parser."""

from __future__ import annotations

import json
import re
from typing import Any

from sde_schema.terminal import LOG_COMMAND

_ESCAPE = re.compile(r"\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(?P<half>ud[89a-f][0-9a-f]{2})|.)")
"""An escape in JSON, two together for a character beyond the first 65,536, or half of such two."""


def json_text(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON in ASCII, in one line without ``indent``.

    What a CI system would take for a command is written with an escape; half a surrogate pair, as in a name of a file
    that is not UTF-8, is written as the text of its escape, because parsers refuse it.
    """
    text = json.dumps(value, indent=indent)
    if r"\ud" in text:
        text = _ESCAPE.sub(lambda found: rf"\\{found['half']}" if found["half"] else found[0], text)
    return LOG_COMMAND.sub(r"#\\u0023", text)


def shown_json(text: str) -> str:
    """Return JSON as a terminal may have it: what is not printable, which only strings have, as escapes."""
    if text.isascii() and not {"\r", "\x7f"} & {*text}:
        return text
    shown = {"\n": "\n", "\t": "\t", "\r": " "}
    return "".join(c if c.isprintable() else shown.get(c) or json.dumps(c)[1:-1] for c in text)
