"""The metadata of a packet from the elements of its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, cast, get_args

from analyzer.errors import UnsupportedFormat
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.reading.characters import split_lines
from analyzer.reading.edxml.markup import Element
from analyzer.reading.edxml.metadata import Organ, PacketMetadata, PacketSigner, Purpose, ResponseFor
from analyzer.reading.edxml.values import join_number, parse_day, value_of
from analyzer.reading.manuscript import ReadingNote

_SHOWN = 100
_LISTED = 10
_DIGITS = re.compile(r"\d{1,3}")
_SYMBOL = re.compile(r"[-/][^\W\d_]")
# Why a packet was sent, where what it says reaches beyond its own document.
_PURPOSES = {
    "recall": ("recalls", "thu hồi"),
    "update": ("updates", "cập nhật"),
    "replace": ("replaces", "thay thế"),
}


@cache
def _words() -> dict[str, Any]:
    return read_toml("packets.toml")


def read_header(root: Element) -> tuple[PacketMetadata, list[ReadingNote]]:
    """The metadata, and what in it could not be read. Raises UnsupportedFormat for messages without a document."""
    header = root.envelope().find("edXMLHeader")
    message = header.find("MessageHeader") if header is not None else None
    if header is None or message is None:
        status = header.find("Status") if header is not None else None
        raise (
            _status(status)
            if status is not None
            else UnsupportedFormat(
                "The packet (edXML) has no message header, so it carries no document.",
                "Gói tin edXML không có phần MessageHeader nên không mang văn bản nào.",
            )
        )
    if message.find("StatusCode") is not None:
        raise _status(message)
    return _Header(header, message).read()


def _status(message: Element) -> UnsupportedFormat:
    """The error for a message about what became of a document, which has no document itself."""
    code = (_value(message, "StatusCode") or "")[:_SHOWN]
    meaning = _words()["statuses"].get(code.zfill(2), "")
    number = (_value(message, "ResponseFor", "Code") or "")[:_SHOWN]
    about, about_vi = (f" about {number}", f" về văn bản {number}") if number else ("", "")
    told = f"{code}, {meaning}" if meaning else code
    return UnsupportedFormat(
        f"The packet (edXML) is a status message ({told}){about}; it carries no document. Give the packet of the "
        "document itself.",
        f"Gói tin edXML là thông báo trạng thái ({told}){about_vi}, không mang văn bản. Hãy đưa gói tin của chính "
        "văn bản.",
    )


def _value(element: Element, *path: str) -> str | None:
    found = element.find(*path)
    return value_of(found.text) if found is not None else None


def _values(element: Element | None, name: str) -> Iterator[str]:
    for child in element.all(name) if element is not None else ():
        if value := value_of(child.text):
            yield value


class _Header:
    def __init__(self, header: Element, message: Element) -> None:
        self._header = header
        self._message = message
        self._notes: list[ReadingNote] = []

    def read(self) -> tuple[PacketMetadata, list[ReadingNote]]:
        message = self._message
        sender = message.find("From")
        found = PacketMetadata(
            document_id=_value(message, "DocumentId"),
            number=join_number(_value(message, "Code", "CodeNumber"), _value(message, "Code", "CodeNotation")),
            issued_on=self._day(message, "PromulgationInfo", "PromulgationDate"),
            place=_value(message, "PromulgationInfo", "Place"),
            kind=_value(message, "DocumentType", "TypeName"),
            subject=_value(message, "Subject"),
            content=self._content(),
            signer=self._signer(),
            sender=_organ(sender) if sender is not None else None,
            recipients=tuple(organ for e in message.all("To") if (organ := _organ(e))),
            to_places=tuple(_values(message.find("ToPlaces"), "Place")),
            due_on=self._day(message, "DueDate"),
            priority=self._priority(),
            response_for=tuple(answer for e in message.all("ResponseFor") if (answer := self._answer(e))),
            steering=self._code(message, "SteeringType"),
        )
        return self._checked(self._with_business(_with_id(found))), self._notes

    def _content(self) -> str | None:
        """The summary, its lines kept."""
        found = self._message.find("Content")
        lines = (value_of(line) for line in split_lines(found.text)) if found is not None else ()
        return "\n".join(line for line in lines if line) or None

    def _signer(self) -> PacketSigner | None:
        name, position, capacity = (
            _value(self._message, "SignerInfo", part) for part in ("FullName", "Position", "Competence")
        )
        return PacketSigner(name, position, capacity) if name else None

    def _answer(self, element: Element) -> ResponseFor | None:
        answer = ResponseFor(
            _value(element, "Code"),
            self._day(element, "PromulgationDate"),
            _value(element, "OrganId"),
            _value(element, "DocumentId"),
        )
        return answer if answer.number or answer.document_id else None

    def _with_business(self, found: PacketMetadata) -> PacketMetadata:
        """Why the packet was sent. The standard's own spelling is "Bussiness"."""
        traces = self._header.find("TraceHeaderList")
        for prefix in ("Bussiness", "Business"):
            business = traces.find(prefix) if traces is not None else None
            if business is None:
                continue
            code = self._code(business, f"{prefix}DocType")
            if code is None or code >= len(get_args(Purpose)):
                return found
            purpose = cast(Purpose, _words()["purposes"][code])
            documents = [*_values(business, "DocumentId")]
            for replaced in business.all("ReplacementInfoList"):
                documents += [i for e in replaced.all("ReplacementInfo") for i in _values(e, "DocumentId")]
            # New documents are sent with stand-ins for the document that they would recall.
            concerns = () if purpose == "new" else tuple(dict.fromkeys(documents))
            reason = None if purpose == "new" else _value(business, f"{prefix}DocReason")
            return replace(found, purpose=purpose, reason=reason, concerns=concerns)
        return found

    def _checked(self, found: PacketMetadata) -> PacketMetadata:
        """Notes of the purpose; a due day that can be none is left out."""
        if found.purpose in _PURPOSES:
            does, does_vi = _PURPOSES[found.purpose]
            which = ", ".join(i[:_SHOWN] for i in found.concerns[:_LISTED]) or found.document_id or "?"
            self._note(
                f"packet_{found.purpose}",
                f"The packet {does} a document sent before: {which}.",
                f"Gói tin {does_vi} văn bản đã gửi: {which}.",
            )
        due, issued = found.due_on, found.issued_on
        if due is not None and issued is not None and due < issued:
            self._note(
                "packet_due_ignored",
                f"The packet's due day {due:%d/%m/%Y} lies before the day of issue and was left out.",
                f"Hạn xử lý {due:%d/%m/%Y} trong gói tin sớm hơn ngày ban hành nên bỏ qua.",
            )
            return replace(found, due_on=None)
        if due is not None and due == issued and not found.priority:
            # Registries that want a due day get the day of issue where there is none.
            self._note(
                "packet_due_ignored",
                f"The packet's due day {due:%d/%m/%Y} is the day of issue of a document that is not urgent, and was "
                "left out.",
                f"Hạn xử lý {due:%d/%m/%Y} trong gói tin trùng ngày ban hành, văn bản không khẩn, nên bỏ qua.",
            )
            return replace(found, due_on=None)
        return found

    def _day(self, element: Element, *path: str) -> date | None:
        value = _value(element, *path)
        try:
            return parse_day(value) if value else None
        except ValueError:
            self._unreadable(path[-1], value)
            return None

    def _priority(self) -> int | None:
        value = _value(self._message, "OtherInfo", "Priority")
        named = [fold(word) for word in _words()["priorities"]]
        if value and fold(value) in named:
            return named.index(fold(value))
        code = self._code(self._message, "OtherInfo", "Priority")
        if code is not None and code >= len(named):
            self._unreadable("Priority", value)
            return None
        return code

    def _code(self, element: Element, *path: str) -> int | None:
        value = _value(element, *path)
        if value and not _DIGITS.fullmatch(value):
            self._unreadable(path[-1], value)
            return None
        return int(value) if value else None

    def _unreadable(self, name: str, value: str | None) -> None:
        shown = (value or "")[:_SHOWN]
        self._note(
            "packet_value_unreadable",
            f"The packet's field {name} cannot be read: {shown!r}.",
            f"Không đọc được trường {name} trong gói tin: {shown!r}.",
        )

    def _note(self, code: str, message: str, message_vi: str) -> None:
        self._notes.append(ReadingNote(code, message, message_vi))


def _organ(element: Element) -> Organ | None:
    organ = Organ(*(_value(element, part) for part in ("OrganId", "OrganName", "OrganizationInCharge")))
    return organ if organ.id or organ.name else None


def _with_id(found: PacketMetadata) -> PacketMetadata:
    """Number and day from the identifier "organ,day,number" where their own fields do not have them."""
    parts = (found.document_id or "").split(",", 2)
    if len(parts) < 3:
        return found
    number, whole = found.number, join_number(value_of(parts[2]), None)
    if whole is not None and _SYMBOL.search(whole) and not (number and _SYMBOL.search(number)):
        number = whole
    try:
        day = found.issued_on or parse_day(parts[1])
    except ValueError:
        day = None
    return replace(found, number=number, issued_on=day)
