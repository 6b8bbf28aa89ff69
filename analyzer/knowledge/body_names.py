"""Full names of bodies with the area they are of: "Sở Nội vụ tỉnh Gia Lai", "Ủy ban nhân dân cấp xã"."""

from __future__ import annotations

import re

from analyzer.knowledge.agencies import Agency
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.provinces import Province

_LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
# these say by themselves of which level they are
_TOLD = re.compile(r"(?i)(?:sở )|.{0,80}(?<!\w)(?:(?:tỉnh|thành|huyện|quận|thị) (?:ủy|đoàn))(?!\w)")
_REGIONAL = frozenset(read_toml("agency_readings.toml")["regional"])
_OFFICE = re.compile(r"(?:Tỉnh|Thành|Huyện|Quận|Thị) (?P<kind>ủy|đoàn)$")
_UNITS = {"tỉnh": "Tỉnh", "thành phố": "Thành", "huyện": "Huyện", "quận": "Quận", "thị xã": "Thị"}
_AREA = re.compile(r"(?P<unit>tỉnh|thành phố|huyện|quận|thị xã) (?P<name>.+)", re.I)


def body_name(agency: Agency, province: Province | None = None, area: str | None = None) -> str:
    """The name of an entry of the register as the body of a province, and of an area within it.

    >>> from analyzer.knowledge.agencies import Register
    >>> from analyzer.knowledge.provinces import by_name
    >>> entry, hue = Register.load().get, by_name("Huế")
    >>> body_name(entry("so-y-te"), hue), body_name(entry("tinh-uy"), hue), body_name(entry("ubnd-xa"))
    ('Sở Y tế thành phố Huế', 'Thành ủy Huế', 'Ủy ban nhân dân cấp xã')
    >>> body_name(entry("ubnd-xa"), hue, "phường Kim Long"), body_name(entry("huyen-uy"), None, "thị xã Sơn Tây")
    ('Ủy ban nhân dân phường Kim Long, thành phố Huế', 'Thị ủy Sơn Tây')
    """
    if agency.area is None or is_regional(agency):
        return agency.name
    if area is None and (agency.area != "province" or province is None):
        return agency.name if _TOLD.match(agency.name) else f"{agency.name} {_LEVELS[agency.area]}"
    own = area or (province.name if province else "")
    outer = f", {province.name}" if area and province else ""
    office, parts = _OFFICE.search(agency.name), _AREA.match(own)
    if office and parts:  # a Party committee says the unit in its own name
        unit = _UNITS[parts["unit"].lower()]
        return f"{agency.name[: office.start()]}{unit} {office['kind']} {parts['name']}{outer}"
    return f"{agency.name} {own}{outer}"


def is_regional(agency: Agency) -> bool:
    """Whether the body serves a region of several provinces: "Kho bạc Nhà nước khu vực"."""
    return agency.id in _REGIONAL
