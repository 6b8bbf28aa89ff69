"""VIQR (RFC 1456): Vietnamese in ASCII, marks typed behind their vowel ("Uy? ban nha^n da^n", "DDo^.c la^.p").

The marks are punctuation elsewhere. A tone directly behind a vowel is read as a tone, as the RFC has it; a backslash
keeps a mark what it is. A word with marks is converted where it becomes a syllable, so that addresses stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from analyzer.reading.legacy.tables import data
from analyzer.reading.syllables import is_syllable

# Letters with the marks that may follow them, escapes included; the full stop and question mark that end a sentence
# are left to the word.
_WORD = re.compile(r"[A-Za-z](?:[A-Za-z^(+*`'’~?.]|\\[`'’~?.^(+*\\dD])*")
_UNIT = re.compile(
    r"""\\(.) | [dD](?=[dD]{2}(?![dD])) | ([dD])[dD]
      | ([aA][(^]|[eE]\^|[oO][\^+*]|[uU][+*]|[aeiouyAEIOUY])([`'’~?.])?""",
    re.VERBOSE,
)
# What no English or unaccented Vietnamese text has inside a word.
STRONG = re.compile(r"[aeo]\^|[ou][+*][`'?~.a-z]|a\([`'?~.a-z]|[aeiouy][`?~][a-z]|\bdd[aeiouy]", re.IGNORECASE)
_ADDRESS = re.compile(r"://|@|\bwww\.|\\\\", re.IGNORECASE)
_DOTTED = re.compile(r"[a-z]\.[a-z]", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([`'’~?.^(+*])")
_LABEL = re.compile(r"\s*[A-Za-z]\.(?=\s)")


@cache
def _vowels() -> dict[str, str]:
    words = str(data()["viqr"]["vowel_marks"]).split()
    small = dict(zip(words[::2], words[1::2], strict=True))
    return small | {written.upper(): letter.upper() for written, letter in small.items()}


@cache
def _tones() -> dict[str, str]:
    tones = data()["viqr"]["tones"]
    assert isinstance(tones, dict)
    return {str(mark): str(tone) for mark, tone in tones.items()}


def from_viqr(text: str) -> str:
    """VIQR as Unicode, one line or paragraph.

    >>> from_viqr("Uy? ban nha^n da^n ti?nh DDo^`ng Nai; xem http://a.b.vn/e^")
    'Uỷ ban nhân dân tỉnh Đồng Nai; xem http://a.b.vn/e^'
    >>> from_viqr("a. To^? chu+'c ca'c ky` hop\\\\. So^' 12/QDD-UBND")
    'a. Tổ chức các kỳ hop. Số 12/QĐ-UBND'
    """
    label = _LABEL.match(text)
    start = label.end() if label else 0
    pieces = re.split(r"(\s+)", text[start:])
    converted = "".join(p if _ADDRESS.search(p) else _WORD.sub(_word, p) for p in pieces)
    return text[:start] + _ESCAPE.sub(r"\1", converted)


def has_marks(text: str) -> bool:
    """Whether a block of a document in VIQR has anything to convert."""
    return _ESCAPE.search(text) is not None or any(decode_word(w) != w for w in _WORD.findall(text))


def _word(match: re.Match[str]) -> str:
    return decode_word(match[0])


@lru_cache(maxsize=20_000)
def decode_word(word: str) -> str:
    """One word of VIQR with the punctuation behind it, unchanged where it does not become a syllable.

    >>> [decode_word(w) for w in ("nu+o+'c", "nha^n.", "e.g.", "HDDND", "don't", "la.")]
    ['nước', 'nhân.', 'e.g.', 'HĐND', "don't", 'lạ']
    """
    if word.isalpha() and "dd" not in word.lower():
        return word
    decoded = _UNIT.sub(_unit, word)
    if all(map(is_syllable, re.findall(r"[^\W\d_]+", decoded))) or word.lower() == "dd" or "DD" in word:
        return decoded
    # Names of other languages of the country, "DDa('k": marks that no other text has.
    return decoded if STRONG.search(word) and not _DOTTED.search(word) else word


def _unit(match: re.Match[str]) -> str:
    escaped, d, vowel, tone = match.groups()
    if escaped is not None:
        return escaped
    if vowel is None and d is None:
        return match[0]  # "GDDDT" is "GDĐT"
    if d is not None:
        return "Đ" if d == "D" else "đ"
    letter = _vowels().get(vowel, vowel)
    return unicodedata.normalize("NFC", letter + _tones()[tone]) if tone else letter
