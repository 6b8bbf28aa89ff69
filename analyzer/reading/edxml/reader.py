"""A packet → the Manuscript of the document in it, with the packet's metadata on its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.errors import EmptyDocument
from analyzer.reading import read
from analyzer.reading.composer import Composer
from analyzer.reading.edxml.archive import out_of_archive
from analyzer.reading.edxml.attachments import Attachment, read_attachments
from analyzer.reading.edxml.choice import Chosen, choose, names
from analyzer.reading.edxml.header import read_header
from analyzer.reading.edxml.markup import Element, parse
from analyzer.reading.edxml.metadata import PacketMetadata
from analyzer.reading.limits import Limits
from analyzer.reading.manuscript import Manuscript, ReadingNote, Source
from analyzer.reading.progress import Report

MEDIA_TYPE = "application/xml"
_ZIP = b"PK\x03\x04"
_SHOWN = 300


def read_packet(data: bytes, name: str | None, digest: str, limits: Limits, report: Report) -> Manuscript:
    """Read a packet, or an archive with one packet and its files.

    The manuscript is that of the document attached; without one it is made of the subject and the summary. What the
    header says is in ``source.packet``. Raises UnreadableInput where the packet or its document cannot be read.
    """
    beside: dict[str, bytes] = {}
    media_type = MEDIA_TYPE
    if data.startswith(_ZIP):
        data, beside = out_of_archive(data, limits)
        media_type = "application/zip"
    root = parse(data, limits)
    packet, notes = read_header(root)
    files = read_attachments(root, beside, limits)
    packet = replace(packet, attachments=tuple(f.name for f in files))
    if all(f.data is None and f.problem is None for f in files):
        notes.append(_without_document(files))
        manuscript = _summary(packet, limits)
        source = Source(name, media_type, digest, "edxml", packet=packet)
        return replace(manuscript, source=source, notes=(*notes, *manuscript.notes))

    def read_file(content: bytes, of: str) -> Manuscript:
        return read(content, of, limits=limits, report=report)

    chosen = choose(files, packet.number, _annexes(root), limits, read_file)
    notes += _told(chosen, files)
    manuscript = chosen.manuscript
    source = Source(
        name, media_type, digest, manuscript.source.reader, manuscript.source.pages,
        replace(packet, document=chosen.attachment.name),
    )  # fmt: skip
    return replace(manuscript, source=source, notes=(*notes, *manuscript.notes))


def _annexes(root: Element) -> list[str]:
    """The names that the header lists as annexes."""
    listed = root.envelope().find("edXMLHeader", "MessageHeader", "OtherInfo", "Appendixes")
    return [e.text.strip() for e in listed.all("Appendix") if e.text.strip()] if listed is not None else []


def _summary(packet: PacketMetadata, limits: Limits) -> Manuscript:
    """A manuscript of what the header says the document is about."""
    composer = Composer(limits)
    lines = [packet.subject or "", *(packet.content or "").split("\n")]
    for line in composer.in_unicode(list(dict.fromkeys(filter(None, lines)))):
        composer.paragraph(line)
    if composer.is_empty:
        raise EmptyDocument(
            "The packet (edXML) has no attachment, subject or content: there is nothing to read.",
            "Gói tin edXML không có tệp đính kèm, trích yếu hay nội dung nào để đọc.",
        )
    return composer.finish(Source(None, MEDIA_TYPE, "", "edxml"))


def _without_document(files: Sequence[Attachment]) -> ReadingNote:
    which, which_vi = "", ""
    if files:
        which = f" It names {names(files)}, whose content is not in it."
        which_vi = f" Gói tin có nêu {names(files)} nhưng không kèm nội dung."
    return ReadingNote(
        "packet_without_document",
        f"No document is attached to the packet: only its header, subject and summary were read.{which}",
        f"Gói tin không kèm văn bản: chỉ đọc được thông tin, trích yếu và nội dung tóm tắt.{which_vi}",
    )


def _told(chosen: Chosen, files: Sequence[Attachment]) -> list[ReadingNote]:
    """Notes of the files that could not be read, and of those that were not."""
    notes = []
    for attachment, error in chosen.failed:
        name = names([attachment])
        notes.append(
            ReadingNote(
                "packet_attachment_unreadable",
                f"The attachment {name} of the packet could not be read: {error.message[:_SHOWN]}",
                f"Không đọc được tệp đính kèm {name} của gói tin: {error.message_vi[:_SHOWN]}",
            )
        )
    tried = {id(attachment) for attachment, _ in chosen.failed} | {id(chosen.attachment)}
    if others := [f for f in files if id(f) not in tried]:
        notes.append(
            ReadingNote(
                "packet_attachments_left",
                f"{names([chosen.attachment])} was read as the document of the packet. Not read: {names(others)}.",
                f"Đã đọc {names([chosen.attachment])} là văn bản của gói tin. Chưa đọc: {names(others)}.",
            )
        )
    return notes
