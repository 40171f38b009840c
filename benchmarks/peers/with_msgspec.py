"""msgspec: it parses and checks each line at once, with types written by hand; it raises the first problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks.peers.event_types import Envelope
from benchmarks.peers.running import run

if TYPE_CHECKING:
    from benchmarks.peers.running import Check


def compiled(_schema: Any) -> Check:
    """Return the check of a line."""
    decode, problem = msgspec.json.Decoder(Envelope).decode, msgspec.DecodeError

    def check(line: bytes) -> str | None:
        try:
            decode(line)
        except problem as error:
            return str(error)
        return None

    return check


if __name__ == "__main__":
    raise SystemExit(run(compiled))
