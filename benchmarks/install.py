"""Install the programs to compare with into a folder of their own: ``python -m benchmarks.install``."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from venv import EnvBuilder

from benchmarks.measure import ROOT

FOLDER = ROOT / "build" / "peers"
PYTHON_PACKAGES = (
    "check-jsonschema==0.39.0",
    "fastjsonschema==2.22.3",
    "msgspec==0.22.0",
    *(f"{name}=={version(name)}" for name in ("jsonschema-rs", "orjson")),  # as the program itself has them
)
AJV = json.loads((ROOT / "tests" / "ajv" / "package.json").read_bytes())["dependencies"]["ajv"]
NODE_PACKAGES = ("@sourcemeta/jsonschema@16.11.0", f"ajv@{AJV}")


def install(folder: Path) -> None:
    """Make a virtual environment in the folder, and beside it the packages of node where there is npm."""
    EnvBuilder(with_pip=True).create(folder / "venv")
    subprocess.run((folder / "venv" / "bin" / "pip", "install", "--quiet", *PYTHON_PACKAGES), check=True)
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is not installed: there will be no rows for programs of node\n")
        return
    subprocess.run((npm, "install", "--prefix", folder, "--no-package-lock", "--no-audit", *NODE_PACKAGES), check=True)


if __name__ == "__main__":
    install(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
