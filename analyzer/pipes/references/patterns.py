"""How numbers look in running text. All patterns run on ``characters(text)``, start at a digit and are bounded."""

from __future__ import annotations

import re
from typing import Final

from analyzer.knowledge.doc_kinds import doc_kinds
from analyzer.pipes.references.number import UPPER

_CODES: Final = sorted({c for k in doc_kinds() for c in (*k.codes, *k.slips)}, key=lambda c: (-len(c), c))
_KIND_CODES: Final = "|".join(_CODES)
_SMALL_CODES: Final = "|".join(c.lower() for c in _CODES)

#: A code: capitals, digits, "&"; a small g, i, r, y or h where no other small letter follows (TTg, CTr, QĐi).
_CODE: Final = rf"[{UPPER}](?:[{UPPER}\d&]|[girhyv](?![^\W\d_A-ZĐƯƠĂÂÊÔ])){{0,20}}"
# The first digit, what may stand before it told behind it: a pattern that begins with a class is searched faster.
_FREE_DIGIT: Final = r"\d(?:(?<![\w/\\.\-=@]\d)|(?<=số\d)|(?<=Số\d)|(?<=SỐ\d))"
_SERIAL: Final = rf"{_FREE_DIGIT}(?:\d{{0,2}}\.\d{{3}}|[\dOl]{{0,5}})(?:bis|[A-Za-zĐđ])?"
_FIRST: Final = r"(?:\s{0,2}/|[ ]{0,2}-)\s{0,2}"  # a hyphen that begins a line is a bullet
_END: Final = r"(?!\w|\.[a-z]{2,5}(?!\w))"

#: 12/KH-UBND, 36/2021/QĐ-TTg, 39 - CT/TU, 15/2015/TTLT-BYT- BNV, 1961/QĐUBND.
NUMBER: Final = re.compile(
    rf"{_SERIAL}{_FIRST}(?:(?:19|20)\d\d\s?[/\-]\s{{0,2}})?"
    rf"(?:(?:{_KIND_CODES})[ ]{{0,2}}[\-/_]\s{{0,2}}{_CODE}|{_CODE})(?:[ ]?[\-/_]\s{{0,2}}{_CODE}){{0,4}}"
    rf"(?:/(?:19|20)\d\d)?{_END}"
)
#: In small letters ("120/qđ-ubnd"), or with a space for the Party's hyphen ("84 QĐ/TU").
LOOSE_NUMBER: Final = re.compile(
    rf"{_FREE_DIGIT}\d{{0,5}}"
    rf"(?:/(?:(?:19|20)\d\d/)?(?:{_SMALL_CODES})-[a-zđ]{{2,12}}|[ ](?:{_KIND_CODES})/{_CODE}){_END}"
)
#: A number whose digits were misread: "l2/KH-UBND".
MISREAD_NUMBER: Final = re.compile(rf"[lIO](?<=[sS]ố [lIO])[\dOlI]{{0,4}}/(?:{_KIND_CODES})-{_CODE}{_END}")
#: Several serials before one symbol: "số 41, 42-KL/TU" (the serials before the last).
SHARED_SERIALS: Final = re.compile(r"(?:\d{1,5}(?:,| và|;)\s{1,2}){1,6}\Z")
#: A technical standard: TCVN 14423:2025, QCVN 09:2015/BTNMT, TCVN ISO 9001:2015.
STANDARD: Final = re.compile(
    r"(?<![\w/\-])(?:TCVN|QCVN|TCXDVN|TCXD|QCXDVN)[ ]?(?:ISO(?:/IEC)?[ ])?"
    r"\d{1,5}(?:-\d{1,3}){0,2}(?:[ ]?[:\-][ ]?\d{4})?"
    rf"(?:/[{UPPER}]{{2,10}})?{_END}"
)
#: Of these letters every standard has some; most texts have none.
STANDARD_LETTERS: Final = ("CVN", "CXD")
#: Type words before a standard.
STANDARD_HEAD: Final = re.compile(
    r"(?:(?:tiêu|quy) chuẩn(?: kỹ thuật| kĩ thuật)?(?: quốc gia| việt nam| địa phương)?)(?: số)?[ ]{1,2}\Z"
)
#: A draft's blank number with the letter before it: "Quyết định số:      /QĐ-UBND".
BLANK_NUMBER: Final = re.compile(rf"ố(?<=[sS]ố)[ ]?:?[ .…_\u00a0]{{0,40}}/(?:\d{{4}}/)?(?:{_KIND_CODES})-{_CODE}{_END}")
#: What stands before the number of a form, a road, a phone: no document.
NO_DOCUMENT: Final = re.compile(
    r"(?<!\w)(?:mẫu|biểu|phụ lục|bảng|km|tỷ lệ|tỉ lệ|tài khoản|điện thoại|đt|fax|biển|biển kiểm soát|quốc lộ|"
    r"đường|lô|thửa|tờ bản đồ|phiếu số|hóa đơn|sbd|mã|tệp|file|hồ sơ|nhà|ngõ|phòng|thẻ|"
    r"hộ chiếu)(?: số)?\s{0,2}:?\s{0,2}\Z"
)
