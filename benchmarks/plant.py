"""Plant three problems far apart in a corpus, each of a kind that is easy to miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_EVENT = b'{"sdes":{"events":[{"searchContent":{"serverTimeStamp":"1481111429931",%s}}]}}\n'
PLANTED = (
    b'"keywords":[],"\\u006beywords":["a"]',  # a duplicate name, once written with an escape
    b'"keywords":[],"keywords" :["a"]',  # a duplicate name with a space before its colon
    b'"keyword":["a"]',  # a misspelled property
)


def plant(corpus: Path, planted: Path) -> Path:
    """Copy an NDJSON corpus with a bad record after each quarter of it except the last."""
    size, copied, waiting = corpus.stat().st_size, 0, list(PLANTED)
    with corpus.open("rb") as lines, planted.open("wb") as out:
        for line in lines:
            out.write(line)
            copied += len(line)
            if waiting and copied > size * (4 - len(waiting)) / 4:
                out.write(_EVENT % waiting.pop(0))
    return planted
