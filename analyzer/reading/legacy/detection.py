"""Which of the blocks of a document are in an old encoding.

A word tells its encoding where it is a Vietnamese syllable read one way and none read the other way. The document
decides first: one that has no such words, or no more than chance gives, is left alone, whatever signs stand in it. Once
an encoding is known to be used, a block needs little evidence, and a block without any goes with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analyzer.reading.legacy.tables import WORD, Encoding, from_tcvn3, from_vni, tcvn3_table, vni_pattern, vni_table
from analyzer.reading.legacy.viqr import STRONG, decode_word, from_viqr, has_marks
from analyzer.reading.syllables import is_syllable

# Letters that neither TCVN3 nor VNI text has: those of the Unicode blocks made for Vietnamese, and combining marks.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
# Western characters that Vietnamese in Unicode does not use, signs of everyday text aside.
_FOREIGN = re.compile(
    "[\xa1-\xa6\xa8-\xaa\xac-\xae\xb5\xb6\xb8-\xba\xbc-\xbf\xc4-\xc7\xcb\xce-\xd1\xd6\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee-\xf1\xf6\xf8\xfb\xfc\xfe\xff]"
)
_HIGH = re.compile("[\xa1-\xff]")
_LETTER = re.compile("[^\x00-\xbf\xd7\xf7\u2000-\u22ff]")
_ASCII_WORD = re.compile(r"[^\s\d]{1,30}")
_VNI_LEFT = re.compile("[\xa1-\xeb\xee-\xff]")
_MIN_WORDS = 3
_MIN_SHARE = 0.12
_MIN_ODDS = 3
_MIN_IN_MIXED = 2
_SAMPLE = 20_000
_8BIT: tuple[Encoding, ...] = ("TCVN3", "VNI")


@dataclass(slots=True)
class Evidence:
    """Words of a block that speak for an encoding, words that speak against it, all words; which speak for it."""

    speak_for: int = 0
    against: int = 0
    words: int = 0
    distinct: set[str] = field(default_factory=set)

    def count(self, word: str, judged: int) -> None:
        """Count a word: 1 speaks for the encoding, -1 against it."""
        if judged > 0:
            self.speak_for += 1
            self.distinct.add(word)
        self.against += judged < 0

    def add(self, other: Evidence) -> None:
        self.speak_for += other.speak_for
        self.against += other.against
        self.words += other.words
        self.distinct |= other.distinct

    @property
    def convinces(self) -> bool:
        need = max(_MIN_WORDS, self.words * _MIN_SHARE, self.against * _MIN_ODDS)
        return self.speak_for >= need and len(self.distinct) >= _MIN_WORDS


@dataclass(slots=True)
class Conversion:
    """The blocks in Unicode, which encoding each was in (None for those left alone), and whether any was."""

    texts: list[str]
    encodings: list[Encoding | None] = field(default_factory=list)

    @property
    def found(self) -> list[Encoding]:
        """The encodings in use, in order of their first block."""
        return list(dict.fromkeys(e for e in self.encodings if e))

    @property
    def is_partial(self) -> bool:
        """Whether other blocks with words of Vietnamese are not in an old encoding."""
        return any(e is None and _UNICODE.search(t) for e, t in zip(self.encodings, self.texts, strict=True))


def may_hold_legacy(text: str) -> bool:
    """Whether a page or so of text has any of the characters that TCVN3 and VNI text is full of; quick.

    >>> may_hold_legacy("Uû ban nh©n d©n"), may_hold_legacy("Ủy ban nhân dân, 5 m² ± 30°C, «§ 3»")
    (True, False)
    """
    return _FOREIGN.search(text) is not None


def legacy_encoding(text: str) -> Encoding | None:
    """The old encoding that most of a text is in, or None. Looks at its first 20,000 characters.

    >>> legacy_encoding("Uû ban nh©n d©n tØnh ®Ò nghÞ c¸c së, ban, ngµnh")
    'TCVN3'
    >>> legacy_encoding("Uyû ban nhaân daân tænh ñeà nghò caùc sôû, ban, ngaønh")
    'VNI'
    >>> legacy_encoding("Uy? ban nha^n da^n ti?nh dde^` nghi. ca'c so+?")
    'VIQR'
    >>> legacy_encoding("Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành")
    >>> legacy_encoding("Rà soát, rà soát toàn bộ; rà soát")
    """
    blocks = text[:_SAMPLE].split("\n")
    used = _used(blocks)
    lengths: dict[Encoding, int] = {}
    for block, encoding in zip(blocks, _choose(blocks, used) if used else (), strict=False):
        if encoding:
            lengths[encoding] = lengths.get(encoding, 0) + len(block)
    if not lengths:
        return None
    best = max(lengths, key=lambda e: lengths[e])
    other = sum(len(b) for b in blocks if _UNICODE.search(b))
    return best if lengths[best] > other else None


def convert(text: str, encoding: Encoding, *, sure: bool = False, capitals: bool = False) -> str:
    """A text in a known encoding as Unicode; ``sure`` where that is known from its font, ``capitals`` for a TCVN3 font
    that shows small letters as capitals.

    >>> convert("nhiÖm vô", "TCVN3"), convert("nhieäm vuï", "VNI"), convert("nhie^.m vu.", "VIQR")
    ('nhiệm vụ', 'nhiệm vụ', 'nhiệm vụ')
    """
    if encoding == "TCVN3":
        return from_tcvn3(text, sure=sure, capitals=capitals)
    return from_vni(text) if encoding == "VNI" else from_viqr(text)


def convert_blocks(blocks: Sequence[str]) -> Conversion | None:
    """The blocks of one document (paragraphs, cells, lines) in Unicode; None where nothing is in an old encoding.

    >>> convert_blocks(["Së Néi vô", "Sở Tài chính", "chñ tr×, phèi hîp víi c¸c ®¬n vÞ"]).texts
    ['Sở Nội vụ', 'Sở Tài chính', 'chủ trì, phối hợp với các đơn vị']
    >>> convert_blocks(["Đường ¤ § 5 £ ±", "Rà soát"])
    """
    used = _used(blocks)
    if not used:
        return None
    chosen = _choose(blocks, used)
    texts: list[str] = []
    for i, (block, encoding) in enumerate(zip(blocks, chosen, strict=True)):
        if encoding is None and _UNICODE.search(block) and (mixed := _mixed(block, used)) is not None:
            chosen[i], block = mixed
        elif encoding is not None:
            block = convert(block, encoding)
        texts.append(block)
    return Conversion(texts, chosen) if any(chosen) else None


def fits(texts: Sequence[str], encoding: Encoding) -> list[bool]:
    """Which of the texts set in fonts of an encoding are in it: none that has other letters, and by all together.

    >>> fits(["Së Néi vô", "Sở Nội vụ", "12/UBND"], "TCVN3"), fits(["toàn xã báo cáo"], "TCVN3")
    ([True, False, True], [False])
    """
    found = Evidence()
    own = [not _UNICODE.search(t) for t in texts]
    for text, possible in zip(texts, own, strict=True):
        if possible and not text.isascii():
            found.add(_evidence(text, encoding))
    return own if found.speak_for >= found.against else [False] * len(texts)


def _used(blocks: Iterable[str]) -> list[Encoding]:
    """The encodings that the document is known to use, by all its blocks together."""
    totals: dict[Encoding, Evidence] = {e: Evidence() for e in (*_8BIT, "VIQR")}
    for block in blocks:
        if _UNICODE.search(block):
            continue
        if not _LETTER.search(block) and STRONG.search(block):
            totals["VIQR"].add(_viqr_evidence(block))
        if _HIGH.search(block):
            for encoding in _8BIT:
                totals[encoding].add(_evidence(block, encoding))
    tcvn3, vni = totals["TCVN3"], totals["VNI"]
    found: list[Encoding] = [e for e in _8BIT if totals[e].convinces]
    if len(found) == 2:
        # Single words read both ways; a document in both has many words for each.
        lesser: Encoding = "VNI" if tcvn3.speak_for >= vni.speak_for else "TCVN3"
        if totals[lesser].speak_for * _MIN_ODDS < max(tcvn3.speak_for, vni.speak_for):
            found.remove(lesser)
    if totals["VIQR"].convinces:
        found.append("VIQR")
    return found


def _choose(blocks: Sequence[str], used: Sequence[Encoding]) -> list[Encoding | None]:
    """The encoding of each block; None for Unicode and for plain ASCII."""
    chosen: list[Encoding | None] = []
    open_blocks: list[int] = []
    for i, block in enumerate(blocks):
        best: Encoding | None = None
        if not _UNICODE.search(block):
            if "VIQR" in used and not _LETTER.search(block) and has_marks(block):
                best = "VIQR"
            elif _HIGH.search(block):
                best, is_open = _best(block, [e for e in used if e != "VIQR"])
                if is_open:
                    open_blocks.append(i)
        chosen.append(best)
    for i in open_blocks:
        chosen[i] = _neighbour(blocks, chosen, i)
    return chosen


def _best(block: str, used: Sequence[Encoding]) -> tuple[Encoding | None, bool]:
    """The encoding with most evidence in a block, and whether the block leaves it open."""
    found = {e: _evidence(block, e) for e in used}
    speaking = {e: f.speak_for - f.against for e, f in found.items() if f.speak_for > f.against}
    if speaking:
        return max(speaking, key=lambda e: speaking[e]), False
    return None, any(f.against == f.speak_for for f in found.values())


def _neighbour(blocks: Sequence[str], chosen: Sequence[Encoding | None], i: int) -> Encoding | None:
    """What the nearest block before, or else behind, that is not plain ASCII is in."""
    for order in (range(i - 1, max(-1, i - 20), -1), range(i + 1, min(len(blocks), i + 20))):
        for k in order:
            if chosen[k] is not None:
                return chosen[k] if chosen[k] != "VIQR" else None
            if _UNICODE.search(blocks[k]):
                return None
    return None


def _mixed(block: str, used: Sequence[Encoding]) -> tuple[Encoding, str] | None:
    """A block of Unicode text with words in an old encoding in it: the runs of such words converted."""
    for encoding in used:
        if encoding != "VIQR" and _evidence(block, encoding).speak_for >= _MIN_IN_MIXED:
            parts: list[str] = []
            run: list[str] = []
            for token in (*re.split(r"(\s+)", block), "Đ"):
                if _UNICODE.search(token):
                    together = "".join(run)
                    found = _evidence(together, encoding)
                    parts.append(convert(together, encoding) if found.speak_for > found.against else together)
                    parts.append(token)
                    run = []
                else:
                    run.append(token)
            return encoding, "".join(parts[:-1])
    return None


def _evidence(block: str, encoding: Encoding) -> Evidence:
    found = Evidence()
    for word in WORD.findall(block[:_SAMPLE]):
        found.words += 1
        if not word.isascii():
            found.count(word, _judge(word[:20], encoding))
    return found


@lru_cache(maxsize=20_000)
def _judge(word: str, encoding: Encoding) -> int:
    """1 where a word with Western letters is a syllable only if read in the encoding, -1 where only if not, else 0."""
    if encoding == "TCVN3":
        # A single sign is a word in many languages.
        if len(word) == 1:
            return 0
        read = word.translate(tcvn3_table())
    else:
        table = vni_table()
        left = vni_pattern().sub(lambda m: "" if len(m[0]) == 2 or m[0] in "ôöñÔÖÑæÆòÒóÓîÎ" else m[0], word)
        read = "" if _VNI_LEFT.search(left) else vni_pattern().sub(lambda m: table[m[0]], word)
    return int(is_syllable(read)) - int(is_syllable(word))


def _viqr_evidence(block: str) -> Evidence:
    found = Evidence()
    for word in _ASCII_WORD.findall(block[:_SAMPLE]):
        found.words += 1
        if STRONG.search(word):
            decoded = decode_word(word.strip('(),;:"-/[]'))
            is_read = decoded != word and is_syllable(decoded.rstrip(".,;:?!)\"'"))
            found.count(decoded, 1 if is_read else -1 if decoded == word else 0)
    return found
