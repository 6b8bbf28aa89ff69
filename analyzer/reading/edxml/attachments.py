"""The files of a packet: what the manifest names, decoded from base64 and unpacked.

Senders put a file in as it is or packed: a zip with the file as its only member, whatever that is called, or gzip. A
zip of several files stands for those files. All are unpacked once, and together within the limits of an archive.
"""

from __future__ import annotations

import binascii
import re
import zipfile
import zlib
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.errors import DamagedFile, InputTooLarge, UnreadableInput, UnsafeFile, UnsupportedFormat
from analyzer.reading.containers import check_members, is_file, list_members, unpack
from analyzer.reading.edxml.markup import CONTENT, Element
from analyzer.reading.edxml.values import value_of
from analyzer.reading.limits import Limits

_BLANKS = b" \t\r\n"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_CHUNK = 65_536
# Below it packed blanks exceed any ratio and harm nobody.
_SMALL = 1_000_000
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
_NAMELESS = "?"
_LABEL = "base64"
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a packet: its bytes, or the problem with them; neither where the packet only names it."""

    name: str
    data: bytes | None = None
    problem: UnreadableInput | None = None


def named(name: str, error: UnreadableInput) -> UnreadableInput:
    """The error with the name of the file it is about."""
    name = name[:_SHOWN]
    return type(error)(
        f'The attachment "{name}" of the packet: {error.message}',
        f'Tệp đính kèm "{name}" của gói tin: {error.message_vi}',
    )


@dataclass(slots=True)
class _Entry:
    """A file as manifest and encoded part tell of it; both may be wanting."""

    id: str
    name: str | None
    description: str | None
    content: str | None = None

    def marks(self) -> list[tuple[str, str]]:
        """What it can be known by, the surer first."""
        return [(what, value) for what, value in (("id", self.id), ("name", self.name)) if value]

    def take(self, other: _Entry) -> None:
        """Add what the encoded part says of the same file."""
        self.content = other.content
        self.name = self.name or other.name
        self.description = self.description or other.description


def read_attachments(root: Element, beside: Mapping[str, bytes], limits: Limits) -> list[Attachment]:
    """The files in the order of the manifest, those that it does not name behind them.

    ``beside`` are files that came along with the packet in an archive, by name; the manifest may name those too. Raises
    InputTooLarge and UnsafeFile; a file that cannot be decoded is returned with its problem.
    """
    found: list[Attachment] = []
    for files in _unpacked(_entries(root), beside, _Unpacker(limits)):
        found += files
        limits.check(members=len(found))
    return found


def _unpacked(
    entries: Sequence[_Entry], beside: Mapping[str, bytes], unpacker: _Unpacker
) -> Iterator[Sequence[Attachment]]:
    """The files behind each entry, and each that came along without one."""
    rest = {_basename(name).casefold(): name for name in beside}
    for entry in entries:
        name = entry.name or entry.description or _NAMELESS
        if entry.content is None and (match := rest.pop(_basename(name).casefold(), None)) is not None:
            yield unpacker.files(name, beside[match])
        else:
            yield unpacker.decoded(name, entry)
    for name in rest.values():
        yield unpacker.files(_basename(name), beside[name])


def _entries(root: Element) -> list[_Entry]:
    """What the manifest names, joined with what is encoded, by identifier or else by name."""
    envelope = root.envelope()
    manifest = envelope.find("edXMLBody", "edXMLManifest")
    entries = [_entry(e) for e in manifest.all("Reference")] if manifest is not None else []
    free: dict[tuple[str, str], deque[_Entry]] = defaultdict(deque)
    for entry in entries:
        for known in entry.marks():
            free[known].append(entry)
    for holder in (root,) if envelope is root else (root, envelope):
        for part in holder.all("AttachmentEncoded"):
            for element in part.all("Attachment"):
                found = _encoded(element)
                match = next((e for known in found.marks() if (e := _next(free[known])) is not None), None)
                if match is None:
                    entries.append(found)
                else:
                    match.take(found)
    return entries


def _next(waiting: deque[_Entry]) -> _Entry | None:
    """The first entry that has no content yet; those that have are dropped."""
    while waiting and waiting[0].content is not None:
        waiting.popleft()
    return waiting[0] if waiting else None


def _entry(element: Element) -> _Entry:
    found = element.find("ContentId")
    identifier = found.text if found is not None else ""
    name, description = (
        value_of(child.text) if (child := element.find(part)) is not None else None
        for part in ("AttachmentName", "Description")
    )
    return _Entry((identifier.strip() or element.href.strip()).removeprefix("cid:").casefold(), name, description)


def _encoded(element: Element) -> _Entry:
    entry = _entry(element)
    content = element.find(CONTENT)
    text = content.text.strip() if content is not None else ""
    # Some write the name of the encoding where its result should stand.
    if text[: len(_LABEL) + 1].lower() not in ("", _LABEL):
        entry.content = text
    return entry


def _basename(name: str) -> str:
    return re.split(r"[/\\]", name)[-1] or name


class _Unpacker:
    """Decodes and unpacks, counting what all files come to."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0

    def decoded(self, name: str, entry: _Entry) -> list[Attachment]:
        """The files behind an entry of the manifest."""
        if entry.content is None:
            return [Attachment(name)]
        try:
            data = _base64(entry.content)
        except ValueError as error:
            return [Attachment(name, problem=_undecodable(error))]
        return self.files(name, data)

    def files(self, name: str, data: bytes) -> list[Attachment]:
        """The file itself, or what it is the packing of."""
        try:
            self._count(len(data))
            if data.startswith(_GZIP):
                return [Attachment(_without(name, ".gz"), self._gunzip(data))]
            if data.startswith(_ZIP):
                return list(self._unzip(name, data))
        except (InputTooLarge, UnsafeFile) as error:
            raise named(name, error) from error
        except UnreadableInput as problem:
            return [Attachment(name, problem=problem)]
        return [Attachment(name, data)]

    def _unzip(self, name: str, data: bytes) -> Iterator[Attachment]:
        members = list_members(data, self._limits)
        check_members(members, self._limits)
        files = [m for m in members if is_file(m) and not m.filename.startswith("__MACOSX/")]
        if not files or any(m.filename in _OFFICE for m in files):
            # A document of Word, Excel or LibreOffice is a zip itself.
            yield Attachment(name, data)
            return
        method = next((m.compress_type for m in files if m.compress_type not in _METHODS), None)
        if method is not None:
            raise UnsupportedFormat(
                f"It is a zip archive packed with method {method}, which is not read: pack it as an ordinary zip.",
                f"Tệp nén zip dùng phương pháp {method}, chưa hỗ trợ: hãy nén lại theo cách thông thường.",
            )
        for member in files:
            self._count(member.file_size)
            content = unpack(data, member)
            if len(files) == 1:
                yield Attachment(_without(name, ".zip"), content)
            else:
                inner = value_of(member.filename.replace("/", " / ")) or _NAMELESS
                yield Attachment(f"{name}: {inner}", content)

    def _gunzip(self, data: bytes) -> bytes:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        content = bytearray()
        rest = data
        try:
            while not unpacker.eof and (piece := unpacker.decompress(rest, _CHUNK)):
                rest = unpacker.unconsumed_tail
                self._count(len(piece))
                content += piece
                if len(content) > _SMALL:
                    self._limits.check(ratio=len(content) // len(data))
        except zlib.error as error:
            raise _broken_gzip(str(error)) from error
        if not unpacker.eof:
            raise _broken_gzip("cut off")
        return bytes(content)

    def _count(self, size: int) -> None:
        self._unpacked += size
        self._limits.check(unpacked=self._unpacked)


def _base64(text: str) -> bytes:
    """The bytes; line breaks and lost padding do no harm, anything else raises ValueError."""
    packed = text.encode("ascii").translate(None, _BLANKS)
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4), strict_mode=True)


def _without(name: str, suffix: str) -> str:
    return name[: -len(suffix)] if name.lower().endswith(suffix) and len(name) > len(suffix) else name


def _undecodable(error: ValueError) -> DamagedFile:
    return DamagedFile(f"Its base64 is damaged or cut off: {error}.", "Mã base64 bị hỏng hoặc bị cụt.")


def _broken_gzip(reason: str) -> DamagedFile:
    return DamagedFile(f"Its gzip packing is damaged: {reason}.", "Tệp nén gzip bị hỏng.")
