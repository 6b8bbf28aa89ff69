"""Zip archives as folders of documents: what is in them, and the bytes of one of them, within limits.

An archive is opened where it is; it may be larger than memory. Its list of members is bounded before it is made, its
members must not lie over each other, and a member is unpacked no further than a document may be large.
"""

from __future__ import annotations

import io
import os
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO

from analyzer.batch.storage import is_url, local_path, opened
from analyzer.errors import AnalyzerError, DamagedFile, EncryptedFile, InputTooLarge, UnsafeFile
from analyzer.reading.containers import is_file
from analyzer.reading.edxml.markup import is_packet
from analyzer.reading.limits import DEFAULT_LIMITS, Limits

#: The most members of an archive that is read as a folder; their list is held in memory.
MOST_MEMBERS = 100_000
#: A packet (edXML) comes alone, or with the files of its one document.
_PACKET_MEMBERS = 100
_HEAD = 65_536
_SMALL = 1_000_000
_ENCRYPTED = 1
_LOCAL_HEADER = 30
_CHUNK = 1 << 20
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_ENTRY = b"PK\x01\x02"
#: More than an entry of the list takes, on average.
_LONG_ENTRY = 400
#: The end of an archive, with the longest comment.
_TAIL = 66_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, OverflowError)


def is_archive(name: str) -> bool:
    """Whether a file is read as a folder of documents: by its name.

    >>> is_archive("Cong van 2026.ZIP"), is_archive("cong-van.docx")
    (True, False)
    """
    return name.lower().endswith(".zip")


def documents(place: str) -> Iterator[str]:
    """The names of an archive's documents: none that a system added, none hidden. None at all for a packet.

    Raises MissingFile, UnreadableFile, DamagedFile, InputTooLarge, UnsafeFile.
    """
    archive = _archive(place)
    _check(archive)
    if _is_packet(archive):
        return
    seen = set()
    for member in archive.infolist():
        name = member.filename
        parts = name.split("/")
        if not is_file(member) or name in seen or parts[0] == "__MACOSX":
            continue
        if any(part.startswith((".", "~$")) and part not in (".", "..") for part in parts):
            continue
        seen.add(name)
        yield name


def read_member(place: str, member: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a document in an archive. Raises what ``documents`` raises, EncryptedFile."""
    archive = _archive(place)
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise DamagedFile(
            f"The archive has no member {member[:200]!r} any more.", f"Tệp nén không còn tệp con {member[:200]!r}."
        ) from None
    limits.check(bytes=info.file_size)
    if info.file_size > _SMALL:
        limits.check(ratio=info.file_size // max(1, info.compress_size))
    if info.flag_bits & _ENCRYPTED:
        raise EncryptedFile(
            "The archive is protected by a password; remove it and save again.",
            "Tệp nén được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi lưu lại.",
        )
    content = bytearray()
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                content += chunk
                limits.check(bytes=len(content))
    except NotImplementedError as error:
        raise UnsafeFile(
            f"The archive is packed with a method that is not read: {error}.",
            f"Tệp nén dùng phương pháp nén không được hỗ trợ: {error}.",
        ) from error
    except _DAMAGED as error:
        raise _damaged(f"the member {member[:200]!r}: {error}") from error
    if len(content) < info.file_size:
        raise _damaged(f"the member {member[:200]!r} is cut off")
    return bytes(content)


class _Opened(threading.local):
    """The archive last used by a thread: its neighbours are wanted next."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.archive: zipfile.ZipFile | None = None
        self.closing = ExitStack()


_opened = _Opened()


def forget() -> None:
    """Close the archive last used."""
    _opened.key, _opened.archive = (), None
    _opened.closing.close()


def _archive(place: str) -> zipfile.ZipFile:
    key = _identity(place)
    if _opened.archive is not None and _opened.key == key:
        return _opened.archive
    forget()
    with ExitStack() as stack:
        file = stack.enter_context(opened(place))
        try:
            _check_count(file)
            archive = stack.enter_context(zipfile.ZipFile(file))
        except AnalyzerError:
            raise
        except (*_DAMAGED, NotImplementedError) as error:
            raise _damaged(str(error)) from error
        _opened.closing = stack.pop_all()
    _opened.key, _opened.archive = key, archive
    return archive


def _identity(place: str) -> tuple[object, ...]:
    """What changes when the file does; a place far away is taken to stay as it is."""
    if is_url(place):
        return (place,)
    try:
        found = os.stat(local_path(place))
    except (OSError, ValueError):
        return (place, None)
    return place, found.st_ino, found.st_size, found.st_mtime_ns


def _check_count(file: IO[bytes]) -> None:
    """Raise InputTooLarge before a list of too many members is made: entries are counted, not believed."""
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(0, size - _TAIL))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("no list of members at its end")
    lists = [(start + at, struct.unpack("<L", tail[at + 12 : at + 16])[0])]
    wide = tail.rfind(_END_64, 0, at)
    if wide >= 0 and len(tail) >= wide + 56:
        lists.append((start + wide, struct.unpack("<Q", tail[wide + 40 : wide + 48])[0]))
    for end, length in lists:
        if length > end:
            continue  # stands for the wide one, or is damaged
        entries = 0
        if length <= MOST_MEMBERS * _LONG_ENTRY:
            file.seek(end - length)
            entries = file.read(length).count(_ENTRY)
        if entries > MOST_MEMBERS or length > MOST_MEMBERS * _LONG_ENTRY:
            raise InputTooLarge(
                f"The archive has more than {MOST_MEMBERS} members. Pack fewer into one archive.",
                f"Tệp nén có hơn {MOST_MEMBERS} tệp con. Hãy chia thành nhiều tệp nén nhỏ hơn.",
            )
    file.seek(0)


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise UnsafeFile(
                "The members of the archive overlap, as in a zip bomb.",
                "Các tệp con trong tệp nén chồng lên nhau (dấu hiệu bom nén).",
            )
        end = member.header_offset + _LOCAL_HEADER + member.compress_size


def _is_packet(archive: zipfile.ZipFile) -> bool:
    """Whether the archive is one document: an edXML packet and what belongs to it."""
    members = [m for m in archive.infolist() if is_file(m)]
    if len(members) > _PACKET_MEMBERS:
        return False
    return sum(is_packet(_head(archive, member)) for member in members) == 1


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        return b""
    try:
        with archive.open(member) as file:
            return file.read(_HEAD)
    except (*_DAMAGED, NotImplementedError):
        return b""  # whoever reads the member will say so


def _damaged(reason: str) -> DamagedFile:
    return DamagedFile(f"The archive is damaged: {reason[:300]}.", f"Tệp nén bị hỏng: {reason[:300]}.")
