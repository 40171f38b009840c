"""What git knows of this project."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.paths import ROOT


def git_files() -> list[str]:
    """Return the files that git knows; without git, skip the test."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607 - git by name
    if done.returncode:
        pytest.skip("not a git checkout: there is no list of files")
    return [name for name in done.stdout.decode().split("\0") if name]
