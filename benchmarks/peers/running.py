"""What the scripts of the libraries of Python share."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.lines import batches
from benchmarks.measure import CANNOT_COMPILE

if TYPE_CHECKING:
    from collections.abc import Callable

    #: says what is wrong with a line, as the library does; None where nothing is
    Check = Callable[[bytes], str | None]


def run(compiled: Callable[[Any], Check]) -> int:
    """Compile the schema that the first argument names and check each line of the file that the second names."""
    schema, corpus = map(Path, sys.argv[1:])
    try:
        check = compiled(json.loads(schema.read_bytes()))
    except Exception as error:  # noqa: BLE001 - each library has errors of its own
        sys.stderr.write(f"{error}\n")
        return CANNOT_COMPILE
    status = 0
    with corpus.open("rb", buffering=0) as stream:
        for lines in batches(stream):
            for line in lines:
                problem = check(line)
                if problem is not None:
                    print(problem)
                    status = 1
    return status
