"""The Vietnamese syllable: is a word one, and does a text read as Vietnamese?

A written syllable is an onset, a rhyme and at most one tone. The two closed classes below are the orthography itself
(about 160 rhymes), so the test needs no word list and knows syllables it has never seen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_RHYME_TABLE = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc
    oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya
    uych uyên uyêt uynh uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ynh yt
"""
_RHYMES = frozenset(_RHYME_TABLE.split())
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = re.compile("ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdđghklmnprstvx]|")
_WORD = re.compile(r"[^\W\d_]+")
_ACRONYM_MAX = 8


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether the word is spelled as a Vietnamese syllable; tone placement is free, tones may be missing.

    >>> [is_syllable(w) for w in ("nghiệp", "hoà", "hòa", "Quyết", "gì", "D()NG", "nghịep", "strong")]
    [True, True, True, True, True, False, False, False]
    """
    if len(word) > 12:
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONES.subn("", decomposed)
    if tones > 1:
        return False
    bare = unicodedata.normalize("NFC", bare)
    match = _ONSET.match(bare)
    onset = match[0] if match else ""
    rhyme = bare[len(onset) :]
    if rhyme in _RHYMES:
        return True
    # "gì", "giếng": the i of the onset is the vowel too; "quý" has onset "qu" before "y".
    return onset == "gi" and ("i" + rhyme) in _RHYMES


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts over the words of a text: all, spelled as syllables, with a Vietnamese letter or tone."""

    words: int
    syllables: int
    accented: int

    @property
    def syllable_share(self) -> float:
        return self.syllables / self.words if self.words else 0.0

    @property
    def accented_share(self) -> float:
        return self.accented / self.words if self.words else 0.0

    @property
    def is_vietnamese(self) -> bool:
        """Ordinary prose: more than nine in ten words are syllables, two in three carry a mark.

        A text layer recognised with the wrong language keeps many words that are syllables without their marks
        ("Thirc hien Nghi quyet"), so both shares are asked for.
        """
        return self.syllable_share >= 0.7 and self.accented_share >= 0.3


def measure(text: str, *, words: int = 5_000) -> Reading:
    """Counts over at most ``words`` words, taken evenly from the text; capital acronyms are left out.

    >>> measure("Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì").is_vietnamese
    True
    >>> measure("Uy ban nhan dan tinh giao Sa NQi vu").is_vietnamese
    False
    """
    found = [w for w in _WORD.findall(_sample(text, words * 8)) if len(w) > 1 and not _is_acronym(w)][:words]
    return Reading(len(found), sum(map(is_syllable, found)), sum(not w.isascii() for w in found))


def _is_acronym(word: str) -> bool:
    return len(word) < _ACRONYM_MAX and word.isascii() and word.isupper()


def _sample(text: str, size: int) -> str:
    """The text, or ten stretches of it where it is long."""
    if len(text) <= size:
        return text
    step, length = len(text) // 10, size // 10
    return " ".join(text[i * step : i * step + length] for i in range(10))


def split_syllables(letters: str) -> list[str] | None:
    """Letters without spaces as the fewest syllables, or None where they are not syllables throughout.

    >>> split_syllables("QUYẾTĐỊNH"), split_syllables("XYZXYZ")
    (['QUYẾT', 'ĐỊNH'], None)
    """
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        options = [
            [*head, letters[start:end]]
            for start in range(max(0, end - 7), end)
            if (head := best[start]) is not None and is_syllable(letters[start:end])
        ]
        best.append(min(options, key=len, default=None))
    return best[-1]
