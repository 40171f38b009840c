"""What the package raises. All of it means that the question was wrong, never the payload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.terminal import file_name

if TYPE_CHECKING:
    from collections.abc import Callable


class SdeSchemaError(Exception):
    """The base of everything that this package raises; all of it can be pickled."""

    def __reduce__(self) -> tuple[Callable[..., SdeSchemaError], tuple[Any, ...]]:
        return _again, (type(self), *self.args)


def _again(kind: type[SdeSchemaError], *words: Any) -> SdeSchemaError:
    """Return an error with its words, which its class makes of something else."""
    error = kind.__new__(kind, *words)
    Exception.__init__(error, *words)
    return error


class UnknownVersionError(SdeSchemaError, ValueError):
    """No such schema version; the text names the ones there are."""

    def __init__(self, version: str, known: list[str]) -> None:
        super().__init__(f"no schema version {version!r}; there is {', '.join(known)}")


class UnknownSchemaError(SdeSchemaError, ValueError):
    """No such attribute type or schema document; the text names a near one or all there are."""

    def __init__(self, name: str, known: list[str], near: str | None) -> None:
        advice = f"did you mean {near!r}?" if near else f"there is {', '.join(known)}"
        super().__init__(f"no schema named {name!r}; {advice}")


class UnknownCodeError(SdeSchemaError, ValueError):
    """No such problem code; the text names near ones, or all there are."""

    def __init__(self, code: str, known: list[str], near: list[str]) -> None:
        advice = f"did you mean {' or '.join(near)}?" if near else f"there is {', '.join(known)}"
        super().__init__(f"no problem code {code!r}; {advice}")


class NotFlatError(SdeSchemaError, ValueError):
    """A document cannot be written without references, because a part contains itself; the text names the part."""

    def __init__(self, name: str, part: str) -> None:
        super().__init__(f"{name} cannot be flat: {part} contains itself; use a bundle instead")


class ConfigurationError(SdeSchemaError, ValueError):
    """A configuration file is wrong or cannot be read; the text says where and why, a line for each mistake."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(map(file_name, mistakes)))


class MissingLibraryError(SdeSchemaError, RuntimeError):
    """A library that a command or a module needs is not installed; the text says how to install it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"this needs {library}, which is not installed: pip install 'sde-schema[{extra}]'")


class UnreadableError(SdeSchemaError, OSError):
    """A file or standard input cannot be opened or read; ``strerror`` says why, ``filename`` which one."""

    def __reduce__(self) -> tuple[Callable[..., SdeSchemaError], tuple[Any, ...]]:
        return type(self), (self.errno, self.strerror, self.filename)

    @classmethod
    def of(cls, error: OSError) -> UnreadableError:
        """Return it with the number, the words and the file of an error of the operating system."""
        return cls(error.errno, error.strerror or type(error).__name__, error.filename)


class NoCheckoutError(SdeSchemaError, RuntimeError):
    """What is to be rewritten is in a checkout of the project only, and this is none."""

    def __init__(self) -> None:
        super().__init__(
            "generate rewrites docs/ and examples/ of the project itself, and this is an installed package:"
            " run python -m sde_schema generate in a checkout"
        )
