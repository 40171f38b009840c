"""Fixtures of several test modules."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema.cli import workers
from tests.support import engines
from tests.support.program import main_status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program import Program


@pytest.fixture(scope="session", autouse=True)
def _shared_engines() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        engines.share(patch)
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, made the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def hangups_end() -> Iterator[None]:
    """Hangups end processes, also where the tests are run by nohup, which ignores them."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str]) -> Program:
    """The program within this process."""
    return partial(main_status, capsys)


def pytest_sessionfinish() -> None:
    """Save what is measured of coverage: xdist kills a process that takes long to end, before it does so itself."""
    measuring = _measuring()
    if measuring:
        measuring.save()


def _measuring() -> Any:
    """Return what measures coverage, None if nothing does."""
    coverage: Any = sys.modules.get("coverage")
    return coverage and coverage.Coverage.current()


@pytest.fixture(scope="session", autouse=True)
def _helpers_are_measured() -> Iterator[None]:
    """Under coverage, helper processes of this one save what was measured as they are ended, as a program's do."""
    if not _measuring() or not hasattr(os, "fork"):
        yield
        return
    serve = workers._serve  # noqa: SLF001 - all that a helper does

    def measured(*what: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(128 + signal.SIGTERM))  # which coverage saves before
        serve(*what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_serve", measured)
        yield
