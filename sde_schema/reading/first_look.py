"""What an input is that is neither JSON, NDJSON nor YAML: its name, and the command that unwraps it."""

from __future__ import annotations

from typing import NamedTuple

from sde_schema.codes import CORRUPT_INPUT, INVALID_ENCODING, INVALID_JSON
from sde_schema.reading.binary_files import binary_file, is_binary


class Foreign(NamedTuple):
    """What an input is, to be reported once for all of it: the problem's code, the line that shows it, words."""

    code: str
    line: int
    message: str
    hint: str


def first_look(head: bytes, kind_by_name: str) -> Foreign | None:
    """Return what an input is that begins like this, None where it may be JSON, NDJSON or YAML.

    What YAML can be is not looked at where its name says that it is YAML, or nothing.
    """
    kind = binary_file(head)
    if kind:
        code = INVALID_ENCODING if is_binary(head) else INVALID_JSON
        return Foreign(code, 1, f"This is {kind.name}, not JSON.", kind.hint)
    if head.lstrip().startswith((b"{", b"[{")):
        return None
    from sde_schema.reading.wrapped_text import wrapped_text

    found = wrapped_text(head.decode(errors="replace"), kind_by_name)
    return Foreign(INVALID_JSON, *found) if found else None


def misnamed(head: bytes) -> Foreign:
    """Return that an input is named like gzip but is not, and what it is."""
    kind = binary_file(head)
    if kind:
        return Foreign(CORRUPT_INPUT, 1, f"This file is named .gz, but is {kind.name}, not gzip.", kind.hint)
    message = "This file is named .gz, but is not gzip."
    hint = "Check what it is: if it was unpacked already, rename it without `.gz`."
    if head.lstrip().startswith((b"{", b"[")):
        hint = "It looks like JSON that was unpacked already: rename it without `.gz`."
    return Foreign(CORRUPT_INPUT, 1, message, hint)
