"""What the packet says about its document, set beside what its letterhead says.

Number, day of issue and issuer are the packet's, for the sender's registry wrote them and they need no reading; where
the letterhead has others, a warning names both. Kind, title, place, signer and urgency are taken from the packet only
where the document does not show them: registries leave defaults in those fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from analyzer.assembly import models
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.doc_kinds import by_name
from analyzer.knowledge.folding import fold, key, without_accents
from analyzer.layout.head import Header
from analyzer.layout.issuer_places import full_issuer
from analyzer.layout.issuers import place_of
from analyzer.layout.marks import Urgency
from analyzer.layout.signature import Signer
from analyzer.reading.edxml.metadata import Organ, PacketMetadata
from analyzer.reading.manuscript import ReadingNote, Source

_URGENCY: tuple[Urgency | None, ...] = (None, "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HỎA TỐC HẸN GIỜ")
_SUBJECT = re.compile(r"(?:v/v|về việc)\s{0,3}[:.]?\s{0,3}", re.IGNORECASE)
_CAPACITY = re.compile(r"(TM|KT|TL|TUQ|Q)(?![^\W_])", re.IGNORECASE)
_UNIT = re.compile(r"(Tỉnh|Huyện|Quận|Thị xã|Thị trấn|Xã|Phường|Đặc khu)(?=\s(?![Ủủ]y(?!\w))(\w))")
_TERRITORY = re.compile(r"(?:tỉnh|thành phố|tp\.?)\s", re.IGNORECASE)
_COMMITTEE = re.compile(r"(?:tỉnh|thành) ủy$", re.IGNORECASE)
_OFFICE = "văn phòng "


def with_packet(header: Header, source: Source) -> Header:
    """The header with what the packet knows that the document came in, where it came in one.

    >>> packet = PacketMetadata(number="639/UBND-NC", issued_on=date(2024, 3, 5))
    >>> source = Source("a.edxml", "application/xml", "", "docx", packet=packet)
    >>> found = with_packet(Header(number="93/UBND-NC"), source)
    >>> found.number, found.issued_on.isoformat(), [note.code for note in found.warnings]
    ('639/UBND-NC', '2024-03-05', ['packet_disagrees'])
    """
    packet = source.packet
    if packet is not None:
        _number(header, packet.number)
        _day(header, packet.issued_on)
        header.place = header.place or packet.place
        _issuer(header, issuer_of(packet.sender) if packet.sender else None)
        _kind(header, packet.kind)
        _urgency(header, packet.priority)
        if packet.subject is not None and (header.title is None or source.reader == "edxml"):
            prefix = _SUBJECT.match(packet.subject)
            header.title, header.title_span = packet.subject[prefix.end() if prefix else 0 :], None
            _settled(header, "title_unknown")
        if packet.signer is not None and (header.signer is None or header.signer.name is None):
            capacity = _CAPACITY.match(packet.signer.capacity or "")
            short = f"{capacity[1].upper()}." if capacity else None
            header.signer = Signer(packet.signer.name, packet.signer.position, short)
    return header


def packet_model(packet: PacketMetadata | None) -> models.Packet | None:
    """The packet's metadata as the contract has it."""
    if packet is None:
        return None
    return models.Packet(
        document_id=packet.document_id,
        number=packet.number,
        issued_on=packet.issued_on,
        subject=packet.subject,
        sender=_organ(packet.sender) if packet.sender else None,
        recipients=[_organ(organ) for organ in packet.recipients],
        to_places=list(packet.to_places),
        due_on=packet.due_on,
        priority=packet.priority,
        steering=packet.steering,
        response_for=[
            models.Answered(number=a.number, issued_on=a.issued_on, organ_id=a.organ_id, document_id=a.document_id)
            for a in packet.response_for
        ],
        purpose=packet.purpose,
        reason=packet.reason,
        concerns=list(packet.concerns),
        attachments=list(packet.attachments),
        document=packet.document,
    )


def issuer_of(sender: Organ) -> str | None:
    """The sender's name in ordinary spelling, with its place where the body it belongs to tells it.

    >>> issuer_of(Organ(name="Sở Nội vụ", parent="Tỉnh Sơn Hải")), issuer_of(Organ(name="UBND Tỉnh Sơn Hải"))
    ('Sở Nội vụ tỉnh Sơn Hải', 'Ủy ban nhân dân tỉnh Sơn Hải')
    >>> issuer_of(Organ(name="Văn phòng Tỉnh ủy", parent="Tỉnh Sơn Hải"))
    'Văn phòng Tỉnh ủy Sơn Hải'
    """
    if sender.name is None:
        return None
    name, parent = (_UNIT.sub(_small, part) for part in (sender.name, sender.parent or ""))
    if _TERRITORY.match(parent):
        parent = f"UBND {parent[0].lower()}{parent[1:]}"
    if not parent or key(parent) == key(name):
        return full_issuer([name])
    place = place_of(full_issuer([parent]) or "")
    if _COMMITTEE.search(fold(name)) and place is not None:
        return full_issuer([f"{name} {_TERRITORY.sub('', place)}"])
    return full_issuer([parent, name])


def _small(unit: re.Match[str]) -> str:
    """A unit before a name in small letters: "Tỉnh Sơn Hải", not "Tỉnh ủy"."""
    return unit[1].lower() if unit[2].isupper() else unit[1]


def _number(header: Header, number: str | None) -> None:
    if number is None:
        return
    printed = header.number or (f"…{header.symbol}" if header.symbol else None)
    if printed is not None and not _same_number(printed, number):
        _disagree(header, ("number", "số, ký hiệu"), number, printed)
    if header.number is None or not _same_number(header.number, number):
        header.number, header.symbol = number, number.lstrip("0123456789") or None
    _settled(header, "number_unknown", "number_blank")


def _same_number(printed: str, number: str) -> bool:
    """Whether two spellings are one number; of a blank one only the symbol is compared."""
    one, other = (re.sub(r"\s", "", without_accents(fold(n))).lstrip("0") for n in (printed, number))
    return other.lstrip("0123456789") == one[1:] if one.startswith("…") else one == other


def _day(header: Header, day: date | None) -> None:
    if day is None:
        return
    if header.issued_on is not None and header.issued_on != day:
        _disagree(header, ("date of issue", "ngày ban hành"), f"{day:%d/%m/%Y}", f"{header.issued_on:%d/%m/%Y}")
    header.issued_on, header.year = day, day.year
    _settled(header, "date_unknown")


def _issuer(header: Header, sender: str | None) -> None:
    """The sender, unless it is the printed issuer in fewer words, its office, or the body that it is a part of."""
    if sender is None:
        return
    printed = None if any(note.code == "issuer_inferred" for note in header.warnings) else header.issuer
    on = header.issued_on
    if printed is not None and _stands(printed, header.parent, sender, on):
        if place_of(printed) is None and place_of(sender) is not None and _same_body(printed, sender, on):
            header.issuer = sender
        return
    if printed is not None:
        _disagree(header, ("issuer", "cơ quan ban hành"), sender, printed)
    header.issuer = sender
    _settled(header, "issuer_unknown", "issuer_inferred")


def _stands(printed: str, parent: str | None, sender: str, on: date | None) -> bool:
    office = fold(sender).startswith(_OFFICE) and _same_body(printed, sender[len(_OFFICE) :], on)
    return office or _same_body(printed, sender, on) or (parent is not None and _same_body(parent, sender, on))


def _same_body(one: str, other: str, on: date | None) -> bool:
    """Whether two names are one body's: in the same letters, or for the register; a place may be left out of one."""
    places = [place_of(name) for name in (one, other)]
    if all(places) and len({key(place or "") for place in places}) > 1:
        return False
    bare = [name[: len(name) - len(place or "")] for name, place in zip((one, other), places, strict=True)]
    if key(bare[0]) == key(bare[1]) or key(one) == key(other):
        return True
    ids = [[a.id for a in Register.load().resolve(name, on)] for name in (one, other)]
    return len(ids[0]) == 1 and ids[0] == ids[1]


def _kind(header: Header, name: str | None) -> None:
    kind = by_name(name) if name else None
    if kind is None:
        return
    if header.kind is None:
        header.kind, header.kind_name = kind.abbr, kind.name
        _settled(header, "kind_unknown")
    elif header.kind != kind.abbr:
        _disagree(header, ("kind", "loại văn bản"), kind.name, header.kind_name or header.kind, kept=True)


def _urgency(header: Header, priority: int | None) -> None:
    urgency = _URGENCY[priority] if priority is not None and priority < len(_URGENCY) else None
    if urgency is None:
        return
    if header.urgency is None:
        header.urgency = urgency
    elif header.urgency != urgency:
        _disagree(header, ("urgency", "độ khẩn"), urgency, header.urgency, kept=True)


def _disagree(header: Header, what: Sequence[str], said: str, printed: str, *, kept: bool = False) -> None:
    """Warn that packet and document differ; ``kept`` where the document's value stands."""
    taken, taken_vi = ("document's", "theo văn bản") if kept else ("packet's", "theo gói tin")
    header.warnings.append(
        ReadingNote(
            "packet_disagrees",
            f'The packet and the document differ on the {what[0]}: "{said}" and "{printed}"; the {taken} was taken.',
            f'Gói tin và văn bản khác nhau về {what[1]}: "{said}" và "{printed}"; đã lấy {taken_vi}.',
        )
    )


def _settled(header: Header, *codes: str) -> None:
    """Drop warnings of what the packet has told."""
    header.warnings = [note for note in header.warnings if note.code not in codes]


def _organ(organ: Organ) -> models.Organ:
    return models.Organ(id=organ.id, name=organ.name, parent=organ.parent)
