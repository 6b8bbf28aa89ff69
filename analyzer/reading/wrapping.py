"""Wrapped lines: does a printed line go on in the next, and what stands between them?

Vietnamese is written in separate syllables, so there is no hyphenation at line ends: a hyphen there is a real one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

# Labels and bullets that open an item: "1.", "1.2.", "a)", "IV.", "-", "+", "•", "Điều 3.", "Chương II".
_MARKER = re.compile(
    r"""(?:
        [-–—‒−⁃+*•▪▫■□◆♦➢➔→⇒▶✓❖§○●◦·]\s?(?=\S)
      | \(?\d{1,3}(?:\.\d{1,3}){0,4}\s?[.)](?:\s|$|(?=[^\W\d])) | \d{1,2}[/\]]\s(?!\d)
      | \d{1,2}(?:\.\d{1,2}){1,4}\s
      | \(?[a-zđ]{1,2}\)\s? | [a-zđ]\.\s
      | \(?[IVXLC]{1,7}\s?[.)/-](?:\s|$)
      | [A-ZĐ][.)-]\s
      | (?:Điều|ĐIỀU)\ \d{1,3}[a-zđ]?\s?[.:]
      | (?:CHƯƠNG|MỤC|PHẦN|PHỤ\ LỤC)\ [\dIVXLC]
      | (?:Chương|Mục|Tiểu\ mục|Phần|Phụ\ lục|Bước|Biểu|Mẫu)\ (?:số\ )?(?:[\dIVXLC]{1,6}|thứ\ \w{1,5})\s?(?:$|[.:])
    )""",
    re.VERBOSE,
)
# Lines of the letterhead and the signature block that stand by themselves.
_STANDALONE = re.compile(
    r"(?:Số\s?:|Số\s\d|V/v|Kính gửi|Nơi nhận|Độc lập\s?[-–]|CỘNG H[OÒ][AÀ] XÃ|"
    r"ĐẢNG CỘNG SẢN|(?:TM|KT|TL|TUQ)\.|T/M|K/T|T/L|"
    r"Căn cứ\s|Theo đề nghị|Xét đề nghị|QUYẾT ĐỊNH|\S[^,]{0,40}, ngày\s?[\d.…]{0,4}\s?tháng)"
)
# Whoever decides, in a line of its own between title and bases.
_AUTHORITY = re.compile(
    r"(?:THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|BỘ TRƯỞNG|BỘ CHÍNH TRỊ|BAN BÍ THƯ|CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|"
    r"(?:ỦY|UỶ) BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|BAN CHẤP HÀNH|BAN THƯỜNG VỤ)\b"
)
_SENTENCE_END = re.compile(r"[.;:!?…](?:[\"”’')\]]{0,2})$")
# "kinh tế - xã hội" torn before its dash
_PAIR_HEAD = re.compile(
    r"(?:kinh tế|chính trị|xã hội|văn h(?:óa|oá)|khoa học|thi đua|lao động|phát thanh)$", re.IGNORECASE
)
_PAIR_TAIL = re.compile(
    r"[-–] ?(?:xã hội|văn h(?:óa|oá)|khen thưởng|thương binh|truyền hình|kỹ thuật|công nghệ|nghề nghiệp)(?!\w)",
    re.IGNORECASE,
)
_NUMBER_HEAD = re.compile(r"[\dA-ZĐ&][-–/]$")
_NUMBER_TAIL = re.compile(r"\d|[A-ZĐ]{2}")
_SYMBOL_HEAD = re.compile(r"\d/[A-ZĐ]{1,6}$")
_SYMBOL_TAIL = re.compile(r"[-/][A-ZĐ]")
_OPEN_GROUP = re.compile(r"(?:^|\D)\d{1,3}(?:\.\d{3}){0,4}\.(\d{0,2})$")
_OPEN_YEAR = re.compile(r"\d/([12]\d{0,2})$")
_YEAR_DASH = re.compile(r"(?:19|20)\d{2}[-–]$")
_DIGITS = re.compile(r"\d{1,3}(?!\d)")
_YEAR_HEAD = re.compile(r"\b(?:19|20)\d{2}\s?[-–]?$")
_YEAR_TAIL = re.compile(r"[-–]?\s?(?:19|20)\d{2}\b")
# Words after which no line ends of itself.
_CONNECTORS = frozenset(
    {"và", "của", "về", "cho", "thuộc", "do", "tại", "trên", "với", "các", "theo", "từ", "đến", "trong", "hoặc", "là"}
    | {"để", "những", "ngày", "tháng", "số", "khoản", "điều", "tỉnh"}
)
_PERIOD = re.compile(r"(?:giai đoạn|nhiệm kỳ|thời kỳ|năm học)\s[^,;.]{0,20}$", re.IGNORECASE)


def is_list_item(line: str) -> bool:
    """Whether the line opens with a label or bullet.

    >>> [is_list_item(s) for s in ("1. Mục đích", "a) Rà soát", "- Tổ chức", "Điều 2. Giao", "1.2 Kết quả")]
    [True, True, True, True, True]
    >>> [is_list_item(s) for s in ("2021 của Chính phủ", "Điều 5 Luật Y", "339/QĐ-TTg", "1.250 tỷ", "v.v. và")]
    [False, False, False, False, False]
    """
    return _MARKER.match(line) is not None


def is_standalone(line: str) -> bool:
    """Whether the line is one of the letterhead or signature block that never joins the line before."""
    return _STANDALONE.match(line) is not None


def is_authority(line: str) -> bool:
    """Whether the line names, in capitals, who issues the document.

    >>> is_authority("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH Y"), is_authority("Chủ tịch tỉnh")
    (True, False)
    """
    return _AUTHORITY.match(line) is not None and is_capitals(line)


def is_capitals(line: str) -> bool:
    """Whether all letters of the line are capitals (headings, letterhead, posts)."""
    return line.upper() == line and any(c.isalpha() for c in line)


def ends_sentence(line: str) -> bool:
    """Whether the line ends in a full stop, semicolon, colon, question or exclamation mark."""
    return _SENTENCE_END.search(line[-4:]) is not None


def is_torn_range(line: str, following: str) -> bool:
    """Whether a year range is torn over the lines: "giai đoạn 2031" + "- 2035".

    >>> is_torn_range("trong giai đoạn 2031", "- 2035;"), is_torn_range("Kết quả năm 2031", "- 2035 hồ sơ")
    (True, False)
    >>> is_torn_range("kế hoạch 2031-", "2035 của tỉnh")
    True
    """
    head, tail = line[-60:], following[:12]
    if not _YEAR_HEAD.search(head) or not (match := _YEAR_TAIL.match(tail)):
        return False
    dashes = head[-1] in "-–", tail[0] in "-–"
    if dashes[0] != dashes[1] and dashes[0]:
        return True
    if dashes != (False, True):
        return False
    years = int(re.findall(r"\d{4}", head)[-1]), int(match[0].lstrip("-– "))
    in_period = _PERIOD.search(head) is not None
    return in_period and years[0] < years[1] <= years[0] + 40


def is_torn_pair(line: str, following: str) -> bool:
    """Whether a pair of words is torn at the dash within it.

    >>> is_torn_pair("phát triển kinh tế", "- xã hội năm 2024"), is_torn_pair("phát triển kinh tế", "- Rà soát")
    (True, False)
    """
    return _PAIR_HEAD.search(line[-12:]) is not None and _PAIR_TAIL.match(following) is not None


def glue(line: str, following: str) -> str:
    """What stands between two lines of one paragraph: nothing behind the hyphen or slash of a number, else a space.

    A number torn at its thousands is put together too.

    >>> glue("khoảng 1.", "250 hồ sơ"), glue("10.367.7", "00")
    ('', '')
    >>> glue("theo Quyết định số 12/QĐ-", "UBND ngày"), glue("giai đoạn 2031-", "2035"), glue("văn hóa -", "xã hội")
    ('', '', ' ')
    """
    torn = (
        (_NUMBER_HEAD.search(line[-3:]) and _NUMBER_TAIL.match(following))
        or (_YEAR_DASH.search(line[-6:]) and following[:1].isdigit())
        or (_SYMBOL_HEAD.search(line[-12:]) and _SYMBOL_TAIL.match(following))
        or _tears_digits(line, following)
    )
    return "" if torn else " "


def _tears_digits(line: str, following: str) -> bool:
    """Whether the lines part a group of thousands ("10.367.7", "00") or the year of a number ("109/2", "022/NĐ-CP")."""
    if (digits := _DIGITS.match(following)) is None:
        return False
    for head, length, tail in ((_OPEN_GROUP, 3, ""), (_OPEN_YEAR, 4, "/")):
        group = head.search(line[-20:])
        if group and len(group[1]) + len(digits[0]) == length and following.startswith(tail, digits.end()):
            return True
    return False


_TORN_LINE = 40  # characters of a line at least that breaks off
_MIN_TORN, _TORN_SHARE, _TORN_WIDTH = 5, 0.05, 240


def breaks_off(line: str, following: str) -> bool:
    """Whether a sentence breaks off at the end of ``line`` and goes on in small letters in ``following``.

    >>> breaks_off("Rà soát các thủ tục đã hết hiệu lực thi hành và đề", "xuất bãi bỏ trước ngày 30/6.")
    True
    >>> [breaks_off("Rà soát các thủ tục đã hết hiệu lực thi hành" + e, "xuất bãi bỏ.") for e in (".", ";", ":")]
    [False, False, False]
    """
    return (
        len(line) >= _TORN_LINE
        and starts_lower(following)
        and not (ends_sentence(line) or is_list_item(following) or is_standalone(following))
        and not (is_capitals(line) or following.startswith("("))
    )


def is_torn(lines: Sequence[str]) -> bool:
    """Whether the lines of a text are torn at uneven widths, so that many break off within a sentence."""
    if any(len(line) > _TORN_WIDTH for line in lines):
        return False
    torn = sum(breaks_off(line, following) for line, following in pairwise(lines))
    return torn >= max(_MIN_TORN, len(lines) * _TORN_SHARE)


def is_tail(line: str, following: str) -> bool:
    """Whether a line of a torn text goes on in ``following``: in small letters, or behind a word that ends no line.

    >>> line = "đề nghị các sở, ban, ngành rà soát thủ tục"
    >>> is_tail(line + " và", "Văn phòng tổng hợp"), is_tail(line, "Văn phòng tổng hợp")
    (True, False)
    """
    if breaks_off(line, following):
        return True
    open_end = line.endswith(",") or line.rsplit(" ", 1)[-1].lower() in _CONNECTORS
    return (
        open_end
        and len(line) >= _TORN_LINE
        and not (is_list_item(following) or is_standalone(following) or is_capitals(following))
    )


def opens_with_mark(line: str) -> bool:
    """Whether a line begins with the mark that belongs behind the word before it.

    >>> opens_with_mark(", thu hút từ 50 lượt"), opens_with_mark(". Rà soát"), opens_with_mark(",5 triệu")
    (True, False, False)
    """
    return line[:1] in (",", ";", ")") and line[1:2] == " "


def starts_lower(line: str) -> bool:
    """Whether the first letter of the line is lower-case, with nothing but brackets and quotes before it."""
    first = line.lstrip("“\"'(‘ ")[:1]
    return first.islower()
