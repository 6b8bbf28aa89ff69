"""Packets (edXML) built for the tests; all bodies, numbers and wording are invented."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from analyzer.reading.manuscript import Manuscript

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
ORDER = "KẾ HOẠCH\nGiao Sở Y tế rà soát quy trình nội bộ trước ngày 15/3."
LETTER = ORDER.encode()

#: A header as the standard wants it.
HEADER: dict[str, Any] = {
    "From": {
        "OrganId": "000.00.00.H99",
        "OrganizationInCharge": "Tỉnh Sơn Hải",
        "OrganName": "UBND Tỉnh Sơn Hải",
        "Email": "ubnd@sonhai.example",
    },
    "To": [
        {"OrganId": "000.00.07.H99", "OrganName": "Sở Y tế", "OrganizationInCharge": "UBND Tỉnh Sơn Hải"},
        {"OrganId": "000.00.08.H99", "OrganName": "Sở Nội vụ", "OrganizationInCharge": "UBND Tỉnh Sơn Hải"},
    ],
    "DocumentId": "000.00.00.H99,2024/03/01,639/UBND-NC",
    "Code": {"CodeNumber": "639", "CodeNotation": "UBND-NC"},
    "PromulgationInfo": {"Place": "Sơn Hải", "PromulgationDate": "2024/03/01"},
    "DocumentType": {"Type": "1", "TypeDetail": "0", "TypeName": "Kế hoạch"},
    "Subject": "V/v rà soát quy trình nội bộ",
    "Content": "Rà soát quy trình nội bộ năm 2024",
    "SignerInfo": {"Competence": "KT.", "Position": "Phó Chủ tịch", "FullName": "Trần Văn Mẫu"},
    "DueDate": "2024/03/20",
    "ToPlaces": {"Place": ["Thường trực Tỉnh ủy", "Lưu: VT"]},
    "OtherInfo": {"Priority": "0", "PageAmount": "2", "Appendixes": {"Appendix": ""}},
    "ResponseFor": {
        "OrganId": "000.00.08.H99",
        "Code": "12/SNV-VP",
        "PromulgationDate": "2024/02/20",
        "DocumentId": "000.00.08.H99,2024/02/20,12/SNV-VP",
    },
    "SteeringType": "2",
}


def element(name: str, value: Any, prefix: str) -> str:
    """XML of nested dictionaries; a list repeats its element, None leaves it out."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(element(name, item, prefix) for item in value)
    inner = children(value, prefix) if isinstance(value, Mapping) else escape(value)
    return f"<{prefix}{name}>{inner}</{prefix}{name}>"


def children(values: Mapping[str, Any], prefix: str) -> str:
    return "\n".join(element(name, value, prefix) for name, value in values.items())


def envelope(
    header: Mapping[str, Any],
    names: Iterable[tuple[str, str]],
    prefix: str = "edXML",
    traces: Mapping[str, Any] | None = None,
) -> str:
    """The envelope: header, traces, manifest of (identifier, name)."""
    p = f"{prefix}:" if prefix else ""
    bound = f"xmlns:{prefix}" if prefix else "xmlns"
    references = "".join(
        f"<{p}Reference><{p}ContentId>{escape(i)}</{p}ContentId><{p}AttachmentName>{escape(n)}</{p}AttachmentName>"
        f"</{p}Reference>"
        for i, n in names
    )
    return (
        f"<{p}edXMLEnvelope {bound}={quoteattr(NAMESPACE)}><{p}edXMLHeader>{element('MessageHeader', header, p)}"
        f"{element('TraceHeaderList', traces, p)}</{p}edXMLHeader>"
        f"<{p}edXMLBody><{p}edXMLManifest>{references}</{p}edXMLManifest></{p}edXMLBody></{p}edXMLEnvelope>"
    )


def encoded(name: str, identifier: str, content: str) -> str:
    """An attachment in the encoded part, with the given characters where its base64 belongs."""
    return (
        f"<Attachment><ContentId>{escape(identifier)}</ContentId><AttachmentName>{escape(name)}</AttachmentName>"
        f"<ContentTransferEncoded>{content}</ContentTransferEncoded></Attachment>"
    )


def document(
    files: Sequence[tuple[str, bytes | str | None]] = (("vanban.txt", LETTER),),
    header: Mapping[str, Any] = HEADER,
    *,
    prefix: str = "edXML",
    namespace: str = NAMESPACE,
    traces: Mapping[str, Any] | None = None,
    prolog: str = "",
    wrapped: bool = True,
) -> str:
    """The text of a packet. A file's content is bytes, characters in place of base64, or None for none."""
    names, parts = [], []
    for i, (name, content) in enumerate(files):
        names.append((f"cid:{i}", name))
        if content is not None:
            packed = base64.encodebytes if wrapped else base64.b64encode
            parts.append(encoded(name, str(i), content if isinstance(content, str) else packed(content).decode()))
    return (
        f"{prolog}<edXML xmlns={quoteattr(namespace)}>{envelope(header, names, prefix, traces)}"
        f"<AttachmentEncoded>{''.join(parts)}</AttachmentEncoded></edXML>"
    )


def packet(
    *arguments: Any, encoding: str = "utf-8", declared: str | None = None, mark: bytes = b"", **options: Any
) -> bytes:
    """The bytes of a packet, as ``document`` makes it."""
    declaration = f'<?xml version="1.0" encoding="{declared or encoding}"?>\n'
    return mark + (declaration + document(*arguments, **options)).encode(encoding)


def changed(**fields: Any) -> dict[str, Any]:
    """The header with fields set anew."""
    return {**HEADER, **fields}


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


# What a manuscript tells of its packet.


def read_of(manuscript: Manuscript) -> str | None:
    """The file that was read as the document."""
    assert manuscript.source.packet is not None
    return manuscript.source.packet.document


def codes(manuscript: Manuscript) -> list[str]:
    return [note.code for note in manuscript.notes]
