"""Short names that a text gives its bodies, and titles that stand for a committee named before.

"Trung tâm Xúc tiến Đầu tư (sau đây gọi tắt là Trung tâm)", "Ban Quản lý Khu du lịch (BQLKDL)": the words in brackets
name the body from there on. "Trưởng Ban", "Phó Trưởng Ban" alone stand for the committee last named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from analyzer.knowledge.folding import FoldedText, fold
from analyzer.pipes.agencies.lexicon import Lexicon
from analyzer.pipes.agencies.shared import Found

MOST_ALIASES = 32
_INTRODUCED = re.compile(
    r" ?\((?P<call>(?:sau đây |dưới đây )?(?:được )?(?:gọi|viết) (?:tắt |gọn |chung )?là:? ?|viết tắt:? )?"
    r"[\"“']?(?P<short>[^\W\d_][\w&/. -]{1,39}?)[\"”']?\)"
)
_ACRONYM = re.compile(r"[A-ZĐ][A-ZĐƯƠÔÂÊĂ&-]{2,11}")
_CHAIR = re.compile(
    r"(?<!\w)(?:phó )?trưởng ban(?: thường trực| chuyên trách)?"
    r"(?=[:.;,\n]| ?$| (?:chủ|phụ|chịu|chỉ|phân|giúp|thay|quyết|triệu|tổ)(?!\w))"
)
_COMMITTEES = ("ban chỉ đạo", "ban chỉ huy", "ban tổ chức", "ban soạn thảo", "ban điều hành", "ban vận động")


def add_short_names(text: FoldedText, lex: Lexicon, found: list[Found]) -> list[Found]:
    """The mentions and those that only a short name or a chair's title makes, in text order."""
    extra = [*_aliased(text, lex, found), *_chairs(text, found)]
    if not extra:
        return found
    starts = [f.start for f in found]
    free = [e for e in extra if _is_free(found, starts, e)]
    return sorted([*found, *free], key=lambda f: f.start)


def _is_free(found: Sequence[Found], starts: list[int], extra: Found) -> bool:
    at = bisect_left(starts, extra.end)
    return at == 0 or max(f.end for f in found[max(0, at - 3) : at]) <= extra.start


def _aliased(text: FoldedText, lex: Lexicon, found: Sequence[Found]) -> list[Found]:
    aliases: dict[str, tuple[int, Found]] = {}
    for mention in found:
        if mention.body is None or not text.low.startswith(("(", " ("), mention.end):
            continue
        m = _INTRODUCED.match(text.flat, mention.end)
        if m is None or len(aliases) == MOST_ALIASES:
            continue
        short = m["short"]
        if _may_stand(short, mention, called=m["call"] is not None):
            aliases.setdefault(short, (m.end(), mention))
    if not aliases:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(aliases, key=len, reverse=True)))})(?!\w)")
    extra = []
    for m in pattern.finditer(text.flat):
        after, whole = aliases[m.group()]
        if m.start() >= after and not _goes_on(text, lex, m.end()):
            extra.append(replace(whole, start=m.start(), end=m.end(), name_start=m.start(), title=None))
    return extra


def _may_stand(short: str, whole: Found, *, called: bool) -> bool:
    """Whether the words in brackets are a short name: an acronym, the beginning of the name, or said to be one."""
    if not short[0].isupper():
        return False
    if _ACRONYM.fullmatch(short):
        return called or fold(whole.name)[0] == fold(short)[0]
    begins = " " in short and fold(whole.name).startswith(fold(short) + " ")
    return begins or (called and len(short) > 3)


def _goes_on(text: FoldedText, lex: Lexicon, end: int) -> bool:
    """Whether a name goes on behind the words, so that they are another body's head."""
    if not text.flat.startswith(" ", end):
        return False
    if text.flat[end + 1 : end + 2].isupper():
        return True
    known = lex.known.match(text.low, end + 1)
    return known is not None and lex.verbs.match(text.low, end + 1) is None


def _chairs(text: FoldedText, found: Sequence[Found]) -> list[Found]:
    """ "Trưởng Ban", "Phó Trưởng Ban" without the committee's name."""
    committees = [f for f in found if f.body is not None and fold(f.name).startswith(_COMMITTEES)]
    if not committees:
        return []
    starts = [c.start for c in committees]
    extra = []
    for m in _CHAIR.finditer(text.low):
        before = bisect_left(starts, m.start())
        if before and text.flat[m.start()].isupper() and not text.flat[m.end() + 1 : m.end() + 2].isupper():
            whole = committees[before - 1]
            title = text.flat[m.start() : m.end()]
            extra.append(replace(whole, start=m.start(), end=m.end(), name_start=m.start(), title=title))
    return extra
