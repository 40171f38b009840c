"""What a program finds, tried on files with one thing each; nothing here is taken from a manual."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from benchmarks.measure import ROOT, environment
from benchmarks.table import Facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: an envelope with a lead, on one line; the details are to be filled in
_DOCUMENT = '{"sdes":{"events":[{"lead":{"serverTimeStamp":1440412721836,"lead":{%s}}}]}}'
DOCUMENTS = {
    "valid": '"topic":"x","value":1,"currency":"USD"',
    "duplicate": '"topic":"x","topic":"y"',
    "two": '"topic":[],"value":[]',
    "advice": '"currency":"usd"',
}

#: line 1 and a column, and a path to one of the two members in any notation
_LINE_AND_COLUMN = re.compile(r":1:\d+|line 1,? column \d+", re.IGNORECASE)
_PATH = re.compile(r"lead[./'\"\]\[]+lead[./'\"\]\[]+(topic|value)\b")


def _answers(folder: Path, command: Callable[[Path], tuple[str, ...]]) -> dict[str, tuple[int, str]]:
    """Return the exit status and the output for each document, without the name of its file."""
    answers = {}
    for name, details in DOCUMENTS.items():
        path = folder / f"tried-{name}.json"
        path.write_text(_DOCUMENT % details + "\n", encoding="utf-8")
        done = subprocess.run(
            command(path), cwd=ROOT, env=environment(), capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
        answers[name] = done.returncode, (done.stdout + done.stderr).decode().replace(str(path), "")
    return answers


def try_out(folder: Path, command: Callable[[Path], tuple[str, ...]]) -> Facts | None:
    """Return what a program finds; None when it rejects what is valid or accepts what is not."""
    answers = _answers(folder, command)
    if answers["valid"][0] or not answers["two"][0]:
        return None
    two = answers["two"][1]
    named = {path[1] for path in _PATH.finditer(two)}
    return Facts(
        duplicates="yes" if answers["duplicate"][0] else "no",
        all_problems="yes" if named == {"topic", "value"} else "no",
        location="line, column" if _LINE_AND_COLUMN.search(two) else "path" if named else "no",
        advice="yes" if "currency" in answers["advice"][1] else "no",
    )
