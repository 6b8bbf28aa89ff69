"""Free tails of a class of bodies: what its members make, keep or trade.

"các doanh nghiệp sản xuất, kinh doanh xăng dầu", "các hiệp hội ngành hàng nông sản". The tail is part of the name; it
ends where the clause goes on. Many trades are orders as well ("quản lý", "khai thác"), so such a tail is read only with
an object behind it and with a visible end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import FoldedText
from analyzer.pipes.agencies.lexicon import Lexicon, trie_pattern

MAX_WORDS = 10
_CONJOINED = re.compile(r"(?:, và |, ?| và | - |/)")
# nouns that without a quantifier are ordinary words
_NEVER_BARE = ("cơ sở", "lực lượng", "tổ chức")
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r" ?(?:$|[\n|:;)])")
_OPENS = ("\n", "| ", "; ", ", ", "- ", ". ")
# what stands before a phrase that is no subject: the verb after it cannot be its predicate
_NOT_SUBJECT = re.compile(r"(?:với|của|cho|tới|từ|giữa|như) $")
# a heading that names whom the items under it are for: "2. Đề nghị các đơn vị cung cấp nước sạch"
_LABEL = r"(?:[ivx]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)]? {0,2}"
_HEADS_LINE = re.compile(rf"(?:^|\n) ?{_LABEL}(?:(?:trách nhiệm )?(?:của|đối với|đề nghị|giao|yêu cầu|mời) )?$")
_TO_ITEMS = re.compile(r"[^\n.;:|,]{3,100}(?=:? ?\n ?(?:[-+*•]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)))")
# a predicate that follows shows that the order before it was none
_PREDICATES = frozenset(("có", "phải", "được", "chịu", "thì", "cần", "và", "nghiêm", "chủ", "khẩn", "kịp"))


@dataclass(frozen=True, slots=True)
class Trades:
    """The compiled word lists of the tails."""

    words: re.Pattern[str]
    orders: frozenset[str]
    told: frozenset[str]
    activities: frozenset[str]
    objects: frozenset[str]
    marks: frozenset[str]
    closers: frozenset[str]
    traders: frozenset[str]
    nouns: frozenset[str]


@cache
def trades() -> Trades:
    """The lists of the package."""
    data = read_toml("class_tails.toml")
    orders, activities, objects, marks = (frozenset(data[k]) for k in ("orders", "activities", "objects", "marks"))
    return Trades(
        words=re.compile(trie_pattern(orders | activities | objects | marks) + r"(?!\w)"),
        orders=orders,
        told=frozenset(data["told"]),
        activities=activities,
        objects=objects,
        marks=marks,
        closers=frozenset(data["closers"]),
        traders=frozenset(data["traders"]),
        nouns=frozenset([*data["traders"], *data["others"]]),
    )


def tail_end(text: FoldedText, lex: Lexicon, noun: str, begin: int, end: int) -> int:
    """Where the free tail behind a class noun that ends at ``end`` ends; ``end`` itself where there is none.

    ``begin`` is where the whole phrase starts, its quantifier included.
    """
    known = trades()
    if noun not in known.nouns:
        return end
    low = text.low
    if noun in _NEVER_BARE and low.startswith(noun, begin):
        return end  # "làm cơ sở khai thác", "tổ chức biểu diễn"
    here = best = end
    ordered = wanting = named = told = False
    for _ in range(MAX_WORDS):
        word = _next(text, lex, here, known, first=here == end)
        if word is None:
            break
        words, here = word.group(), word.end()
        closed = _closed(text, lex, here, known)
        closed = closed and not (words in known.told and low.startswith((",", " báo cáo"), here))
        if words in known.objects and (words not in known.orders or closed):
            wanting = False
        elif words in known.orders:
            ordered = wanting = True
            told = told or words in known.told
        else:
            wanting = words in known.activities and not closed
        if wanting or not (closed or words in known.objects):
            continue
        if ordered and not named:
            if not (closed and _is_name(text, lex, noun, begin, here, told=told)):
                continue
            named = True
        best = here
    return max(best, _heading_end(low, begin, end, known))


def _heading_end(low: str, begin: int, end: int, known: Trades) -> int:
    """Where a heading ends that is nothing but the class with what it does; ``end`` where it is another line."""
    word = known.words.match(low, end + 1) if low.startswith(" ", end) else None
    if word is None or word.group() in known.told or word.group() not in known.orders | known.activities:
        return end
    if not _HEADS_LINE.search(low, max(0, begin - 48), begin):
        return end
    rest = _TO_ITEMS.match(low, end)
    return begin + len(low[begin : rest.end()].rstrip()) if rest else end


def _next(text: FoldedText, lex: Lexicon, at: int, known: Trades, *, first: bool) -> re.Match[str] | None:
    """The next word of the tail behind ``at``, None where the clause goes on."""
    low = text.low
    joint = _CONJOINED.match(low, at) if not low.startswith(" ", at) or low.startswith((" và ", " - "), at) else None
    start = joint.end() if joint else at + 1
    if not joint and not low.startswith(" ", at):
        return None
    word = known.words.match(low, start)
    if word is None or (first and joint):
        return None
    words, end = word.group(), word.end()
    if joint:
        if words in known.marks or lex.nouns.match(low, start):
            return None
        if words in known.orders:
            after = known.words.match(low, end + 1) if low.startswith(" ", end) else None
            return word if after and after.group() in known.objects and _closed(text, lex, after.end(), known) else None
        return word
    if not first and words in known.told:
        return None
    if not first and words in known.orders and lex.verbs.match(low, start):
        return word if words in known.objects and _closed(text, lex, end, known) else None
    return word


def _closed(text: FoldedText, lex: Lexicon, end: int, known: Trades) -> bool:
    """Whether the phrase visibly ends at ``end``: a stop, a verb, a word that goes on with the clause."""
    low = text.low
    if not low.startswith(" ", end) or lex.verbs.match(low, end + 1):
        return True
    word = _WORD.match(low, end + 1)
    return word is None or word.group() in known.closers or word.group() in lex.stops


def _is_name(text: FoldedText, lex: Lexicon, noun: str, begin: int, end: int, *, told: bool) -> bool:
    """Whether "đơn vị quản lý đường bộ" names a class and does not tell the units to manage roads."""
    low = text.low
    if not told and (noun in trades().traders or _NOT_SUBJECT.search(low, max(0, begin - 8), begin)):
        return True
    if _ENDS.match(low, end) and (begin == 0 or low.endswith(_OPENS, 0, begin)):
        return True
    if not low.startswith(" ", end):
        return False
    word = _WORD.match(low, end + 1)
    return lex.verbs.match(low, end + 1) is not None or (word is not None and word.group() in _PREDICATES)
