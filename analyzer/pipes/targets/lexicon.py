"""The words around a value: comparators, carriers and directions, read from right to left up to the number.

``PHRASES`` maps each phrase (lower case, single spaces) to its part. A value phrase is a chain of them: "tăng thêm |
ít nhất | 20%", "đạt | tỷ lệ | tối thiểu | tương ứng là | 30%". Which comparator a chain gives follows GUIDELINES: a
change by an amount ("tăng 10%", "tăng thêm ít nhất 20%") is "+" or "-", a level ("giảm xuống còn dưới 4%") takes the
comparator beside the number, and a bare value is "=".
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from analyzer.pipes.mentions import Comparator

Part = Literal[
    "comparator", "from", "level", "carrier", "plus", "minus", "rank", "times", "approximate", "zip", "completion"
]


class Phrase(NamedTuple):
    """A phrase before a value; ``firm`` comparators state a demand, soft ones ("trên", "dưới") also describe facts."""

    part: Part
    comparator: Comparator | None = None
    firm: bool = False


def _table() -> dict[str, Phrase]:
    rows: list[tuple[Phrase, str]] = [
        (
            Phrase("comparator", ">=", True),
            "tối thiểu|ít nhất|tối thiểu là|ít nhất là|tối thiểu đạt|ít nhất đạt|không dưới|"
            "không thấp hơn|không ít hơn|không nhỏ hơn|đạt và vượt|đạt hoặc vượt|bằng hoặc cao hơn|tối thiểu có|ít "
            "nhất có|"
            "ít nhất phải|tối thiểu phải|thấp nhất|thấp nhất là|ít nhất khoảng|tối thiểu từ|ít nhất từ|tối thiểu "
            "khoảng|≥|>=|=>",
        ),
        (Phrase("comparator", ">"), "trên|hơn|vượt|vượt trên|cao hơn|lớn hơn|nhiều hơn|>"),
        (
            Phrase("comparator", "<=", True),
            "tối đa|tối đa là|không quá|không vượt quá|không vượt|không cao hơn|không nhiều hơn|"
            "không lớn hơn|nhiều nhất|nhiều nhất là|không được vượt quá|tối đa không quá|chưa vượt quá|cao nhất là"
            "|≤|<=|=<",
        ),
        (Phrase("comparator", "<"), "dưới|thấp hơn|nhỏ hơn|ít hơn|chưa đến|chưa tới|không đến|<"),
        (Phrase("from"), "từ"),
        (
            Phrase("level"),
            "còn|xuống|xuống còn|xuống mức|lên|lên mức|lên đến|lên tới|tăng lên|tăng lên đến|nâng lên|nâng lên mức|"
            "nâng lên thành|giảm xuống|giảm xuống còn|giảm còn|hạ xuống|hạ xuống còn|hạ còn|chỉ còn|giảm về|về|đưa lên",
        ),
        (
            Phrase("carrier"),
            "đạt|đạt được|đạt tỷ lệ|đạt tỉ lệ|đạt mức|đạt ngưỡng|đạt tốc độ|đạt số|đạt kết quả|là|bằng|ở mức|mức|tỷ lệ|"
            "tỉ lệ|duy trì|duy trì ở mức|giữ ở mức|đến|đạt khoảng|đạt gần|đạt xấp xỉ|đóng góp|đóng góp khoảng|đạt "
            "bình quân|bình quân|trung bình|bình quân đạt|"
            "đạt trung bình|đạt đến|đạt tới|chiếm|chiếm tỷ lệ|đạt từ mức|chiếm tỷ trọng|khoảng từ|vào khoảng|là từ"
            "|phải đạt|"
            "cần đạt|đạt con số|đạt giá trị|đạt tổng",
        ),
        (Phrase("completion"), "hoàn thành|hoàn thành đạt|thực hiện đạt|hoàn thiện"),
        (Phrase("approximate"), "khoảng|xấp xỉ|gần|ước|ước đạt|cỡ|chừng|~|±"),
        (
            Phrase("plus"),
            "tăng|nâng|cải thiện|tăng thêm|tăng bình quân|tăng trung bình|nâng thêm|bổ sung thêm|tăng khoảng|tăng "
            "trưởng thêm|"
            "tăng tỷ lệ thêm|tăng hàng năm|tăng hằng năm|tăng mỗi năm|"
            "tăng bình quân hàng năm|tăng bình quân hằng năm|tăng bình quân mỗi năm|tăng trung bình khoảng|tăng "
            "bình quân khoảng",
        ),
        (
            Phrase("minus"),
            "giảm|cắt giảm|giảm thêm|kéo giảm|giảm bình quân|giảm trung bình|giảm khoảng|rút ngắn|tiết kiệm|tiết giảm|"
            "giảm được|rút giảm|cắt giảm được|tinh giản|kéo giảm được|giảm hàng năm|"
            "giảm hằng năm|giảm mỗi năm|giảm bình quân hàng năm|giảm bình quân hằng năm|giảm bình quân mỗi năm",
        ),
        (
            Phrase("rank"),
            "thứ|hạng|xếp thứ|xếp hạng|xếp hạng thứ|đứng thứ|vị trí thứ|thứ hạng|top|tốp|vị trí|hạng thứ|từ thứ|từ "
            "hạng|từ vị trí thứ",
        ),
        (Phrase("times"), "gấp|gấp khoảng"),
        (
            Phrase("zip"),
            "tương ứng|tương ứng là|lần lượt|lần lượt là|tương ứng lần lượt là|lần lượt tương ứng là|tương ứng đạt|"
            "lần lượt đạt|theo thứ tự là|tương ứng với",
        ),
    ]
    return {text: phrase for phrase, texts in rows for text in texts.split("|")}


PHRASES: Final = _table()
_TOKEN = re.compile(r"[^\s]+")
_INSERTED_TIME = re.compile(r"(?:vào|đến|trong|tới)[ ](?:hết[ ]|cuối[ ])?năm[ ]\d{4}[ ]?$")
_LAST_WORDS: Final = frozenset(p.split()[-1] for p in PHRASES)
_LONGEST: Final = max(len(p.split()) for p in PHRASES)

#: Words that, right before a figure, make it a name, an ordinal or a date and no amount.
_LABELS = (
    "năm ngày tháng số điều khoản điểm mục quý phụ chương phần bảng biểu tập kỳ khu quân vành lộ án độ cấp loại lớp "
    "khóa khoá tuần tầng phòng đề mẫu nghị trang hồi lúc tcvn qcvn iso nhóm trường tổ bậc hạng-mục quyển câu bước "
    "nhà đường tuyến cơ thể hiệp nhiệm luật pl stt tt ô cột kv"
)
LABEL_WORDS: Final = frozenset(_LABELS.split())


def chain_before(text: str, at: int) -> tuple[list[tuple[int, Phrase]], str]:
    """The phrases that lead up to ``at``, nearest first with their starts, and the word before them.

    >>> chain, before = chain_before("tỷ lệ hồ sơ đạt ít nhất 95%", 24)
    >>> [start for start, _ in chain], before
    ([16, 12], 'sơ')
    """
    floor = max(0, at - 64)
    line = text[floor:at].rpartition("\n")[2]
    words = line.rsplit(None, 1)
    if len(words) == 2 and (word := words[1].lower()) not in _LAST_WORDS:
        return [], word
    tokens = [(floor + m.start(), m.group()) for m in _TOKEN.finditer(line)]
    line_start = text.rfind("\n", floor, at) + 1
    if line_start > floor:
        tokens = [(s - floor + line_start, t) for s, t in tokens]
    if floor and tokens and not text[floor - 1].isspace() and tokens[0][0] == floor:
        tokens = tokens[1:]
    found: list[tuple[int, Phrase]] = []
    i = len(tokens)
    while i > 0 and len(found) < 6:
        sizes = range(min(_LONGEST, i), 0, -1) if tokens[i - 1][1].lower() in _LAST_WORDS else ()
        for size in sizes:
            phrase = PHRASES.get(" ".join(t for _, t in tokens[i - size : i]).lower())
            if phrase is not None:
                found.append((tokens[i - size][0], phrase))
                i -= size
                break
        else:
            head = text[floor : tokens[i - 1][0] + len(tokens[i - 1][1])] if i else ""
            inserted = _INSERTED_TIME.search(head) if head[-4:].isdigit() else None
            if inserted is None or not found:
                break
            while i > 0 and tokens[i - 1][0] >= floor + inserted.start():
                i -= 1
    return found, tokens[i - 1][1].lower() if i > 0 else ""
