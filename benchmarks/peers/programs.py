"""The peers: how each is run, and what must be there for it."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measure import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = "benchmarks/peers"
CODE = "ajv_code.cjs"
CHECK_JSONSCHEMA = "check-jsonschema"

#: the libraries of Python by name in the table
MODULES = {
    "jsonschema-rs alone": "jsonschema_rs",
    "msgspec with 3 of 10 types by hand": "msgspec",
    "fastjsonschema": "fastjsonschema",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer's name, the file of it that must be there, its command with the schema, and what comes after the input.

    One that knows no NDJSON (``takes_array``) takes the first lines of the corpus as one array.
    """

    name: str
    needs: Path
    argv: tuple[str, ...]
    options: tuple[str, ...] = ()
    takes_array: bool = False

    @property
    def is_there(self) -> bool:
        """Whether it is installed."""
        return self.needs.exists()

    def command(self, path: Path) -> tuple[str, ...]:
        """Return the command that checks a file."""
        return (*self.argv, str(path), *self.options)


def _of_python(folder: Path, schema: Path) -> list[Peer]:
    environment = folder / "venv"
    check, python = environment / "bin" / CHECK_JSONSCHEMA, environment / "bin" / "python"
    found = {path.name: path for path in environment.glob("lib/python*/site-packages/*")}
    scripts = [
        Peer(
            name,
            found.get(module, folder / module),
            (str(python), "-m", f"benchmarks.peers.with_{module}", str(schema)),
        )
        for name, module in MODULES.items()
    ]
    return [*scripts, Peer(CHECK_JSONSCHEMA, check, (str(check), "--schemafile", str(schema)), takes_array=True)]


def _of_node(folder: Path, schema: Path) -> list[Peer]:
    ajv, node = folder / "node_modules" / "ajv", shutil.which("node") or "node"
    compiled = (node, f"{SCRIPTS}/ajv.mjs", str(folder), str(schema))
    return [
        Peer("ajv compiled", ajv, compiled),
        Peer("ajv compiled with `allErrors`", ajv, compiled, ("--all",)),
        Peer("ajv standalone code", ajv, (node, f"{SCRIPTS}/ajv_code.mjs", str(folder / CODE))),
    ]


def _sourcemeta(folder: Path, schema: Path) -> list[Peer]:
    """Return the native program that the package of npm starts, without the node that starts it."""
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    built = folder / "node_modules" / "@sourcemeta" / "jsonschema" / "build" / "github-releases"
    program = built / f"jsonschema-{sys.platform}-{machine}"
    return [
        Peer(f"sourcemeta `jsonschema validate{how}`", program, (str(program), "validate", *how.split(), str(schema)))
        for how in (" --fast", "")
    ]


def peers(folder: Path, schema: Path) -> list[Peer]:
    """Return all peers, also those that are not installed."""
    folder = folder.absolute()
    return [*_of_python(folder, schema), *_of_node(folder, schema), *_sourcemeta(folder, schema)]


def write_code(folder: Path, schema: Path) -> None:
    """Let ajv write the code of its standalone mode next to its package, which that code needs."""
    node, folder = shutil.which("node"), folder.absolute()
    (folder / CODE).unlink(missing_ok=True)
    if node and (folder / "node_modules" / "ajv").exists():
        argv = (node, f"{SCRIPTS}/ajv_write_code.mjs", str(folder), str(schema), str(folder / CODE))
        subprocess.run(argv, cwd=ROOT, check=False)
