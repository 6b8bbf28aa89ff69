"""Classes of bodies: "các sở, ban, ngành", "cơ quan, đơn vị có liên quan", "các cấp ủy, chính quyền địa phương"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.knowledge.areas import UNITS, area_tail, province_at
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import FoldedText
from analyzer.pipes.agencies.clauses import clause_end
from analyzer.pipes.agencies.lexicon import Lexicon
from analyzer.pipes.agencies.tails import tail_end

_ALONE = read_toml("collectives.toml")["alone"]
_QUANTIFIERS = ("tất cả các ", "toàn thể các ", "toàn thể ", "một số ", "những ", "các ", "mọi ", "từng ", "mỗi ")
_QUANTIFIED = frozenset(words[-3:] for words in _QUANTIFIERS)
_SEPARATOR = re.compile(r"(?:, và |,? ?hoặc |, ?| và | & | ?/ ?| - |, cùng |-(?=ban|ngành))")
_LABEL = re.compile(r"(?: thực hiện| tham mưu| chính| chủ yếu| nhiệm vụ){0,3} ?:")
_VERBAL = re.compile(
    r"(?:,| phối| tham mưu| xây dựng| thực hiện (?!nhiệm vụ)"
    r"| rà soát| tổ chức| hướng dẫn| triển khai| báo cáo| theo dõi)(?! có)"
)
_NEXT_WORD = re.compile(r" [^\W\d_]")
_AFTER_NOUN = re.compile(
    r" (?:và|hoặc|có|được|phải|không|thuộc|trên|trong|tại|ở|theo|để"
    r"|khi|nếu|này|đó|là|chịu|phối|thực|đã|cần|nghiêm|báo|chủ)(?!\w)"
)
_WORD = re.compile(r"\w+")
_HEADING = re.compile(r" ?(?:\||\n|$)")
_ROLE_LABEL = re.compile(r"(?:cơ quan|đơn vị) (?:chủ trì|phối hợp|thực hiện|thường trực)")
_VERB_OBJECTS = tuple(_ALONE["verb_objects"])
_SECTOR = re.compile(r"ngành (?!(?:có )?liên quan|chức năng|khác|tỉnh|thành phố|trung ương|cấp |ở |của )")
# nouns that with another word are mostly something else ("ban thường vụ", "hội trường", "trung tâm lớn")
_SHORT_HEADS = frozenset(
    ("ban", "hội", "cục", "vụ", "viện", "phòng", "đài", "báo", "sở", "bộ", "ủy ban", "hội đồng", "trung tâm")
)
_SERVING = (
    "phòng chuyên môn",
    "phòng nghiệp vụ",
    "tổ đại biểu",
    "đại biểu",
    "vị đại biểu",
    "ban hội đồng nhân dân",
    "ban hđnd",
)
# modifiers that may be the verb of the clause
_VERBALS = frozenset(
    (
        *("chủ trì", "phối hợp", "quản lý", "tham mưu", "soạn thảo", "tư vấn", "đại diện"),
        *("thanh tra", "điều tra", "thi công", "nghiên cứu", "đào tạo"),
    )
)
# nothing narrows a class behind these: a verb follows
_POINTING = (" trên", " trên đây")
# bodies that one works together with are named without a quantifier, too
_WITH = re.compile(r"(?:phối hợp(?: chặt chẽ)? với|cùng với) (?:các )?$")
_HEADED = frozenset(_ALONE["headed"])
_PARTNERS = frozenset(_ALONE["partners"])
CLASS_HEADS = frozenset(("doanh nghiệp", "cơ quan", "hợp tác xã"))
MAX_NOUNS = 12


@dataclass(frozen=True, slots=True)
class Collective:
    """A class phrase. ``nouns`` counts its members."""

    start: int
    end: int
    nouns: int
    modified: bool
    quantified: bool
    generic: bool


def quantifier_start(text: FoldedText, at: int) -> int:
    """Where the quantifier right before ``at`` starts; ``at`` itself where there is none."""
    low = text.low
    if low[max(0, at - 3) : at] not in _QUANTIFIED:
        return at
    for words in _QUANTIFIERS:
        if low.endswith(words, 0, at):
            start = at - len(words)
            if start == 0 or not (low[start - 1].isalnum()):
                return start
    return at


def parse_collective(
    text: FoldedText, lex: Lexicon, at: int, *, titled: bool = False, start: int | None = None
) -> Collective | None:
    """The class phrase whose first noun starts at ``at``, None where the noun is used otherwise.

    ``titled`` says that a person's title stands before it ("Thủ trưởng các cơ quan"); ``start`` is where its quantifier
    starts, when the caller has read it.
    """
    low = text.low
    begin = quantifier_start(text, at) if start is None else start
    quantified = begin < at
    nouns: list[str] = []
    modified = False
    end = here = at
    while len(nouns) < MAX_NOUNS:
        m = lex.nouns.match(low, here)
        if m is None or not _is_noun(text, lex, m, first=not nouns):
            break
        if nouns and serves(low, m.start()):
            break
        if nouns and (modified or not quantified) and not _goes_with(lex, nouns[-1], m.group(), modified):
            break
        nouns.append(m.group())
        end, modified = _modifiers(text, lex, m.end())
        tail = m.end()
        if quantified or not _heads_a_name(text, lex, m):
            tail = tail_end(text, lex, m.group(), begin, tail)
        if tail > m.end():
            end, modified = max(end, _modifiers(text, lex, tail, verbal=False)[0]), True
        if m.group() != "cá nhân" and (clause := clause_end(text, begin, end)) > end:
            end, modified = clause, True
        if quantified and m.group() in UNITS and (narrowed := area_tail(text, m.end())) > end:
            end, modified = narrowed, True
        step = _SEPARATOR.match(low, end)
        if step is None:
            break
        here = step.end()
    if not nouns:
        return None
    single = len(nouns) == 1
    if low.startswith(("đại biểu", "vị đại biểu"), at) and not low.startswith((" hđnd", " hội đồng nhân dân"), end):
        return None
    if (
        single
        and not serves(low, at)
        and not _stands_alone(text, lex, nouns[0], at, modified=modified, titled=titled, quantified=quantified)
    ):
        return None
    if (
        single
        and modified
        and (
            _SECTOR.match(low, at)
            or (nouns[0] == "tổ chức" and not quantified and low.startswith(_VERB_OBJECTS, at + 8))
        )
    ):
        return None
    if _ROLE_LABEL.fullmatch(low, at, end) and _HEADING.match(low, end):
        return None
    if single and low.startswith(" ", end) and not modified and _capital_name(text, end) and not serves(low, at):
        return None
    if _LABEL.match(low, end) and (modified or single) and not quantified and _is_label(low, at, end):
        return None
    words = low[at:end]
    generic = nouns[0] in lex.generic or (single and not modified and nouns[0] in lex.weak)
    generic = generic or words.endswith("cá nhân") or (not quantified and nouns[0] in UNITS)
    return Collective(begin, end, len(nouns), modified, quantified, generic)


def serves(low: str, at: int) -> bool:
    """Whether a class is named with the body it belongs to right behind it: "các phòng chuyên môn Sở Y tế"."""
    return low.startswith(_SERVING, at)


def _goes_with(lex: Lexicon, before: str, noun: str, modified: bool) -> bool:
    """Whether the next noun of a list belongs to the same class phrase, and is not an organisation of its own.

    A member with a modifier closes the phrase ("các cơ quan chức năng và chính quyền địa phương" is two), unless the
    next one repeats its noun ("cơ quan ngang bộ, cơ quan thuộc Chính phủ").
    """
    if modified:
        return noun == before or noun.split()[:2] == before.split()[:2]
    return before not in lex.separate and noun not in lex.separate


def _stands_alone(
    text: FoldedText, lex: Lexicon, noun: str, at: int, *, modified: bool, titled: bool, quantified: bool
) -> bool:
    """Whether a class of one noun is a mention."""
    if noun in lex.capital and not text.flat[at].isupper():
        return False
    if modified:
        return quantified or titled or noun not in lex.weak or noun in lex.unquantified
    if noun in _PARTNERS and _WITH.search(text.low, max(0, at - 24), at):
        return True
    if noun in lex.never_single:
        return titled and noun in _HEADED
    return quantified or noun in lex.bare_nouns or (titled and (noun not in lex.weak or noun in lex.unquantified))


def _is_label(low: str, at: int, end: int) -> bool:
    """ "Cơ quan chủ trì:" names an attribute, not a body."""
    return low.startswith(("cơ quan", "đơn vị"), at) and (
        "chủ trì" in low[at:end] or "phối hợp" in low[at:end] or low[at:end] in ("cơ quan", "đơn vị")
    )


def _is_noun(text: FoldedText, lex: Lexicon, m: re.Match[str], *, first: bool) -> bool:
    """Whether the noun is used as a class and is not the head of a proper name or part of another word."""
    scan = lex.scan.match(text.low, m.start())
    if scan is not None and scan.end() > m.end():
        role = lex.entries[scan.group()].role
        if role == "blocker":
            return False
        if role == "body" and (text.flat[m.start()].isupper() or lex.entries[scan.group()].any_case) and not first:
            return False
        if role == "body" and first and text.flat[scan.start()].isupper() and " và " not in scan.group():
            return False
    if serves(text.low, m.start()):
        return True
    entry = lex.entries.get(m.group())
    if not first and entry is not None and entry.role == "body" and text.flat[m.start()].isupper():
        return False
    if m.group() in _SHORT_HEADS and _runs_on(text, lex, m.end()):
        return False  # "ban thường vụ", "các trung tâm lớn"
    if (
        not first
        and m.group() in lex.heads
        and _capital_name(text, m.end())
        and not lex.modifiers.match(text.low, m.end())
    ):
        return False
    if (
        m.group() in ("tổ chức", "lực lượng")
        and not first
        and _NEXT_WORD.match(text.low, m.end())
        and not _AFTER_NOUN.match(text.low, m.end())
        and not lex.modifiers.match(text.low, m.end())
    ):
        return False  # "các cơ quan, tổ chức hội nghị": a verb
    if m.group() in UNITS and area_tail(text, m.end()) > m.end():
        return True
    return not (m.group() in lex.weak and _capital_name(text, m.end()) and not lex.modifiers.match(text.low, m.end()))


def _heads_a_name(text: FoldedText, lex: Lexicon, m: re.Match[str]) -> bool:
    """Whether the noun with a capital, or what follows it, rather opens a proper name: "Tổng Công ty điện lực"."""
    if text.flat[m.end() + 1 : m.end() + 2].isupper():
        return True
    return text.flat[m.start()].isupper() and m.group() in lex.heads and m.group() not in CLASS_HEADS


def _runs_on(text: FoldedText, lex: Lexicon, end: int) -> bool:
    """Whether an ordinary word follows that neither narrows the class nor begins the clause."""
    at = end + 1
    if not text.low.startswith(" ", end) or not text.flat[at : at + 1].islower() or lex.modifiers.match(text.low, end):
        return False
    word = _WORD.match(text.low, at)
    return word is not None and word.group() not in lex.stops and not lex.verbs.match(text.low, at)


def _capital_name(text: FoldedText, end: int) -> bool:
    """Whether a capitalised word follows that is no modifier: the noun is then the head of a name."""
    flat = text.flat
    return (
        end + 1 < len(flat)
        and flat[end] == " "
        and flat[end + 1].isupper()
        and not (end >= 1 and flat[end - 1].isupper())
    )


def _modifiers(text: FoldedText, lex: Lexicon, end: int, *, verbal: bool = True) -> tuple[int, bool]:
    """The modifiers behind a noun: where they end, and whether there are any."""
    some = False
    for _ in range(4):
        m = lex.modifiers.match(text.low, end)
        if m is None or not _modifies(text, m) or (not verbal and m.group().strip() in _VERBALS):
            break
        verb = lex.verbs.match(text.low, end + 1)
        if verb is not None and verb.end() > m.end():
            break  # "các sở, ban, ngành | công bố": the verb runs on behind the word
        end, some = m.end(), True
        if m.group().endswith(_POINTING):
            break
        if m.group().endswith((" tỉnh", " thành phố", " địa bàn")) and text.low.startswith(" ", end):
            place = province_at(text, end + 1)
            end = place if place >= 0 else end
    return end, some


def _modifies(text: FoldedText, m: re.Match[str]) -> bool:
    """Whether the words narrow the class here, or begin the clause that follows."""
    words, low, end = m.group().strip(), text.low, m.end()
    if words == "quản lý" and not low.endswith(("cơ quan", "đơn vị", "tổ chức"), 0, m.start()):
        return False
    if words == "phối hợp" and not low.endswith(("cơ quan", "đơn vị"), 0, m.start()):
        return False
    if words in _VERBALS:
        return not _VERBAL.match(low, end) and not (
            _NEXT_WORD.match(low, end)
            and not low.startswith((" có ", " và ", " phải ", " thì ", " được ", " là ", " chịu "), end)
        )
    if words.startswith("quản lý nhà nước") and not low.endswith(("cơ quan", "đơn vị", "tổ chức", "bộ"), 0, m.start()):
        return False
    if words in ("chính phủ", "quốc hội"):
        return low.endswith("cơ quan", 0, m.start())
    if words == "đảng" and low.startswith((" ủy", " bộ", " viên", " đoàn", " cộng"), end):
        return False
    if words in ("khác", "đảng", "thành viên", "nhà nước", "địa phương", "trung ương"):
        return not low.startswith(" có ", end) or words != "khác"
    return True
