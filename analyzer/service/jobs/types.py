"""Media types of what the reader takes, by content."""

from __future__ import annotations

from analyzer.reading.sniff import Format

_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "text": "text/plain",
}
_PICTURES = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def media_type_of(kind: Format, data: bytes) -> str:
    """The media type of bytes that were found to be of a format.

    >>> media_type_of("picture", b"II*\\0"), media_type_of("packet", b"PK\\x03\\x04"), media_type_of("text", b"<p>")
    ('image/tiff', 'application/zip', 'text/plain')
    """
    if kind == "picture":
        return next((name for head, name in _PICTURES if data.startswith(head)), "image/tiff")
    if kind == "packet":
        return "application/zip" if data.startswith(b"PK") else "application/xml"
    return _TYPES[kind]
