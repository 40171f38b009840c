"""The sessions that hand-written pages show: files by their title, commands after `$ `, and what they print.

A page is played from top to bottom in one shell, in an empty folder. A block with a title is a file of that name; a
`console` block holds commands and their output. Blocks of class `setup` install something; they need the checkout as
`sde_schema` in that folder, and only the slow test plays them. The program is there from the start unless a page
begins by installing it.

`python -m tests.support.sessions` writes what was printed into the pages, and the default version into the commands of
CI that pin one; with `--setup`, what setup prints too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sde_schema import default_version
from tests.support.paths import DOCS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SETUP = ".console .setup"
GENERATED = "<!-- "
PAGES = [
    page
    for page in sorted([*DOCS.glob("*.md"), *(DOCS / "guides").glob("*.md")])
    if not page.read_text(encoding="utf-8").startswith(GENERATED)
]

_FENCE = re.compile(r"^(?P<indent> *)```(?P<head>[^\n`]+)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
_PROMPT = "$ "
_MORE = "> "
_END = "\x1e"
_PIN = re.compile(r"(?<=--schema-version[ =])[0-9.]+|(?<=schema-version: \")[0-9.]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language and classes, its title, its lines without the page's indentation."""

    head: str
    title: str | None
    text: str
    span: tuple[int, int]
    indent: str

    @property
    def is_session(self) -> bool:
        """Whether it holds commands."""
        return "console" in self.head

    @property
    def is_setup(self) -> bool:
        """Whether its commands install the program."""
        return SETUP in self.head

    @property
    def commands(self) -> list[str]:
        """The commands of a session; one that goes on after `> ` has several lines."""
        found: list[str] = []
        goes_on = False
        for line in self.text.splitlines():
            if line.startswith(_PROMPT):
                found.append(line.removeprefix(_PROMPT))
            elif goes_on and line.startswith(_MORE):
                found[-1] += "\n" + line.removeprefix(_MORE)
            goes_on = line.startswith(_PROMPT) or (goes_on and line.startswith(_MORE))
        return found


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page."""
    found = []
    for fence in _FENCE.finditer(page):
        title = _TITLE.search(fence["head"])
        lines = fence["body"].splitlines(keepends=True)
        text = "".join(line.removeprefix(fence["indent"]) for line in lines)
        found.append(Block(fence["head"], title and title[1], text, fence.span("body"), fence["indent"]))
    return found


def played(page: str, folder: Path, *, setup: bool) -> str:
    """Return a page with what its commands print when they are run in a folder."""
    shown = blocks(page)
    sessions = [block for block in shown if block.is_session and (setup or not block.is_setup)]
    installs = bool(sessions) and sessions[0].is_setup
    printed = iter(_run(_script(shown, sessions, folder), folder, installed=not installs))
    texts = [_session(block, printed) for block in sessions]
    for block, text in reversed(list(zip(sessions, texts, strict=True))):
        start, end = block.span
        page = page[:start] + text + page[end:]
    return page


def _script(shown: list[Block], sessions: list[Block], folder: Path) -> str:
    """Return a shell script that writes the files, runs the commands, and prints a separator after each command."""
    lines = []
    for number, block in enumerate(shown):
        if block.title and not block.is_session:
            kept = folder / f".file-{number}"
            kept.write_text(block.text, encoding="utf-8")
            lines.append(f"mkdir -p {Path(block.title).parent}; mv {kept.name} {block.title}; (exit ${{status:-0}})")
        elif block in sessions:
            lines += [f"{command}\nstatus=$?; printf '\\036'; (exit $status)" for command in block.commands]
    return "\n".join(lines)


def _run(script: str, folder: Path, *, installed: bool) -> list[str]:
    """Return what each command of a script prints, its errors among it."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    scripts = [str(Path(sys.executable).parent)] if installed else []
    path = os.pathsep.join([*scripts, os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - bash by name
        cwd=folder,
        env={**kept, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_QUIET": "3"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
        check=False,
    )
    return done.stdout.decode().split(_END)[:-1]


def _session(block: Block, printed: Iterator[str]) -> str:
    """Return a block's text with each command and what it printed."""
    lines: list[str] = []
    for command in block.commands:
        lines += [_PROMPT + command.replace("\n", "\n" + block.indent + _MORE), *next(printed).splitlines()]
    return "".join(f"{block.indent}{line}".rstrip() + "\n" for line in lines)


def pinned(page: str) -> str:
    """Return a page whose files pin the default version."""
    for block in reversed(blocks(page)):
        if block.head.startswith(("yaml", "groovy")):
            start, end = block.span
            page = page[:start] + _PIN.sub(default_version(), page[start:end]) + page[end:]
    return page


def prepare(folder: Path) -> None:
    """Put a copy of the checkout into a folder, as `sde_schema`."""
    left_out = shutil.ignore_patterns(".*", "node_modules", "site", "build", "dist", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, folder / "sde_schema", ignore=left_out)


def _rewrite(*, setup: bool) -> None:
    for page in PAGES:
        text = pinned(page.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if setup and SETUP in text:
                prepare(folder)
            page.write_text(played(text, folder, setup=setup), encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(pinned(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    _rewrite(setup="--setup" in sys.argv)
