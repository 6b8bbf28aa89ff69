"""Reading: the bytes of a document → Manuscript.

The format is decided by the bytes, never by the file's name. What cannot be read ends in a typed error of
``analyzer.errors``; what was repaired or left unread is a note of the manuscript.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from analyzer.reading.composer import Composer
from analyzer.reading.containers import check_markup, check_parts
from analyzer.reading.edxml.markup import is_packet
from analyzer.reading.encodings import decode
from analyzer.reading.limits import DEFAULT_LIMITS, Limits
from analyzer.reading.manuscript import Block, LineBox, Manuscript, Reader, ReadingNote, Source
from analyzer.reading.progress import Progress, Report, silent
from analyzer.reading.sniff import sniff
from analyzer.reading.text import read_text

__all__ = ["DEFAULT_LIMITS", "Block", "Limits", "LineBox", "Manuscript", "Progress", "ReadingNote", "Source", "read"]

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML = re.compile(
    # A comment ends at its first "-->", or five of them could be shared out in very many ways.
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,50})?(?:<!--(?:(?!-->).){0,2000}-->\s{0,200}){0,5}"
    r"<(?:!doctype\s{1,200}html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s{0,200}<(?:div|p|table|article|section|main|h[1-6]|span|meta|title|ul|ol|center|font)\b[^>]{0,2000}>", re.I
)
_CLOSING = re.compile(r"</(?:div|p|table|article|section|main|h[1-6]|span|title|ul|ol|center|font)>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,20})", re.IGNORECASE)


def read(
    source: bytes | Path | str,
    name: str | None = None,
    *,
    limits: Limits = DEFAULT_LIMITS,
    report: Report = silent,
) -> Manuscript:
    """Read a document: bytes of a file, the path of one, or text that is decoded already (plain or HTML).

    ``name`` is kept in the manuscript's source and decides nothing; a path gives its own. ``report`` is told how far
    recognising the text of scanned pages is. Raises UnreadableInput (EmptyDocument, UnsupportedFormat, DamagedFile,
    EncryptedFile, NoTextLayer, InputTooLarge, MissingTool), and OSError where a path cannot be opened. Of a packet
    (edXML) the document in it is read.

    >>> manuscript = read("KẾ HOẠCH\\nSố: 05/KH-UBND\\nSTT | Nhiệm vụ\\n1 | Rà soát thủ tục".encode())
    >>> [(block.kind, manuscript.text[block.start : block.end]) for block in manuscript.blocks][1:3]
    [('paragraph', 'Số: 05/KH-UBND'), ('row', 'STT | Nhiệm vụ')]
    """
    if isinstance(source, str):
        encoded = source.encode("utf-8", "surrogatepass")
        if not is_packet(encoded):
            limits.check(characters=len(source))
            return _read_decoded(source, name, hashlib.sha256(encoded).hexdigest(), limits)
        source = encoded
    if isinstance(source, Path):
        limits.check(bytes=source.stat().st_size)
        name = source.name if name is None else name
        source = source.read_bytes()
    limits.check(bytes=len(source))
    digest = hashlib.sha256(source).hexdigest()
    kind = sniff(source, limits)
    if kind == "pdf":
        from analyzer.reading.pdf import read_pdf

        return read_pdf(source, name, digest, limits, report)
    if kind == "packet":
        from analyzer.reading.edxml.reader import read_packet

        return read_packet(source, name, digest, limits, report)
    if kind == "picture":
        from analyzer.reading.ocr.pictures import read_pictures

        return read_pictures(source, name, digest, limits, report)
    if kind == "docx":
        from analyzer.reading.docx import read_docx

        check_parts(source, limits)
        composer = Composer(limits)
        read_docx(source, composer)
        return composer.finish(Source(name, _DOCX, digest, "docx"))
    if kind in ("doc", "rtf"):
        from analyzer.reading.word97 import MEDIA_TYPES, read_word97

        composer = Composer(limits)
        read_word97(source, kind, composer, limits)
        return composer.finish(Source(name, MEDIA_TYPES[kind], digest, kind))
    declared = _CHARSET.search(source[:8192])
    decoded = decode(source, declared[1].decode("ascii", "replace") if declared else None)
    return _read_decoded(decoded.text, name, digest, limits, replaced=decoded.replaced)


def _read_decoded(text: str, name: str | None, digest: str, limits: Limits, *, replaced: int = 0) -> Manuscript:
    composer = Composer(limits)
    if replaced:
        composer.note(
            "undecodable_bytes",
            f"{replaced} byte sequences could not be decoded.",
            f"Có {replaced} chuỗi byte không giải mã được.",
        )
    check_markup(text)
    reader: Reader
    if _is_html(text):
        from analyzer.reading.html import read_html

        read_html(text, composer)
        reader, media_type = "html", "text/html"
    else:
        limits.check(characters=len(text))
        read_text(text, composer)
        reader, media_type = "text", "text/plain"
    return composer.finish(Source(name, media_type, digest, reader))


def _is_html(text: str) -> bool:
    head = text[:20_000].lstrip("\ufeff")
    if _HTML.match(head):
        return True
    return _FRAGMENT.match(head) is not None and _CLOSING.search(head) is not None
