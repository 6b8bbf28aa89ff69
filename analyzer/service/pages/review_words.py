"""Values of the contract in words for staff: what the machine said, what a change made of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from analyzer.review.model import Change, FieldChange
from analyzer.service.pages.review_rhythms import rhythm
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label, labels
from analyzer.writing.limits import offset_words
from analyzer.writing.words import shortened

NOTHING = "(trống)"
_LONGEST = 600

#: What people call the fields.
FIELDS: Mapping[str, str] = {
    "": "Nhiệm vụ",
    "text": "Nguyên văn",
    "span": "Vị trí trong văn bản",
    "action": "Việc phải làm",
    "modality": "Tính chất",
    "area": "Lĩnh vực",
    "assignees": "Cơ quan thực hiện",
    "deadlines": "Thời hạn",
    "triggers": "Sự kiện",
    "pace": "Nhịp độ",
    "targets": "Chỉ tiêu",
    "references": "Viện dẫn",
    "deliverables": "Sản phẩm",
    "section": "Vị trí trong văn bản",
    "kind": "Loại văn bản",
    "kind_name": "Tên loại",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "title": "Trích yếu",
    "effective_on": "Ngày có hiệu lực",
    "metric": "Nội dung chỉ tiêu",
    "comparator": "So sánh",
    "value": "Giá trị",
    "upper": "Đến",
    "unit": "Đơn vị",
    "baseline": "So với",
    "scope": "Phạm vi",
    "exclusions": "Loại trừ",
    "due": "Thời gian",
    "status": "Tình trạng",
    "done_on": "Ngày hoàn thành",
    "done_document": "Văn bản hoàn thành",
    "extended_to": "Gia hạn đến",
    "extension_document": "Văn bản gia hạn",
    "note": "Ghi chú",
}
#: What people did, by the action of the change.
ACTIONS: Mapping[str, str] = {
    "set": "sửa",
    "extent": "sửa phạm vi chữ",
    "assignees": "sửa cơ quan thực hiện",
    "deadlines": "sửa thời hạn",
    "split": "tách nhiệm vụ",
    "merge": "gộp nhiệm vụ",
    "add": "thêm nhiệm vụ",
    "strike": "bỏ nhiệm vụ",
    "header": "sửa thông tin văn bản",
    "target": "sửa chỉ tiêu",
    "undo": "hoàn tác",
    "redo": "làm lại",
    "standing": "ghi tình trạng",
}
STATUSES: Mapping[str, str] = {"todo": "Chưa thực hiện", "doing": "Đang thực hiện", "done": "Hoàn thành"}
#: Fields that follow from others: a change of them is not told.
_FOLLOWING = frozenset({"confidence", "confidences", "kind_name", "section", "id", "revision"})


def action(change: Change) -> str:
    """What a person did.

    >>> ACTIONS["split"]
    'tách nhiệm vụ'
    """
    return ACTIONS.get(change.action, change.action)


def covered(changes: Sequence[Change]) -> frozenset[int]:
    """The changes that cannot be taken back, for a later one of the same items holds: that one is to go first."""
    later: set[str] = set()
    found = set()
    for change in reversed(changes):
        if change.items & later:
            found.add(change.id)
        if change.holds and change.undoes is None:
            later |= change.items
    return frozenset(found)


def told(change: Change) -> list[tuple[str, str, str]]:
    """The fields that a change was about: name, from, to."""
    return [line for found in change.fields if (line := _told(found)) is not None]


def _told(found: FieldChange) -> tuple[str, str, str] | None:
    if found.field in _FOLLOWING:
        return None
    if found.field == "span":
        return None  # its words are told as "text"
    old, new = words(found.field, found.old), words(found.field, found.new)
    return None if old == new else (FIELDS.get(found.field, found.field), old, new)


def words(field: str, value: Any) -> str:
    """A value, as JSON has it, in words.

    >>> words("area", "other"), words("issued_on", "2026-03-04"), words("deliverables", [])
    ('Khác', '04/03/2026', '(trống)')
    >>> words("assignees", [{"name": "Sở Y tế", "role": "lead"}, {"name": "Sở Nội vụ", "role": "support"}])
    'Chủ trì: Sở Y tế; Phối hợp: Sở Nội vụ'
    """
    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    match field:
        case "area" | "modality" | "pace" | "comparator":
            return label(field, value)
        case "status":
            return STATUSES.get(value, str(value))
        case "assignees":
            return _assignees(value)
        case "deadlines":
            return "; ".join(limit_words(limit) for limit in value)
        case "due" if isinstance(value, dict):
            return _period(value.get("start"), value.get("end"))
        case _:
            return shortened(_plain(value), _LONGEST)


def _assignees(value: list[dict[str, Any]]) -> str:
    roles: dict[str, list[str]] = {}
    for assignee in sorted(value, key=lambda a: list(labels("role")).index(a["role"])):
        roles.setdefault(label("role", assignee["role"]), []).append(assignee["name"])
    return "; ".join(f"{role}: {', '.join(dict.fromkeys(names))}" for role, names in roles.items())


def limit_words(limit: Mapping[str, Any]) -> str:
    """A deadline, as JSON has it, in words: its own, and what they mean.

    >>> limit_words({"text": "trước 30/6/2026", "start": None, "end": "2026-06-30"})
    '“trước 30/6/2026” = đến 30/06/2026'
    """
    meaning = []
    if limit.get("start") or limit.get("end"):
        meaning.append(_period(limit.get("start"), limit.get("end")))
    if rrule := limit.get("rrule"):
        meaning.append(rhythm(rrule))
    if duration := limit.get("duration"):
        meaning.append(offset_words(duration, bool(limit.get("working_days"))))
    said = f"“{shortened(limit['text'], 120)}”" if limit.get("text") else ""
    return " = ".join(filter(None, (said, ", ".join(meaning))))


def _period(start: str | None, end: str | None) -> str:
    first, last = (vietnamese_date(date.fromisoformat(day)) if day else "" for day in (start, end))
    if first == last:
        return first
    return " ".join(filter(None, (f"từ {first}" if first else "", f"đến {last}" if last else "")))


def _plain(value: Any) -> str:
    match value:
        case dict():
            return _plain(value.get("text") or value.get("name") or "; ".join(_plain(v) for v in value.values() if v))
        case list():
            return "; ".join(_plain(item) for item in value)
        case str() if len(value) == 10 and value[4:5] == value[7:8] == "-":
            try:
                return vietnamese_date(date.fromisoformat(value))
            except ValueError:
                return value
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
