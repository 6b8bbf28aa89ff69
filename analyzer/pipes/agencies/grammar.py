"""Names the register does not hold: a head noun, then capitalised words and known words of the trade.

"Trung tâm Chuyển đổi số", "Ban Quản lý Khu kinh tế Dung Lộc", "Viện Văn hóa, Nghệ thuật và Du lịch". The right end is
the difficulty: a name must not swallow the verb behind it.
"""

from __future__ import annotations

import re

from analyzer.knowledge.areas import SYLLABLE, UNIT, province_at
from analyzer.knowledge.folding import FoldedText
from analyzer.knowledge.letters import UPPER
from analyzer.pipes.agencies.lexicon import Lexicon

MAX_STEPS = 24
MAX_RUN = 4  # syllables that no list knows and a name may run over to a visible end
MAX_RUN_TO_COMMA = 2
_AND = re.compile(" và ")
_DASH = re.compile(r" - ")
_ABOUT = re.compile(" về (?:công tác )?")
_ZONES = re.compile(r" (?:và|,) (?:các )?(?:khu|cụm) (?:công nghiệp|kinh tế|chế xuất|công nghệ cao)(?!\w)")
_NEVER_JOINED = frozenset(("dự án", "các dự án", "công trình", "tổng hợp", "kế hoạch", "chính sách"))
# what boards are set up against, listed behind "phòng, chống"
_AGAINST = re.compile(r"phòng,? chống (?:[^,.;:\n|]{2,40}(?:, )?){1,4}$")
_HARMS = re.compile(
    r"(?:, | và )(?:tội phạm|tệ nạn xã hội|ma túy|mua bán người|hiv/aids|aids|mại dâm|tham nhũng|lãng phí|tiêu cực"
    r"|thiên tai|dịch bệnh|cháy,? nổ|cháy rừng|cháy, chữa cháy|buôn lậu|gian lận thương mại|hàng giả|khủng bố"
    r"|bạo lực gia đình|đuối nước|rửa tiền|tìm kiếm cứu nạn|cứu nạn, cứu hộ)(?!\w)"
)
_BOARD = re.compile(r"(?:ban chỉ đạo|ban chỉ huy|ủy ban quốc gia|hội đồng|văn phòng) (?:[^,.;:\n|]{1,30} )?$")
# behind it a word was no verb: no object follows, but the next name, a colon, a remark or the predicate
_NO_OBJECT = re.compile(rf" ?[:(|]|, (?=[{UPPER}])| (?:chịu|chủ trì|có trách nhiệm|phối hợp|là|phải|cử|tham mưu)(?!\w)")
_CODE = re.compile(r"[A-ZĐ]{1,3}\d{1,3}(?!\w)")
_NUMBER = re.compile(r"\d{1,2}(?![\w/.%])")
_ORDINAL = re.compile(r"số \d{1,3}(?![\w/])")
_WORD = re.compile(r"[\w'&/.]+(?:-\w+)*")
_CAPITAL = re.compile(SYLLABLE)
_UNIT = re.compile(UNIT)
_AND_CAPITAL = re.compile(rf" (?:và|&) (?={SYLLABLE})")
# ", Nghệ thuật, Thể thao và Du lịch": commas belong to the name when an "và" and a capital close the row
_ROW = re.compile(
    rf", (?={SYLLABLE}(?: [^\W\dA-Z]\w*){{0,3}}(?:, {SYLLABLE}(?: [^\W\dA-Z]\w*){{0,3}}){{0,3}},? (?:và|&) {SYLLABLE})"
)


def name_end(text: FoldedText, lex: Lexicon, head_end: int, *, may_run: bool = False) -> int:
    """Where a name with a head that ends at ``head_end`` ends; ``head_end`` itself where nothing goes on with it.

    With ``may_run`` syllables that no list knows are part of the name where it is seen to end behind them.
    """
    end = head_end
    after_capital = False
    loose = 0
    ran = not may_run
    for _ in range(MAX_STEPS):
        at = end + 1
        if text.flat.startswith(" ", end):
            step = _step(text, lex, at, after_capital and loose == 0)
            if step:
                kind, end = step
                after_capital = kind == "capital" or text.flat[at].isupper()
                loose = loose + 1 if kind == "loose" else 0
                if kind == "place":
                    return end
                continue
        joint = _AND_CAPITAL.match(text.flat, end) or (_ROW.match(text.flat, end) if end > head_end else None)
        if joint and end > head_end and after_capital and not _opens_another(text, lex, joint.end(), joined=True):
            here = _step(text, lex, joint.end(), after_capital=False)
            if here and here[0] != "place" and text.low[joint.end() : here[1]] not in _NEVER_JOINED:
                end = here[1]
                loose = 0
                continue
        more = _zones_or_known(text, lex, head_end, end)
        if more == end and not ran:
            more = _run_end(text, lex, end)
            ran, after_capital = more > end, False
        if more == end:
            break
        end = more
    return end


def _run_end(text: FoldedText, lex: Lexicon, end: int) -> int:
    """Where a run of unknown syllables ends that is seen to end: "Cục An ninh | chính trị nội bộ (Bộ Công an)".

    A verb, a word that goes on with the clause, a capital, an area, or a stop shows the end; else the name stays short.
    """
    here, count = end, 0
    while text.low.startswith(" ", here):
        at = here + 1
        word = _WORD.match(text.flat, at)
        if word is None:
            return here if text.low.startswith(("(", "|"), at) else end
        if (
            not text.flat[at].islower()
            or lex.verbs.match(text.low, at)
            or word.group() in lex.ends
            or _UNIT.match(text.low, at)
        ):
            return here if text.flat[at].isalpha() else end
        known = lex.known.match(text.low, at)
        stop = known.end() if known else _trim(text, at, word.end())
        count += text.low.count(" ", at, stop) + 1
        if count > MAX_RUN:
            return end
        here = stop
    return end if text.low.startswith((",", "-", "/"), here) and count > MAX_RUN_TO_COMMA else here


def _zones_or_known(text: FoldedText, lex: Lexicon, head_end: int, end: int) -> int:
    """Where "và" or "về" with known words in lower case carries the name on to."""
    zones = _ZONES.match(text.low, end)
    if zones:
        return zones.end()
    dash = _DASH.match(text.low, end)
    known = lex.known.match(text.low, dash.end()) if dash else None
    if known and (text.flat[known.start()].isupper() or _last_known(text, lex, head_end, end)):
        return known.end()
    if dash and end > head_end and (word := _CAPITAL.match(text.flat, dash.end())):
        return end if _opens_another(text, lex, dash.end()) or _UNIT.match(text.low, dash.end()) else word.end()
    joint = _ABOUT.match(text.low, end)
    known = lex.known.match(text.low, joint.end()) if joint else None
    if known:
        return known.end()
    row = _HARMS.match(text.low, end)
    if row and _AGAINST.search(text.low, head_end, end):
        return row.end()
    joint = _AND.match(text.low, end) if end > head_end else None
    known = lex.known.match(text.low, joint.end()) if joint else None
    if known and known.group() not in _NEVER_JOINED and _last_known(text, lex, head_end, end):
        return known.end()
    return end


def _last_known(text: FoldedText, lex: Lexicon, head_end: int, end: int) -> bool:
    """Whether the last syllables before ``end`` are a known word."""
    at = end
    for _ in range(4):
        at = text.low.rfind(" ", head_end, at)
        if at < 0:
            return False
        known = lex.known.match(text.low, at + 1)
        if known and known.end() == end:
            return True
    return False


def _step(text: FoldedText, lex: Lexicon, at: int, after_capital: bool) -> tuple[str, int] | None:
    """One word of a name that starts at ``at``: its kind and where it ends."""
    word = _WORD.match(text.flat, at)
    if word is None:
        return None
    place = province_at(text, at)
    if place >= 0:
        return "place", place
    code = _CODE.match(text.flat, at) or _ORDINAL.match(text.low, at)
    if text.low.endswith(" cơ sở ", 0, at):
        code = code or _NUMBER.match(text.low, at)  # "Thuế cơ sở 5"
    if code:
        return "place", code.end()
    capital = text.flat[at].isupper()
    if capital and _opens_another(text, lex, at):
        return None
    known = lex.known.match(text.low, at)
    unit = _UNIT.match(text.low, at)
    if unit and not (known and known.end() > unit.end()):
        return None  # the area is read apart; "Xã hội" is none
    verb = lex.verbs.match(text.low, at)
    if known and not capital and known.group().startswith("phòng") and not _BOARD.search(text.low, max(0, at - 50), at):
        return None  # "Trung tâm Y tế phòng, chống dịch" is a clause
    if known and (capital or verb is None or known.end() > verb.end()) and not _breaks(text, lex, known):
        return "known", known.end()
    if known and not capital and after_capital and _NO_OBJECT.match(text.flat, known.end()):
        return "known", known.end()  # "Phòng Kế hoạch tổng hợp chịu trách nhiệm"
    if capital:
        return "capital", verb.end() if verb else _trim(text, at, word.end())
    if text.flat[at].isdigit() and word.end() - at <= 3 and after_capital:
        return "number", _trim(text, at, word.end())
    if after_capital and verb is None and word.group() not in lex.ends and text.flat[at].isalpha():
        end = _trim(text, at, word.end())
        return ("loose", end) if _loose_ends(text, lex, end) else None
    return None


def _breaks(text: FoldedText, lex: Lexicon, known: re.Match[str]) -> bool:
    """Whether a known word in lower case runs into a verb that starts inside it ("đào | tạo điều kiện")."""
    last = text.low.rfind(" ", known.start(), known.end())
    if last < 0 or text.flat[last + 1].isupper():
        return False
    verb = lex.verbs.match(text.low, last + 1)
    return verb is not None and verb.end() > known.end() and not lex.verbs.match(text.low, known.end() + 1)


def _loose_ends(text: FoldedText, lex: Lexicon, end: int) -> bool:
    """Whether what follows an unknown syllable shows that the word ended with it ("Viễn thông", "Khuyến nông")."""
    if not text.low.startswith(" ", end):
        return True
    at = end + 1
    if at >= len(text.flat) or not text.flat[at].islower():
        return True
    word = _WORD.match(text.low, at)
    return (
        word is None
        or word.group() in lex.stops
        or bool(lex.verbs.match(text.low, at) or lex.known.match(text.low, at) or _UNIT.match(text.low, at))
    )


def _trim(text: FoldedText, start: int, end: int) -> int:
    while end > start + 1 and text.flat[end - 1] in "./'":
        end -= 1
    return end


def _opens_another(text: FoldedText, lex: Lexicon, at: int, *, joined: bool = False) -> bool:
    """Whether a body of its own, or a title, starts at ``at``."""
    m = lex.scan.match(text.low, at)
    if m is None:
        return False
    entry = lex.entries[m.group()]
    if entry.role in ("title", "joined"):
        return True
    if entry.role == "body":
        return not entry.never_bare and (" " in m.group() or entry.abbreviation)
    return (
        entry.role in ("head", "noun")
        and m.group() in lex.heads
        and " " in m.group()
        and (joined or not lex.known.match(text.low, at))
    )
