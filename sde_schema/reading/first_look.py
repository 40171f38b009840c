"""What an input is, by its first bytes and lines: files that are no text, and text that is not JSON or YAML."""

from __future__ import annotations

import re
from typing import NamedTuple

from sde_schema.codes import CORRUPT_INPUT, INVALID_ENCODING, INVALID_JSON


class Foreign(NamedTuple):
    """What an input is, to be reported once for all of it: the problem's code, the line that shows it, words."""

    code: str
    line: int
    message: str
    hint: str


def first_look(head: bytes, kind_by_name: str) -> Foreign | None:
    """Return what an input is that begins like this, None where it may be JSON, NDJSON or YAML.

    What YAML can be is not looked at where its name says that it is YAML, or nothing.
    """
    kind = binary_file(head)
    if kind:
        code = INVALID_ENCODING if is_binary(head) else INVALID_JSON
        return Foreign(code, 1, f"This is {kind.name}, not JSON.", kind.hint)
    if head.lstrip().startswith((b"{", b"[{")):
        return None
    from sde_schema.reading.wrapped_text import wrapped_text

    found = wrapped_text(head.decode(errors="replace"), kind_by_name)
    return Foreign(INVALID_JSON, *found) if found else None


def misnamed(head: bytes) -> Foreign:
    """Return that an input is named like gzip but is not, and what it is."""
    kind = binary_file(head)
    if kind:
        return Foreign(CORRUPT_INPUT, 1, f"This file is named .gz, but is {kind.name}, not gzip.", kind.hint)
    message = "This file is named .gz, but is not gzip."
    hint = "Check what it is: if it was unpacked already, rename it without `.gz`."
    if head.lstrip().startswith((b"{", b"[")):
        hint = "It looks like JSON that was unpacked already: rename it without `.gz`."
    return Foreign(CORRUPT_INPUT, 1, message, hint)


PIPE = "| sde-schema validate -"
"""How a command hands on to the validator what it prints."""


class BinaryFile(NamedTuple):
    """A kind of file: what it is called, and what to do with it."""

    name: str
    remedy: str

    @property
    def hint(self) -> str:
        """The remedy after the name."""
        noun = self.name.partition(" ")[2]
        return f"{noun[0].upper()}{noun[1:]}: {self.remedy}"


def _packed(name: str, command: str) -> BinaryFile:
    return BinaryFile(name, f"unpack it first: `{command} {PIPE}`.")


def _packed_stream(name: str, command: str) -> BinaryFile:
    """Return a kind of file that may hold a tar archive, too."""
    return BinaryFile(name, f"unpack it first: `{command} {PIPE}`; if it is a tar archive: `tar -xOf FILE {PIPE}`.")


def _exported(name: str, command: str) -> BinaryFile:
    return BinaryFile(name, f"export it as JSON first: `{command} {PIPE}`.")


def _wrong(name: str) -> BinaryFile:
    return BinaryFile(name, "check whether this is the right file.")


_PYTHON_ZLIB = "python3 -c 'import sys, zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))' < FILE"
_EXCEL = BinaryFile("an Excel workbook", "export the column with the JSON as text first.")
_PDF = _wrong("a PDF document")
_ZIP = _packed("a zip archive", "unzip -p FILE")
_TAR = _packed("a tar archive", "tar -xOf FILE")
_BZIP2 = _packed_stream("a bzip2 file", "bzip2 -dc FILE")
_BSON = _exported("a BSON file", "bsondump FILE")
_MAGIC: dict[bytes, BinaryFile] = {
    b"PK\x03\x04": _ZIP,
    b"PK\x05\x06": _ZIP,
    b"BZh": _BZIP2,
    b"\xfd7zXZ\x00": _packed_stream("an xz file", "xz -dc FILE"),
    b"]\x00\x00": _packed_stream("an LZMA file", "xz -dc FILE"),
    b"\x28\xb5\x2f\xfd": _packed_stream("a zstd file", "zstd -dc FILE"),
    b"\x04\x22\x4d\x18": _packed_stream("an lz4 file", "lz4 -dc FILE"),
    b"\x1f\x9d": _packed_stream("a compress (.Z) file", "gzip -dc FILE"),
    b"\x78\x01": _packed("a zlib stream", _PYTHON_ZLIB),
    b"\x78\x9c": _packed("a zlib stream", _PYTHON_ZLIB),
    b"\x78\xda": _packed("a zlib stream", _PYTHON_ZLIB),
    b"7z\xbc\xaf\x27\x1c": _packed("a 7z archive", "7z x -so FILE"),
    b"Rar!\x1a\x07": _packed("a RAR archive", "unrar p -inul FILE"),
    b"\xff\x06\x00\x00sNaPpY": _packed("a Snappy file", "snzip -dc FILE"),
    b"PAR1": _exported("a Parquet file", "duckdb -jsonlines -c \"FROM 'FILE'\""),
    b"Obj\x01": _exported("an Avro file", "avro-tools tojson FILE"),
    b"ORC": _exported("an ORC file", "orc-tools data FILE"),
    b"ARROW1": BinaryFile("an Arrow or Feather file", "export it as JSON first, for example with pandas."),
    b"SQLite format 3\x00": BinaryFile("an SQLite database", "export it as JSON first: `sqlite3 -json FILE QUERY`."),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": BinaryFile("an old Office document", _EXCEL.remedy),
    b"bplist00": _exported("a binary property list", "plutil -convert json -o - FILE"),
    b"%PDF-": _PDF,
    b"\x89PNG\r\n": _wrong("a PNG image"),
    b"\xff\xd8\xff": _wrong("a JPEG image"),
    b"GIF8": _wrong("a GIF image"),
    b"\x89HDF\r\n": _wrong("an HDF5 file"),
    b"\x7fELF": _wrong("an ELF program"),
}
"""What files begin with that are not text, or only seem to be."""

_BZIP2_START = re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)")
_BSON_START = re.compile(rb"...\x00[\x01-\x13\x7f\xff][^\x00-\x1f]+\x00", re.DOTALL)
"""The length of a document, less than 16 MiB as in MongoDB, and its first member: a type and a name."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_WORKBOOK = b"[Content_Types].xml"
_TAR_MARK, _TAR_OFFSET = b"ustar", 257


def binary_file(head: bytes) -> BinaryFile | None:
    """Return what a file is that begins like this, None where it may be text."""
    if _is_tar(head):
        return _TAR
    if _BSON_START.match(head):
        return _BSON
    for magic, kind in _MAGIC.items():
        if head.startswith(magic) and _is_really(head, kind):
            return _EXCEL if kind is _ZIP and _WORKBOOK in head else kind
    return None


def is_binary(head: bytes) -> bool:
    """Return whether bytes are not UTF-8; a character that is cut off at their end does not count."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) - error.start > len("\U0010ffff".encode())
    return False


def _is_tar(data: bytes) -> bool:
    return data[_TAR_OFFSET : _TAR_OFFSET + len(_TAR_MARK)] == _TAR_MARK


def _is_really(head: bytes, kind: BinaryFile) -> bool:
    """Return whether bytes of text cannot begin so by chance."""
    if kind is _BZIP2:
        return _BZIP2_START.match(head) is not None
    return kind is _PDF or _CONTROL.search(head) is not None or is_binary(head)
