"""A look into an OLE2 container before a converter gets it: is it whole, does it want a password, has it macros?

Of [MS-CFB] only the directory is read, of [MS-DOC] only the head of the File Information Block.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.errors import DamagedFile, EncryptedFile
from analyzer.reading.containers import has_macros

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_HEAD = 34  # bytes of the File Information Block that always are there
_ENTRY = 128
_SMALL_SECTOR = 64
_FAT_IN_HEADER = 109
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks, not places
_WORD_97 = 0xA5EC
_WORD_6 = (0xA5DC, 0xA5DB)
_ENCRYPTED = 0x0100
_MACROS = ("_vba_project", "macros")


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage of the container: its name, first sector and size in bytes."""

    name: str
    sector: int
    size: int


def check(data: bytes) -> None:
    """Raise the error for a Word 97 document that is damaged, wants a password or holds macros.

    >>> check(MAGIC + bytes(2_000))
    Traceback (most recent call last):
    analyzer.errors.DamagedFile: The Word document (.doc) is damaged or cut off: no directory.
    """
    found = list(entries(data))
    if not found:
        raise _damaged("no directory", "thiếu thư mục gốc")
    names = {entry.name.lower() for entry in found}
    if not names.isdisjoint(_MACROS):
        raise has_macros()
    document = next((e for e in found if e.name == "WordDocument"), None)
    at = _start(data, document, root=found[0]) if document else len(data)
    if at + _HEAD > len(data):
        raise _damaged("no text stream", "thiếu phần văn bản")
    magic, _, _, _, _, flags = struct.unpack_from("<6H", data, at)
    if magic in _WORD_6:
        return
    if magic != _WORD_97:
        raise _damaged("no Word text stream", "phần văn bản không đúng định dạng Word")
    if flags & _ENCRYPTED:
        raise EncryptedFile(
            "The document is protected by a password; remove it and save again.",
            "Tài liệu được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi lưu lại.",
        )


def _damaged(what: str, what_vi: str) -> DamagedFile:
    return DamagedFile(
        f"The Word document (.doc) is damaged or cut off: {what}.",
        f"Tệp Word (.doc) bị hỏng hoặc bị cụt: {what_vi}.",
    )


def _sector_size(data: bytes) -> int:
    return 1 << min(max(int.from_bytes(data[30:32], "little"), 7), 12)


def _place(sector: int, size: int) -> int:
    return (sector + 1) * size


def _start(data: bytes, stream: Entry, root: Entry) -> int:
    """Where the first byte of a stream lies. Small streams lie together, in the stream of the root entry."""
    size = _sector_size(data)
    if stream.size >= int.from_bytes(data[56:60], "little"):
        return _place(stream.sector, size)
    steps, rest = divmod(stream.sector * _SMALL_SECTOR, size)
    fat, sector = _fat(data, size), root.sector
    for _ in range(min(steps, len(fat))):
        sector = fat[sector] if sector < len(fat) else _LAST
    return _place(sector, size) + rest


def entries(data: bytes) -> Iterator[Entry]:
    """The entries of the directory of an OLE2 container, as far as its chain of sectors can be followed."""
    if len(data) < _HEADER:
        return
    size = _sector_size(data)
    fat = _fat(data, size)
    sector = int.from_bytes(data[48:52], "little")
    # A chain that comes back to itself is longer than the file has sectors.
    for _ in range(len(data) // size):
        place = _place(sector, size)
        if sector >= _LAST or place + size > len(data):
            return
        for at in range(place, place + size, _ENTRY):
            length = int.from_bytes(data[at + 64 : at + 66], "little")
            if data[at + 66] and 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                yield Entry(name, *struct.unpack_from("<II", data, at + 116))
        sector = fat[sector] if sector < len(fat) else _LAST


def _fat(data: bytes, size: int) -> list[int]:
    """The table of which sector follows which; that of the first 109 sectors of the table, 7 MB of document."""
    fat: list[int] = []
    for sector in struct.unpack_from(f"<{_FAT_IN_HEADER}I", data, 76):
        place = _place(sector, size)
        if sector >= _LAST or place + size > len(data):
            break
        fat += struct.unpack_from(f"<{size // 4}I", data, place)
    return fat
