"""Folding of Vietnamese text: the forms under which names are compared, and never the form that is shown.

Folds that keep the length of the text (one code point stays one code point) may be searched in place of it: an offset
in the folded text is an offset in the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache


class Characters:
    """A one-for-one replacement of characters; the length stays.

    Texts hold few of the characters, so that searching for them is faster than ``str.translate``.

    >>> Characters({"–": "-"})("2021–2025")
    '2021-2025'
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = dict(table)
        self._pattern = re.compile("[" + "".join(map(re.escape, self._table)) + "]")

    def __call__(self, text: str) -> str:
        return self._pattern.sub(lambda m: self._table[m.group()], text)


# Old and new tone placement in open syllables: hoà/hòa, khoẻ/khỏe, uỷ/ủy. The old form is the key.
_OLD_TONES = dict(
    pair
    for news, olds in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for pair in zip(news.split(), olds.split(), strict=True)
)
_NEW_TONE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|u(?<!qu)[ỳýỷỹỵ](?!\w)")  # letters first: searched fast
_CHARACTERS = Characters(
    {
        "Ð": "Đ",
        "ð": "đ",
        "Ɖ": "Đ",
        "İ": "I",  # İ is the one letter that grows when lowered
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "−": "-",
        "’": "'",
        "‘": "'",
    }
)
_SLUG = re.compile(r"[^a-z0-9]+")
_NO_KEY = re.compile(r"[\s,.\-/']+|\bvà\b")


def nfc(text: str) -> str:
    """The text in Unicode normal form C, with tone marks typed before the vowel mark put right.

    >>> nfc("to\\u0301\\u0302i") == "tối"
    True
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    if not _TONE_FIRST.search(composed):
        return composed
    loose = unicodedata.normalize("NFD", composed)
    return unicodedata.normalize("NFC", _TONE_FIRST_LOOSE.sub(r"\2\1", loose))


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE_FIRST = re.compile("[\u0302\u0306\u031b]")
_TONE_FIRST_LOOSE = re.compile(f"([{_TONES}])([\u0302\u0306\u031b])")


def old_tones(lowered: str) -> str:
    """Lower-case NFC text with every tone in its older place; the length stays.

    >>> old_tones("uỷ ban hoà bình, quý i, thuỷ sản, kế hoạch")
    'ủy ban hòa bình, quý i, thủy sản, kế hoạch'
    """
    return _NEW_TONE.sub(lambda m: _OLD_TONES[m.group()], lowered)


def plain_characters(text: str) -> str:
    """The text with one kind of hyphen, space, apostrophe and Đ; the length stays.

    >>> plain_characters("QÐ – UBND")
    'QĐ - UBND'
    """
    return _plain_text(text) if len(text) > _NAME else _CHARACTERS(text)


def lower_same_length(text: str) -> str:
    """Lower case without changing the length, whatever the script.

    >>> len(lower_same_length("İ")) == 1
    True
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c if len(low := c.lower()) != 1 else low for c in text)


def fold(text: str) -> str:
    """The searching fold: lower case, one tone placement, one kind of hyphen and space; the length stays.

    >>> fold("Uỷ ban nhân dân tỉnh Hoà Bình")
    'ủy ban nhân dân tỉnh hòa bình'
    """
    return _fold_text(text) if len(text) > _NAME else _fold_name(text)


def _fold(text: str) -> str:
    return old_tones(lower_same_length(plain_characters(text)))


# several steps fold the same text, and the same names come back in every document
_NAME = 200
_plain_text = lru_cache(maxsize=2)(_CHARACTERS)
_fold_text = lru_cache(maxsize=2)(_fold)
_fold_name = lru_cache(maxsize=4096)(_fold)


def without_accents(text: str) -> str:
    """ASCII letters for Vietnamese ones, case kept, đ to d.

    >>> without_accents("Đắk Lắk, Thừa Thiên Huế")
    'Dak Lak, Thua Thien Hue'
    """
    loose = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in loose if not unicodedata.combining(c))


def key(name: str) -> str:
    """The comparison key of a name: folded, "&" and "và" as one, spaces, hyphens, commas and dots left out.

    >>> key("Sở GD & ĐT") == key("Sở GD-ĐT") == key("sở gdđt")
    True
    >>> key("Sở Văn hoá, Thể thao và Du lịch") == key("Sở Văn hóa Thể thao & Du lịch")
    True
    """
    folded = fold(nfc(name)).replace("&", " ")
    return _NO_KEY.sub("", folded)


def slug(name: str) -> str:
    """A readable ASCII identifier.

    >>> slug("Sở Nội vụ"), slug("Ủy ban nhân dân tỉnh Đắk Lắk")
    ('so-noi-vu', 'uy-ban-nhan-dan-tinh-dak-lak')
    """
    return _SLUG.sub("-", without_accents(name).lower()).strip("-")


class FoldedText:
    """A text made ready for searching: ``flat`` keeps the case, ``low`` is folded; both have single spaces.

    The two are equally long. ``start_of`` and ``end_of`` give the place in the text that was passed in.

    >>> t = FoldedText("Sở  Nội vụ")
    >>> t.low, t.start_of(3), t.end_of(9)
    ('sở nội vụ', 4, 10)
    """

    __slots__ = ("_cuts", "_shifts", "flat", "low")

    def __init__(self, text: str) -> None:
        flat = plain_characters(text)
        self._cuts: list[int] = []
        self._shifts: list[int] = [0]
        squeezed = "  " in flat
        self.flat = self._squeeze(flat) if squeezed else flat
        self.low = fold(self.flat if squeezed else text)

    def _squeeze(self, flat: str) -> str:
        pieces, at, dropped = [], 0, 0
        for m in _SPACES.finditer(flat):
            pieces.append(flat[at : m.start() + 1])
            self._cuts.append(m.start() - dropped)
            dropped += m.end() - m.start() - 1
            self._shifts.append(dropped)
            at = m.end()
        pieces.append(flat[at:])
        return "".join(pieces)

    def start_of(self, offset: int) -> int:
        """The place in the text of the character at ``offset``."""
        return offset + self._shifts[bisect_left(self._cuts, offset)]

    def end_of(self, offset: int) -> int:
        """The place in the text right after the character before ``offset``."""
        return self.start_of(offset - 1) + 1 if offset else 0


_SPACES = re.compile(" {2,}")
