"""Thousands of strings that are near what the patterns of the schemas match."""

from __future__ import annotations

from functools import cache
from random import Random

from tests.support.schemas import every_example

ALIKE = (
    "0", "9", "a", "z", "A", "Z", ".", "-", "+", "*", "@", "#", "(", ")", "/", " ", "x", "ext", "e", "E", "T", ":",
    "\n", "\r", "\r\n", "\t", "\v", "\f", "\0", "\x1c", "\x1f", "\x7f", "\x85", "\xa0", "\xad", "\u1680", "\u2003",
    "\u2028", "\u2029", "\u200b", "\u202f", "\u3000", "\ufeff", "\u0660", "\u0663", "\u06f4", "\u0966", "\u0e51",
    "\uff10", "\uff13", "\uff0b", "\uff0e", "\uff20", "\u2212", "²", "½", "Ⅳ", "ſ", "\u212a", "İ", "ß", "é", "e\u0301",
    "\U0001d7d8", "\U0001d7df", "\U0001f600", "\U0001f468\u200d\U0001f469", "\U0010ffff", "\ufffd", "\ue000",
)  # fmt: skip
"""What to put into a string: what patterns name, kinds of spaces and breaks, digits and signs of other scripts."""
SEEDS = (
    "", "0", "00", "7", "07", "12", "13", "31", "32", "1980", "9999", "10000", "34.0", "-400.99", "34.", ".5", "1e5",
    "+1.5E-3", "1_000", "1,000", "0x1F", "NaN", "Infinity", "1440412721832", "946684799999", "946684800000", "94668479",
    "4102444799999", "4102444800000", "00001440412721832", "0001440412721832", "9007199254740991", "9007199254740992",
    "9999999999999999", "USD", "usd", "****", "*", "a*b", "ada@example.com", "a@b.c", "a@b", "@b.c", "a@b..c", "a@b.c.",
    "a b@c.d", "a@@b.c", "+1 212-555-0188", "(212) 555.0188 ext. 12", "212/5550188x7", "5550188#123456", "555 01 88 ",
    "123", "1" * 20, "1" * 21, "+ + 1 2 3 4", "null", "true", "tel:+1-202-555-0188;ext=5", "1-800-FLOWERS",
    "1-800-flowers", "0800 555 extension 12", "\u200e+972\u20113\u2013555\u22120188", "mailto:a@b.c", "150", "150.0",
    "151", "149.9", "-0", "-0.0", "1849", "1850", "2099", "2100", "--1", "1-", "-",
)  # fmt: skip
MUTANTS = 35
"""How many strings are made from each seed."""


@cache
def strings() -> tuple[str, ...]:
    """Return thousands of strings that are near what the patterns match."""
    random = Random(20140823)  # noqa: S311 - the same strings in each run
    framed = [f"{before}{seed}{after}" for seed in SEEDS for before, after in _frames()]
    mutants = [_mutant(random, seed) for seed in (*SEEDS, *_example_strings()) for _ in range(MUTANTS)]
    return tuple(dict.fromkeys([*framed, *mutants]))


def _frames() -> list[tuple[str, str]]:
    return [("", ""), *(("", piece) for piece in ALIKE), *((piece, "") for piece in ALIKE)]


def _example_strings() -> list[str]:
    return sorted({example for example in every_example() if isinstance(example, str)})


def _mutant(random: Random, text: str) -> str:
    for _ in range(random.randint(1, 3)):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 0, 1, 2)))
        piece = random.choice(ALIKE) if random.random() < 0.8 else text[start : start + 3] * 2
        text = text[:start] + piece + text[end:]
    return text
