"""Faults around the program: full disks, closed pipes, files that change or fail, killed processes, signals.

Whatever happens, the exit status says it, nothing half written is taken for a whole, nothing is left behind, and no
traceback is shown.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from errno import EIO
from functools import partial
from itertools import product, repeat
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast
from unittest import mock

import pytest

from sde_schema.checking.checks import Checks
from sde_schema.cli import convert_command, fix_command, validate_command
from sde_schema.pages import checkout, generate
from sde_schema.reading.sources import Source
from sde_schema.reporting import REPORTS
from tests.support.program import BAD, COMMAND, GOOD, Done, environment
from tests.support.proofs import prove
from tests.support.rounds import first_every_day, longer, some_every_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from sde_schema.checking.outcome import Outcome
    from tests.support.program import Program

resource = pytest.importorskip("resource", reason="limits of processes are those of POSIX")
pytestmark = [
    pytest.mark.usefixtures("here"),
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the devices and signals of Linux"),
]

SECRET = "Vexqorpjalmuk"  # noqa: S105 - no password
"""A value in all payloads, which nothing may show."""

BAD_LINES = f"{BAD}\n".replace("test drive", SECRET) * 30
FIXABLE = f'{{"Lead": {{"serverTimeStamp": 1440412721836, "lead": {{"Topic": "{SECRET}"}}}}}}\n' * 30
FULL = "No space left on device"

PRINTING = {
    **{f"validate {format_}": f"validate . --format {format_}" for format_ in REPORTS},
    **{
        f"validate good {format_}": f"validate good.json --format {format_}"
        for format_ in REPORTS
        if format_ != "jsonl"
    },
    "validate with two processes": "validate . --jobs 2 --format json",
    "fix": "fix .",
    "convert": "convert good.json --to 2.0",
    "config": "config",
    "config as JSON": "config --format json",
    "list": "list",
    "list as JSON": "list --format json",
    **{f"show{form}": f"show lead{form}" for form in ("", " --bundle", " --flat", " --types")},
    "explain": "explain",
    "explain a code": "explain SDE203",
    "examples": "examples",
    "many examples": "examples --count 2000",
    **{f"export {form}": f"export {form} lead" for form in ("avro", "spark", "bigquery", "typescript")},
    **{f"diff {form}": f"diff 1.0 1.1 --format {form}" for form in ("text", "json", "markdown")},
    "help": "--help",
    "help of a command": "validate --help",
    "version": "--version",
}
"""What prints to standard output, by name."""

PRINTED = some_every_day([pytest.param(it.split(), id=name) for name, it in PRINTING.items()], one_of=10)

WRITING = {
    **{f"validate {format_}": f"validate . --format {format_}=out/report" for format_ in REPORTS},
    "validate in several": f"validate . {' '.join(f'--format {it}=out/{it}' for it in REPORTS)}",
    "fix --write": "fix --write .",
    "convert -o FILE": "convert -o out/all.ndjson .",
    "convert -o FILE.gz": "convert --events -o out/all.ndjson.gz .",
    "convert -o DIR": "convert -o out/ .",
    "convert --rejects": "convert -o out/ --rejects out/rejected .",
    "examples -o": "examples lead purchase -o out",
    "examples --count -o": "examples --count 50 -o out",
    "show -o": "show lead -o out",
    "show --all -o": "show --all -o out",
    "export -o FILE": "export avro -o out/event.avsc",
    "export -o DIR": "export typescript lead event -o out/",
}
"""What writes files, by name."""

WRITTEN = some_every_day([pytest.param(it.split(), id=name) for name, it in WRITING.items()], one_of=6)


@pytest.fixture(autouse=True)
def _payloads(here: Path) -> None:
    for name, held in {"bad.ndjson": BAD_LINES, "fixable.ndjson": FIXABLE, "good.json": GOOD}.items():
        (here / name).write_text(held, encoding="utf-8")
    (here / "out").mkdir()


def unexplained(done: Done) -> Iterator[str]:
    """Yield what no output may have."""
    for word in ("Traceback", "internal error", SECRET, "None cannot"):
        if word in done.err or (word in done.out and word != SECRET):
            yield f"{word}: {done.err[-500:]}"


@contextmanager
def printing_to(where: str | int) -> Iterator[None]:
    """Let standard output be another file."""
    with (
        suppress(OSError),  # what is not written yet when it is closed
        open(where, "w", encoding="utf-8") as stream,  # noqa: PTH123 - may be a descriptor
        mock.patch.object(sys, "stdout", stream),
    ):
        yield


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let no file become larger, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def held_in(folder: Path) -> dict[str, bytes]:
    """Return what the files in a folder and below hold, by their paths from there."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.proof
@pytest.mark.parametrize("arguments", PRINTED)
def test_a_full_disk_under_standard_output(program: Program, arguments: list[str]) -> None:
    with printing_to("/dev/full"):
        done = program(*arguments)
    said = f"sde-schema: standard output cannot be written: {FULL}"
    wrong = [*unexplained(done), *([] if done.status == 2 and said in done.err else [f"{done.status}: {done.err}"])]
    prove("full disks", " ".join(arguments), 1, crashes=wrong)


@pytest.mark.proof
@pytest.mark.parametrize("arguments", PRINTED)
def test_a_closed_pipe(program: Program, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with printing_to(writing):
        done = program(*arguments)
    wrong = [*unexplained(done), *([] if done.status == 141 else [f"{done.status}: {done.err}"])]
    prove("closed pipes", " ".join(arguments), 1, crashes=wrong)


@pytest.mark.proof
@pytest.mark.parametrize("arguments", WRITTEN)
def test_a_full_disk_under_files(program: Program, here: Path, arguments: list[str]) -> None:
    for name in ("out/report", "out/all.ndjson", "out/lead.schema.json"):
        (here / name).write_text("SDE203", encoding="utf-8")  # as an older report
    before = held_in(here)
    usual = program(*arguments).status
    after = held_in(here)
    sizes = sorted({len(held) for name, held in after.items() if before.get(name) != held})
    assert sizes, "nothing was written"
    wrong: list[str] = []
    limits = sorted({0, 1, sizes[0] - 1, sizes[-1] // 2, sizes[-1] - 1, sizes[-1]})
    for limit in limits:
        put_back(here, before)
        with files_no_larger_than(limit):
            done = program(*arguments)
        found = held_in(here)
        torn = [name for name, held in found.items() if held not in (before.get(name), after.get(name))]
        wrong += [f"{limit}: {name} is neither as before nor whole" for name in torn]
        is_whole = found == after
        if done.status != (usual if is_whole else 2) or not (
            is_whole or "cannot be written: File too large" in done.err
        ):
            wrong.append(f"{limit}: {done.status}: {done.err[-300:]}")
        wrong += unexplained(done)
    prove("full disks", " ".join(arguments), len(limits), crashes=wrong)


def put_back(folder: Path, files: dict[str, bytes]) -> None:
    """Let a folder have these files, and no others."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    (folder / "out").mkdir()
    for name, held in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(held)


@pytest.mark.parametrize("where", first_every_day(["/dev/full", "closed pipe"]))
@pytest.mark.parametrize(
    "command",
    first_every_day(["fix --x", "validate good.json none.json", "fix --write none.json .", "convert x good.json"]),
)
def test_standard_error_that_cannot_be_written_changes_no_status(here: Path, where: str, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open("/dev/full" if where == "/dev/full" else writing, "wb") as stream:  # noqa: PTH123 - may be a descriptor
        words = [*COMMAND, *command.split()]
        done = subprocess.run(
            words, stdout=subprocess.DEVNULL, stderr=stream, env=environment(), timeout=60, check=False
        )
    if where == "/dev/full":
        os.close(writing)
    assert done.returncode in ((2,) if where == "/dev/full" else (2, 141))
    assert not [name for name in held_in(here) if name.endswith(".part")]


class Broken:
    """A file that does something else after so many bytes: fails, or is changed by another program."""

    def __init__(self, stream: BinaryIO, after: int, act: Callable[[], object]) -> None:
        self._stream = stream
        self._left = after
        self._act = act

    def read(self, size: int = -1) -> bytes:
        """Return what is read, in small pieces; between them it happens."""
        if self._left <= 0:
            self._act()
        data = self._stream.read(min(size, PIECE) if size >= 0 else PIECE)
        self._left -= len(data)
        return data + self.read() if data and size < 0 else data

    def tell(self) -> int:
        """Return where it is."""
        return self._stream.tell()

    def seek(self, offset: int) -> int:
        """Go to another place."""
        return self._stream.seek(offset)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


PIECE = 512
"""So many bytes are read at a time of a file that breaks."""


def fail() -> None:
    """Fail as a disk does that cannot be read."""
    raise OSError(EIO, os.strerror(EIO))


def replaced(file: Path, make: Callable[[Path], object]) -> None:
    """Let something else have the name of a file."""
    file.unlink()
    make(file)


CHANGES: dict[str, Callable[[Path], object]] = {
    "vanishes": Path.unlink,
    "is empty": lambda file: os.truncate(file, 0),
    "shrinks": lambda file: os.truncate(file, PIECE * 3 + 7),
    "grows": lambda file: file.write_bytes(file.read_bytes() + f"\n{BAD_LINES * 3}".encode()),
    "is replaced": lambda file: replaced(file, lambda it: it.write_text("[]")),
    "becomes a folder": lambda file: replaced(file, Path.mkdir),
    "becomes a link to itself": lambda file: replaced(file, lambda it: it.symlink_to(it)),
}
"""What becomes of a file while it is read."""

READING = {
    **{f"validate {format_}": f"validate . --format {format_}" for format_ in REPORTS},
    "validate with two processes": "validate . --jobs 2 --format json",
    "fix": "fix .",
    "fix --write": "fix --write .",
    "convert": "convert . -o out/ --rejects out/rejected",
    "convert --events": "convert . --events -o out/all.ndjson.gz",
}
READ = some_every_day([pytest.param(it.split(), id=name) for name, it in READING.items()], one_of=11)
OF_FEW_FORMATS = {"validate concise", "validate github", "validate gitlab", "validate sarif", "validate jsonl"}
CHANGED = [it for it in READ if longer() > 1 or it.id not in OF_FEW_FORMATS]
"""What is tried with files that change: of formats that are alike one, but in a longer run."""


@contextmanager
def broken(name: str, after: int, act: Callable[[], object]) -> Iterator[None]:
    """Let a file do something while it is read, once so many bytes of it have been read."""
    opened = Source.open
    acts = iter([act]) if act is not fail else repeat(fail)

    def once() -> None:
        next(acts, lambda: None)()

    def open_(source: Source) -> BinaryIO:
        stream = opened(source)
        is_it = Path(source.name).name == name
        return cast("BinaryIO", Broken(stream, after, once)) if is_it else stream

    with mock.patch.object(Source, "open", open_):
        yield


@pytest.mark.proof
@pytest.mark.parametrize("arguments", READ)
def test_a_file_that_cannot_be_read(program: Program, here: Path, arguments: list[str]) -> None:
    before = held_in(here)
    wrong: list[str] = []
    for after in (0, 1, PIECE, PIECE * 4):
        put_back(here, before)
        with broken("bad.ndjson", after, fail):
            done = program(*arguments)
        found = held_in(here)
        wrong += unexplained(done)
        if done.status != 2 or "bad.ndjson: Input/output error" not in done.err:
            wrong.append(f"{after}: {done.status}: {done.err[-300:]}")
        if found["bad.ndjson"] != before["bad.ndjson"] or [name for name in found if ".part" in name]:
            wrong.append(f"{after}: {[*found]}")
        if "json" in arguments and done.counts[0] < 2:
            wrong.append(f"{after}: the others are not checked")
    prove("files that cannot be read", " ".join(arguments), 4, crashes=wrong)


@pytest.mark.proof
@pytest.mark.parametrize("arguments", CHANGED)
def test_a_file_that_changes_while_it_is_read(program: Program, here: Path, arguments: list[str]) -> None:
    before = held_in(here)
    wrong: list[str] = []
    moments = (1, PIECE * 2) if longer() == 1 else (0, 1, PIECE * 2, len(BAD_LINES))
    for (name, change), after in product(CHANGES.items(), moments):
        put_back(here, before)
        with broken("fixable.ndjson", after, partial(change, here / "fixable.ndjson")):
            done = program(*arguments)
        said = f"{name} after {after}: {done.status}: {done.err[-300:]}"
        wrong += [said, *unexplained(done)] if done.status not in (0, 1, 2) or [*unexplained(done)] else []
        wrong += [f"{said}: {file}" for file in held_in(here) if ".part" in file]
        if "json" in arguments:
            json.loads(done.out)
    prove("files that change while read", " ".join(arguments), len(CHANGES) * len(moments), crashes=wrong)


@pytest.mark.proof
@pytest.mark.parametrize("arguments", CHANGED)
def test_a_file_that_changes_after_it_was_found(program: Program, here: Path, arguments: list[str]) -> None:
    before = held_in(here)
    wrong: list[str] = []
    for name, change in CHANGES.items():
        put_back(here, before)
        with changing_once_found(partial(change, here / "fixable.ndjson")):
            done = program(*arguments)
        said = f"{name}: {done.status}: {done.err[-300:]}"
        wrong += [said, *unexplained(done)] if done.status not in (0, 1, 2) or [*unexplained(done)] else []
        if name in ("vanishes", "becomes a folder", "becomes a link to itself") and done.status != 2:
            wrong.append(said)
    prove("files that change while read", f"once found, {' '.join(arguments)}", len(CHANGES), crashes=wrong)


@contextmanager
def changing_once_found(act: Callable[[], object]) -> Iterator[None]:
    """Let something happen when all files are found, and none is read."""
    found = validate_command.sources_of

    def sources_of(*given: Any, **named: Any) -> Iterator[Any]:
        items = list(found(*given, **named))
        act()
        return iter(items)

    with (
        mock.patch.object(validate_command, "sources_of", sources_of),
        mock.patch.object(fix_command, "sources_of", sources_of),
        mock.patch.object(convert_command, "sources_of", sources_of),
    ):
        yield


@pytest.mark.parametrize("name", ["/proc/self/mem", "folder.json", "loop.json", "a.json.gz", "b.json.gz"])
@pytest.mark.parametrize("command", ["validate {} good.json --format json", "fix {}", "convert {} -o out/"])
def test_what_is_no_file_to_read(program: Program, here: Path, name: str, command: str) -> None:
    (here / "folder.json").mkdir()
    (here / "loop.json").symlink_to("loop.json")
    (here / "a.json.gz").write_bytes(gzip.compress(BAD_LINES.encode())[:-9])
    (here / "b.json.gz").write_bytes(b"\x1f\x8b" + bytes(range(256)))
    done = program(*command.format(name).split())
    assert [*unexplained(done)] == []
    assert done.status in (1, 2)
    if command.startswith("validate"):
        assert done.counts[0] >= 1


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_file_that_memory_does_not_suffice_for_stops_no_other(program: Program, jobs: str) -> None:
    whole = Checks.source

    def source(checks: Checks, source: Source, advance: Any = None) -> Iterator[Outcome]:
        yield from whole(checks, source, advance)
        if source.name == "fixable.ndjson":
            raise MemoryError

    with mock.patch.object(Checks, "source", source):
        done = program("validate", ".", "--jobs", jobs, "--format", "json")
    assert done.status == 2
    assert done.err == "sde-schema: fixable.ndjson: there is not enough memory to check it\n"
    assert done.counts == (3, 31)


def test_memory_that_suffices_for_nothing(program: Program) -> None:
    with mock.patch.object(validate_command, "Run", side_effect=MemoryError):
        done = program("validate", ".")
    assert done == (2, "", "sde-schema: there is not enough memory for this\n")


class Attacked(NamedTuple):
    """A command that is attacked while it runs, and what is looked at afterwards."""

    arguments: str
    statuses: tuple[int, ...]
    """With which it may end where the attack comes too late."""


ATTACKED = {
    "validate": Attacked("validate . --format json --format sarif=out/sarif --format text=out/text", (1,)),
    "validate --jobs 2": Attacked(
        "validate . --jobs 2 --format json --format junit=out/junit --format html=out/html", (1,)
    ),
    "fix --write": Attacked("fix --write .", (0,)),
    "convert": Attacked("convert . -o out/ --rejects out/rejected", (1,)),
    "convert to one file": Attacked("convert . --events -o out/all.ndjson.gz", (1,)),
}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MOMENTS = 3
"""At so many moments each command gets a signal in CI; `SDE_SCHEMA_LONGER=34` makes them more than a hundred."""


class Attack:
    """A run of a command in a folder of its own, as a process that leads a group."""

    def __init__(self, folder: Path, files: dict[str, bytes], arguments: str, program: Sequence[str] = COMMAND) -> None:
        self.folder = folder
        folder.mkdir()
        put_back(folder, files)
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [*program, *arguments.split()],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            start_new_session=True,
        )
        self.out = self.err = ""

    def read_on(self, seconds: float) -> None:
        """Read what the processes print, for a while."""
        with suppress(subprocess.TimeoutExpired):
            self.process.communicate(timeout=seconds)

    def is_answering(self) -> bool:
        """Return whether signals are answered by the program: until then by Python, with a traceback for Ctrl-C."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return True
        return bool(int(status.partition("SigCgt:")[2].split()[0], 16) >> (signal.SIGTERM - 1) & 1)

    def helpers(self) -> list[int]:
        """Return the helper processes."""
        pid = self.process.pid
        with suppress(OSError):
            return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())]
        return []

    def ended(self) -> int | None:
        """Wait for all its processes; return the status, None if they do not end."""
        try:
            out, err = self.process.communicate(timeout=30)  # until the last process has ended
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()
            return None
        self.out, self.err = out.decode(), err.decode()
        return self.process.returncode

    def torn(self, before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
        """Yield what is neither as before nor as after a whole run, and JSON that could be taken for a whole one."""
        for name, held in held_in(self.folder).items():
            if held not in (before.get(name), after.get(name)):
                yield f"{name} is torn"
        if self.process.returncode not in (0, 1, 2) and is_json(self.out) and '"summary"' not in self.out:
            yield "JSON that is not whole"


def is_json(text: str) -> bool:
    """Return whether a text can be parsed."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def payloads() -> dict[str, bytes]:
    """Return files that keep a process busy for a while."""
    return {f"{number}.ndjson": (BAD_LINES + FIXABLE).encode() * 2 for number in range(4)}


def undisturbed(folder: Path, files: dict[str, bytes], arguments: str) -> tuple[float, float, dict[str, bytes]]:
    """Return after how long a run answers signals, how long it takes, and what the files hold then."""
    attack = Attack(folder, files, arguments)
    while not attack.is_answering():
        time.sleep(0.001)
    answering = time.monotonic() - attack.begun
    attack.ended()
    return answering, time.monotonic() - attack.begun, held_in(folder)


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("name", ATTACKED)
def test_signals_at_many_moments(here: Path, name: str) -> None:
    command, files = ATTACKED[name], payloads()
    answering, whole, after = undisturbed(here / "whole", files, command.arguments)
    crashes, hangs, leaks = [], [], []
    moments = MOMENTS * longer()
    for number in range(moments):
        how = SIGNALS[number % len(SIGNALS)]
        attack = Attack(here / str(number), files, command.arguments)
        if how == signal.SIGINT:
            while not attack.is_answering():
                time.sleep(0.001)
        time.sleep((whole - (answering if how == signal.SIGINT else 0)) * (number + 1) / moments)
        with suppress(ProcessLookupError):
            (os.killpg if number % 2 else os.kill)(attack.process.pid, how)  # by a terminal, or by another program
        status = attack.ended()
        said = f"{how.name} at {number} of {moments}: {status}: {attack.err[-300:]}"
        hangs += [said] if status is None else []
        wrong = [*attack.torn(files, after), *unexplained(Done(status or 0, attack.out, attack.err))]
        crashes += [f"{said}: {each}" for each in wrong]
        crashes += [said] if status not in (128 + how, -how, *command.statuses) else []
        leaks += [said] if SECRET in attack.out + attack.err else []
    prove("signals at any moment", name, moments, crashes=crashes, hangs=hangs, leaks=leaks)


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("all_", [False, True], ids=["one", "all"])
def test_killed_helpers(here: Path, all_: bool) -> None:  # noqa: FBT001 - a parameter
    files, arguments = payloads(), "validate . --jobs 2 --format json"
    answering, whole, _ = undisturbed(here / "whole", files, arguments)
    crashes, hangs, moments = [], [], 2 * longer()
    for number in range(moments):
        attack = Attack(here / str(number), files, arguments)
        time.sleep(answering + (whole - answering) * number / moments)
        killed = attack.helpers()[: None if all_ else 1]
        for helper in killed:
            with suppress(ProcessLookupError):
                os.kill(helper, signal.SIGKILL)
        status = attack.ended()
        said = f"{len(killed)} at {number} of {moments}: {status}: {attack.err[-300:]}"
        hangs += [said] if status is None else []
        told = "the process that read it has died" in attack.err
        is_right = status == (2 if told else 1) and is_json(attack.out) and (killed or not told)
        crashes += [said] if not is_right or [*unexplained(Done(0, attack.out, attack.err))] else []
    prove("killed helper processes", "all" if all_ else "one", moments, crashes=crashes, hangs=hangs)


@pytest.mark.slow
@pytest.mark.parametrize(("files", "status"), [(24, 1), (8, 2)])
def test_more_processes_than_may_be(here: Path, files: int, status: int) -> None:
    for number in range(30):
        (here / f"{number}.json").write_text(BAD, encoding="utf-8")
    command = ["sh", "-c", f'ulimit -n {files}; exec "$@" validate . --jobs 50 --format json', "sh", *COMMAND]
    done = subprocess.run(command, capture_output=True, env=environment(), timeout=60, check=False)
    assert [done.returncode, *unexplained(Done(0, "", done.stderr.decode()))] == [status]
    assert json.loads(done.stdout)["summary"]["files"] == (33 if status == 1 else 0)


def test_a_current_folder_that_is_gone(program: Program, here: Path) -> None:
    (here / "gone").mkdir()
    os.chdir("gone")
    (here / "gone").rmdir()
    try:
        assert program("validate", ".") == (2, "", "sde-schema: the current folder no longer exists\n")
    finally:
        os.chdir(here)


def test_a_name_that_is_as_long_as_names_may_be(program: Program, here: Path) -> None:
    names = [f"{letter * 125}.json" for letter in ("ü", "é")]
    names += [f"{'x' * 250}{number}" for number in range(3)]
    formats = [part for name in names for part in ("--format", f"json={name}")]
    assert program("validate", "good.json", *formats).status == 0
    assert all(json.loads((here / name).read_bytes())["summary"] for name in names)


def test_generated_files_on_a_full_disk(program: Program, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "docs").mkdir()
    (here / "docs" / "a.md").write_text("old", encoding="utf-8")
    monkeypatch.setattr(checkout, "checkout", lambda: here)
    monkeypatch.setattr(generate, "generated_files", lambda *_: {"docs/a.md": b"new" * 100})
    with files_no_larger_than(99):
        done = program("generate")
    said = f"sde-schema: {here / 'docs' / 'a.md'} cannot be written: File too large\n"
    assert (done.status, done.out, done.err) == (2, "rewrite docs/a.md\n", said)
    assert held_in(here / "docs") == {"a.md": b"old"}


@pytest.mark.proof
@pytest.mark.parametrize("format_", some_every_day(REPORTS, one_of=9))
def test_a_device_that_is_full_stops_no_other_report(program: Program, here: Path, format_: str) -> None:
    done = program("validate", ".", "--format", f"{format_}=/dev/full", "--format", "json=whole")
    assert (done.status, FULL in done.err) == (2, True)
    assert json.loads((here / "whole").read_bytes())["summary"]["files"] == 3
    prove("full disks", f"{format_}=/dev/full", 1, crashes=[*unexplained(done)])


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("format_", REPORTS)
def test_a_pipe_that_is_closed_from_the_start(format_: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [*COMMAND, "validate", "bad.ndjson", "--format", f"{format_}=/dev/stdout"]
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False)
    os.close(writing)
    wrong = [] if (done.returncode, done.stderr) == (141, b"") else [f"{done.returncode}: {done.stderr[-300:]!r}"]
    prove("closed pipes", words[-1], 1, crashes=wrong)


IN_SMALL_PARTS = (
    "import sys; from sde_schema.reading import file_parts; file_parts.PART = 2 * file_parts.BLOCK;"
    "from sde_schema.__main__ import run; run()"
)
"""The program, which splits files that are not large at all."""

UNDER_CHANGE = ("validate . --jobs 2 --format json", "validate . --format json", "fix --write .", "convert . -o out/")


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("arguments", UNDER_CHANGE)
def test_files_that_another_program_changes_all_the_time(here: Path, arguments: str) -> None:
    chance = Random(13)  # noqa: S311 - no secret
    lines = (f"{GOOD}\n" * 100 + BAD_LINES).encode() * 30
    files = {"0.ndjson": lines, "1.ndjson": lines, "a.ndjson.gz": gzip.compress(lines), "b.json": FIXABLE.encode()}
    crashes, hangs, rounds = [], [], longer()
    for number in range(rounds):
        attack = Attack(here / str(number), files, arguments, [sys.executable, "-c", IN_SMALL_PARTS])
        while attack.process.poll() is None:
            change = chance.choice([*CHANGES.values()])
            with suppress(OSError):
                change(attack.folder / chance.choice([*files]))
            for name in files if chance.random() < 0.5 else ():
                with suppress(OSError):
                    (attack.folder / name).write_bytes(files[name])
            attack.read_on(0.01)
        status = attack.ended()
        said = f"{number} of {rounds}: {status}: {attack.err[-300:]}"
        hangs += [said] if status is None else []
        is_whole = "json" not in arguments or is_json(attack.out)
        wrong = [*unexplained(Done(0, attack.out, attack.err))]
        wrong += [name for name in held_in(attack.folder) if ".part" in name]
        crashes += [said, *wrong] if status not in (0, 1, 2) or not is_whole or wrong else []
    prove("files that change while read", f"all the time, {arguments}", rounds, crashes=crashes, hangs=hangs)
