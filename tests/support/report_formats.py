"""What reports are read with: parsers that others wrote, the rules of GitHub's runner, GitLab's words as a schema."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.support.needs import need
from tests.support.paths import TESTS

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = TESTS / "formats"
INSTALL = "npm ci --prefix tests/formats --ignore-scripts"
_SARIF_SCHEMA = FORMATS / "node_modules" / "@microsoft" / "sarif-multitool-linux" / "sarif-2.1.0.json"
_MULTITOOL = FORMATS / "node_modules" / "@microsoft" / "sarif-multitool" / "bin.js"

_LINE = {"type": "integer", "minimum": 1}
_BEGIN = {"type": "object", "required": ["line"], "properties": {"line": _LINE}}
GITLAB: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": _LINE}},
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": _BEGIN},
                    },
                },
            },
        },
    },
}
"""What GitLab's documentation asks of a Code Quality report."""

_OF_MESSAGES = {"%0D": "\r", "%0A": "\n"}
_OF_PROPERTIES = {"%3A": ":", "%2C": ","}
"""What GitHub's runner reads as other characters."""


def sarif_schema() -> dict[str, Any]:
    """Return the schema of SARIF 2.1.0; without it, fail in CI and skip elsewhere."""
    need(found=_SARIF_SCHEMA.is_file(), what=f"the SARIF schema ({INSTALL})")
    schema: dict[str, Any] = json.loads(_SARIF_SCHEMA.read_text(encoding="utf-8-sig"))
    return schema


def sarif_complaints(file: Path) -> list[str]:
    """Return the errors and warnings of the SARIF multitool about a report, in its words."""
    node = shutil.which("node")
    need(found=node is not None and _MULTITOOL.is_file(), what=f"node and the SARIF multitool ({INSTALL})")
    for program in FORMATS.glob("node_modules/@microsoft/*/Sarif.Multitool"):
        program.chmod(0o755)  # all that its install script does, and no such script is run
    done = subprocess.run(
        [str(node), str(_MULTITOOL), "validate", str(file)], capture_output=True, timeout=120, check=False
    )
    said = done.stdout.decode()
    assert "Analysis completed successfully" in said, said
    return re.findall(r": ((?:error|warning) .*)", said)


class WorkflowCommand(NamedTuple):
    """A line by which a program speaks to GitHub's runner."""

    name: str
    properties: dict[str, str]
    message: str


def workflow_commands(log: str) -> list[WorkflowCommand]:
    """Return the commands in a log, as the runner reads them."""
    found = []
    for line in log.splitlines():
        if line.lstrip().startswith("::"):
            head, message = line.lstrip()[2:].split("::", 1)
            name, _, written = head.partition(" ")
            pairs = (pair.split("=", 1) for pair in written.split(",") if pair)
            properties = {key: _unescaped(value, _OF_MESSAGES | _OF_PROPERTIES) for key, value in pairs}
            found.append(WorkflowCommand(name, properties, _unescaped(message, _OF_MESSAGES)))
    return found


def bracket_commands(log: str) -> list[str]:
    """Return what GitHub, Azure and TeamCity take for a command wherever in a line of a log it is."""
    return re.findall(r"##[a-z]*\[.*", log, re.IGNORECASE)


def _unescaped(text: str, codes: dict[str, str]) -> str:
    for code, character in (*codes.items(), ("%25", "%")):
        text = text.replace(code, character)
    return text


class Page(HTMLParser):
    """A page of HTML: its problems, the choices of its filters, its policy, and the addresses that it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.problems: list[dict[str, str | None]] = []
        self.choices: dict[str, list[str | None]] = {}
        self.policy: str | None = None
        self.addresses: list[str | None] = []
        self._select = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a start tag says."""
        attributes = dict(attrs)
        if tag == "article":
            self.problems.append({name.removeprefix("data-"): value for name, value in attrs if name != "class"})
        elif tag == "select":
            self._select = attributes["name"] or ""
        elif tag == "option" and attributes["value"]:
            self.choices.setdefault(self._select, []).append(attributes["value"])
        elif attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "srcset")]
