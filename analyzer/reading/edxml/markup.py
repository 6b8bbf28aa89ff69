"""The XML of a packet: telling by its first bytes that it is one, and making a tree of what is read of it.

Only expat is used, which fetches nothing; document types, and with them all entities, are refused where they begin.
Elements of other namespaces are passed over.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from analyzer.errors import DamagedFile, InputTooLarge, UnsafeFile, UnsupportedFormat
from analyzer.reading.limits import Limits

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
#: The element that holds an attachment's bytes; all others are short.
CONTENT = "contenttransferencoded"

_ROOTS = frozenset({"edxml", "edxmlenvelope"})
_HREF = "http://www.w3.org/1999/xlink href"
_HEAD = 65_536
_CHUNK = 1_000_000
_MAX_ELEMENTS = 100_000
# The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BLANKS = b" \t\r\n"
# Programs that make a text in memory call it UTF-16 and then save it as UTF-8.
_WIDE = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"'](?:utf-?(?:16|32)|ucs)", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """An element of a packet. ``name`` is in small letters, without prefix; ``href`` is the target of an XLink."""

    name: str
    href: str = ""
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """The characters between its tags, not those of its children."""
        return "".join(self.pieces)

    def envelope(self) -> Element:
        """The envelope of a root: within it, or the root itself."""
        found = self.find("edXMLEnvelope")
        return self if found is None else found

    def all(self, name: str) -> Iterator[Element]:
        """The children of a name, in letters of any case."""
        name = name.lower()
        return (child for child in self.children if child.name == name)

    def find(self, *path: str) -> Element | None:
        """The element at the end of a path of names, the first of each.

        >>> packet = Element("code", children=[Element("codenumber", pieces=["639"])])
        >>> packet.find("CodeNumber").text, packet.find("CodeNotation")
        ('639', None)
        """
        found: Element | None = self
        for name in path:
            found = next(found.all(name), None) if found is not None else None
        return found


class _Told(Exception):
    """Ends the look at the first element."""

    def __init__(self, is_packet: bool) -> None:
        self.is_packet = is_packet


def is_packet(data: bytes) -> bool:
    """Whether the bytes begin like a packet, in any encoding and with any prefix; also one with a document type.

    >>> is_packet(b'<?xml version="1.0"?><e:edXML xmlns:e="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>')
    True
    >>> is_packet(b"<p>edXML</p>")
    False
    """
    with suppress(UnicodeDecodeError):
        head, encoding = _decoded(data[:_HEAD], "ignore")
        if not head.startswith(b"<") or b"edxml" not in head.lower():
            return False
        # Tags are the same in all encodings of eight bits; whether the one declared is known plays no part yet.
        parser = expat.ParserCreate(encoding or "iso-8859-1", " ")
        parser.StartDoctypeDeclHandler = _tell_doctype
        parser.StartElementHandler = _tell_root
        try:
            parser.Parse(head, False)
        except _Told as told:
            return told.is_packet
        except (ValueError, LookupError, expat.ExpatError):
            return False
    return False


def _tell_doctype(name: str, *declared: object) -> None:
    raise _Told(name.rpartition(":")[2].lower() in _ROOTS)


def _tell_root(name: str, attributes: object) -> None:
    namespace, _, local = name.rpartition(" ")
    raise _Told(local.lower() in _ROOTS or _is_known(namespace))


def _is_known(namespace: str) -> bool:
    return namespace.strip().rstrip("/").lower().replace("https:", "http:", 1) == NAMESPACE.lower()


def _decoded(data: bytes, errors: str = "strict") -> tuple[bytes, str | None]:
    """The bytes as expat takes them, from the first tag on, and the encoding to read them in (None: as they say)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors).encode().lstrip(_BLANKS), "utf-8"
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :].lstrip(_BLANKS), "utf-8"
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return data.decode(encoding, errors).encode(), "utf-8"
    data = data.lstrip(_BLANKS)
    return data, "utf-8" if _WIDE.match(data) else None


def parse(data: bytes, limits: Limits) -> Element:
    """The root of a packet.

    Raises UnsafeFile (document types), DamagedFile (no well-formed XML), UnsupportedFormat (another standard's packet),
    InputTooLarge.
    """
    limits.check(part=len(data))
    builder = _Builder(limits)
    try:
        prepared, encoding = _decoded(data)
        parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = True
        parser.buffer_size = _CHUNK
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = builder.open
        parser.EndElementHandler = builder.close
        parser.CharacterDataHandler = builder.read
        view = memoryview(prepared)
        for at in range(0, len(view), _CHUNK):
            parser.Parse(bytes(view[at : at + _CHUNK]), False)
        parser.Parse(b"", True)
    except (ValueError, LookupError, expat.ExpatError) as error:
        raise DamagedFile(
            f"The packet (edXML) is cut off or no well-formed XML: {error}.",
            "Gói tin edXML bị cụt hoặc không đúng cú pháp XML.",
        ) from error
    return builder.finish()


def _refuse_doctype(*declared: object) -> None:
    raise UnsafeFile(
        "The packet (edXML) declares a document type, as entity bombs do and the standard does not allow.",
        "Gói tin edXML khai DOCTYPE (dấu hiệu bom thực thể), quy chuẩn không cho phép.",
    )


class _Builder:
    """Collects the tree, within limits on its depth, its elements and its characters beside the attachments."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._root: Element | None = None
        self._open: list[Element] = []
        self._skipped = 0
        self._elements = 0
        self._characters = 0
        self._is_known = False

    def open(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        local = local.lower()
        self._elements += 1
        if self._elements > _MAX_ELEMENTS:
            raise InputTooLarge(
                f"The packet (edXML) has more than {_MAX_ELEMENTS} elements.",
                f"Gói tin edXML có quá {_MAX_ELEMENTS} phần tử.",
            )
        depth = len(self._open) + self._skipped + 1
        if depth > self._limits.depth:
            self._limits.check(depth=depth)
        known = _is_known(namespace)
        if self._root is None and namespace and not known:
            raise _foreign(namespace)
        if self._skipped or (namespace and not known):
            self._skipped += 1
            return
        self._is_known |= known
        element = Element(local, attributes.get(_HREF, ""))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def close(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._open.pop()

    def read(self, text: str) -> None:
        if self._skipped:
            return
        element = self._open[-1]
        if element.name != CONTENT:
            self._characters += len(text)
            self._limits.check(characters=self._characters)
        element.pieces.append(text)

    def finish(self) -> Element:
        if self._root is None or not self._is_known:
            raise _foreign("")
        return self._root


def _foreign(namespace: str) -> UnsupportedFormat:
    what = f"of the namespace {namespace[:200]!r}" if namespace else "without a namespace"
    what_vi = f"không gian tên {namespace[:200]!r}" if namespace else "không khai không gian tên"
    return UnsupportedFormat(
        f"The file is an edXML packet {what}; packets of QCVN 102:2016/BTTTT ({NAMESPACE}) are read. "
        "Give the document in it.",
        f"Gói tin edXML {what_vi}; chỉ đọc gói tin theo QCVN 102:2016/BTTTT ({NAMESPACE}). "
        "Hãy đưa tệp văn bản trong gói.",
    )
