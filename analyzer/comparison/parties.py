"""Who is to do a task, compared through time: the same body, its heir, a member of the class that is named.

What the register knows is asked of it: :mod:`analyzer.knowledge.succession`, :mod:`analyzer.knowledge.membership`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from analyzer.assembly.models import Assignee, Directive, Task
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.folding import fold
from analyzer.knowledge.membership import expand
from analyzer.knowledge.membership.parsing import parse
from analyzer.knowledge.patterns import pattern
from analyzer.knowledge.provinces import Province, by_id
from analyzer.knowledge.succession import succession

#: How two sides agree, the nearer first.
Tie = Literal["same", "heir", "member", "own", "other"]

_BELOW = ("district", "commune")
_AUTHORITIES = ("ubnd-", "hdnd-", "tinh-uy", "thanh-uy", "huyen-uy", "dang-uy-xa", "dang-uy-phuong")
_BESIDE = ("party", "mass_org", "front", "court", "procuracy", "council", "legislature")
_FRONT_AND_COURTS = ("uy-ban-mat-tran", "mat-tran", "toa-an", "vien-kiem-sat")
_WITHIN = ("dang-uy-ubnd", "ban-can-su-dang-ubnd")  # Party committees in a People's Committee: its own people
_LOCALITIES = pattern("comparison.parties.localities")
_AND_LOCALITIES = pattern("comparison.parties.and_localities")
_LOCALITY = "các địa phương"
_AHEAD = 30  # characters behind a name


@dataclass(frozen=True, slots=True)
class Party:
    """A body or class of bodies as a document names it, on the document's day, in the document's province."""

    name: str
    id: str | None
    province: Province | None
    area: str | None
    day: date

    @property
    def entry(self) -> str | None:
        """The id of its entry in the register, one for the bodies of all provinces."""
        return _entry(self.id) if self.id else None

    @property
    def level(self) -> str | None:
        """Of what area it is by the register: None for a body of the country, and where that is not known."""
        found = Register.load().get(self.id) if self.id else None
        return found.area if found else None


def day_of(directive: Directive) -> date:
    """The day on which the names of a document are to be understood."""
    return directive.directive.issued_on or directive.as_of or date.today()


def issuer_of(directive: Directive) -> Party | None:
    """Who issued the document; None where it does not tell."""
    issuer = directive.directive.issuer
    if issuer is None:
        return None
    place = _province(issuer.province.id if issuer.province else None)
    return Party(issuer.name, issuer.id, place, issuer.area, day_of(directive))


def leads(directive: Directive, task: Task) -> tuple[Party, ...]:
    """Who is to do the task; what "các cơ quan nêu trên" stands for is written out."""
    return parties(directive, (a for a in task.assignees if a.role == "lead"))


def parties(directive: Directive, assignees: Iterable[Assignee]) -> tuple[Party, ...]:
    """The assignees as parties, each once."""
    home = directive.directive.issuer.province if directive.directive.issuer else None
    day = day_of(directive)
    found: dict[Party, None] = {}
    for assignee in assignees:
        if assignee.refers_to:
            for name in assignee.refers_to:
                found[Party(name, None, _province(home.id if home else None), None, day)] = None
            continue
        place = assignee.province or (home.id if home else None)
        found[Party(assignee.name, assignee.id, _province(place), None, day)] = None
        if directive.text and _AND_LOCALITIES.match(fold(directive.text[assignee.span.end :][:_AHEAD])):
            found[Party(_LOCALITY, None, _province(place), None, day)] = None
    return tuple(found)


@lru_cache(maxsize=65536)
def tie(one: Party, other: Party) -> Tie:
    """How a party of one document answers to a party of another, either of which may be a class of the other.

    >>> day = date(2024, 6, 1)
    >>> sở = Party("Sở Nội vụ", "so-noi-vu-truoc-2025", None, None, day)
    >>> tie(sở, sở), tie(Party("các sở, ban, ngành", None, None, None, day), sở)
    ('same', 'member')
    """
    if fold(one.name) == fold(other.name) and _same_place(one, other):
        return "same"
    if one.entry and other.entry:
        if one.entry == other.entry and _same_place(one, other):
            return "same"
        day = max(one.day, other.day)
        if _same_place(one, other) and _heirs(one, day) & _heirs(other, day):
            return "heir"
    if includes(one, other) or includes(other, one):
        return "member"
    return "other"


@lru_cache(maxsize=65536)
def includes(group: Party, body: Party) -> bool:
    """Whether the body is one of the class, on the day on which the class was named, or an heir of one."""
    if group.id and group.entry and body.entry == group.entry and _is_many(group):
        return group.province is None or _same_place(group, body)
    members, levels = _expanded(group.name, group.province, group.day)
    if body.level in levels:
        return group.province is None or _same_place(group, body)
    if not members or body.entry is None:
        return False
    ids = {entry for entry, _ in members}
    day = max(group.day, body.day)
    mine = {body.entry} | _heirs(body, day)
    hit = ids & mine or any(_later(entry, group.province, day) & mine for entry in ids)
    if not hit:
        return False
    places = {place for _, place in members if place is not None}
    return (
        not places
        or body.province is None
        or _province_now(body.province, body.day) in {_province_now(p, body.day) for p in places}
    )


def addressed(group: Party, issuer: Party) -> bool | None:
    """Whether work given to the party is the business of the issuer of a plan; None where that cannot be told.

    It is where the party is the issuer, has it among its members, or works in the issuer's area. Work given to the
    authority above the issuer may be handed down to it.

    >>> day = date(2024, 6, 1)
    >>> tỉnh = Party("Ủy ban nhân dân tỉnh Gia Lai", "ubnd-tinh-gia-lai", None, None, day)
    >>> addressed(Party("các bộ, ngành, địa phương", None, None, None, day), tỉnh)
    True
    >>> addressed(Party("Bộ Công an", "bo-cong-an", None, None, day), tỉnh)
    False
    """
    if tie(group, issuer) != "other" or _is_below(group, issuer) or _names_localities(group, issuer):
        return True
    if _is_above(group, issuer):
        return None
    if group.id is not None:
        return False
    members, levels = _expanded(group.name, group.province, group.day)
    return False if members or levels else None


def _names_localities(group: Party, issuer: Party) -> bool:
    """Whether "các địa phương" among those named means the issuer, an authority of an area, too."""
    return _LOCALITIES.search(fold(group.name)) is not None and _governs(issuer) and _same_place(group, issuer)


def _governs(party: Party) -> bool:
    """Whether it is the authority of an area, or of the Party there."""
    return party.level is not None and party.entry is not None and party.entry.startswith(_AUTHORITIES)


def _is_above(group: Party, issuer: Party) -> bool:
    """Whether the party is the authority of the larger area that the issuer works in, or all of its kind."""
    if issuer.level is None or not _same_place(group, issuer):
        return False
    above = {"province": ("province",), "district": ("province",), "commune": ("province", "district")}[issuer.level]
    if group.id:
        return _governs(group) and group.level in above and group.entry != issuer.entry
    members, levels = _expanded(group.name, group.province, group.day)
    entries = {entry for entry, _ in members if entry.startswith(_AUTHORITIES)}
    return bool(levels & set(above)) or any((e := Register.load().get(m)) and e.area in above for m in entries)


def _is_below(group: Party, issuer: Party) -> bool:
    """Whether the party is of the issuer's own area: a province's departments, a district's communes."""
    order = {None: 0, "province": 1, "district": 2, "commune": 3}
    own = issuer.level
    if own is None or not _governs(issuer) or (_is_beside(group) and not _is_beside(issuer)):
        return False
    levels = {group.level} if group.id else set(_expanded(group.name, group.province, group.day)[1])
    if group.id and group.level is None:
        return False
    if not group.id and not levels:
        members, _ = _expanded(group.name, group.province, group.day)
        levels = {entry.area for m, _ in members if (entry := Register.load().get(m)) is not None}
    return bool(levels) and all(order.get(level, 0) >= order[own] for level in levels) and _same_place(group, issuer)


def _is_beside(party: Party) -> bool:
    """Whether it is of the Party, the Front, the unions, the courts: bodies that no People's Committee directs."""
    found = Register.load().get(party.id) if party.id else None
    if found is None or found.id.startswith(_WITHIN):
        return False
    return found.kind in _BESIDE or found.id.startswith(_FRONT_AND_COURTS)


def _is_many(party: Party) -> bool:
    """Whether the name is of several bodies ("UBND các huyện, thị xã, thành phố") or of each of its kind."""
    words = fold(party.name)
    return " các " in f" {words}" or " cấp " in words or party.province is None


@lru_cache(maxsize=8192)
def _expanded(
    name: str, province: Province | None, day: date
) -> tuple[frozenset[tuple[str, Province | None]], frozenset[str]]:
    """The members of a class as entries of the register with their province, and the levels of areas it names."""
    levels = frozenset(
        level for part in parse(name, day) if not part.bodies or part.levels for level in part.levels if level in _BELOW
    )
    found = expand(name, province, day)
    if found is None:
        return frozenset(), levels
    members = ((_entry(m.id), m.province) for m in (*found.members, *found.uncertain))
    return frozenset((entry, place) for entry, place in members if entry), levels


def _heirs(party: Party, day: date) -> frozenset[str]:
    """The entries of those who answer for the body on a day, itself while it stands."""
    return _later(party.id, party.province, day) if party.id else frozenset()


@lru_cache(maxsize=8192)
def _later(agency_id: str, province: Province | None, day: date) -> frozenset[str]:
    try:
        answers = succession(agency_id, province, day).answers
    except KeyError:  # a result of another version of the register
        return frozenset()
    return frozenset(entry for a in answers if (entry := _entry(a.id)))


def _entry(agency_id: str) -> str | None:
    found = Register.load().get(agency_id)
    return found.id if found else None


def _same_place(one: Party, other: Party) -> bool:
    """Whether nothing speaks against the two being of the same province, before and after mergers."""
    if one.province is None or other.province is None or one.province == other.province:
        return True
    later = max(one.day, other.day)
    return bool(_province_now(one.province, later) == _province_now(other.province, later))


@lru_cache(maxsize=1024)
def _province_now(province: Province, day: date) -> tuple[str, ...]:
    answers = succession("ubnd-tinh", province, day).answers
    return tuple(a.province.id for a in answers if a.province) or (province.id,)


def _province(province_id: str | None) -> Province | None:
    if province_id is None:
        return None
    try:
        return by_id(province_id)
    except KeyError:  # a result of another version of the register
        return None
