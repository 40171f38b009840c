"""Draws ``run.svg``, the picture of a run in the README: ``python docs/images/draw_run.py``."""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path
from subprocess import run

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
COMMAND = ("validate", "examples/broken", "--color", "always")

_COLUMNS = 112
_LINE_HEIGHT, _CHARACTER_WIDTH, _MARGIN = 18, 8.0, 16
_COLORS = {"1": "#ffffff", "1;31": "#ff7b72", "1;33": "#e3b341", "1;34": "#79c0ff", "1;32": "#7ee787"}
_PAINTED = re.compile(r"\x1b\[([0-9;]+)m(.*?)\x1b\[0m|([^\x1b]+)")


def output() -> str:
    """Return what the program prints for the broken example, in colour."""
    done = run([sys.executable, "-m", "sde_schema", *COMMAND], cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - our own program
    return done.stdout.decode()


def picture(text: str) -> str:
    """Return coloured terminal output as an SVG image; lines too wide for it are cut."""
    lines = ["$ sde-schema validate examples/broken", *text.rstrip("\n").split("\n")]
    width = _MARGIN * 2 + _COLUMNS * _CHARACTER_WIDTH
    height = _MARGIN * 2 + _LINE_HEIGHT * len(lines)
    rows = [
        f'<text x="{_MARGIN}" y="{_MARGIN + _LINE_HEIGHT * (index + 0.75):g}">{_row(line)}</text>'
        for index, line in enumerate(lines)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img"'
        ' font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13.3" fill="#c9d1d9">'
    )
    title = "<title>sde-schema validate on a broken payload</title>"
    background = '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>'
    return "\n".join([head, title, background, *rows, "</svg>", ""])


def _row(line: str) -> str:
    spans, used = [], 0
    for color, painted, plain in _PAINTED.findall(line):
        words = (painted or plain)[: max(0, _COLUMNS - used)]
        used += len(painted or plain)
        text = escape(words).replace(" ", "\u00a0")
        spans.append(f'<tspan fill="{_COLORS[color]}">{text}</tspan>' if color else text)
    return "".join(spans) + ("…" if used > _COLUMNS else "")


if __name__ == "__main__":
    (HERE / "run.svg").write_text(picture(output()), encoding="utf-8")
