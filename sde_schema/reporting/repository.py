"""Paths as CI systems know files: from the root of the repository, with slashes."""

from __future__ import annotations

import os
from functools import lru_cache
from os.path import abspath, normpath, realpath
from pathlib import Path, PurePath

STDIN = "stdin"
"""What standard input is called where ``-`` would be the name of a file."""

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
"""The variables in which GitHub, GitLab and Azure give the folder of the repository."""


def from_root(file: str) -> str:
    """Return a path from the repository's root, where a CI system names that, else from the current folder.

    A path that is in neither stays as it is, and however a path is written, it becomes the same.
    """
    return _from_root(file, (*filter(None, map(os.environ.get, _ROOTS)), str(Path.cwd())))


@lru_cache(maxsize=4096)
def _from_root(file: str, roots: tuple[str, ...]) -> str:
    if file == "-":
        return STDIN
    path = PurePath(abspath(file))  # noqa: PTH100 - links stay what they are
    forms = path, PurePath(realpath(path.parent), path.name)
    for root in roots:
        for form, folder in zip(forms, (root, realpath(root)), strict=True):
            if form.is_relative_to(folder):
                return form.relative_to(folder).as_posix()
    return PurePath(normpath(file)).as_posix()
