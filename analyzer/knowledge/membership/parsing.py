"""The words of a class of bodies taken apart: which classes, areas and bodies they name, and whom they leave out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.folding import fold, nfc
from analyzer.knowledge.membership.vocabulary import (
    SILENT,
    cues,
    open_classes,
    phrases,
    reading,
    units,
    words_of,
    written_out,
)
from analyzer.knowledge.provinces import Province, candidates

Scope = Literal["country", "province", "below"]
Role = Literal["in", "out", "besides"]

_WORD = re.compile(r"\w+")
_HEADS = ("sở", "bộ", "ban", "cục")  # "trừ Sở Y tế, Tài chính": the head is said once
_ROW = 4  # names with one area behind them
_LONGEST = 12  # words of a phrase or a name


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, with what stands between it and the word before."""

    text: str
    start: int
    end: int
    gap: str

    @property
    def joined(self) -> bool:
        """Whether it runs on from the word before, with nothing in between."""
        return not self.gap.strip(" -") or (self.gap == " các " and self.text == "cấp")


@dataclass(slots=True)
class Part:
    """One class, area or body named. ``scope`` is what the words behind it say, None where they say nothing.

    ``classes`` are ids of classes that the phrase may stand for; ``bodies`` names of the register, of the areas of the
    ``levels`` where there are any; ``concerned`` marks a choice that the words do not make ("có liên quan").
    """

    words: str
    role: Role = "in"
    classes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    province: Province | None = None
    scope: Scope | None = None
    concerned: bool = False
    only_province: bool = False
    excludes: list[Part] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether the words are understood."""
        return bool(self.classes or self.bodies or self.levels or self.only_province)


def parse(text: str, as_of: date) -> list[Part]:
    """The parts of a phrase in text order; those left out stand in the part they are behind.

    >>> [(p.classes, p.levels) for p in parse("các sở, ban, ngành, UBND các xã", date(2026, 1, 1))]
    [(('so-ban-nganh',), ()), ((), ('commune',))]
    """
    found: list[Part] = []
    for part in _Parser(text, as_of).parts():
        if part.role != "out":
            found.append(part)
        elif found:
            found[-1].excludes.append(part)
    return found


class _Parser:
    def __init__(self, text: str, as_of: date) -> None:
        self.flat = " ".join(nfc(text).split())
        low = fold(self.flat)
        self.words: list[_Word] = []
        end = 0
        for m in _WORD.finditer(low):
            if m.group() not in SILENT:
                self.words.append(_Word(m.group(), m.start(), m.end(), low[end : m.start()]))
                end = m.end()
        self.as_of = as_of
        self.at = 0
        self.head = ""

    def parts(self) -> Iterator[Part]:
        role: Role = "in"
        bracketed = named = False
        while self.at < len(self.words):
            gap = self.words[self.at].gap
            if ")" in gap and bracketed:
                role, bracketed = "in", False
            for cue, meant in (("except", "out"), ("besides", "besides")):
                step = self._longest(reading()[cue])
                if step:
                    role, bracketed, named = ("out" if meant == "out" else "besides"), "(" in gap, False
                    self.at += step
                    break
            else:
                if self._skip() or self._shared_head():
                    continue
                part = self._part()
                if role != "in" and not bracketed and named and (part.classes or "các" in gap):
                    role = "in"  # a class behind the bodies left out begins anew
                part.role, named = role, named or bool(part.bodies or part.only_province)
                yield part

    def _skip(self) -> bool:
        """Step over a title or a word of number ("Thủ trưởng các …"), but not over "Bộ trưởng, …": it names a class."""
        step = self._longest(reading()["skipped"])
        phrase = self._longest(phrases())
        if not step or phrase > step:
            return False
        follows = self.words[self.at + step :][:1]
        if phrase == step and (not follows or "," in follows[0].gap):
            return False
        self.at += step
        return True

    def _shared_head(self) -> bool:
        """Step over the head of the names that follow: "các sở: Nội vụ, Tài chính", "các bộ Tài chính, Nội vụ"."""
        word, follows = self.words[self.at], self.words[self.at + 1 : self.at + 2]
        if word.text not in _HEADS or not follows or follows[0].gap not in (" ", ": ", ":"):
            return False
        before, self.head = self.head, word.text
        if self._phrase_ahead() or not self._name(self.at + 1):
            self.head = before
            return False
        self.at += 1
        return True

    def _phrase_ahead(self) -> bool:
        return self._longest(phrases()) > 1 or bool(self._name(self.at))

    def _slice(self, at: int, size: int) -> str:
        return self.flat[self.words[at].start : self.words[at + size - 1].end]

    def _longest(self, known: Collection[tuple[str, ...]], least: int = 1, at: int | None = None) -> int:
        """How many words the longest of the phrases takes here, 0 where none stands here."""
        at = self.at if at is None else at
        for size in range(min(_LONGEST, len(self.words) - at), least - 1, -1):
            if words_of(self._slice(at, size)) in known and not self._cuts(at, size):
                return size
        return 0

    def _cuts(self, at: int, size: int) -> bool:
        """Whether the words end within a name: "bộ, cơ quan | ngang bộ", "tỉnh, thành | phố", "tỉnh | ủy"."""
        after = self.words[at + size : at + size + 1]
        if after and after[0].text in ("ủy", "đoàn") and self.words[at + size - 1].text in ("tỉnh", "thành", "huyện"):
            return True
        last = next((i for i in range(size - 1, 0, -1) if not self.words[at + i].joined), 0)
        if not last:
            return False
        return max(self._longest(known, size - last + 1, at + last) for known in (phrases(), units())) > 0

    def _part(self) -> Part:
        start = self.at
        bodies, size = self._bodies()
        run = self._run(start + size)
        phrase = self._longest(phrases())
        if phrase > size or (phrase and phrase == size and not run):
            part = Part("", classes=phrases()[words_of(self._slice(start, phrase))])
            self.at += phrase
        elif bodies:
            part = Part("", bodies=tuple(bodies))
            self.at += size
            self._areas(part, run)
        elif run and not self._province(start + run[0][1]):
            part = Part("")
            self._areas(part, run)
        elif found := self._province(start + (run[0][1] if run else 0)):
            part = Part("", province=found[0], only_province=True)
            self.at += (run[0][1] if run else 0) + found[1]
        else:
            return self._unknown()
        self._tails(part)
        if part.classes:
            self._narrow(part, single=phrase == 1)
        many = "các " if self.words[start].gap.endswith("các ") else ""
        part.words = many + self._slice(start, self.at - start)
        return part

    def _bodies(self) -> tuple[list[str], int]:
        """The names of the register that stand here, several only with areas that all have: "HĐND, UBND các xã"."""
        names: list[str] = []
        size = first = 0
        while len(names) < _ROW and (step := self._name(self.at + size)):
            names.append(step[0])
            size += step[1]
            first = first or size
            run = self._run(self.at + size)
            if run and all(_has_area(name, {level for level, _, _ in run}) for name in names):
                return names, size
            if run or self._province(self.at + size):
                break
        return names[:1], first

    def _name(self, at: int) -> tuple[str, int] | None:
        entries = Register.load().entries
        for size in range(min(_LONGEST, len(self.words) - at), 0, -1):
            name = _WORD.sub(lambda m: written_out(m.group()), self._slice(at, size))
            if entries(name):
                head = name.split(" ")[0]
                self.head = head if head.lower() in _HEADS else ""
                return name, size
            if self.head and entries(f"{self.head} {name}"):
                return f"{self.head} {name}", size
        return None

    def _run(self, at: int) -> list[tuple[str, int, bool]]:
        """The units of area that follow one another: level, number of words, whether one area is meant."""
        found: list[tuple[str, int, bool]] = []
        while size := self._longest(units(), 1, at):
            if found and self.words[at].joined:
                break
            level = units()[words_of(self._slice(at, size))]
            found.append((level, size, "các" not in self.words[at].gap.split()))
            at += size
        return found

    def _areas(self, part: Part, run: list[tuple[str, int, bool]]) -> None:
        if not run:
            return
        one = len(run) == 1 and run[0][2] and run[0][0] in ("province", "city") and bool(part.bodies)
        named = set()
        for _, size, _ in run:
            named.add(" ".join(words_of(self._slice(self.at, size))))
            self.at += size
        part.units = frozenset(named)
        if one and not any(u.startswith("cấp ") for u in named):
            part.scope = "province"
            return
        levels = dict.fromkeys(level for level, _, _ in run)
        if "city" in levels:  # a city among districts is one of the province
            del levels["city"]
            levels = levels or {"province": None}
        part.levels = tuple(levels)

    def _province(self, at: int) -> tuple[Province, int] | None:
        if at >= len(self.words) or (at > self.at and not self.words[at].joined):
            return None
        for size in range(min(4, len(self.words) - at), 0, -1):
            found = candidates(self._slice(at, size), self.as_of)
            if found:
                return found[0], size
        return None

    def _tails(self, part: Part) -> None:
        """What narrows the part: of which province, which level, only those concerned."""
        around = reading()
        while self.at < len(self.words) and self.words[self.at].joined:
            if size := self._longest(around["concerned"]):
                part.concerned = True
            elif part.levels and (size := self._longest(around["area_tails"])):
                pass
            elif found := self._province(self.at):
                part.province, size = found
            elif size := self._longest(around["below"]):
                part.scope = "below"
            elif size := self._longest(around["province"]):
                part.scope = "province"
            elif size := self._longest(around["country"]):
                part.scope = "country"
            elif size := self._longest(around["owners"]):
                ahead = self._province(self.at + size)
                if ahead is None and not self._longest(around["province"], 1, self.at + size):
                    return
            else:
                return
            self.at += size

    def _narrow(self, part: Part, *, single: bool) -> None:
        """Words behind a class that say which of it ("doanh nghiệp nhỏ và vừa"), or make it another ("bộ phận")."""
        start = self.at
        opened = all(c in open_classes() for c in part.classes)
        while self.at < len(self.words) and not re.search(r"[,;()]| các ", self.words[self.at].gap):
            joined = self.words[self.at].joined
            if not (joined or (opened and not self._starts())) or self._longest(cues()):
                break
            self.at += 1
        if self.at > start and not opened:
            part.concerned = True
            if single:
                part.classes = ()

    def _starts(self) -> bool:
        """Whether a part starts here."""
        return bool(self._longest(phrases()) or self._name(self.at) or self._run(self.at))

    def _unknown(self) -> Part:
        start = self.at
        self.at += 1
        while self.at < len(self.words) and not re.search(r"[,;()]| và | các ", self.words[self.at].gap):
            self.at += 1
        return Part(self._slice(start, self.at - start))


def _has_area(name: str, levels: set[str]) -> bool:
    """Whether bodies of the name are of areas of the levels; a city is a province or within one."""
    areas = {"province" if level == "city" else level for level in levels}
    return any(a.area in areas for a in Register.load().entries(name))
