"""Values that appear nowhere else, and how they are found again in what was printed."""

from __future__ import annotations

import hashlib
import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.program import Done

EMAIL, PHONE = "vexqorp.jalmuk@zibquonk.qorvex", "+49 170 83 92 64 15 27"
RUN = re.compile(r"[A-Za-z]{5,}|[0-9 ]{8,}")


class Secrets:
    """Makes values that appear nowhere else, and finds them again."""

    def __init__(self) -> None:
        self.made = [EMAIL, PHONE]
        self._numbers = count(1)

    def string(self) -> str:
        """Return a new secret string."""
        digest = hashlib.sha256(str(next(self._numbers)).encode()).digest()
        self.made.append("".join(chr(ord("A") + byte % 26 + 32 * (byte % 2)) for byte in digest[:14]))
        return self.made[-1]

    def number(self) -> int:
        """Return a new secret number."""
        self.made.append("9" + str(int(hashlib.sha256(self.string().encode()).hexdigest(), 16))[:11])
        return int(self.made[-1])

    def leaked_by(self, done: Done) -> set[str]:
        """Return the secrets of which a part appears in what was printed."""
        printed = " ".join(set(RUN.findall(done.out + done.err)))
        parts = {part: secret for secret in self.made for run in RUN.findall(secret) for part in windows(run)}
        return {secret for part, secret in parts.items() if part in printed}


def windows(run: str) -> Iterator[str]:
    """Yield the parts of a secret that are long enough to give it away."""
    width = 5 if run.isalpha() else 8
    return (run[at : at + width] for at in range(len(run) - width + 1))
