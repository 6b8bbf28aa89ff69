"""Who issued the document an article reports: the subject of the sentence, or "của X" behind the number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.knowledge.issuer_codes import issuer_of_symbol
from analyzer.knowledge.letters import UPPER
from analyzer.knowledge.provinces import names_pattern
from analyzer.layout.issuer_places import with_place_of
from analyzer.layout.issuers import in_place_of_tones, place_of, spell_out, written_name
from analyzer.layout.words import alternation, is_capital, squeeze, words
from analyzer.spans import Span

_OF = re.compile(r"[\s,(]{0,3}(?:ngày[^,;.()]{3,30}\)?[\s,]{0,2})?của\s")
_NAME_END = re.compile(r"[,.;:()“\"\n]|\s[-–]\s(?!Thương|Kiến)")
_CAPITAL = re.compile(r"(?<=\s)[^\Wa-z\d_][^\W\d_]{0,9}")
_LOCAL = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân|sở|văn phòng ủy ban|ban chỉ đạo"
    r"|(?:ban thường vụ |ban chấp hành |thường trực )?(?:tỉnh|thành|huyện|quận|thị) ủy)(?!\w)"
)
_BARE_UNIT = re.compile(r"\s(?:tỉnh|thành phố|huyện|quận)$")
_PLACE = re.compile(
    # one letter first: searched fast
    r"[Tt](?:(?:(?<=T)P\.?\s?(?:HCM|Hồ Chí Minh|Hà Nội)|hành [Pp]hố (?:Hồ Chí Minh|Hà Nội))"
    rf"|(?:ỉnh|hành phố|(?<=T)P\.?)[^\S\n](?:[{UPPER}][^\W\d_]+)(?:[ -][{UPPER}][^\W\d_]+){{0,3}})"
)


@dataclass(frozen=True, slots=True)
class Reported:
    """The mention of the reported document: its range, kind as written, number, and where its sentence begins."""

    start: int
    end: int
    kind: str
    number: str | None
    number_span: Span | None
    sentence: int


@cache
def _provinces() -> re.Pattern[str]:
    return re.compile(names_pattern())


class _Patterns(NamedTuple):
    agency: re.Pattern[str]
    officer: re.Pattern[str]
    verb: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = read_toml("articles.toml")
    officers = alternation(data["officers"])
    office = rf"(?:(?:phó )?(?:{officers})(?: thường trực)?\s)"
    return _Patterns(
        re.compile(rf"(?<!\w){office}?(?:{alternation(map(fold, data['agencies']))})(?!\w)"),
        re.compile(rf"(?:đồng chí |ông |bà )?{office}(?=\S)"),
        re.compile(rf"\s(?:{alternation(data['after_agency'])})(?!\w)"),
    )


def read_issuer(text: str, found: Reported) -> tuple[str | None, Span | None]:
    """The issuing body with its place, and where it is named; the number's code where the sentence names none."""
    low = fold(text[: found.end + 200])
    after = _OF.match(low, found.end)
    if after is not None:
        span = _agency_at(text, low, after.end())
        if span is not None:
            return _placed(text, span), span
    code = issuer_of_symbol(found.number) if found.number else None
    spans = [
        span
        for match in _patterns().agency.finditer(low, found.sentence, found.start)
        if (span := _agency_at(text, low, match.start())) is not None
    ]
    if code is not None and not code.local:
        return code.name, next((s for s in spans if fold(code.name) in fold(spell_out(text[s.start : s.end]))), None)
    if spans:
        return _placed(text, spans[0]), spans[0]
    return (_with_place(text, code.name), None) if code is not None else (None, None)


def first_agency(text: str, low: str, start: int, end: int) -> tuple[str, Span] | None:
    """The first body named in ``[start, end)``, with the place the text tells."""
    for match in _patterns().agency.finditer(low, start, end):
        span = _agency_at(text, low, match.start())
        if span is not None:
            return _placed(text, span), span
    return None


def _agency_at(text: str, low: str, at: int) -> Span | None:
    """The name of a body that begins at ``at``, up to the verb, a comma, or the name of its head."""
    match = _patterns().agency.match(low, at)
    if match is None or not text[at].isupper():
        return None
    limit = min(len(low), match.end() + 90)
    ends = [m.start() for p in (_NAME_END, _patterns().verb) if (m := p.search(low, match.end(), limit))]
    stop = min(ends, default=limit)
    return Span(at, _before_person(text, low, match.end(), stop))


def _before_person(text: str, low: str, start: int, stop: int) -> int:
    """Where the name of the head begins that follows the body ("UBND tỉnh A Nguyễn Văn B"); ``stop`` without one."""
    found = []
    for word in _CAPITAL.finditer(text, start, stop):
        rest = text[word.end() : stop].split()
        surname = word.group().capitalize()
        if surname not in words().surnames or not 1 <= len(rest) <= 4 or not all(r[0].isupper() for r in rest):
            continue
        if not _is_place(text, word.start()) and not _provinces().fullmatch(low, word.start(), stop):
            found.append((words().surnames[surname], word.start() - 1))
    return min(found)[1] if found else stop  # the likeliest surname of "tỉnh Đông Giang Võ Hoài Nam"


def _is_place(text: str, at: int) -> bool:
    """Whether the capitals at ``at`` are the place behind "tỉnh" or "TP" and no person's name."""
    before = text[max(0, at - 20) : at].rstrip(". ").split()
    return bool(before) and before[-1].lower() in ("tỉnh", "phố", "tp", "huyện", "quận", "xã", "phường", "ủy")


def _placed(text: str, span: Span) -> str:
    raw = text[span.start : span.end]
    name = written_name(raw) if is_capital(raw) else in_place_of_tones(spell_out(raw))
    low = fold(name)
    officer = _patterns().officer.match(low)
    if officer and not low.startswith(("chủ tịch nước", "chủ tịch quốc hội")):
        name = name[officer.end() :]
    if fold(name).startswith(("thủ tướng", "phó thủ tướng")):
        return "Thủ tướng Chính phủ"
    return _with_place(text, name[:1].upper() + name[1:])


def _with_place(text: str, name: str) -> str:
    """The name with the place the text tells, where the name has none of its own."""
    low = fold(name)
    committee = re.search(r"(?:tỉnh|thành|huyện|quận|thị) ủy", low)
    placed = place_of(name) or re.search(r"(?:tỉnh|thành phố|huyện|quận) (?!ủy)\S", low)
    if _LOCAL.match(low) is None or placed or (committee and committee.end() < len(low)):
        return re.sub(r"thành phố (Hồ Chí Minh|Hà Nội)", r"Thành phố \1", name, flags=re.I)
    unit = _BARE_UNIT.search(low)
    bare = name[: unit.start()] if unit else name
    place = commonest_place(text)
    if place is None:
        return bare
    return with_place_of(bare, place)


def commonest_place(text: str) -> str | None:
    """The province or city a text names most often with its unit.

    >>> commonest_place("Tại tỉnh An Giang, UBND tỉnh yêu cầu các sở của tỉnh An Giang")
    'tỉnh An Giang'
    >>> commonest_place("Văn phòng UBND tỉnh\\nTháng 2\\nUBND tỉnh\\nTháng 3\\ntỉnh An Giang")
    'tỉnh An Giang'
    """
    counts: Counter[str] = Counter()
    for match in _PLACE.finditer(text, 0, 40_000):
        name = spell_out(squeeze(match.group()))
        unit, _, rest = name.partition(" ")
        if unit.lower() == "thành":
            unit, rest = "thành phố", rest.partition(" ")[2]
        if fold(rest) not in ("ủy", "đoàn", "hội"):
            counts[f"{unit.lower()} {rest}"] += 1
    if not counts:
        return None
    best = counts.most_common(1)[0][0]
    return re.sub(r"^thành phố (Hồ Chí Minh|Hà Nội)$", r"Thành phố \1", best)
