"""What coordinated bodies share: "HĐND, UBND các xã, phường" names two bodies of the same area."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.areas import AreaItem
from analyzer.knowledge.folding import FoldedText, fold
from analyzer.knowledge.provinces import by_name
from analyzer.pipes.agencies.bodies import Body
from analyzer.pipes.mentions import AgencyForm

MOST_AREAS = 64
MOST_BODIES = 6
_JOINED = re.compile(r"(?:, và |, ?| và |/| - | hoặc | & |; ?)")
LONGEST_LIST = 400
_STOP = re.compile(r"[.;\n]")
_MINISTRIES = re.compile(r"(?<!\w)bộ(?:, (?:ban, )?(?:ngành|cơ quan(?: ngang bộ)?))? ?$")
_PROVINCIAL_PARTY = ("tỉnh ủy", "thành ủy")
_UNIT = re.compile(r"(?i)^(?:tỉnh|thành phố|tp\.?) ?")


@dataclass(slots=True)
class Found:
    """A mention in offsets of the folded text."""

    start: int
    end: int
    name: str
    form: AgencyForm
    name_start: int
    body: Body | None = None
    generic: bool = False
    title: str | None = None


def among_ministries(text: FoldedText, found: list[Found]) -> list[Found]:
    """The mentions, with a short name of several bodies read as the ministry's in a list of ministries.

    "Các Bộ: Y tế, Công an, TTCP" names the Inspectorate; elsewhere TTCP may be the Prime Minister, too.
    """
    for here in found:
        if here.body is None or here.body.area is not None or " " in here.name:
            continue
        entries = Register.load().entries(here.name)
        ministries = [a for a in entries if a.kind in ("ministry", "ministry_level")]
        if len(ministries) == 1 and len(entries) > 1 and _lists_ministries(text.low, here.start):
            here.name, here.body = ministries[0].name, replace(here.body, agencies=(ministries[0],))
    return found


def _lists_ministries(low: str, at: int) -> bool:
    """Whether a list that opens with "các Bộ:" runs up to a place."""
    before, colon, listed = low[max(0, at - LONGEST_LIST) : at].rpartition(":")
    return bool(colon) and not _STOP.search(listed) and _MINISTRIES.search(before) is not None


def share_areas(text: FoldedText, found: list[Found], as_of: date | None) -> list[Found]:
    """The mentions with the area of their neighbour where they have none of their own.

    One mention becomes several over the same words where the neighbour has several areas ("Tỉnh ủy, UBND các tỉnh: A,
    B" names four bodies).
    """
    kept: list[list[Found]] = []
    areas: list[AreaItem] = []  # of the body the next one leftwards may be coordinated with
    from_start = -1
    sharing = 0
    for here in reversed(found):
        body = here.body
        if body is None:
            areas = []
        elif body.area is not None:
            if areas and here.start == body.start and not _is_first(here):
                areas = [body.area, *areas][:MOST_AREAS] if _same_phrase(text, here.end, from_start) else [body.area]
            elif areas and _same_head(kept, here) and _same_phrase(text, here.end, from_start):
                areas = [body.area, *areas][:MOST_AREAS]
            else:
                areas = [body.area]
        elif areas and body.open_area and _same_phrase(text, here.end, from_start):
            copies = [c for c in (_with_area(here, body, area, as_of) for area in areas) if c is not None]
            kept.append(copies or [here])
            from_start = here.start
            sharing += 1
            if sharing == MOST_BODIES:
                areas = []
            continue
        elif areas and _departments(here, kept, areas) and _same_phrase(text, here.end, from_start):
            kept.append([replace(here, name=f"{here.name} {areas[0].words}", body=replace(body, area=areas[0]))])
            from_start = here.start
            continue
        else:
            areas = []
        sharing = 0
        kept.append([here])
        from_start = here.start
    return [mention for group in reversed(kept) for mention in group]


def _is_first(here: Found) -> bool:
    """Whether the mention holds the head that its followers share."""
    return here.body is not None and here.body.area is not None and here.body.area.start > here.body.start


def _same_head(kept: list[list[Found]], here: Found) -> bool:
    following = kept[-1][0].body if kept else None
    return (
        following is not None
        and here.body is not None
        and following.head == here.body.head
        and not _is_first(kept[-1][0])
    )


def _same_phrase(text: FoldedText, end: int, start: int) -> bool:
    return _JOINED.fullmatch(text.low, end, start) is not None if end <= start else end == start


def _departments(here: Found, kept: list[list[Found]], areas: list[AreaItem]) -> bool:
    """ "Sở A, Sở B các tỉnh": both are of all provinces."""
    following = kept[-1][0].body if kept else None
    return (
        here.body is not None
        and following is not None
        and areas[0].kind == "class"
        and here.body.head.startswith("sở ")
        and following.head.startswith("sở ")
    )


def _with_area(here: Found, body: Body, area: AreaItem, as_of: date | None) -> Found | None:
    """The mention as a body of the area; a provincial Party committee only with a province's name."""
    words = area.words
    name = here.name
    if fold(name).endswith(_PROVINCIAL_PARTY):
        if area.kind != "named" or area.level != "province":
            return None
        bare = _UNIT.sub("", words)
        province = by_name(bare, as_of)
        office = "Thành ủy" if province is not None and province.unit == "thành phố" else "Tỉnh ủy"
        name, words = name[: -len(office)] + office, bare
    found = tuple(Register.load().choose(body.agencies, area, as_of)) if body.agencies else ()
    return replace(here, name=f"{name} {words}", body=replace(body, area=area, agencies=found, open_area=False))


def is_second_line(text: FoldedText, before: Found, begin: int, end: int) -> bool:
    """The second line of a letterhead, "ỦY BAN NHÂN DÂN" over "TỈNH GIA LAI": the first one's area, no other body."""
    body = before.body
    return (
        body is not None
        and body.area is None
        and any(agency.area for agency in body.agencies)
        and text.flat[before.end : begin] == "\n"
        and text.flat[end : end + 1] in ("\n", "")
        and text.flat[before.name_start : end].isupper()
    )
