"""Sentences of an item: where one order ends and the next begins.

Vietnamese marks no sentence start but the capital; abbreviations ("TP.", "v.v."), decimals and numbers do not end one.
"""

from __future__ import annotations

import re

from analyzer.knowledge.letters import LOWER, UPPER
from analyzer.knowledge.patterns import pattern, words
from analyzer.layout.labels import MARKS
from analyzer.spans import Span

_END = re.compile(r"[.!?…](?:\.\.)?[\"”’»)\]]{0,2}(?:\[\d{1,3}\])?\s+")
_OPENS_LIST = pattern("task.sentences.opens_list")
# "Bộ A: (1) Rà soát …; (2) Báo cáo …"
_RUN_IN = re.compile(rf"[:;]\s+(?=\((?:\d{{1,2}}|i{{1,3}}|iv|vi{{0,3}})\)\s+[{UPPER}])")
_ADDRESSEE = 50  # letters of "Bộ A, Bộ B:"; a longer line says what the numbered points are about
_BULLET = re.compile(rf"(?:[{MARKS}+*]|[oØüv](?=\s+[{UPPER}])|\((?:\d{{1,2}}|i{{1,3}}|iv|vi{{0,3}})\)|[a-zđ]\))\s+")
_SENTENCE_OPENER = re.compile(rf"[^\W\d_]+ (?=[{LOWER}])(?<!Huế )(?<!Vinh )")  # a place name has capitals throughout
_ABBREVIATIONS = frozenset(words("task.sentences.abbreviations"))


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of ``text[start:end]``, without surrounding blanks.

    >>> line = "Rà soát thủ tục tại TP. Huế. Báo cáo kết quả trước 30/6."
    >>> [line[s.start:s.end] for s in split_sentences(line, 0, len(line))]
    ['Rà soát thủ tục tại TP. Huế.', 'Báo cáo kết quả trước 30/6.']
    """
    found: list[Span] = []
    begin = start
    cuts = {m.end() for m in _END.finditer(text, start, end) if _is_boundary(text, m.start(), m.end(), start)}
    if text.find(":", start, end) >= 0:
        cuts |= {m.end() for m in _OPENS_LIST.finditer(text, start, end) if _opens(text, m)}
        numbered = list(_RUN_IN.finditer(text, start, end))
        if numbered and text[numbered[0].start()] == ":" and numbered[0].start() - start <= _ADDRESSEE:
            cuts |= {m.end() for m in numbered}
    for cut in sorted(cuts):
        if begin < cut < end:
            found.append(_trim(text, begin, cut))
            begin = cut
    found.append(_trim(text, begin, end))
    return [s for s in found if s.end > s.start]


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether what follows a colon is a new sentence: a capital or a bullet; behind "cụ thể:" only a bullet."""
    after = text[match.end() : match.end() + 1]
    if match[0].lower().startswith("cụ thể"):
        return after in ("-", "–", "+", "•") and bool(after)
    return after.isupper() or after in ("-", "–", "+", "•", '"', "“")


def _is_boundary(text: str, stop: int, after: int, begin: int) -> bool:
    at = after
    while at < len(text) and at < after + 3 and text[at] in '"“‘«([':
        at += 1
    if at >= len(text) or not (text[at].isupper() or text[at] in "-+–•"):
        return False
    word_start = stop
    while word_start > begin and word_start > stop - 8 and not text[word_start - 1].isspace():
        word_start -= 1
    word = text[word_start:stop].lower().lstrip('("“')
    if word in ("tp", "t.p"):
        return bool(_SENTENCE_OPENER.match(text, at))
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha())


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in ",;"):  # a line may go on with the comma
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    bullet = _BULLET.match(text, start, end)
    return Span(bullet.end() if bullet else start, end)
