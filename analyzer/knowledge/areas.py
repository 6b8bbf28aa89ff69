"""The area a body belongs to, as it stands behind the body's name: "tỉnh Quảng Ngãi", "các xã, phường", "cấp xã".

One phrase may name several areas of one body ("UBND thành phố Thủ Đức, các quận, huyện"; "Sở Y tế các tỉnh: A, B"):
each is an item. A class written as one phrase ("các huyện, thị xã, thành phố") is one item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from analyzer.knowledge.folding import FoldedText
from analyzer.knowledge.letters import UPPER
from analyzer.knowledge.provinces import by_name, names_pattern

Level = Literal["province", "district", "commune", "region"]
AreaKind = Literal["bare", "class", "level", "named"]

UNITS: dict[str, Level] = {
    "tỉnh thành": "province",
    "tỉnh": "province",
    "thành phố": "province",
    "tp.": "province",
    "tp": "province",
    "quận": "district",
    "huyện": "district",
    "thị xã": "district",
    "tx.": "district",
    "tx": "district",
    "thị trấn": "commune",
    "xã": "commune",
    "phường": "commune",
    "đặc khu": "commune",
    "khu vực": "region",
}
UNIT = (
    r"(?:tỉnh thành(?! (?:lập|phần|viên|công|tích|ủy|đoàn)(?!\w))"
    r"|tỉnh|thành phố|tp\.|tp|quận|huyện|thị xã|tx\.|tx|thị trấn|xã|phường|đặc khu|khu vực)"
    r"(?!\w| ủy(?!\w)| đoàn(?! kết| thể| kiểm| công| giám|\w))"
)
SEPARATOR = r"(?:, và |, ?| và | hoặc | ?/ ?| - )"
_SMALL = r"(?:quận|huyện|thị xã|thị trấn|xã|phường|đặc khu)(?!\w)"
_CLASS = re.compile(
    rf"(?P<many>các |những |một số |mỗi |toàn bộ |\d{{1,3}} )?"
    rf"(?P<units>{UNIT}(?:(?:{SEPARATOR}| (?={_SMALL}))(?:các )?{UNIT}){{0,7}})"
)
_LEVEL_NAME = r"(?:trung ương|tỉnh|thành phố|huyện|quận|xã|phường|cơ sở|trên|dưới|đặc khu)(?!\w)"
_LEVEL = re.compile(
    rf"(?:các )?cấp {_LEVEL_NAME}(?:{SEPARATOR}(?:cấp )?{_LEVEL_NAME}){{0,4}}|(?:các|cùng|hai|ba|02|03|2|3) cấp(?!\w)"
)
_TAIL = re.compile(
    r" (?:trực thuộc trung ương|thuộc trung ương|trực thuộc tỉnh|thuộc tỉnh|thuộc thành phố|trực thuộc"
    r"|(?:trên địa bàn|thuộc địa bàn)(?: toàn)?(?: tỉnh| thành phố| huyện| quận)?"
    r"|trong (?:cả nước|toàn quốc|toàn tỉnh|tỉnh)"
    r"|có liên quan|liên quan|khác|nêu trên|nói trên|ven biển|miền núi|biên giới|ở địa phương)(?!\w)"
)
_LOCAL = re.compile(r"các địa phương(?!\w)")
_REGION = re.compile(r" (?:khu vực|vùng) ")
# parts of the country, folded: "trung du và miền núi phía Bắc", "Bắc Trung Bộ và Duyên hải miền Trung"
_LAND = r"(?:miền núi|trung du|đồng bằng|duyên hải|ven biển|biên giới|vùng cao|vùng sâu)"
_SIDE = (
    r"(?:phía (?:bắc|nam|đông|tây)|miền (?:bắc|trung|nam|tây)(?: nam bộ)?|bắc trung bộ|nam trung bộ|đông nam bộ"
    r"|tây nam bộ|bắc bộ|trung bộ|nam bộ|tây nguyên|tây bắc|đông bắc|việt bắc|bắc miền trung|sông hồng|sông cửu long)"
)
_PART = rf"(?:(?:vùng |khu vực )?(?:{_LAND}(?:(?: và |, | - | ){_LAND})?(?: {_SIDE})?|{_SIDE}))"
_PARTS = re.compile(rf" {_PART}(?:(?: và |, và |, | - ){_PART}){{0,3}}(?!\w)")
_RANGE = re.compile(r" từ (?=\w)")
_SEPARATOR = re.compile(SEPARATOR)
_UNIT = re.compile(UNIT)
_CLASS_AHEAD = re.compile(rf"các {UNIT}(?:{SEPARATOR}(?:các )?{UNIT}){{0,7}}")
_ROW_AHEAD = re.compile(rf"{UNIT}(?:{SEPARATOR}(?:các )?{UNIT}){{1,7}}")
_DIGITS = re.compile(r"\d{1,2}(?![\w.]|[/,]\d)|(?:xiv|xiii|xii|xi|x|ix|viii|vii|vi|v|iv|iii|ii|i)(?!\w)")
MAX_ITEMS = 64
SYLLABLE = rf"[{UPPER}][\w']*"
_NAME = re.compile(rf"{SYLLABLE}(?:[ -]{SYLLABLE}){{0,3}}")
_SYLLABLES = re.compile(r"[^ -]+")
_SECOND_NAME = re.compile(rf" - (?={SYLLABLE})")
_CITY = re.compile(r"(?:tp\.? ?)(?:hcm|hn)(?!\w)")
# capitalised words that open the next phrase and are no part of a place name
OPENER = re.compile(
    r"(?:sở|ubnd|hđnd|vpcp|các|cục|kt|tm|ủy ban|ủy viên|chủ tịch|chủ nhiệm|phó(?= [cbgtv])"
    r"|giám đốc|bộ|ban|hội đồng|hội nghị|hội nông|hội liên|cộng hòa"
    r"|căn cứ|trưởng|thủ trưởng|thủ tướng|đồng chí|số|điều|chương|mục"
    r"|quyết định|nghị quyết|nghị định|thông báo|thông tư|kế hoạch|chỉ thị"
    r"|công văn|công an|công ty|kính gửi|độc lập|thời gian|bí thư"
    r"|văn phòng|đảng ủy|viện kiểm|viện trưởng|tòa án|trung tâm|trường|cơ quan"
    r"|tổ chức|báo cáo|tỉnh|thành phố|huyện|xã|phường|đơn vị|đoàn|liên đoàn|mặt trận)(?!\w)"
)

# family names: three syllables behind one are a person's name
SURNAME = re.compile(
    r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh"
    r"|Đào|Mai|Trịnh|Tô|Hà|Cao|Lương|Tạ|Chu|Đoàn|Lâm|Tống|Thái|Trương|Quách|Kiều|Phùng|Lưu|Vương) [A-ZĐ]"
)


_SIZES = {"commune": 0, "district": 1, "province": 2}


@dataclass(frozen=True, slots=True)
class AreaItem:
    """One area: its range in the folded text, the words to write behind the body's name, and its level.

    ``within`` are the larger areas named behind it, "huyện B" and "tỉnh C" of "xã A, huyện B, tỉnh C".
    """

    start: int
    end: int
    words: str
    level: Level | None
    kind: AreaKind
    within: tuple[AreaItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """The areas of one phrase in text order. ``end`` is where the phrase ends."""

    end: int
    items: tuple[AreaItem, ...]


@cache
def _province() -> re.Pattern[str]:
    return re.compile(names_pattern())


def province_at(text: FoldedText, at: int) -> int:
    """Where the bare name of a province that starts at ``at`` ends, -1 where none starts there."""
    if at >= len(text.flat) or not text.flat[at].isupper():
        return -1
    m = _province().match(text.low, at)
    return m.end() if m else -1


def name_at(text: FoldedText, at: int) -> int:
    """Where a place's proper name (or number) that starts at ``at`` ends, -1 where there is none."""
    end = province_at(text, at)
    if end >= 0:
        return end
    m = _NAME.match(text.flat, at)
    if m is None:
        digits = _DIGITS.match(text.low, at)
        return digits.end() if digits and (text.flat[at].isdigit() or text.flat[at].isupper()) else -1
    end = at
    for syllable in _SYLLABLES.finditer(m.group()):
        if OPENER.match(text.low, at + syllable.start()):
            break
        end = at + syllable.end()
    return _doubled(text, end) if end > at else -1


def _doubled(text: FoldedText, end: int) -> int:
    """Where a name ends whose first part ends at ``end``: "Phan Rang - Tháp Chàm" is one name."""
    dash = _SECOND_NAME.match(text.flat, end)
    if dash is None or SURNAME.match(text.flat, dash.end()) or province_at(text, dash.end()) >= 0:
        return end
    second = _NAME.match(text.flat, dash.end())
    if second is None or OPENER.match(text.low, dash.end()):
        return end
    return second.end()


def parse_area(text: FoldedText, at: int, on: date | None = None) -> Area | None:
    """The area phrase that starts at ``at``, None where there is none.

    The day ``on`` decides which units provinces have: Huế is a city of a province until 2024, a province since.

    >>> t = FoldedText("UBND thành phố Thủ Đức, các quận, huyện chủ trì")
    >>> [(i.words, i.level) for i in parse_area(t, 5).items]
    [('thành phố Thủ Đức', 'district'), ('các quận, huyện', 'district')]
    >>> [i.words for i in parse_area(FoldedText("UBND xã Trà Giang, tỉnh Quảng Ngãi"), 5).items]
    ['xã Trà Giang, tỉnh Quảng Ngãi']
    """
    low = text.low
    city = _CITY.match(low, at)
    if city:
        return _more(text, [_item(text, at, city.end(), "province", "named")], on)
    local = _LOCAL.match(low, at)
    if local:
        end = area_tail(text, local.end())
        return Area(end, (_item(text, at, end, None, "class"),))
    level = _LEVEL.match(low, at)
    if level:
        end = area_tail(text, level.end())
        return Area(end, (_item(text, at, end, _level_of(level.group()), "level"),))
    m = _CLASS.match(low, at)
    if m is None:
        end = province_at(text, at)
        return _more(text, [_item(text, at, end, "province", "named")], on) if end >= 0 else None
    return _units(text, at, m, on)


def _units(text: FoldedText, at: int, m: re.Match[str], on: date | None) -> Area:
    end = m.end()
    units, name_end = _unit_names(text, m)
    listed = _names_behind(text, at, m, units, name_end, on)
    if listed is not None:
        return listed
    if name_end >= 0 and len(units) == 1:
        return _more(text, [_named(text, at, name_end, units[0], on)], on)
    if name_end >= 0:
        # "các huyện, thị xã và thành phố A": the last unit has a name of its own
        first = _item(text, at, units[-2][1], UNITS[text.low[slice(*units[0])]], "class")
        return _more(text, [first, _named(text, units[-1][0], name_end, units[-1], on)], on)
    kind: AreaKind = "bare" if len(units) == 1 and not m["many"] else "class"
    end = area_tail(text, end)
    return _more(text, [_item(text, at, end, UNITS[text.low[slice(*units[0])]], kind)], on, named_only=True)


def _unit_names(text: FoldedText, m: re.Match[str]) -> tuple[list[tuple[int, int]], int]:
    """Where the words for units stand, and where the name behind the last one ends; -1 where it has none."""
    low, end = text.low, m.end()
    units = [u.span() for u in _UNIT.finditer(low, m.start("units"), end)]
    regional = m["many"] is not None and _PARTS.match(low, end) is not None
    name_end = name_at(text, end + 1) if low.startswith(" ", end) and not regional else -1
    if name_end >= 0 and low[slice(*units[-1])] in ("tỉnh", "thành phố") and _is_person(text, end + 1, name_end):
        name_end = -1  # "Phó Chủ tịch UBND thành phố Phan Văn An"
    if name_end < 0 and low.startswith("tp.", units[-1][0]):
        name_end = name_at(text, end)
    return units, name_end


def _names_behind(
    text: FoldedText, at: int, m: re.Match[str], units: list[tuple[int, int]], name_end: int, on: date | None
) -> Area | None:
    """The names that units said once stand before, "các tỉnh, thành phố: A, B"; None where they stand before none."""
    if not m["many"]:
        return None
    low, end = text.low, m.end()
    single = low[slice(*units[0])] if len(units) == 1 else ""
    if name_end >= 0 and (single or _more_provinces(text, end + 1, name_end)):
        words = text.flat[slice(*units[0])] if single else text.flat[m.start("units") : end]
        return _listed(text, at, end + 1, single, words, on)
    if name_end < 0 and low.startswith(": ", end) and _list_follows(text, end + 2):
        return _listed(text, at, end + 2, single, text.flat[m.start("units") : end], on)
    return None


def _more_provinces(text: FoldedText, start: int, end: int) -> bool:
    """Whether another province follows the one at ``[start, end)``: "các tỉnh, thành phố A, B" lists them."""
    step = _SEPARATOR.match(text.low, end) if province_at(text, start) == end else None
    return step is not None and province_at(text, step.end()) >= 0


def _is_person(text: FoldedText, start: int, end: int) -> bool:
    """A family name with two or three syllables behind it that is no province's name."""
    name = text.flat[start:end]
    return 2 <= name.count(" ") <= 3 and SURNAME.match(text.flat, start) is not None and province_at(text, start) < 0


def _item(text: FoldedText, start: int, end: int, level: Level | None, kind: AreaKind) -> AreaItem:
    return AreaItem(start, end, text.flat[start:end], level, kind)


def _named(text: FoldedText, start: int, end: int, unit: tuple[int, int], on: date | None) -> AreaItem:
    level = UNITS[text.low[slice(*unit)]]
    if level == "province" and text.low[unit[0]] == "t" and not text.low.startswith("tỉnh", unit[0]):
        province = by_name(text.flat[unit[1] : end].strip(), on)
        if province is None or province.unit == "tỉnh" or not (on is None or province.valid_on(on)):
            level = "district"  # a city of a province
    return _item(text, start, end, level, "named")


def _level_of(words: str) -> Level | None:
    if words.startswith("các "):
        return None  # "các cấp thành phố": the city's and those below it
    found: set[Level] = {level for unit, level in UNITS.items() if f" {unit}" in words.replace(",", " ")}
    return found.pop() if len(found) == 1 else None


def area_tail(text: FoldedText, end: int) -> int:
    """Where the words that narrow a class of areas ending at ``end`` end: "miền núi phía Bắc", "từ A đến B"."""
    for _ in range(2):
        m = _TAIL.match(text.low, end)
        if m is None or _PARTS.match(text.low, end):
            break
        end = m.end()
        if text.low.startswith(" ", end) and (name := province_at(text, end + 1)) >= 0:
            end = name
    parts = _PARTS.match(text.low, end)
    end = parts.end() if parts else end
    region = None if parts else _REGION.match(text.low, end)
    if region and (name := name_at(text, region.end())) >= 0:
        end = name
    spread = _RANGE.match(text.low, end)
    if spread and (first := province_at(text, spread.end())) >= 0 and text.low.startswith(" đến ", first):
        last = province_at(text, first + 5)
        end = last if last >= 0 else end
    return end


def _list_follows(text: FoldedText, at: int) -> bool:
    """Whether names stand behind a colon, and not a sentence that happens to open with a capital."""
    end = name_at(text, at)
    return end >= 0 and (end >= len(text.flat) or text.flat[end] in ",;.)\n|/" or text.low.startswith(" và ", end))


def _listed(text: FoldedText, at: int, names_at: int, unit: str, units_words: str, on: date | None) -> Area:
    """Names with their unit said once: "các tỉnh: A, B và C"."""
    items: list[AreaItem] = []
    start, here = at, names_at
    level: Level | None = UNITS.get(unit)
    while len(items) < MAX_ITEMS:
        own = _UNIT.match(text.low, here)
        if own and items and text.low.startswith(" ", own.end()) and (end := name_at(text, own.end() + 1)) >= 0:
            items.append(_named(text, here, end, own.span(), on))
            step = _SEPARATOR.match(text.low, end)
            if step is None:
                break
            start = here = step.end()
            continue
        end = name_at(text, here)
        if end < 0:
            break
        name = text.flat[here:end]
        province = by_name(name, on) if province_at(text, here) >= 0 and (level in (None, "province")) else None
        words = (province.name if not unit else f"{unit} {name}") if province else f"{unit or units_words} {name}"
        items.append(AreaItem(start, end, words, "province" if province else level, "named"))
        step = _SEPARATOR.match(text.low, end)
        if step is None:
            break
        start = here = step.end()
    return Area(items[-1].end, tuple(items))


def lies_in(small: AreaItem, large: AreaItem) -> bool:
    """Whether the second of two areas is the one the first lies in: "huyện A, tỉnh B"."""
    levels = [_SIZES.get(item.level or "", -1) for item in ((small.within or (small,))[-1], large)]
    return small.kind == "named" and -1 < levels[0] < levels[1]


def _more(text: FoldedText, items: list[AreaItem], on: date | None, *, named_only: bool = False) -> Area:
    """Further areas of the same body: ", huyện B", ", Đắk Lắk" behind a province, ", các quận, huyện"."""
    while len(items) < MAX_ITEMS:
        last = items[-1]
        step = _SEPARATOR.match(text.low, last.end)
        if step is None:
            break
        here = step.end()
        unit = _UNIT.match(text.low, here)
        end = -1
        if unit and text.low.startswith(" ", unit.end()):
            end = name_at(text, unit.end() + 1)
            if end >= 0:
                item = _named(text, here, end, unit.span(), on)
                if step.group() == ", " and lies_in(last, item):
                    words = text.flat[last.start : end]
                    items[-1] = replace(last, end=end, words=words, within=(*last.within, item))
                else:
                    items.append(item)
                continue
        ahead = _CLASS_AHEAD.match(text.low, here) or (None if named_only else _ROW_AHEAD.match(text.low, here))
        many = _CLASS.match(text.low, here) if ahead and not named_only else None
        listed = _names_behind(text, here, many, *_unit_names(text, many), on) if many else None
        if listed is not None:
            items += listed.items  # "UBND thành phố A và các tỉnh B, C"
            continue
        if ahead and (name_at(text, ahead.end() + 1) < 0 or _PARTS.match(text.low, ahead.end())):
            end = area_tail(text, ahead.end())
            if named_only and (last.kind != "class" or end == ahead.end()):
                break
            first = _UNIT.search(text.low, here, end)
            items.append(_item(text, here, end, UNITS[first.group()] if first else None, "class"))
            continue
        if named_only:
            break
        end = province_at(text, here)
        if end < 0 or last.level != "province" or last.kind != "named":
            break
        words = text.flat[here:end]
        if text.low.startswith(("tỉnh ", "thành phố "), items[0].start):
            province = by_name(words, on)
            words = province.name if province else words
        items.append(AreaItem(here, end, words, "province", "named"))
    return Area(items[-1].end, tuple(items))
