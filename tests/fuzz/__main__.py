"""The fuzzer: looks for bytes with which what must hold does not hold, guided by which lines of the program they reach.

`python -m tests.fuzz` runs for ten minutes; arguments go to libFuzzer (`-max_total_time=60`, a file to try again). It
needs atheris: `pip install --editable '.[fuzz]'`.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

with atheris.instrument_imports(include=["sde_schema"]):
    import sde_schema

    for module in walk_packages(sde_schema.__path__, "sde_schema."):
        if module.name.split(".")[1] not in {"__main__", "arrow", "spark", "pages"}:
            import_module(module.name)  # also what the program imports where it needs it
    from tests.fuzz import oracles, seeds

USUAL = (
    "-max_total_time=600",
    "-artifact_prefix=tests/fuzz/found-",
    "-max_len=2048",
    "-timeout=20",
    "-rss_limit_mb=2048",
    "-print_final_stats=1",
)


def _run(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        corpus, words, work = folder / "corpus", folder / "words", folder / "work"
        corpus.mkdir()
        work.mkdir()
        for index, seed in enumerate(seeds.seeds()):
            (corpus / str(index)).write_bytes(seed)
        words.write_text("".join(f"{word}\n" for word in seeds.dictionary()), encoding="utf-8")

        def one(data: bytes) -> None:
            if data:
                way, text = seeds.split(data)
                oracles.hold(text, way, work)

        own = [] if any(not each.startswith("-") for each in arguments) else [str(corpus)]
        atheris.Setup([sys.argv[0], *USUAL, f"-dict={words}", *arguments, *own], one)
        atheris.Fuzz()


if __name__ == "__main__":
    _run(sys.argv[1:])
