"""Repair of characters: one line of source text in, clean NFC text out.

What is removed carries no meaning (zero-width and control characters); what is replaced stands for the same character
(no-break space, Symbol-font bullets). Letters are kept as they are; look-alikes are left to ``repair``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
_SOFT_HYPHEN = "\xad"
_ODD = re.compile(f"[{_SPACES}{_INVISIBLE}{_SOFT_HYPHEN}\u2010\u2011\ud800-\udfff\ue000-\uf8ff]")
# Hyphens that are lost where they are taken for breaks: between the years of a period and behind the code of a kind of
# document. Elsewhere a soft hyphen only says where a word may be broken.
_SOFT_IN_NUMBER = re.compile("(\\d|/[A-ZĐa-z]{1,6})\xad(?=[A-ZĐ\\d])")
_WORD_HYPHEN = re.compile(r"(?<=\w)\x1e(?=\w)")
_SPACE_RUN = re.compile(" {2,}")
_IS_SPACE = re.compile(f"[{_SPACES}]")

# Symbol and Wingdings bullets that Word writes into the private use area (U+F000 plus the font's code).
_PRIVATE_USE = {
    "\uf02d": "-", "\uf02b": "+", "\uf02a": "*", "\uf0b7": "•", "\uf0a7": "▪", "\uf0a8": "▫", "\uf06e": "■",
    "\uf06f": "□", "\uf0d8": "➢", "\uf0e0": "→", "\uf0f0": "⇒", "\uf0fc": "✓", "\uf076": "❖", "\uf0b0": "°",
    "\uf0a3": "≤", "\uf0b3": "≥", "\uf0b1": "±", "\uf0b4": "×", "\uf025": "%", "\uf020": " ",
}  # fmt: skip

# A tone typed before the circumflex or breve ("o" + acute + circumflex) does not compose: canonical order keeps marks
# of one class as typed. The vowel's own mark comes first in Vietnamese.
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
_VOWEL_MARK = re.compile("[\u0302\u0306]")
_UNCOMMON = re.compile("[^\x00-\u02ff\u1e00-\u1eff\u2000-\u22ff]")  # what may be a combining mark
_MAX_MARKS = 8

_MOJIBAKE = re.compile("á[º»¼½][\x80-\xbf\u0152-\u2122]|Ä[‘\x91\x90\x83ƒ\x90]|Æ[°¡ \xa0¯]")
_LETTER_SPACED = re.compile(r"\w(?: {1,4}\w){5,60}")


def split_lines(text: str) -> list[str]:
    """The lines of a text, whatever their line breaks are.

    >>> split_lines("một\\r\\nhai\\u2028ba")
    ['một', 'hai', 'ba']
    """
    return _LINE_BREAK.sub("\n", _hyphens_of_word(text)).split("\n")


def clean(text: str) -> str:
    """One line of NFC text without invisible characters, trimmed, each run of spaces made one.

    Text in TCVN3, where U+00AD is the letter "ư", has been converted before. Linear in the length of the text. Lone
    surrogates become U+FFFD.

    >>> clean("\\ufeff Ủy\\u00a0 ban nha\\u0302n da\\u0302n\\u200b ")
    'Ủy ban nhân dân'
    >>> clean("ho\\u0301\\u0302")  # the tone typed before the circumflex
    'hố'
    """
    if text.isascii() and text.isprintable():
        return _SPACE_RUN.sub(" ", text).strip(" ")
    if not text.isprintable():
        text = _LINE_BREAK.sub(" ", _hyphens_of_word(text))
        if _SOFT_HYPHEN in text:
            text = _SOFT_IN_NUMBER.sub(r"\1-", text)
    text = _ODD.sub(_replacement, text)
    return _SPACE_RUN.sub(" ", compose(text)).strip(" ")


def _hyphens_of_word(text: str) -> str:
    """U+001E, Word's non-breaking hyphen in plain text, as a hyphen; elsewhere it is a line break."""
    return _WORD_HYPHEN.sub("-", text) if "\x1e" in text else text


def compose(text: str) -> str:
    """NFC, with Vietnamese tone marks behind the vowel's own mark, in linear time.

    Runs of more than eight combining marks are cut: sorting them is quadratic, and no language writes them.
    """
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not _UNCOMMON.search(text)):
        return text
    marks = [c for c in set(text) if unicodedata.combining(c)]
    if marks:
        text = re.sub(
            f"([{''.join(map(re.escape, marks))}]{{{_MAX_MARKS}}})[{''.join(map(re.escape, marks))}]+", r"\1", text
        )
    text = unicodedata.normalize("NFC", text)
    if marks and _VOWEL_MARK.search(text):
        text = unicodedata.normalize("NFC", _TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", text)))
    return text


def _replacement(match: re.Match[str]) -> str:
    char = match[0]
    if _IS_SPACE.match(char):
        return " "
    if char in "\u2010\u2011":
        return "-"
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if "\ue000" <= char <= "\uf8ff":
        return _PRIVATE_USE.get(char, char)
    return ""


def repair_mojibake(text: str) -> str | None:
    """The text that was UTF-8 and has been read as Windows-1252 or Latin-1, or None if it was not.

    >>> repair_mojibake("ThÃ´ng bÃ¡o cá»§a á»¦y ban nhÃ¢n dÃ¢n")
    'Thông báo của Ủy ban nhân dân'
    >>> repair_mojibake("Thông báo của Ủy ban nhân dân") is None
    True
    """
    if not _MOJIBAKE.search(text):
        return None
    try:
        return b"".join(_western_bytes(text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _western_bytes(text: str) -> Iterator[bytes]:
    # Windows-1252 leaves five codes undefined; programs pass them through as Latin-1 controls.
    for line in text.splitlines(keepends=True):
        try:
            yield line.encode("cp1252")
        except UnicodeEncodeError:
            yield b"".join(c.encode("latin-1" if c < "\u0100" else "cp1252") for c in line)


def letter_spaced(text: str) -> bool:
    """Whether a line is a letter-spaced title ("Q U Y Ế T  Đ Ị N H")."""
    return bool(_LETTER_SPACED.fullmatch(text)) and text.upper() == text
