"""The word lists of the agencies pipe, compiled once: what may open a mention, and what may go on with one.

Everything is matched on folded text (``FoldedText.low``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from analyzer.knowledge.agencies import Agency, Register
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.knowledge.verbs import verb_openings

Role = Literal["body", "head", "noun", "title", "joined", "standing", "blocker"]

# bodies that are read in lower case too: nothing else is called so
_ANY_CASE = (
    "ủy ban nhân dân",
    "hội đồng nhân dân",
    "sở ",
    "văn phòng ủy ban",
    "tỉnh ủy",
    "thành ủy",
    "huyện ủy",
    "quận ủy",
    "thị ủy",
    "đảng ủy",
    "ban cán sự đảng",
    "đảng đoàn",
    "ban thường vụ",
)
# bodies that mean something only with an area, or whose bare name is an ordinary word
AREA_WANTED = frozenset(
    (
        "ủy ban nhân dân",
        "ubnd",
        "ub",
        "hội đồng nhân dân",
        "hđnd",
        "thường trực hội đồng nhân dân",
        "thường trực hđnd",
        "tthđnd",
        "tt hđnd",
        "đảng ủy",
        "huyện ủy",
        "tỉnh ủy",
        "thành ủy",
        "quận ủy",
        "thị ủy",
        "ủy ban mặt trận tổ quốc việt nam",
        "ủy ban mttq việt nam",
        "ủy ban mặt trận tổ quốc",
        "mặt trận tổ quốc",
        "ban thường vụ tỉnh ủy",
        "ban thường vụ thành ủy",
        "công an",
        "thanh tra",
        "thuế",
        "ban chỉ huy quân sự",
        "đoàn đại biểu quốc hội",
        "đoàn đbqh",
    )
)
_BARE_NEVER = frozenset(
    (
        "công an",
        "thuế",
        "thống kê",
        "viễn thông",
        "điện lực",
        "bưu điện",
        "tòa án",
        "quản lý thị trường",
        "trung tâm thông tin",
        "trường cao đẳng",
        "bộ tư lệnh",
        "bảo hiểm xã hội",
        "trung tâm y tế",
        "thanh tra",
        "đoàn thanh niên",
        "trạm y tế",
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a matched string may be. ``abbreviation`` entries must be written in capitals."""

    role: Role
    agencies: tuple[Agency, ...] = ()
    any_case: bool = False
    abbreviation: bool = False
    wants_area: bool = False
    never_bare: bool = False
    body: str = ""
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled lists. ``scan`` finds every entry at word boundaries, the longest first."""

    scan: re.Pattern[str]
    entries: dict[str, Entry]
    modifiers: re.Pattern[str]
    reach: re.Pattern[str]
    nouns: re.Pattern[str]
    never_single: frozenset[str]
    generic: frozenset[str]
    bare_nouns: frozenset[str]
    weak: frozenset[str]
    separate: frozenset[str]
    unquantified: frozenset[str]
    capital: frozenset[str]
    heads: frozenset[str]
    bare_heads: frozenset[str]
    known: re.Pattern[str]
    verbs: re.Pattern[str]
    stops: frozenset[str]
    acts: frozenset[str]
    ends: frozenset[str]  # stops and acts
    domains: dict[str, re.Pattern[str]]


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression for one of the words, the longest that fits, grouped by common beginnings.

    >>> trie_pattern(["sở", "sở y tế", "sở du lịch"])
    'sở(?: (?:du lịch|y tế))?'
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in sorted(set(words)):
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict) -> str:  # type: ignore[type-arg]
    branches = []
    for char in sorted(c for c in node if c):
        prefix, child = char, node[char]
        while len(child) == 1 and "" not in child:
            ((step, child),) = child.items()
            prefix += step
        branches.append(re.escape(prefix) + (_pattern(child) if set(child) != {""} else ""))
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if "" in node:
        joined = f"(?:{joined})?" if len(branches) == 1 else joined + "?"
    return joined.replace("\\ ", " ")


def _spellings(name: str) -> set[str]:
    """The ways a registered name is written: "và"/"&", hyphens with and without spaces, abbreviated first words."""
    folded = fold(name)
    found = {folded}
    for old, new in (
        (" và ", " & "),
        (" và ", "&"),
        (" và ", ", "),
        (" và ", " "),
        ("phát triển nông thôn", "ptnt"),
        (" - ", "-"),
        (" - ", ", "),
        (", ", " - "),
        (" - ", " "),
        (", ", " "),
        ("ủy ban nhân dân", "ubnd"),
        ("ubnd", "ub"),
        ("hội đồng nhân dân", "hđnd"),
        ("văn phòng ", "vp "),
        ("văn phòng ", "vp. "),
        ("mặt trận tổ quốc", "mttq"),
        (" trung ương", " tw"),
        ("trung tâm ", "tt "),
        ("bảo hiểm xã hội", "bhxh"),
        ("ban quản lý", "bql"),
        ("ban chỉ đạo", "bcđ"),
    ):
        found |= {f.replace(old, new) for f in found if old in f}
    for f in list(found):
        if "&" in f:
            found |= {f.replace("&", "-"), f.replace(" & ", " và ").replace("&", " và ")}
            found.add(f.replace(" & ", "").replace("&", ""))  # "Sở KHCN"
    return found


def _bodies(register: Register) -> dict[str, Entry]:
    grouped: dict[str, list[Agency]] = {}
    short: set[str] = set()
    for agency in register.agencies:
        for name in (agency.name, *agency.aliases, *agency.abbreviations):
            is_short = " " not in name and sum(c.isupper() for c in name) > 1
            for spelling in _spellings(name):
                grouped.setdefault(spelling, []).append(agency)
                if is_short or spelling.split(" ")[0] in (
                    "ubnd",
                    "ub",
                    "hđnd",
                    "mttq",
                    "bhxh",
                    "bql",
                    "bcđ",
                    "vp",
                    "tt",
                ):
                    short.add(spelling)
    entries = {}
    for spelling, agencies in grouped.items():
        unique = tuple(dict.fromkeys(agencies))
        entries[spelling] = Entry(
            "body",
            unique,
            any_case=spelling.startswith(_ANY_CASE) and " " in spelling,
            abbreviation=spelling in short,
            wants_area=spelling in AREA_WANTED,
            never_bare=spelling in _BARE_NEVER,
        )
    return entries


# what stands behind "Bộ" and is no ministry: "Bộ CHQS tỉnh, Công an các xã" says its head twice
_NO_DOMAIN = ("tổng tham mưu", "chỉ huy", "chqs", "ch ", "tư lệnh", "tl ", "đội biên phòng")


def _domains(spellings: Iterable[str], head: str) -> re.Pattern[str]:
    """What stands behind "Sở" or "Bộ" in a list that says the head once; ``spellings`` are those of all bodies."""
    words = {s[len(head) + 1 :] for s in spellings if s.startswith(head + " ") and len(s) > len(head) + 2}
    words = {word for word in words if not word.startswith(_NO_DOMAIN)}
    return re.compile(trie_pattern(words) + r"(?!\w)")


@cache
def lexicon() -> Lexicon:
    """The compiled lists of the package."""
    register = Register.load()
    collectives, titles, grammar = (
        read_toml("collectives.toml"),
        read_toml("titles.toml"),
        read_toml("agency_grammar.toml"),
    )
    nouns = [*collectives["nouns"]["strong"], *collectives["nouns"]["weak"]]
    entries: dict[str, Entry] = {}
    heads = [*grammar["heads"], *grammar["bare"]]
    entries |= {w: Entry("head") for w in heads}
    entries |= {w: Entry("noun") for w in nouns}
    entries |= {w: Entry("title") for w in titles["before"]}
    entries |= {w: Entry("joined", body=body) for w, body in titles["joined"]}
    entries |= {w: Entry("standing", generic=True) for w in collectives["standing"]["generic"]}
    bodies = _bodies(register)
    entries |= bodies
    entries |= {w: Entry("blocker") for w in collectives["blockers"]["words"] if w not in entries}
    modifiers = [re.escape(m).replace("\\ ", " ") for m in collectives["modifiers"]] + list(collectives["tails"])
    reach = collectives["standing"]["reach"]
    modifiers = sorted([*modifiers, reach], key=lambda m: -len(m))
    return Lexicon(
        scan=re.compile(r"(?<![\w])" + trie_pattern(entries) + r"(?!\w)"),
        entries=entries,
        modifiers=re.compile(" (?:" + "|".join(modifiers) + r")(?!\w)"),
        reach=re.compile(f" {reach}(?!\\w)"),
        nouns=re.compile(trie_pattern(nouns) + r"(?!\w)"),
        never_single=frozenset(collectives["alone"]["never"]),
        generic=frozenset(collectives["alone"]["generic"]),
        bare_nouns=frozenset(collectives["alone"]["bare"]),
        weak=frozenset(collectives["nouns"]["weak"]),
        separate=frozenset(collectives["alone"]["separate"]),
        unquantified=frozenset(collectives["alone"]["unquantified"]),
        capital=frozenset(collectives["alone"]["capital"]),
        heads=frozenset(heads),
        bare_heads=frozenset(grammar["bare"]),
        known=re.compile(trie_pattern(grammar["known"]) + r"(?!\w)"),
        verbs=re.compile(
            trie_pattern([*grammar["verbs"], *sorted(verb_openings() - set(grammar["verbs_in_names"]))]) + r"(?!\w)"
        ),
        stops=frozenset(grammar["stops"]),
        acts=frozenset(grammar["acts"]),
        ends=frozenset([*grammar["stops"], *grammar["acts"]]),
        domains={head: _domains(bodies, head) for head in ("sở", "bộ", "phòng", "ban", "chi cục", "cục")},
    )


def opens_other_word(words: str) -> bool:
    """Whether the noun that the words begin with is part of another word.

    >>> opens_other_word("Hội nghị tổng kết"), opens_other_word("Hội Người cao tuổi")
    (True, False)
    """
    m = lexicon().scan.match(fold(words[:60]))
    return m is not None and lexicon().entries[m.group()].role == "blocker"
