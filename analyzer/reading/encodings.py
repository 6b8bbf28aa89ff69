"""Bytes to text: which encoding a plain text is in.

Only encodings that Vietnamese text is written in are tried, each with a test that it really reads; a wrong guess is
worse than an error.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from analyzer.errors import UnsupportedFormat
from analyzer.reading.characters import compose
from analyzer.reading.legacy import legacy_encoding
from analyzer.reading.syllables import measure

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
# Valid UTF-8 holds the controls from U+0080 only where it was decoded wrongly before, which is repaired later.
_CONTROL_OF_UTF8 = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
# Latin with Vietnamese, marks, punctuation: what most characters of a text in UTF-16 must be.
_EXPECTED = re.compile("[\t\n\r -~\xa0-\u01b4\u0300-\u0323\u1ea0-\u1ef9\u2000-\u22ff]")
_WESTERN_LABELS = {"windows-1252", "cp1252", "iso-8859-1", "latin-1", "latin1", "iso8859-1"}
_MAX_CONTROLS = 0.01
_MAX_REPLACED = 0.002


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and how many bytes sequences could not be decoded (U+FFFD in the text)."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a text of unknown encoding: UTF-8, UTF-16, UTF-32 (with a mark), Windows-1258, TCVN3 or VNI.

    TCVN3 and VNI come out as the Western characters that their bytes are; the readers convert them with the rest of the
    old encodings. ``declared`` is the label of an HTML page; it decides only where the bytes are not UTF-8. Raises
    UnsupportedFormat for binary data and encodings that do not read as Vietnamese.

    >>> decode("Thông báo".encode("utf-16-le")).encoding
    'utf-16-le'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_repairs(data[len(bom) :], encoding)
    for attempt in (_utf16, _utf8, lambda d: _labelled(d, declared), _windows1258, _nearly_utf8, _legacy):
        if (decoded := attempt(data)) is not None:
            return decoded
    raise UnsupportedFormat(
        "The file is neither a document of a known format nor text in a known encoding.",
        "Tệp không phải tài liệu thuộc định dạng hỗ trợ và cũng không phải văn bản có bảng mã nhận biết được.",
    )


def _binary(text: str, control: re.Pattern[str] = _CONTROL) -> bool:
    return len(control.findall(text)) > _MAX_CONTROLS * len(text)


def _plausible(text: str) -> bool:
    sample = text[:10_000]
    return len(_EXPECTED.findall(sample)) >= 0.7 * len(sample)


def _with_repairs(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    replaced = text.count("\ufffd")
    if _binary(text) or not _plausible(text):
        raise UnsupportedFormat(
            f"The file starts like {encoding.upper()} text, but holds binary data.",
            f"Tệp mở đầu như văn bản {encoding.upper()} nhưng chứa dữ liệu nhị phân.",
        )
    return Decoded(text, encoding, replaced)


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: the zero high bytes of spaces and Latin letters all lie on one side."""
    sample = data[:4096]
    if len(data) < 4 or len(data) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > half * 0.4 and others <= half * 0.02:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return Decoded(text, encoding) if _plausible(text) and not _binary(text) else None
    return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _binary(text, _CONTROL_OF_UTF8) else Decoded(text, "utf-8")


def _labelled(data: bytes, declared: str | None) -> Decoded | None:
    """A page that says it is Western: its Vietnamese letters are character references."""
    if declared is None or declared.lower() not in _WESTERN_LABELS:
        return None
    text = data.decode("cp1252", "replace")
    if _binary(text) or legacy_encoding(text) or measure(compose(_as_1258(data))).is_vietnamese:
        return None
    return Decoded(text, "cp1252", text.count("\ufffd"))


def _as_1258(data: bytes) -> str:
    return data.decode("cp1258", "replace")


def _windows1258(data: bytes) -> Decoded | None:
    text = _as_1258(data)
    if _binary(text):
        return None
    reading = measure(compose(text))
    if reading.words < 3 or reading.syllable_share < 0.8 or reading.accented_share < 0.2:
        return None
    return Decoded(text, "cp1258", text.count("\ufffd"))


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken sequences (a cut end, a pasted foreign byte)."""
    text = data.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    if _binary(text) or replaced > max(1, _MAX_REPLACED * len(text)) or len(text) == len(data):
        return None
    return Decoded(text, "utf-8", replaced) if measure(text).is_vietnamese else None


def _legacy(data: bytes) -> Decoded | None:
    """TCVN3 or VNI: Windows-1252 to look at, with the codes that it leaves undefined as controls."""
    text = data.decode("cp1252", "replace")
    if _binary(text) or not legacy_encoding(text):
        return None
    return Decoded(text, "cp1252", text.count("\ufffd"))
