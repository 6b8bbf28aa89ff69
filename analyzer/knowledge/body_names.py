"""Full names of bodies with the area they are of: "Sở Nội vụ tỉnh Gia Lai", "Ủy ban nhân dân cấp xã"."""

from __future__ import annotations

import re

from analyzer.knowledge.agencies import Agency
from analyzer.knowledge.provinces import Province

_LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
# these say by themselves of which level they are
_TOLD = re.compile(r"(?i)(?:sở )|.{0,80}(?<!\w)(?:(?:tỉnh|thành|huyện|quận|thị) ủy|tỉnh đoàn|huyện đoàn|khu vực)(?!\w)")
_OFFICE = re.compile(r"(?:Tỉnh|Thành) (ủy|đoàn)$")


def body_name(agency: Agency, province: Province | None = None, area: str | None = None) -> str:
    """The name of an entry of the register as the body of a province, and of an area within it.

    >>> from analyzer.knowledge.agencies import Register
    >>> from analyzer.knowledge.provinces import by_name
    >>> entry, hue = Register.load().get, by_name("Huế")
    >>> body_name(entry("so-y-te"), hue), body_name(entry("tinh-uy"), hue), body_name(entry("ubnd-xa"))
    ('Sở Y tế thành phố Huế', 'Thành ủy Huế', 'Ủy ban nhân dân cấp xã')
    >>> body_name(entry("ubnd-xa"), hue, "phường Kim Long"), body_name(entry("bo-y-te"))
    ('Ủy ban nhân dân phường Kim Long, thành phố Huế', 'Bộ Y tế')
    """
    if agency.area is None:
        return agency.name
    if area is not None:
        of = f"{area}, {province.name}" if province else area
        return f"{agency.name} {of}"
    if agency.area != "province" or province is None:
        return agency.name if _TOLD.match(agency.name) else f"{agency.name} {_LEVELS[agency.area]}"
    office = _OFFICE.search(agency.name)
    if office:
        unit = "Tỉnh" if province.unit == "tỉnh" else "Thành"
        return f"{agency.name[: office.start()]}{unit} {office[1]} {province.short}"
    return f"{agency.name} {province.name}"
