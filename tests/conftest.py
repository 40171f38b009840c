"""Fixtures of several test modules."""

from __future__ import annotations

import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

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
    coverage: Any = sys.modules.get("coverage")
    measuring = coverage and coverage.Coverage.current()
    if measuring:
        measuring.save()
