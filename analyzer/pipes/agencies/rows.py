"""Rows of bodies that say their head once: "các Sở: Nội vụ, Tài chính", "các Tập đoàn: Dệt may, Hóa chất Việt Nam"."""

from __future__ import annotations

import re
from datetime import date

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.areas import parse_area
from analyzer.knowledge.folding import FoldedText
from analyzer.knowledge.letters import UPPER
from analyzer.pipes.agencies.bodies import Body, registered, with_area
from analyzer.pipes.agencies.grammar import name_end
from analyzer.pipes.agencies.lexicon import Lexicon

_STEP = re.compile(r"(?:, và |, ?| và |; ?| & )")
_LISTED_HEAD = re.compile(
    r"(?P<head>sở|bộ(?= trưởng:)|bộ|phòng|ban|chi cục|cục)(?: trưởng(?=:)|, (?:cơ quan|ban|ngành|đơn vị))?(?: ?: ?| )"
)
_NAMED_HEAD = re.compile(
    r"(?P<head>tập đoàn|tổng công ty|công ty|ngân hàng|bệnh viện|học viện|viện|trường đại học|trường|trung tâm|hội"
    r"|hiệp hội|cục|vụ|báo|đài|tổng cục|khoa)(?:(?P<colon>: ?)| )"
)
_SHORT = re.compile(rf"[{UPPER}]{{2,6}}(?!\w)")
_ABBREVIATED = frozenset(("tập đoàn", "tổng công ty"))  # "các Tập đoàn EVN, VNPT": short names of their own
_BRACKETS = re.compile(r" ?\([\w&./ -]{1,24}\)")
MAX_LISTED = 64


def listed(text: FoldedText, lex: Lexicon, at: int, as_of: date | None, *, many: bool) -> list[Body]:
    """Bodies of a list that says its head once: "các Sở: Nội vụ, Tài chính", "Sở Nội vụ, Tài chính và Xây dựng"."""
    low, flat = text.low, text.flat
    m = _LISTED_HEAD.match(low, at)
    if m is None:
        return []
    head = m["head"]
    domains = lex.domains[head]
    title = flat[at : at + 1].upper() + flat[at + 1 : at + len(head)]
    bodies: list[Body] = []
    here = m.end()
    colon = low[m.end() - 1] == ":" or low[m.end() - 2] == ":"
    start = at
    while len(bodies) < MAX_LISTED:
        item = domains.match(low, here)
        if item is None or not flat[here].isupper():
            break
        end = item.end()
        area = parse_area(text, end + 1, as_of) if low.startswith(" ", end) else None
        stop = area.items[0].end if area else end
        name = f"{title} {flat[here:stop]}"
        found = Register.load().entries(f"{title} {flat[here:end]}")
        chosen = tuple(Register.load().choose(found, area.items[0] if area else None, as_of))
        bodies.append(Body(start, stop, name, chosen, bool(found), area.items[0] if area else None, head))
        step = _step_on(text, stop)
        if step is None or (low[step.start()] == ";" and not colon):
            break
        start = here = step.end()
        if _another(text, lex, here):
            own = _of_its_own(text, lex, here, as_of) if colon else []
            after = _step_on(text, own[-1].end) if own else None
            following = domains.match(low, after.end()) if after else None
            if after is None or following is None or not flat[after.end()].isupper():
                break
            bodies += own
            start = here = after.end()
    return bodies if many or colon or len(bodies) > 1 else []


def names(text: FoldedText, lex: Lexicon, at: int) -> list[Body]:
    """Names behind a head said once: "các Tập đoàn: Hóa chất Việt Nam, Dệt may", "các khoa Nội, Nhi"."""
    m = _NAMED_HEAD.match(text.low, at)
    if m is None:
        return []
    if m["colon"] is None and m["head"] not in _ABBREVIATED and _is_class(text, lex, m.end()):
        return []
    head = m["head"]
    title = text.flat[at : at + 1].upper() + text.flat[at + 1 : at + len(head)]
    bodies: list[Body] = []
    start, here = at, m.end()
    while len(bodies) < MAX_LISTED and text.flat[here : here + 1].isupper():
        short = _short_name(text, lex, here) if head in _ABBREVIATED else None
        if short is None and _another(text, lex, here):
            break
        stop = short.end() if short else with_area(text, name_end(text, lex, here - 1))
        if stop <= here:
            break
        agencies = lex.entries[short.group()].agencies if short else ()
        name = f"{title} {text.flat[here:stop]}"
        bodies.append(Body(start, stop, name, agencies, registered=bool(agencies), head=head))
        step = _step_on(text, stop)
        if step is None:
            break
        start = here = step.end()
    return bodies if m["colon"] or len(bodies) > 1 else []


def _short_name(text: FoldedText, lex: Lexicon, at: int) -> re.Match[str] | None:
    """A registered name of one word at ``at``."""
    m = lex.scan.match(text.low, at)
    return m if m and lex.entries[m.group()].role == "body" and " " not in m.group() else None


def _is_class(text: FoldedText, lex: Lexicon, at: int) -> bool:
    """Whether a class goes on at ``at``, and no row of names: "các trường THPT, THCS"."""
    short = _SHORT.match(text.flat, at)
    return short is not None and not text.flat[short.end() + 1 : short.end() + 2].isupper()


def _step_on(text: FoldedText, end: int) -> re.Match[str] | None:
    """The comma or "và" behind a member of a list, an abbreviation in brackets stepped over."""
    brackets = _BRACKETS.match(text.flat, end)
    return _STEP.match(text.low, brackets.end() if brackets else end)


def _of_its_own(text: FoldedText, lex: Lexicon, at: int, as_of: date | None) -> list[Body]:
    """A body that stands with its full name between the members of a list."""
    m = lex.scan.match(text.low, at)
    if m is None or lex.entries[m.group()].role != "body":
        return []
    return registered(text, lex, m.start(), m.end(), lex.entries[m.group()], as_of)


def _another(text: FoldedText, lex: Lexicon, at: int) -> bool:
    """Whether a body with a head of its own stands at ``at``."""
    m = lex.scan.match(text.low, at)
    return m is not None and lex.entries[m.group()].role == "body" and not lex.entries[m.group()].never_bare
