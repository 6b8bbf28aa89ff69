"""The place of an issuing body: that of its parent, of its name, or of the document where its letterhead tells none."""

from __future__ import annotations

import re
from datetime import date

from analyzer.knowledge import provinces
from analyzer.knowledge.folding import fold
from analyzer.layout.issuers import place_of, written_name
from analyzer.layout.words import words

_NO_PLACE = re.compile(
    r"(?:bộ|chính phủ|thủ tướng|quốc hội|ban chấp hành trung ương|văn phòng chính phủ|thanh tra chính phủ|tổng"
    r"|tập đoàn)(?!\w)"
)
_COMMITTEE = re.compile(r"(?:^|\s)(?:tỉnh|thành|huyện|quận|thị) ủy$")
_PLACE_UNIT = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã) ", re.I)


def with_place_of(name: str, place: str) -> str:
    """A body's name with the place it lacks; a Party committee says the unit itself.

    >>> with_place_of("Ban Thường vụ Tỉnh ủy", "tỉnh Đồng Nai"), with_place_of("Sở Y tế", "tỉnh Đồng Nai")
    ('Ban Thường vụ Tỉnh ủy Đồng Nai', 'Sở Y tế tỉnh Đồng Nai')
    """
    return f"{name} {_PLACE_UNIT.sub('', place, count=1) if _COMMITTEE.search(fold(name)) else place}"


_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường")


def full_issuer(bodies: list[str], text: str = "", low: str = "", proper: tuple[str, ...] = ()) -> str | None:
    """The issuer, the last body, with the place of its parent where the name itself has none.

    >>> full_issuer(["UBND THÀNH PHỐ HÀ NỘI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"])
    'Sở Giáo dục và Đào tạo Thành phố Hà Nội'
    >>> full_issuer(["BỘ NỘI VỤ", "VĂN PHÒNG"]), full_issuer(["BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN TỔ CHỨC"])
    ('Văn phòng Bộ Nội vụ', 'Ban Tổ chức Trung ương')
    >>> full_issuer(["UBND TỈNH QUẢNG BÌNH", "THANH TRA TỈNH"])
    'Thanh tra tỉnh Quảng Bình'
    """
    names = [n for n in (written_name(body, text, low, proper) for body in bodies) if n]
    if not names:
        return None
    own = names[-1]
    if len(names) == 1 or place_of(own):
        return own
    parent = names[-2]
    place = next((p for p in map(place_of, reversed(names[:-1])) if p), None)
    low_own, low_parent = fold(own), fold(parent)
    if low_own in (
        "văn phòng",
        "thanh tra",
        "đảng ủy",
        "ban chấp hành",
        "ban thường vụ",
        "công đoàn",
        "đoàn thanh niên",
    ):
        return f"{own} {parent}"
    if low_parent.startswith("ban chấp hành trung ương") and low_own.startswith(
        ("ban ", "văn phòng", "ủy ban kiểm tra")
    ):
        return own if "trung ương" in low_own else f"{own} Trung ương"
    committee = re.search(r"(?:tỉnh|thành|huyện|quận|thị|đảng) ủy(?:\s.+)?$", parent, re.I)
    if committee and low_own.startswith(("ban ", "văn phòng", "ủy ban kiểm tra", "trường")):
        return own if re.search(r"ủy(?!\w)", low_own) and "kiểm tra" not in low_own else f"{own} {committee.group()}"
    if place is None or words().region.search(low_own) or _NO_PLACE.match(low_own):
        return own
    if _COMMITTEE.search(low_own):
        return with_place_of(own, place)
    level = next((level for level in _LEVELS if low_own.endswith(" " + level) and fold(place).startswith(level)), "")
    return f"{own[: len(own) - len(level)].strip()} {place}"


def with_province(name: str, place: str | None, named: str | None, on: date | None = None) -> str:
    """A department's name with the province its letterhead leaves out.

    ``place`` is that of the date line, ``named`` the province that the text names most. The date line may name the
    province or its chief town.

    >>> with_province("Sở Y tế", "Quảng Ngãi", None), with_province("Sở Y tế", "Vinh", "tỉnh Nghệ An")
    ('Sở Y tế tỉnh Quảng Ngãi', 'Sở Y tế tỉnh Nghệ An')
    >>> with_province("Sở Y tế Quảng Ngãi", "Quảng Ngãi", None), with_province("Bộ Y tế", "Hà Nội", None)
    ('Sở Y tế Quảng Ngãi', 'Bộ Y tế')
    """
    if not fold(name).startswith("sở ") or place_of(name) or provinces.find(name, on):
        return name
    if place is not None and fold(place) in fold(name):
        return name
    province = provinces.by_name(place, on) if place is not None else None
    if province is not None:
        return f"{name} {province.name}"
    return f"{name} {named}" if named else name
