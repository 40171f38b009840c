"""What the package raises. All of it means that the question was wrong, never the payload."""

from __future__ import annotations


class SdeSchemaError(Exception):
    """The base of everything that this package raises."""


class UnknownVersionError(SdeSchemaError, ValueError):
    """No such schema version; the text names the ones there are."""

    def __init__(self, version: str, known: list[str]) -> None:
        super().__init__(f"no schema version {version!r}; there is {', '.join(known)}")


class UnknownSchemaError(SdeSchemaError, ValueError):
    """No such attribute type or schema document; the text names a near one or all there are."""

    def __init__(self, name: str, known: list[str], near: str | None) -> None:
        mend = f"did you mean {near!r}?" if near else f"there is {', '.join(known)}"
        super().__init__(f"no schema named {name!r}; {mend}")


class UnknownCodeError(SdeSchemaError, ValueError):
    """No such problem code; the text names the ones there are."""

    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(f"no problem code {code!r}; there is {', '.join(known)}")
