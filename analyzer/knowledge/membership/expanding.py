"""The members of a class of bodies on a day: "các sở, ban, ngành tỉnh Gia Lai", "các bộ, ngành, địa phương".

Data: ``data/collective_members.toml``. Whether a body existed on the day is asked of the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.folding import key
from analyzer.knowledge.membership.parsing import Part, Scope, parse
from analyzer.knowledge.membership.selection import Body, classes, entries_of, every, get, members
from analyzer.knowledge.membership.vocabulary import table
from analyzer.knowledge.provinces import Province, merger, predecessors
from analyzer.knowledge.succession import succession


@dataclass(frozen=True, slots=True)
class Member:
    """A body of a class. ``because`` says in Vietnamese why it may be none, None for one that surely is."""

    id: str
    name: str
    province: Province | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """The members of a class: the sure ones, and those that a person has to settle.

    ``open`` says that more bodies may be meant than are listed; ``unlisted`` are the words of the parts for which none
    can be. ``excluded`` names whom the words left out, ``note`` says in Vietnamese what the reader has to know.
    """

    members: tuple[Member, ...]
    uncertain: tuple[Member, ...] = ()
    open: bool = False
    unlisted: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    note: str | None = None


def expand(words: str, province: Province | None, as_of: date) -> Expansion | None:
    """Whom the words of a class stand for on a day; None for words that name no class or body.

    ``province`` is the one of the document; a province that the words name goes before it.

    >>> from analyzer.knowledge.provinces import by_name
    >>> gia_lai = by_name("Gia Lai", date(2026, 1, 1))
    >>> [m.name for m in expand("các ban của HĐND tỉnh (trừ Ban Pháp chế)", gia_lai, date(2026, 1, 1)).members]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['Ban Kinh tế - Ngân sách Hội đồng nhân dân tỉnh Gia Lai',
     'Ban Văn hóa - Xã hội Hội đồng nhân dân tỉnh Gia Lai']
    >>> len(expand("các bộ, cơ quan ngang bộ", None, date(2026, 1, 1)).members)
    17
    """
    parts = parse(words, as_of)
    if not any(p.known for p in parts):
        return None
    return _Expanding(parts, province, as_of).result()


class _Expanding:
    """The work on one phrase: what is found for each part, and what is to be said."""

    def __init__(self, parts: list[Part], province: Province | None, as_of: date) -> None:
        self.parts, self.day = parts, as_of
        self.province = province
        self.scope = self._scope()
        self.sure: dict[tuple[str, str], Body] = {}
        self.doubtful: dict[tuple[str, str], Body] = {}
        self.excluded: list[str] = []
        self.unlisted: list[str] = []
        self.notes: dict[str, None] = {}
        self.open = False

    def result(self) -> Expansion:
        for part in self.parts:
            sure, doubtful = self._bodies(part)
            self._exclude(part, sure, doubtful)
            self.sure |= {b.key: b for b in sure}
            self.doubtful |= {b.key: b for b in doubtful}
        for name in self.sure:
            self.doubtful.pop(name, None)
        return Expansion(
            tuple(_member(b) for b in self.sure.values()),
            tuple(_member(b) for b in self.doubtful.values()),
            self.open,
            tuple(dict.fromkeys(self.unlisted)),
            tuple(dict.fromkeys(self.excluded)),
            " ".join(self.notes) or None,
        )

    def _scope(self) -> Scope:
        """Whether "đoàn thể", "địa phương" beside the other words are those of the country or of a province."""
        if any(p.scope == "province" or p.province for p in self.parts if not p.only_province):
            return "province"
        for part in self.parts:
            scopes = {classes()[c].get("scope") for c in part.classes} - {None}
            if len(scopes) == 1:
                return "country" if "country" in scopes else "province"
        return "province" if self.province else "country"

    def _say(self, text: str, **values: str) -> None:
        self.notes[str(table()["say"][text]).format(**values)] = None

    def _bodies(self, part: Part) -> tuple[list[Body], list[Body]]:
        """The sure and the doubtful bodies of a part."""
        if not part.known:
            self._unlist(part, "unknown")
            return [], []
        found: Iterable[Body]
        if part.classes:
            found = self._of_class(part)
        elif part.levels or part.only_province:
            found = self._of_areas(part)
        else:
            found = self._named(part)
        found = list(found)
        if part.concerned and found:
            self._say("concerned")
            self.open = True
            because = str(table()["say"]["if_concerned"])
            return [], [b._replace(because=b.because or because) for b in found]
        return [b for b in found if b.because is None], [b for b in found if b.because is not None]

    def _unlist(self, part: Part, say: str) -> None:
        self.open = True
        self.unlisted.append(part.words)
        self._say(say, words=part.words)

    def _of_class(self, part: Part) -> Iterator[Body]:
        if part.scope == "below":
            self._unlist(part, "below")
            return
        scope = part.scope or self.scope
        rows = [classes()[c] for c in part.classes]
        row = next((r for r in rows if r.get("scope", scope) == scope), rows[0])
        unsaid = self.province is None and part.scope is None and len(self.parts) == 1
        if len(rows) > 1 and unsaid and row.get("scope") == "country":
            self._say("country")
        if "open" in row:
            self.open = True
            self.unlisted.append(part.words)
            self.notes[row["open"]] = None
        if "partial" in row:
            self.open = True
            self.notes[row["partial"]] = None
        if "below" in row:
            yield from self._below(part, row["below"])
            return
        places = self._provinces(part) if row.get("scope") == "province" else (None,)
        for place in places:
            yield from members(row, place, self.day)

    def _provinces(self, part: Part) -> tuple[Province | None, ...]:
        """The provinces of a part, those before or after a merger where the one named did not stand on the day."""
        province = part.province or self.province
        if province is None:
            self._say("no_province")
            return (None,)
        if province.valid_on(self.day):
            return (province,)
        if province.valid_from is not None and self.day < province.valid_from:
            before = tuple(p for p in predecessors(province) if p.valid_on(self.day))
            if before:
                old = ", ".join(p.name for p in before)
                self._say("earlier", new=_capital(province.name), on=f"{self.day:%d/%m/%Y}", old=old)
            return before or (province,)
        end = merger(province)
        answers = succession("ubnd-tinh", province, self.day).answers
        heirs = tuple(a.province for a in answers if a.province is not None)
        if end is not None:
            new = ", ".join(p.name for p in heirs)
            self._say("merged", old=_capital(province.name), on=f"{end.on:%d/%m/%Y}", new=new)
        return heirs

    def _of_areas(self, part: Part) -> Iterator[Body]:
        """Bodies of each province; of areas below it none, for there is no register of them."""
        if part.only_province:
            place = part.province
            entries = [Register.load().get("ubnd-tinh")]
            yield from (Body(e, place) for e in entries if e is not None)
            return
        if "province" in part.levels:
            if not part.bodies:
                self._say("committees", words=part.words)
            own = part.scope == "province" or (self.scope == "province" and "cấp tỉnh" in part.units)
            places = self._provinces(part) if own else every(self.day)
            for name in part.bodies or ("Ủy ban nhân dân",):
                for place in places:
                    yield from (Body(e, place) for e in entries_of(name, "province", self.day))
        yield from self._below(part, [level for level in part.levels if level != "province"])

    def _below(self, part: Part, levels: Iterable[str]) -> Iterator[Body]:
        district = Register.load().get("ubnd-huyen")
        gone = district is not None and not district.valid_on(self.day)
        standing = [level for level in levels if level != "district" or not gone]
        if len(standing) < len(list(levels)):
            places = self._provinces(part)
            heirs = [a for p in places for a in succession("ubnd-huyen", p, self.day).answers]
            self._say("districts_gone", heirs=", ".join(dict.fromkeys(a.name for a in heirs)))
            because = str(table()["say"]["heir"])
            for entry, place in ((e, a.province) for a in heirs for e in get([a.id])):
                if entry.area == "province":
                    yield Body(entry, place, because)
            self.open = True
            self.unlisted += [] if standing else [part.words]
        if gone and "thị trấn" in part.units:
            self._say("townships_gone")
        if standing:
            self._unlist(part, "communes")

    def _named(self, part: Part) -> Iterator[Body]:
        """A body named beside a class: "các sở, ban, ngành, Công an tỉnh"."""
        for name in part.bodies:
            of_country = entries_of(name, None, self.day)
            if of_country and part.scope is None and part.province is None:
                yield from (Body(e, None) for e in of_country)
                continue
            entries = entries_of(name, "province", self.day)
            if not entries:
                self._unlist(part, "below")
                continue
            for place in self._provinces(part):
                yield from (Body(e, place) for e in entries)

    def _exclude(self, part: Part, sure: list[Body], doubtful: list[Body]) -> None:
        """Take out whom the words leave out: of this part, else of the one before that has it."""
        for out in part.excludes:
            gone = {b.key for b in self._unsaid(out)}
            ids = {e.id for name in out.bodies for e in Register.load().entries(name)}
            short = "" if out.classes or out.levels or out.only_province else key(out.words)
            hit = False
            for found in (sure, doubtful, self.sure, self.doubtful):
                bodies = list(found.values()) if isinstance(found, dict) else found
                taken = [b for b in bodies if b.key in gone or b.entry.id in ids or _is_of(b, out)]
                taken = taken or [b for b in bodies if short and key(b.entry.name).startswith(short)]
                if taken and hit and isinstance(found, dict):
                    break  # the nearest group had it
                hit = hit or bool(taken)
                self.excluded += [b.name for b in taken]
                for body in taken:
                    if isinstance(found, dict):
                        del found[body.key]
                    else:
                        found.remove(body)
            if not hit:
                self.excluded.append(out.words)
                if out.known and part.known and (sure or doubtful):
                    self._say("not_member", words=out.words)

    def _unsaid(self, part: Part) -> list[Body]:
        """The bodies of a part that is left out; what is to be said of them goes for nothing."""
        if part.only_province or not (part.classes or part.levels):
            return []
        quiet = _Expanding([part], self.province, self.day)
        quiet.scope = self.scope
        sure, doubtful = quiet._bodies(part)
        return sure + doubtful


def _is_of(body: Body, out: Part) -> bool:
    """Whether the body is the one of a province that is left out: "các tỉnh, thành phố (trừ Hà Nội)"."""
    return out.only_province and out.province is not None and body.province == out.province


def _member(body: Body) -> Member:
    return Member(body.id, body.name, body.province, body.because)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
