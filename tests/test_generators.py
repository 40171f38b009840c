"""The guide on exports: its generators of code run as printed, and events pass through what they make."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from sde_schema import catalog
from sde_schema.catalog import EVENT, flat
from sde_schema.exporting import FORMATS
from tests.support.exports import FORMATS_FOLDER, INSTALL_FORMATS, TYPED, compiled, fixed_events, random_events
from tests.support.needs import need
from tests.support.paths import DOCS
from tests.support.sessions import blocks
from tests.support.spark import need_spark

pytestmark = pytest.mark.slow
QUICKTYPE = FORMATS_FOLDER / "node_modules" / ".bin"
JACKSON = [Path("/usr/share/java") / f"jackson-{part}.jar" for part in ("core", "annotations", "databind")]
DEBIAN = "apt-get install default-jdk-headless golang-go libjackson2-databind-java"

GO = """package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		event, err := UnmarshalEvent(lines.Bytes())
		if err != nil {
			panic(err)
		}
		text, _ := event.Marshal()
		fmt.Println(string(text))
	}
}
"""
JAVA = """import com.example.sde.Event;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.*;
import java.nio.charset.StandardCharsets;

class Main {
    public static void main(String[] arguments) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var mapper = new ObjectMapper();
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line; (line = lines.readLine()) != null;) {
            out.println(mapper.writeValueAsString(mapper.readValue(line, Event.class)));
        }
    }
}
"""
"""Programs that read events, a line each, into what a generator made, and write them again."""


@cache
def _block(title: str) -> str:
    """Return the block of the guide that has a title."""
    (found,) = (b for b in blocks((DOCS / "guides" / "exports.md").read_text(encoding="utf-8")) if b.title == title)
    return found.text


@cache
def _events() -> list[Any]:
    fixed = [event for name in catalog.attribute_types(TYPED) for event in fixed_events(TYPED, name)]
    return [*fixed, *random_events(TYPED, 200)]


@pytest.fixture
def folder(here: Path) -> Path:
    """A folder with the document of types that the guide's commands read."""
    (here / "event.schema.json").write_text(json.dumps(flat.types(EVENT, TYPED)), encoding="utf-8")
    return here


def _run(folder: Path, *command: str, text: str = "", path: Path | None = None) -> str:
    search = os.pathsep.join([*([str(path)] if path else []), str(Path(sys.executable).parent), os.environ["PATH"]])
    settings = {
        **os.environ,
        "PATH": search,
        "GOFLAGS": "-mod=mod",
        "GOCACHE": str(folder / "cache"),
        "GO111MODULE": "on",
    }
    done = subprocess.run(
        command, cwd=folder, env=settings, input=text.encode(), capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def _passes(written: str) -> None:
    """Hold the lines of a program to the events; what is null or empty may be left out."""
    assert [_bare(json.loads(line)) for line in written.splitlines()] == [_bare(event) for event in _events()]


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        held = {name: _bare(each) for name, each in value.items()}
        return {name: each for name, each in held.items() if each not in (None, [], {})}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def _lines() -> str:
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in _events())


def test_pydantic_takes_every_event_and_refuses_what_has_another_type(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(found=find_spec("datamodel_code_generator") is not None, what="pip install 'sde-schema[generators]'")
    _run(folder, "bash", "-c", _block("pydantic.sh"))
    spec = spec_from_file_location("generated_event", folder / "event.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)  # where Pydantic looks for the names of types
    spec.loader.exec_module(module)
    for event in _events():
        assert module.Event.model_validate(event).model_dump(exclude_unset=True) == event
    refused: list[Any] = [{"lead": {"lead": {}}}, {"lead": {"serverTimeStamp": "x", "lead": {}}}, {"laed": {}}]
    for wrong in refused:
        with pytest.raises(ValueError, match="validation error"):
            module.Event.model_validate(wrong)


def _quicktype(folder: Path) -> None:
    need(found=(QUICKTYPE / "quicktype").exists(), what=f"quicktype ({INSTALL_FORMATS})")
    (folder / "java").mkdir()
    _run(folder, "bash", "-ec", _block("quicktype.sh"), path=QUICKTYPE)


def test_go_reads_and_writes_every_event(folder: Path) -> None:
    need(found=shutil.which("go") is not None, what=f"Go ({DEBIAN})")
    _quicktype(folder)
    (folder / "main.go").write_text(GO, encoding="utf-8")
    (folder / "go.mod").write_text("module example.com/sde\n\ngo 1.19\n", encoding="utf-8")
    _run(folder, "go", "build", "-o", "passing", ".")
    _passes(_run(folder, str(folder / "passing"), text=_lines()))


def test_java_reads_and_writes_every_event(folder: Path) -> None:
    is_there = shutil.which("javac") is not None and all(jar.exists() for jar in JACKSON)
    need(found=is_there, what=f"a JDK and Jackson ({DEBIAN})")
    _quicktype(folder)
    (folder / "Main.java").write_text(JAVA, encoding="utf-8")
    classes = os.pathsep.join([*map(str, JACKSON), str(folder / "classes")])
    (folder / "java" / "Converter.java").unlink()  # a shorthand; Debian's Jackson declares an exception that it misses
    sources = ["Main.java", *(str(file) for file in (folder / "java").glob("*.java"))]
    _run(folder, "javac", "-encoding", "UTF-8", "-d", "classes", "-cp", classes, *sources)
    _passes(_run(folder, "java", "-cp", classes, "Main", text=_lines()))


def test_the_typescript_of_the_guide_is_compiled(folder: Path) -> None:
    (folder / "event.ts").write_bytes(FORMATS["typescript"].written(TYPED, [EVENT], timestamps=False))
    (folder / "total.ts").write_text(_block("total.ts"), encoding="utf-8")
    assert compiled(folder, "total.ts") == ""


def test_the_spark_of_the_guide_shows_the_purchases(folder: Path) -> None:
    need_spark()
    (folder / "event.spark.json").write_bytes(FORMATS["spark"].written(TYPED, [EVENT], timestamps=False))
    (folder / "read_spark.py").write_text(_block("read_spark.py"), encoding="utf-8")
    (folder / "events.ndjson").write_text(_block("purchase.json"), encoding="utf-8")
    written = _run(folder, sys.executable, "read_spark.py")
    assert "2015-08-24" in written
    assert "|11.7|" in written.replace(" ", "")
