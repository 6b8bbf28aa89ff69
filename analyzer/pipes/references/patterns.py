"""How numbers look in running text. All patterns run on ``characters(text)``, start at a digit and are bounded."""

from __future__ import annotations

import re
from typing import Final

from analyzer.knowledge.doc_kinds import doc_kinds
from analyzer.pipes.references.number import UPPER

_KIND_CODES: Final = "|".join(sorted({c for k in doc_kinds() for c in (*k.codes, *k.slips)}, key=len, reverse=True))
_SMALL_CODES: Final = "|".join(sorted({c.lower() for k in doc_kinds() for c in (*k.codes, *k.slips)}, key=len, reverse=True))

#: A code: capitals, digits, "&"; a small g, i, r, y or h where no other small letter follows (TTg, CTr, QĐi).
_CODE: Final = rf"[{UPPER}](?:[{UPPER}\d&]|[girhyv](?![^\W\d_A-ZĐƯƠĂÂÊÔ])){{0,20}}"
_FREE: Final = r"(?:(?<![\w/\\.\-=@])|(?<=số)|(?<=Số)|(?<=SỐ))"
_SERIAL: Final = r"(?:\d{1,3}\.\d{3}|\d[\dOl]{0,5})(?:bis|[A-Za-zĐđ])?"
_END: Final = r"(?!\w|\.[a-z]{2,5}(?!\w))"

#: 12/KH-UBND, 36/2021/QĐ-TTg, 39 - CT/TU, 15/2015/TTLT-BYT- BNV, 1961/QĐUBND.
NUMBER: Final = re.compile(
    rf"{_FREE}{_SERIAL}\s?[/\-]\s?(?:(?:19|20)\d\d\s?[/\-]\s?)?"
    rf"(?:(?:{_KIND_CODES})[ ]?[\-/_]\s?{_CODE}|{_CODE})(?:[ ]?[\-/_]\s?{_CODE}){{0,4}}(?:/(?:19|20)\d\d)?{_END}"
)
#: In small letters ("120/qđ-ubnd"), or with a space for the Party's hyphen ("84 QĐ/TU").
LOOSE_NUMBER: Final = re.compile(
    rf"{_FREE}\d{{1,6}}(?:/(?:(?:19|20)\d\d/)?(?:{_SMALL_CODES})-[a-zđ]{{2,12}}|[ ](?:{_KIND_CODES})/{_CODE}){_END}"
)
#: A number whose digits were misread: "l2/KH-UBND".
MISREAD_NUMBER: Final = re.compile(rf"(?<=[sS]ố )[lIO][\dOlI]{{0,4}}/(?:{_KIND_CODES})-{_CODE}{_END}")
#: Several serials before one symbol: "số 187, 188-KL/TW" (the serials before the last).
SHARED_SERIALS: Final = re.compile(r"(?:\d{1,5}(?:,| và|;)\s{1,2}){1,6}\Z")
#: A technical standard: TCVN 14423:2025, QCVN 85:2025/BNNMT, TCVN ISO 9001:2015.
STANDARD: Final = re.compile(
    r"(?<![\w/\-])(?:TCVN|QCVN|TCXDVN|TCXD|QCXDVN)[ ]?(?:ISO(?:/IEC)?[ ])?\d{1,5}(?:-\d{1,3}){0,2}(?:[ ]?:[ ]?\d{4})?"
    rf"(?:/[{UPPER}]{{2,10}})?{_END}"
)
#: Type words before a standard.
STANDARD_HEAD: Final = re.compile(
    r"(?:(?:tiêu|quy) chuẩn(?: kỹ thuật| kĩ thuật)?(?: quốc gia| việt nam| địa phương)?)(?: số)?[ ]{1,2}\Z"
)
#: A draft's blank number: "Quyết định số:      /QĐ-UBND".
BLANK_NUMBER: Final = re.compile(rf"(?<=[sS]ố)[ ]?:?[ .…_\u00a0]{{0,40}}/(?:\d{{4}}/)?(?:{_KIND_CODES})-{_CODE}{_END}")
#: What stands before the number of a form, a road, a phone: no document.
NO_DOCUMENT: Final = re.compile(
    r"(?:mẫu|biểu|biểu mẫu|mẫu biểu|phụ lục|bảng|km|tỷ lệ|tỉ lệ|tài khoản|điện thoại|đt|fax|biển|biển kiểm soát|quốc lộ|"
    r"đường|lô|thửa|tờ bản đồ|phiếu số|hóa đơn|sbd|mã|tệp|file)(?: số)?\s{0,2}:?\s{0,2}\Z"
)
