"""Encoders for the tests: Unicode to TCVN3, VNI and VIQR, written from the standards, not from our tables.

TCVN 5712:1993 (VN3) by code in code order, VNI as base letter and mark, VIQR after RFC 1456.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = """
    A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ
    BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì
    D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù
    F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ
""".split()  # noqa: SIM905
TCVN3 = {entry[2]: chr(int(entry[:2], 16)) for entry in _TCVN3}
ACUTE, GRAVE, HOOK, TILDE, DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_PLAIN = {ACUTE: "ù", GRAVE: "ø", HOOK: "û", TILDE: "õ", DOT: "ï", "": ""}
_ROUND = {ACUTE: "á", GRAVE: "à", HOOK: "å", TILDE: "ã", DOT: "ä", "": "â"}
_SHORT = {ACUTE: "é", GRAVE: "è", HOOK: "ú", TILDE: "ü", DOT: "ë", "": "ê"}
_I = {ACUTE: "í", GRAVE: "ì", HOOK: "æ", TILDE: "ó", DOT: "ò", "": "i"}
_VIQR_TONE = {ACUTE: "'", GRAVE: "`", HOOK: "?", TILDE: "~", DOT: ".", "": ""}
_VIQR_MARK = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}


def _taken_apart(letter: str) -> tuple[str, str, str]:
    """Base letter, vowel mark and tone, the marks as combining characters or empty."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = "".join(m for m in marks if m in _VIQR_TONE)
    return base, "".join(m for m in marks if m in _VIQR_MARK), tone


def to_tcvn3(text: str, *, capitals: bool = False) -> str:
    """``capitals`` is for text that a capital font shows: small letters throughout. Without, capitals with tones, which
    have no code, become small letters."""
    text = text.lower() if capitals else text
    return "".join(TCVN3.get(c) or TCVN3.get(c.lower(), c) for c in text)


def to_vni(text: str) -> str:
    return "".join(map(_vni, text))


def _vni(char: str) -> str:
    if char in "đĐ":
        return "ñ" if char == "đ" else "Ñ"
    base, mark, tone = _taken_apart(char.lower())
    if base not in "aeiouy":
        return char
    if base == "i":
        written = _I[tone]
    elif base == "y" and tone == DOT:
        written = "î"
    elif mark == "\u0302":
        written = base + _ROUND[tone]
    elif mark == "\u0306":
        written = base + _SHORT[tone]
    else:
        written = ({"o": "ô", "u": "ö"}[base] if mark else base) + _PLAIN[tone]
    return written if char.islower() else written.upper()


def to_viqr(text: str) -> str:
    """With the escapes that RFC 1456 asks for: a mark behind a letter it could belong to."""
    text = re.sub(r"(?<=[^\W\d_])([.?'`~^(+*])", r"\\\1", text)
    return "".join(map(_viqr, text))


def _viqr(char: str) -> str:
    if char in "đĐ":
        return "dd" if char == "đ" else "DD"
    base, mark, tone = _taken_apart(char)
    return base + (_VIQR_MARK[mark] if mark else "") + _VIQR_TONE[tone] if mark or tone else char
