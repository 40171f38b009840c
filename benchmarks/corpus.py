"""Write a made-up corpus, the same bytes for the same seed, and print how many problems it has."""

from __future__ import annotations

import argparse
import json
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from benchmarks.mistakes import repeat_mistake, spoil, warn
from benchmarks.pages import RECORDS_ON_A_PAGE, page, record
from sde_schema import catalog
from sde_schema.examples.draw import Draw
from sde_schema.examples.random_events import Payloads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Event = dict[str, Any]

MEGABYTE = 1_000_000

#: how many events a record has, in twentieths: 2.5 on average
EVENTS = (1,) * 5 + (2,) * 6 + (3,) * 5 + (4,) * 2 + (5,) * 2

#: the share of the events of a mixed corpus that have a warning, and of those that have an error
SHARE = 0.01

#: the one page has so many events for each megabyte asked for; its error is in the record so far from its end
EVENTS_FOR_A_MEGABYTE = 1000
RECORDS_AFTER_THE_ERROR = 3


class Document(NamedTuple):
    """A document of a corpus, and how many errors and warnings it has."""

    value: dict[str, Any]
    errors: int = 0
    warnings: int = 0


class Stream:
    """The valid events of a seed, and what makes them wrong."""

    def __init__(self, seed: int) -> None:
        self.draw, self.mistakes = Draw(f"corpus {seed}"), Draw(f"mistakes {seed}")
        self._payloads = Payloads(catalog.default_version(), seed, odd_share=0)

    def events(self) -> list[Event]:
        """Return the events of the next record."""
        return [self._payloads.event() for _ in range(self.draw.one(EVENTS))]

    def envelope(self) -> dict[str, Any]:
        """Return the next record without the conversation."""
        return {"sdes": {"events": self.events()}}

    def spoil_one(self, events: Sequence[Event], how: Callable[[Draw, Event], None]) -> None:
        """Change one of the events."""
        how(self.mistakes, self.mistakes.one(events))


def valid(stream: Stream) -> Iterator[Document]:
    """Yield envelopes with neither errors nor warnings."""
    while True:
        yield Document(stream.envelope())


def mixed(stream: Stream) -> Iterator[Document]:
    """Yield envelopes of which a few events have a warning, and as many an error."""
    while True:
        envelope, counts = stream.envelope(), [0, 0]
        for event in envelope["sdes"]["events"]:
            if stream.mistakes.chance(2 * SHARE):
                is_warning = stream.mistakes.chance(0.5)
                counts[is_warning] += 1
                (warn if is_warning else spoil)(stream.mistakes, event)
        yield Document(envelope, *counts)


def wrong(stream: Stream) -> Iterator[Document]:
    """Yield envelopes with one mistake in each, of many kinds."""
    while True:
        envelope = stream.envelope()
        stream.spoil_one(envelope["sdes"]["events"], spoil)
        yield Document(envelope, errors=1)


def repeated(stream: Stream) -> Iterator[Document]:
    """Yield envelopes with one mistake in each, of few kinds, as a program writes them that has them all its life."""
    while True:
        envelope = stream.envelope()
        stream.spoil_one(envelope["sdes"]["events"], repeat_mistake)
        yield Document(envelope, errors=1)


def pages(stream: Stream) -> Iterator[Document]:
    """Yield pages of 100 records with one problem in each page, in turn an error and a warning."""
    for number in count():
        lists = [stream.events() for _ in range(RECORDS_ON_A_PAGE)]
        is_warning = bool(number % 2)
        stream.spoil_one(stream.mistakes.one(lists), warn if is_warning else spoil)
        yield Document(page([record(stream.draw, events) for events in lists]), not is_warning, is_warning)


def one_page(stream: Stream, megabytes: float) -> Document:
    """Return one page without messages, with 1,000 events for each megabyte and an error near its end."""
    lists: list[list[Event]] = []
    events, wanted = 0, megabytes * EVENTS_FOR_A_MEGABYTE
    while events < wanted:
        lists.append(stream.events())
        events += len(lists[-1])
    stream.spoil_one(lists[-RECORDS_AFTER_THE_ERROR], spoil)
    return Document(page([record(stream.draw, each, 0) for each in lists]), errors=1)


STREAMS: dict[str, Callable[[Stream], Iterator[Document]]] = {
    "valid": valid,
    "mixed": mixed,
    "wrong": wrong,
    "repeated": repeated,
    "pages": pages,
}
ONE_PAGE = "one-page"
KINDS = (*STREAMS, ONE_PAGE)


def documents(kind: str, seed: int) -> Iterator[Document]:
    """Yield the documents of a kind without end."""
    return STREAMS[kind](Stream(seed))


def write(path: Path, kind: str, seed: int, megabytes: float) -> dict[str, int]:
    """Write a corpus file of at least this size and return how many documents, errors and warnings it has."""
    made = [one_page(Stream(seed), megabytes)] if kind == ONE_PAGE else documents(kind, seed)
    counts = {"documents": 0, "errors": 0, "warnings": 0}
    written, size = 0, int(megabytes * MEGABYTE)
    with path.open("wb") as out:
        for document in made:
            written += out.write(orjson.dumps(document.value, option=orjson.OPT_APPEND_NEWLINE))
            counts["documents"] += 1
            counts["errors"] += document.errors
            counts["warnings"] += document.warnings
            if written >= size:
                break
    return counts


def main(argv: Sequence[str] | None = None) -> int:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--megabytes", type=float, default=100, help="millions of bytes (default: 100)")
    parser.add_argument("--kind", choices=KINDS, default=KINDS[0])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    print(json.dumps(write(options.out, options.kind, options.seed, options.megabytes)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
