"""Small OLE2 containers for the tests: one sector of table, the directory, the head of a Word document."""

from __future__ import annotations

import struct

_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(*names: str, document: bytes = b"", sector: int = 2) -> bytes:
    """A container with streams of these names. ``document`` is the text stream of all of them, in sector 2."""
    size = 512
    directory = b"".join(
        map(_entry, ["Root Entry", *names], [5] + [2] * len(names), [len(document)] * (len(names) + 1))
    )
    directory = directory.ljust((len(directory) + size - 1) // size * size, b"\0")
    count = len(directory) // size
    first = 2 + (len(document) + size - 1) // size
    chain = [_TABLE, _END, *range(3, first), *([_END] if document else [])]
    chain = chain[:first] + list(range(first + 1, first + count)) + [_END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(size, b"\xff")
    header = bytearray(size)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, first)
    struct.pack_into("<I", header, 56, 4096)
    struct.pack_into("<4I", header, 60, _END, 0, _END, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    body = document.ljust((first - 2) * size, b"\0")
    return bytes(header) + table + bytes(size) + body + directory


def _entry(name: str, kind: int, length: int) -> bytes:
    written = name.encode("utf-16-le")
    entry = bytearray(128)
    entry[: len(written)] = written
    struct.pack_into("<HBB3I", entry, 64, len(written) + 2, kind, 1, _FREE, _FREE, _FREE)
    struct.pack_into("<II", entry, 116, 2, length)
    return bytes(entry)


def word_head(*, magic: int = 0xA5EC, encrypted: bool = False) -> bytes:
    """The head of the text stream of a Word document, without text."""
    return struct.pack("<6H", magic, 0xC1, 0, 0x42A, 0, 0x0100 if encrypted else 0).ljust(4096, b"\0")
