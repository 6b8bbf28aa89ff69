"""The agencies pipe: one pass over the text, a mention for each organisation named."""

from __future__ import annotations

import re
from datetime import date

from analyzer.knowledge.areas import SYLLABLE, UNITS, parse_area
from analyzer.knowledge.folding import FoldedText
from analyzer.pipes.agencies.aliases import add_short_names
from analyzer.pipes.agencies.bodies import Body, by_grammar, registered
from analyzer.pipes.agencies.collectives import CLASS_HEADS, Collective, parse_collective, quantifier_start, serves
from analyzer.pipes.agencies.lexicon import Lexicon, lexicon
from analyzer.pipes.agencies.rows import listed, names
from analyzer.pipes.agencies.shared import Found, among_ministries, is_second_line, share_areas
from analyzer.pipes.mentions import AgencyForm, AgencyMention
from analyzer.spans import Mask

_TITLE_STEP = re.compile(r"(?:, | và |/| )")
_MANY = re.compile(r"(?:các|những) ")
_PERSON = re.compile(rf" {SYLLABLE}(?: {SYLLABLE}){{1,3}}(?![\w])")
_MINISTERS = re.compile(
    r"(?:các )?(?:đồng chí )?(?:các )?bộ trưởng(?:(?:,| và) (?:các )?thủ trưởng (?:các )?cơ quan ngang bộ"
    r"(?:(?:,| và) (?:(?:các )?thủ trưởng )?(?:các )?cơ quan (?:thuộc|trực thuộc) chính phủ)?"
    r"(?: có liên quan| liên quan)?|(?=(?:,| và) (?:bí thư|chủ tịch) ))"
)
_MINISTERS_NAME = re.compile(r"(?i)(?:các )?(?:đồng chí )?(?:các )?bộ trưởng|(?:các )?thủ trưởng ")


_MINISTER = "bộ trưởng"
_LINK = re.compile(r" (?:trực thuộc|thuộc|của) ")
# a class that ends with these is followed by the body it serves
_SERVES = ("thuộc", "giúp việc", "tham mưu cho", "giúp việc cho")
_OWNER_CLASS = re.compile(r"(?:sở|bộ|ngành|tỉnh|thành phố|huyện)(?!\w)")
_ADDRESSED = re.compile(r"(?:[.;:,|\n(\"-] ?|(?:giao|yêu cầu|đề nghị|với|cùng|và|hoặc|để|các|đồng chí|lãnh đạo|đạo) )$")
_PARTY_COMMITTEES = frozenset({"tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy"})
_AND = re.compile(r"(?:,| và|, và) ")
_IN_CHARGE = re.compile(r"(?: phụ trách lĩnh vực| phụ trách)(?!\w)")


def find(text: str, *, as_of: date | None = None, mask: Mask | None = None) -> list[AgencyMention]:
    """The organisations an NFC text names, in text order.

    A name with a list of areas or domains behind it gives a mention for each, the shared head written out; then only
    the first one's range takes in the head. ``as_of`` is the day that decides between agencies of one name. Mentions
    that touch ``mask`` are left out. Line breaks end a name.

    >>> [m.name for m in find("Giao Giám đốc Sở Nội vụ phối hợp với các sở, ban, ngành, UBND các xã, phường.")]
    ['Sở Nội vụ', 'các sở, ban, ngành', 'UBND các xã, phường']
    """
    folded = FoldedText(text)
    lex = lexicon()
    found: list[Found] = []
    at = 0
    scan = lex.scan.search
    while m := scan(folded.low, at):
        before = len(found)
        end = _at(folded, lex, m, as_of, found)
        at = (
            max(end, m.end())
            if len(found) > before or lex.entries[m.group()].role == "blocker"
            else _after_miss(m, lex)
        )
    found = add_short_names(folded, lex, share_areas(folded, _party_classes(folded, found), as_of))
    found = among_ministries(folded, found)
    return [a for a in (_mention(folded, f) for f in found) if mask is None or not mask.covers(a.start, a.end)]


def _party_classes(text: FoldedText, found: list[Found]) -> list[Found]:
    """ "tỉnh ủy, thành ủy" in lower case is one class and no two bodies."""
    kept: list[Found] = []
    for here in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and text.low[here.name_start : here.end] in _PARTY_COMMITTEES
            and text.low[before.name_start : before.end].split(", ")[-1].removeprefix("ban thường vụ ")
            in _PARTY_COMMITTEES
            and text.flat[before.name_start : here.end].islower()
            and _AND.fullmatch(text.low, before.end, here.start)
        ):
            before.end, before.form, before.body = here.end, "collective", None
            before.name = text.flat[before.name_start : before.end]
        else:
            kept.append(here)
    return kept


def _after_miss(m: re.Match[str], lex: Lexicon) -> int:
    """Where to look on after words that were no mention: behind their first syllable, a shorter entry may follow."""
    if lex.entries[m.group()].role in ("title", "blocker", "joined"):
        return m.end()
    space = m.group().find(" ")
    return m.end() if space < 0 else m.start() + space


def _at(text: FoldedText, lex: Lexicon, m: re.Match[str], as_of: date | None, found: list[Found]) -> int:
    """Read what the entry found at ``m`` opens; adds to ``found`` and says where to go on."""
    entry = lex.entries[m.group()]
    start, end = m.span()
    if entry.role == "blocker" or (text.low.startswith("sở", start) and text.low.endswith(("cơ ", "trụ "), 0, start)):
        return end
    if entry.role in ("title", "joined"):
        return _titled(text, lex, m, as_of, found)
    begin = quantifier_start(text, start)
    return _organisation(text, lex, begin, start, as_of, found, title_start=begin, title=None, opens=m)


def _titled(text: FoldedText, lex: Lexicon, m: re.Match[str], as_of: date | None, found: list[Found]) -> int:
    """A person's title and the body it heads: "Chủ tịch, các Phó Chủ tịch UBND tỉnh"."""
    low = text.low
    ministers = _MINISTERS.match(low, quantifier_start(text, m.start()))
    if ministers:
        start, end = ministers.span()
        words = re.sub(_MINISTERS_NAME, lambda t: "các Bộ" if "bộ" in t.group().lower() else "", text.flat[start:end])
        found.append(Found(start, end, words, "collective", start, title="Bộ trưởng"))
        return end
    start = m.start()
    here, last = m.end(), m
    for _ in range(6):
        if lex.entries[last.group()].role == "joined":
            break
        step = _TITLE_STEP.match(low, here)
        if step is None:
            break
        many = _MANY.match(low, step.end())
        following = lex.scan.match(low, many.end() if many else step.end())
        if following is None or lex.entries[following.group()].role not in ("title", "joined"):
            break
        last, here = following, following.end()
    entry = lex.entries[last.group()]
    title = text.flat[start:here]
    if entry.role == "joined":
        begin = here - len(entry.body)
        body_at = begin + 4 if low.startswith("các ", begin) else begin
        return max(_organisation(text, lex, begin, body_at, as_of, found, title_start=start, title=title), here)
    if low.startswith(":", here) and low.endswith(_MINISTER, start, here):
        ministries = listed(text, lex, here - len(_MINISTER), as_of, many=True)
        begin = quantifier_start(text, start)
        _add_bodies(found, ministries, begin, begin, title)
        return max(here, ministries[-1].end if ministries else here)
    if not low.startswith(" ", here):
        return here
    begin = body_at = here + 1
    many = _MANY.match(low, body_at)
    if many:
        body_at = many.end()
    if not lex.scan.match(low, body_at):
        return here
    return max(_organisation(text, lex, begin, body_at, as_of, found, title_start=start, title=title), here)


def _organisation(
    text: FoldedText,
    lex: Lexicon,
    begin: int,
    at: int,
    as_of: date | None,
    found: list[Found],
    *,
    title_start: int,
    title: str | None,
    opens: re.Match[str] | None = None,
) -> int:
    """The body or class at ``at`` (its quantifier from ``begin``); returns its end, ``at`` where there is none.

    ``opens`` is the entry there, when the caller has found it.
    """
    m = opens or lex.scan.match(text.low, at)
    if m is None:
        return at
    entry = lex.entries[m.group()]
    joined = title is not None and title_start < begin == at and text.low[at - 1] != "\n" and text.flat[at].islower()
    if entry.role == "joined" and title is None:
        return _titled(text, lex, m, as_of, found)
    bodies = listed(text, lex, at, as_of, many=begin < at) or (names(text, lex, at) if begin < at else [])
    if not bodies and entry.role == "body" and not (begin < at and lex.nouns.match(text.low, at)):
        bodies = registered(text, lex, m.start(), m.end(), entry, as_of, titled=joined)
        begin = at if bodies and not bodies[0].area else begin
    if bodies:
        _add_bodies(found, bodies, begin, title_start, title)
        return _person(text, found)
    if m.group() in UNITS:
        places = _places(text, begin, at, as_of)
        if places and found and is_second_line(text, found[-1], begin, places[-1].end):
            return places[-1].end
        if places:
            _add_bodies(found, places, begin, title_start, title)
            for place in found[-len(places) :]:
                place.generic = True
            return found[-1].end
    collective = parse_collective(text, lex, at, titled=title is not None, start=begin)
    if begin == at and text.flat[at].isupper() and m.group() in lex.heads and m.group() not in CLASS_HEADS:
        named = by_grammar(text, lex, m.start(), m.end(), titled=joined)
        if named is not None and named.end > m.end() and _is_name(text, m.end(), named, collective):
            found.append(Found(title_start, named.end, text.flat[at : named.end], "grammar", at, named, title=title))
            return named.end
    if collective is not None and not (
        entry.role == "head" and text.flat[at].isupper() and collective.nouns == 1 and not collective.modified
    ):
        end = _owned(text, lex, at, collective.end, as_of)
        found.append(
            Found(title_start, end, text.flat[begin:end], "collective", begin, generic=collective.generic, title=title)
        )
        return end
    if entry.role == "body" and begin < at and text.flat[at].isupper():
        # "các Chi nhánh Văn phòng Đăng ký đất đai": no class, though it begins with the noun of one
        bodies = registered(text, lex, m.start(), m.end(), entry, as_of, titled=joined)
        if bodies:
            _add_bodies(found, bodies, begin, title_start, title)
            return _person(text, found)
    if entry.role == "standing":
        reach = lex.reach.match(text.low, m.end())
        end = reach.end() if reach else m.end()
        found.append(
            Found(title_start, end, text.flat[begin:end], "collective", begin, generic=entry.generic, title=title)
        )
        return end
    grammar = by_grammar(text, lex, m.start(), m.end(), titled=joined) if m.group() in lex.heads else None
    if grammar is not None:
        found.append(Found(title_start, grammar.end, text.flat[at : grammar.end], "grammar", at, grammar, title=title))
        return grammar.end
    return at


def _is_name(text: FoldedText, head_end: int, named: Body, collective: Collective | None) -> bool:
    """Whether a noun opens a proper name rather than a class: "Vụ Giáo dục Tiểu học", "Bệnh viện Đa khoa"."""
    if text.flat[head_end + 1 : head_end + 2].isupper() or text.low.startswith(" các ", head_end):
        return True
    return collective is None or (collective.nouns == 1 and named.end > collective.end)


def _places(text: FoldedText, begin: int, at: int, as_of: date | None) -> list[Body]:
    """ "tỉnh Quảng Ngãi", "các tỉnh: A, B" where the sentence may address them, not where something happens there."""
    if begin == at and begin > 0 and not _ADDRESSED.search(text.low, max(0, begin - 14), begin):
        return []
    area = parse_area(text, begin, as_of)
    if area is None or area.items[0].kind != "named":
        return []
    return [Body(item.start, item.end, item.words, (), False, item) for item in area.items]


def _add_bodies(found: list[Found], bodies: list[Body], begin: int, title_start: int, title: str | None) -> None:
    for i, body in enumerate(bodies):
        form: AgencyForm = "registered" if body.registered else "grammar"
        found.append(
            Found(
                body.start if i else title_start,
                body.end,
                body.name,
                form,
                body.start if i else begin,
                body,
                title=title,
            )
        )


def _owned(text: FoldedText, lex: Lexicon, begin: int, end: int, as_of: date | None) -> int:
    """ "các đơn vị trực thuộc Sở Y tế": the body that a class belongs to is part of the name."""
    low = text.low
    link = _LINK.match(low, end)
    at = end + 1 if serves(low, begin) and low.startswith(" ", end) else -1
    if at < 0 or link:
        at = link.end() if link else end + 1 if low.endswith(_SERVES, 0, end) and low.startswith(" ", end) else -1
    if at < 0:
        return end
    inner: list[Found] = []
    _organisation(text, lex, at, at, as_of, inner, title_start=at, title=None)
    if inner and inner[0].form != "collective":
        return inner[0].end
    whole = _OWNER_CLASS.match(low, at)
    return whole.end() if whole and (link is None or link.group() != " của ") else end


def _person(text: FoldedText, found: list[Found]) -> int:
    """A deputy prime minister stands for himself: the person's name is part of the mention."""
    last = found[-1]
    if last.body is not None and last.body.head.startswith("phó thủ tướng"):
        m = _PERSON.match(text.flat, last.end) or _IN_CHARGE.match(text.flat, last.end)
        if m:
            last.end = m.end()
            last.name = text.flat[last.name_start : last.end]
    return last.end


def _mention(text: FoldedText, f: Found) -> AgencyMention:
    agencies = f.body.agencies if f.body else ()
    return AgencyMention(
        start=text.start_of(f.start),
        end=text.end_of(f.end),
        name=f.name,
        form=f.form,
        id=agencies[0].id if len(agencies) == 1 else None,
        title=f.title,
        name_start=text.start_of(f.name_start),
        ambiguous=tuple(a.id for a in agencies) if len(agencies) > 1 else (),
        generic=f.generic,
    )
