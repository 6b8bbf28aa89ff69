"""The agencies pipe: one pass over the text, a mention for each organisation named."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from analyzer.knowledge.areas import SYLLABLE
from analyzer.knowledge.folding import FoldedText
from analyzer.pipes.agencies.bodies import Body, by_grammar, listed, registered
from analyzer.pipes.agencies.collectives import parse_collective, quantifier_start
from analyzer.pipes.agencies.lexicon import Lexicon, lexicon
from analyzer.pipes.mentions import AgencyForm, AgencyMention
from analyzer.spans import Mask

_TITLE_STEP = re.compile(r"(?:, | và |/| )")
_MANY = re.compile(r"(?:các|những) ")
_PERSON = re.compile(rf" {SYLLABLE}(?: {SYLLABLE}){{1,3}}(?![\w])")
_MINISTERS = re.compile(
    r"(?:các )?bộ trưởng(?:,| và) (?:các )?thủ trưởng (?:các )?cơ quan ngang bộ(?:(?:,| và) (?:(?:các )?thủ trưởng )?(?:các )?cơ quan (?:thuộc|trực thuộc) chính phủ)?(?: có liên quan| liên quan)?"
)
_MINISTERS_NAME = re.compile(r"(?i)(?:các )?bộ trưởng|(?:các )?thủ trưởng ")


@dataclass(slots=True)
class _Found:
    """A mention in offsets of the folded text."""

    start: int
    end: int
    name: str
    form: AgencyForm
    name_start: int
    body: Body | None = None
    generic: bool = False
    title: str | None = None


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
    found: list[_Found] = []
    at = 0
    scan = lex.scan.search
    while m := scan(folded.low, at):
        before = len(found)
        end = _at(folded, lex, m, as_of, found)
        at = max(end, m.end()) if len(found) > before or lex.entries[m.group()].role == "blocker" else _after_miss(m, lex)
    _share_areas(folded, found)
    return [a for a in (_mention(folded, f) for f in found) if mask is None or not mask.covers(a.start, a.end)]


def _after_miss(m: re.Match[str], lex: Lexicon) -> int:
    """Where to look on after words that were no mention: behind their first syllable, a shorter entry may follow."""
    if lex.entries[m.group()].role in ("title", "blocker", "joined"):
        return m.end()
    space = m.group().find(" ")
    return m.end() if space < 0 else m.start() + space


def _at(text: FoldedText, lex: Lexicon, m: re.Match[str], as_of: date | None, found: list[_Found]) -> int:
    """Read what the entry found at ``m`` opens; adds to ``found`` and says where to go on."""
    entry = lex.entries[m.group()]
    start, end = m.span()
    if entry.role == "blocker":
        return end
    if entry.role in ("title", "joined"):
        return _titled(text, lex, m, as_of, found)
    begin = quantifier_start(text, start)
    return _organisation(text, lex, begin, start, as_of, found, title_start=begin, title=None)


def _titled(text: FoldedText, lex: Lexicon, m: re.Match[str], as_of: date | None, found: list[_Found]) -> int:
    """A person's title and the body it heads: "Chủ tịch, các Phó Chủ tịch UBND tỉnh"."""
    low = text.low
    ministers = _MINISTERS.match(low, quantifier_start(text, m.start()))
    if ministers:
        start, end = ministers.span()
        words = re.sub(_MINISTERS_NAME, lambda t: "các Bộ" if "bộ" in t.group().lower() else "", text.flat[start:end])
        found.append(_Found(start, end, words, "collective", start, title="Bộ trưởng"))
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
        body_at = here - len(entry.body)
        return max(_organisation(text, lex, body_at, body_at, as_of, found, title_start=start, title=title), here)
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
    text: FoldedText, lex: Lexicon, begin: int, at: int, as_of: date | None, found: list[_Found], *, title_start: int, title: str | None
) -> int:
    """The body or class at ``at`` (its quantifier from ``begin``); returns where it ends, ``at`` where there is none."""
    m = lex.scan.match(text.low, at)
    if m is None:
        return at
    entry = lex.entries[m.group()]
    if entry.role == "joined" and title is None:
        return _titled(text, lex, m, as_of, found)
    bodies: list[Body] = listed(text, lex, at, as_of, many=begin < at)
    if not bodies and entry.role == "body" and begin == at:
        bodies = registered(text, lex, m.start(), m.end(), entry, as_of)
    if bodies:
        for i, body in enumerate(bodies):
            first = i == 0
            found.append(_Found(title_start if first else body.start, body.end, body.name, "registered" if body.registered else "grammar",
                                begin if first else body.start, body, title=title))
        return _person(text, found)
    if entry.role == "standing":
        found.append(_Found(title_start, m.end(), text.flat[begin : m.end()], "collective", begin, generic=entry.generic, title=title))
        return m.end()
    collective = parse_collective(text, lex, at, titled=title is not None, start=begin)
    if collective is not None and not (text.flat[at].isupper() and entry.role == "head" and collective.nouns == 1 and not collective.modified):
        end = _chained(text, lex, collective.chain, collective.end, as_of)
        found.append(_Found(title_start, end, text.flat[begin:end], "collective", begin, generic=collective.generic, title=title))
        return end
    if entry.role in ("head", "body", "noun"):
        grammar = by_grammar(text, lex, m.start(), m.end()) if m.group() in lex.heads else None
        if grammar is not None:
            found.append(_Found(title_start, grammar.end, text.flat[begin : grammar.end], "grammar", begin, grammar, title=title))
            return grammar.end
    return at


def _chained(text: FoldedText, lex: Lexicon, chain: int, end: int, as_of: date | None) -> int:
    """"các đơn vị trực thuộc Sở Y tế": the body the class belongs to is part of the name."""
    if chain < 0:
        return end
    space = re.compile(r" (?:trực thuộc|thuộc|của) ").match(text.low, end)
    if space is None:
        return end
    inner: list[_Found] = []
    stop = _organisation(text, lex, space.end(), space.end(), as_of, inner, title_start=space.end(), title=None)
    return inner[0].end if inner and stop > space.end() else end


def _person(text: FoldedText, found: list[_Found]) -> int:
    """A deputy prime minister stands for himself: the person's name is part of the mention."""
    last = found[-1]
    if last.body is not None and last.body.head.startswith("phó thủ tướng"):
        m = _PERSON.match(text.flat, last.end)
        if m:
            last.end = m.end()
            last.name = text.flat[last.name_start : last.end]
    return last.end


_JOINED = re.compile(r"(?:, và |, ?| và |/| - | hoặc )")


def _share_areas(text: FoldedText, found: list[_Found]) -> None:
    """A body without its area takes that of the body it is coordinated with: "HĐND, UBND các xã, phường"."""
    i = len(found) - 2
    while i >= 0:
        here, following = found[i], found[i + 1]
        if here.body is not None and here.body.open_area and following.body is not None and following.body.area is not None:
            if _JOINED.fullmatch(text.low, here.end, following.start):
                group = [following]
                for later in found[i + 2 :]:
                    if later.body is None or later.body.head != following.body.head or later.start != later.body.start or later.name_start != later.body.area.start if later.body and later.body.area else True:
                        break
                    group.append(later)
                copies = []
                for member in group:
                    area = member.body.area if member.body else None
                    if area is not None:
                        copies.append(replace(here, name=f"{here.name} {area.words}", body=replace(here.body, area=area, open_area=False)))
                found[i : i + 1] = copies
        i -= 1


def _mention(text: FoldedText, f: _Found) -> AgencyMention:
    agencies = f.body.agencies if f.body else ()
    return AgencyMention(
        start=text.start_of(f.start), end=text.end_of(f.end), name=f.name, form=f.form,
        id=agencies[0].id if len(agencies) == 1 else None, title=f.title, name_start=text.start_of(f.name_start),
        ambiguous=tuple(a.id for a in agencies) if len(agencies) > 1 else (),
    )
