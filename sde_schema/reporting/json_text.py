"""JSON as reports write it: nothing in it is a command to the CI system whose log it may be in."""

from __future__ import annotations

import json
from typing import Any

from sde_schema.terminal import LOG_COMMAND


def json_text(value: Any) -> str:
    """Return a value as JSON in one line; what a CI system would take for a command is written with an escape."""
    return LOG_COMMAND.sub(r"#\\u0023", json.dumps(value))
