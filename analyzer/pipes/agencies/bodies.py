"""Bodies with a proper name: by the register with the area behind, and by grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from analyzer.knowledge.agencies import Agency, Register
from analyzer.knowledge.areas import SURNAME, Area, AreaItem, name_at, parse_area, province_at
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import FoldedText
from analyzer.pipes.agencies.abroad import country_end
from analyzer.pipes.agencies.clauses import clause_end
from analyzer.pipes.agencies.collectives import parse_collective
from analyzer.pipes.agencies.grammar import name_end
from analyzer.pipes.agencies.lexicon import Entry, Lexicon

_WORDS = read_toml("agency_grammar.toml")
_OWNER = re.compile(r" (?:của|thuộc) (?:quốc hội|chính phủ|thủ tướng chính phủ|đảng|tỉnh ủy|thành ủy)(?!\w)")
# a unit and, behind a dash, the body it is part of: "Cục X - Bộ Y"
_PART_OF = re.compile(r" - (?=(?:bộ|sở|công an|ubnd|ủy ban nhân dân|văn phòng (?:chính phủ|ubnd))(?!\w))")
_PARTS = tuple(_WORDS["parts"])
_WORD = re.compile(r"[^\W\d_]+")
_VERBS_JOINED = re.compile(r"(?:, | và |/| - )")
_VERBAL = tuple(_WORDS["verbal"])
_PLAIN = tuple(_WORDS["plain"])
_LOWER = ("ban thường vụ", "ban chấp hành", "ủy ban kiểm tra", "ban tổ chức", "hội đồng thành viên")
_UNDER = re.compile(r"(?: trực thuộc| thuộc|(?<=thuộc))(?: (?:trung ương|tỉnh ủy|thành ủy|huyện ủy|đảng ủy))?(?!\w)")
_NUMBERED = re.compile(r" số \d{1,3}(?![\w/])")
_BRANCH = re.compile(r" (?:- )?chi nhánh(?: tại)? ")
_VILLAGES = re.compile(
    r" (?:ở |tại )?(?:các )?(?:thôn|bản|ấp|buôn|khu phố|tổ dân phố|khu dân cư|khóm|xóm)"
    r"(?:(?:, | và |/|, và )(?:các )?(?:thôn|bản|ấp|buôn|khu phố|tổ dân phố|khu dân cư|khóm|xóm)){0,5}(?!\w)"
)
_CHAIN = re.compile(rf" (?=(?:{'|'.join(_WORDS['chained'])})(?!\w))")
_EXTENSIBLE = frozenset(_WORDS["extensible"])
_CHAINING = tuple(_WORDS["chaining"])
_BOARDS = tuple(_WORDS["boards"])
_OF_CLASS = tuple(_WORDS["of_class"])
_NEVER_RUN = frozenset(_WORDS["never_run"])
_PLAIN_WORDS = tuple(_WORDS["plain_words"])
_NATION = (" quốc gia", " trung ương", " việt nam")
_REGIONAL = (" khu vực", " cơ sở")
_REGION_NUMBER = re.compile(r" (?:số )?(?:\d{1,3}(?![\w/]|[.,]\d)|[IVX]{1,6}(?!\w))")


@dataclass(frozen=True, slots=True)
class Body:
    """One named body: where its own words stand, the full name, what the register knows of it."""

    start: int
    end: int
    name: str
    agencies: tuple[Agency, ...] = ()
    registered: bool = False
    area: AreaItem | None = None
    head: str = ""
    open_area: bool = False


def registered(
    text: FoldedText, lex: Lexicon, start: int, end: int, entry: Entry, as_of: date | None, *, titled: bool = False
) -> list[Body]:
    """The bodies of a register's name at ``[start, end)`` with what follows it; empty where it is an ordinary word."""
    flat, low = text.flat, text.low
    upper = titled or flat[start].isupper()
    if entry.abbreviation and not (
        upper and sum(c.isupper() for c in flat[start:end]) > 1 and _apart(flat, start, end)
    ):
        return []
    end = _region_end(text, lex, start, end)
    area = parse_area(text, end + 1, as_of) if low.startswith(" ", end) else None
    if area is None and low.startswith(" tại ", end) and any(a.area for a in entry.agencies):
        area = _places(parse_area(text, end + 5))
    if area is None and low.endswith(" ủy", start, end):
        area = _bare_place(text, lex, end)
    if not upper and not entry.any_case and (area is None or (area.items[0].kind == "named" and entry.never_bare)):
        return []
    classed = area is not None and (area.items[0].kind != "named" or low.startswith("các ", end + 1))
    if classed and not any(a.area for a in entry.agencies):
        area = None  # "Bộ Nội vụ các tỉnh": the area is no part of the name
    if area is None and entry.never_bare and (not upper or _goes_on(text, lex, start, end) or _is_branch(low, start)):
        return []
    if area is None and low.startswith(_VERBAL, start) and _is_verb(text, lex, start, end):
        return []  # "Thanh tra, kiểm tra việc chấp hành …"
    name = flat[start:end]
    head = low[start:end]
    register = Register.load()
    if area is None:
        chained = _chain(text, lex, start, end, titled=entry.any_case)
        if chained > end:
            return [Body(start, chained, flat[start:chained], head=head)]
        if entry.agencies[0].kind == "ministry" and (abroad := country_end(text, end)):
            return [Body(start, abroad, flat[start:abroad], head=head)]
        found = tuple(register.choose(entry.agencies, None, as_of))
        branch = (
            _BRANCH.match(low, end) if entry.agencies[0].kind in _EXTENSIBLE or head.startswith("ngân hàng") else None
        )
        if branch:
            at = with_area(text, branch.end() - 1)
            at = at if at >= branch.end() else max(name_end(text, lex, branch.end() - 1), end)
            return [Body(start, at, flat[start:at], head=head)]
        if low.startswith(" ", end) and _may_go_on(text, lex, entry, start, end):
            longer = name_end(text, lex, end)
            if longer > end:
                return [Body(start, with_area(text, longer), flat[start : with_area(text, longer)], head=head)]
        owner = (
            _OWNER.match(low, end)
            if entry.agencies[0].kind in ("committee", "unit", "legislature", "steering_committee")
            else None
        )
        if owner:
            return [Body(start, owner.end(), flat[start : owner.end()], found, True, None, head)]
        return [Body(start, end, name, found, True, None, head, entry.wants_area)]
    bodies = []
    for i, item in enumerate(area.items):
        found = tuple(register.choose(entry.agencies, item, as_of))
        bodies.append(Body(start if i == 0 else item.start, item.end, f"{name} {item.words}", found, True, item, head))
    last = bodies[-1]
    stop = clause_end(text, start, last.end) if area.items[-1].kind == "class" else last.end
    if stop > last.end:
        bodies[-1] = replace(last, end=stop, name=last.name + flat[last.end : stop])
    return bodies


def _region_end(text: FoldedText, lex: Lexicon, start: int, end: int) -> int:
    """Where the number or the place of a regional body ends: "Thuế cơ sở 5", "Tòa án nhân dân khu vực 5 - Hà Nội"."""
    if not text.low.endswith(_REGIONAL, start, end):
        return end
    number = _REGION_NUMBER.match(text.flat, end)
    at = number.end() if number else end
    dash = text.low.startswith(" - ", at)
    if dash and (province := province_at(text, at + 3)) >= 0:
        return province
    place = _bare_place(text, lex, at + 2 if dash else at) if dash or not number else None
    return place.end if place else at


def _is_branch(low: str, start: int) -> bool:
    """ "ngành Thuế" is a line of work."""
    return low.endswith("ngành ", 0, start)


def _bare_place(text: FoldedText, lex: Lexicon, end: int) -> Area | None:
    """The place of a Party committee, which is named without its unit: "Huyện ủy Phú Sơn"."""
    start = end + 1
    stop = name_at(text, start) if text.low.startswith(" ", end) and text.flat[start : start + 1].isalpha() else -1
    if stop < 0 or SURNAME.match(text.flat, start) or lex.scan.match(text.low, start):
        return None
    return Area(stop, (AreaItem(start, stop, text.flat[start:stop], "district", "named"),))


def _places(area: Area | None) -> Area | None:
    """ "Công an tại các huyện, thị xã": only a class of areas is part of the name then."""
    if area is None or area.items[0].kind != "class":
        return None
    first = area.items[0]
    return Area(first.end, (replace(first, start=first.start - 4, words=f"tại {first.words}"),))


def _known_tail(text: FoldedText, lex: Lexicon, end: int) -> bool:
    """Whether a word of names that is no verb follows in lower case: "Viện Khoa học tổ chức nhà nước"."""
    known = lex.known.match(text.low, end + 1)
    if known is None:
        return False
    verb = lex.verbs.match(text.low, end + 1)
    return verb is None or known.end() > verb.end()


def _may_go_on(text: FoldedText, lex: Lexicon, entry: Entry, start: int, end: int) -> bool:
    """Whether a registered name may be the beginning of a longer one: not before a person's name."""
    if entry.wants_area or entry.agencies[0].kind not in _EXTENSIBLE or text.low.startswith("sở ", start):
        return False
    return (
        (text.flat[end + 1 : end + 2].isupper() or text.low.startswith(_NATION, end) or _known_tail(text, lex, end))
        and not text.flat[start:end].isupper()
        and not SURNAME.match(text.flat, end + 1)
    )


def _apart(flat: str, start: int, end: int) -> bool:
    """Whether an abbreviation stands by itself and not in a document's number ("15/CT-UBND")."""
    before, after = flat[start - 1 : start], flat[end : end + 1]
    if flat.endswith("- ", 0, start) and flat[start - 3 : start - 2].isupper():
        return False  # "TT- BTC"
    return before not in ("-", "/", "&") and not (after in ("-", "/", "&") and flat[end + 1 : end + 2].isalnum())


def _goes_on(text: FoldedText, lex: Lexicon, start: int, end: int) -> bool:
    """Whether an ordinary word follows, so that a short word like "Thuế" is no name by itself.

    "Trạm Y tế" is one before a verb, too: nothing else is called so.
    """
    if not text.low.startswith(" ", end) or not text.low[end + 1 : end + 2].isalpha():
        return False
    if text.low.startswith(_PLAIN, start) and _acts(text, lex, end + 1):
        return False
    return not text.low.startswith((" và ", " hoặc "), end)


def _acts(text: FoldedText, lex: Lexicon, at: int) -> bool:
    """Whether a verb, or a word of duty or time, stands at ``at``."""
    if lex.verbs.match(text.low, at):
        return True
    word = _WORD.match(text.low, at)
    return word is not None and word.group() in lex.acts


def _is_verb(text: FoldedText, lex: Lexicon, start: int, end: int) -> bool:
    """Whether a name that is a verb, too, is one of several verbs here: "Thống kê, tổng hợp"."""
    joint = _VERBS_JOINED.match(text.low, end)
    return joint is not None and text.flat[joint.end() : joint.end() + 1].islower() and _acts(text, lex, joint.end())


def _chain(text: FoldedText, lex: Lexicon, start: int, end: int, *, titled: bool = False) -> int:
    """ "Văn phòng Sở Y tế", "Thanh tra Bộ": where the body it is part of ends."""
    if not text.low.startswith(_CHAINING, start) or not (titled or text.flat[start].isupper()):
        return end
    m = _CHAIN.match(text.low, end)
    if m is None:
        return end
    inner = lex.scan.match(text.low, m.end())
    if inner is None:
        return end
    if lex.entries[inner.group()].role == "body":
        area = parse_area(text, inner.end() + 1) if text.low.startswith(" ", inner.end()) else None
        if area is None and inner.group().endswith(" ủy"):
            area = _bare_place(text, lex, inner.end())
        return area.items[0].end if area else inner.end()
    if inner.group() in lex.heads:
        return with_area(text, name_end(text, lex, inner.end(), may_run=True))
    return inner.end() if text.flat[m.end()].isupper() else end


def _owner(text: FoldedText, lex: Lexicon, at: int) -> int:
    """Where the registered body that starts at ``at`` ends, its area included; 0 where there is none."""
    inner = lex.scan.match(text.low, at)
    if inner is None or lex.entries[inner.group()].role != "body" or not text.flat[at].isupper():
        return 0
    area = parse_area(text, inner.end() + 1) if text.low.startswith(" ", inner.end()) else None
    return area.items[0].end if area else inner.end()


def with_area(text: FoldedText, end: int) -> int:
    """The end of a name with the area that stands behind it."""
    area = parse_area(text, end + 1) if text.low.startswith(" ", end) else None
    if area is None:
        if villages := _VILLAGES.match(text.low, end):
            return villages.end()
        if text.low.startswith((" việt nam", " trung ương", " quốc gia"), end):
            return end + (
                9 if text.low.startswith(" việt nam", end) else 11 if text.low.startswith(" trung ương", end) else 9
            )
        return end
    return area.items[0].end


def by_grammar(text: FoldedText, lex: Lexicon, start: int, end: int, *, titled: bool = False) -> Body | None:
    """A name outside the register whose head stands at ``[start, end)``."""
    if not text.flat[start].isupper() and not _known_as_name(text, start, end, titled):
        return None
    head = text.low[start:end]
    if text.flat[start:end].isupper() and (
        head in _PLAIN_WORDS or (" " in head and not _heads_line(text, start, head))
    ):
        return None
    stop = name_end(text, lex, end, may_run=head not in _NEVER_RUN)
    chained = _chain(text, lex, start, stop, titled=titled)
    if chained == stop and (whole := _of_class(text, lex, head, stop)) > stop:
        return Body(start, whole, text.flat[start:whole], head=head)
    if chained == stop:
        chained = with_area(text, stop)
    part = _PART_OF.match(text.low, chained) if head in _PARTS and chained > end else None
    if part and (owner_end := _owner(text, lex, part.end())):
        return Body(start, owner_end, text.flat[start:owner_end], head=head)
    owner = _OWNER.match(text.low, chained) if chained > end else None
    chained = owner.end() if owner else chained
    if stop == end and chained == end and head not in lex.bare_heads:
        return None
    if stop == end and head not in lex.bare_heads and " " not in head:
        return None  # "Hội tỉnh", "Cục các cấp"
    if not _worth(text, end, chained, head, lex):
        return None
    return Body(start, chained, text.flat[start:chained], head=head)


def _of_class(text: FoldedText, lex: Lexicon, head: str, end: int) -> int:
    """ "Ban Thường vụ các huyện ủy, thành ủy", "Ủy ban Kiểm tra các cấp": where the class it is part of ends."""
    many = text.low.startswith(" các ", end)
    if not head.startswith(_OF_CLASS) or not (many or text.low.startswith(" cấp ủy", end)):
        return end
    whole = parse_collective(text, lex, end + (5 if many else 1), start=end + 1)
    if whole is None and many:
        stop = name_end(text, lex, end + 4, may_run=True)
        return with_area(text, stop) if stop > end + 4 else end
    if whole is None:
        return end
    under = _UNDER.match(text.low, whole.end)
    return under.end() if under else whole.end


def _known_as_name(text: FoldedText, start: int, end: int, titled: bool) -> bool:
    """Whether a head in lower case opens a name: behind a title ("Trưởng phòng Nội vụ"), or with a number.

    Committees of the Party are written so, too: "ban thường vụ các huyện ủy".
    """
    if text.low.startswith(_LOWER, start) and text.low.startswith((" các ", " cấp ủy"), end):
        return True
    if titled:
        return text.flat[end + 1 : end + 2].isupper()
    return " " in text.low[start:end] and _NUMBERED.match(text.low, end) is not None


def _heads_line(text: FoldedText, start: int, head: str) -> bool:
    """In capitals a name shows no right end; only a line of a letterhead is read."""
    return (start == 0 or text.flat[start - 1] == "\n") and head != "tổ chức"


def _worth(text: FoldedText, end: int, stop: int, head: str, lex: Lexicon) -> bool:
    """A head alone is no name; one that goes on must go on with a capital, an area, or be a board's usual name."""
    if head in lex.bare_heads:
        return True
    rest = text.flat[end:stop]
    if " " not in head and len(rest.split()) < 2:
        return False  # "Hội An"
    return any(c.isupper() or c.isdigit() for c in rest) or (stop > end and head.startswith(_BOARDS))
