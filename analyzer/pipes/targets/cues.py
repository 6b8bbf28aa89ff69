"""Cues that tell commitments from facts, as data: each is a pattern with texts it must find and texts it must not.

The tests run every example. Phrases are written in lower case; ``_phrases`` lets each begin a sentence as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cue:
    """A named pattern; ``regex`` is searched (or matched, where the pattern is anchored) in the words beside a "
    "value."""

    name: str
    pattern: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    regex: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", re.compile(self.pattern))


def _phrases(*rows: str) -> str:
    """An alternation of phrases, each with its first letter in either case.

    >>> _phrases("đạt|mục tiêu")
    '(?:[Đđ]ạt|[Mm]ục tiêu)'
    """
    found = [p for row in rows for p in row.split("|") if p]
    return "(?:" + "|".join(f"[{p[0].upper()}{p[0]}]{p[1:]}" if p[0].isalpha() else p for p in found) + ")"


def _whole(*rows: str) -> str:
    return rf"(?<!\w){_phrases(*rows)}(?!\w)"


COMMITS = Cue(
    "commits: the sentence sets something to be met",
    _whole(
        "phấn đấu|PHẤN ĐẤU|mục tiêu(?! quốc gia)|chỉ tiêu|bảo đảm|đảm bảo|phải|cần đạt|yêu cầu|cam kết|hằng năm"
        "|hàng năm",
        "mỗi năm|hằng quý|hàng quý|duy trì|nâng tỷ lệ|nâng cao tỷ lệ|nâng tỉ lệ|giữ vững|nhằm đạt|từ năm [0-9]{4} "
        "trở đi",
        "vào năm [0-9]{4}|đến (?:hết |cuối )?(?:năm|quý|tháng) [0-9IV]{1,4}",
    ),
    ("Phấn đấu 70% số xã có nhà văn hóa", "đến hết năm 2027 có 40 hợp tác xã", "bảo đảm 90% dân cư dùng nước sạch"),
    ("Chương trình mục tiêu quốc gia giảm nghèo", "đã giải ngân 45% vốn"),
)
STRIVES = Cue(
    "strives: the sentence reaches for a number, so that a bare count in it is a target",
    _whole(
        "phấn đấu|PHẤN ĐẤU|mục tiêu(?! quốc gia)|chỉ tiêu|hằng năm|hàng năm|hằng quý|hàng quý",
        "mỗi (?:năm|quý|tháng|xã|phường|huyện)|đến (?:hết |cuối )?(?:năm|quý|tháng) [0-9IV]{1,4}|vào năm [0-9]{4}",
    ),
    ("Phấn đấu trồng 200 ha rừng", "Mỗi xã xây dựng 01 mô hình"),
    ("phải nộp 3 bản", "bảo đảm an toàn cho 2 cơ sở"),
)
AIMS = Cue("aims", r"[Pp]hấn đấu", ("phấn đấu cả năm đạt 100%",), ("đạt 100%",))
REPORTS = Cue(
    "reports: the sentence tells what was reached or found",
    _whole(
        "ước (?:đạt|thực hiện|tính|tăng|giảm|cả năm|vượt|khoảng|có|tổng|thu|chi|giải ngân)|hiện trạng|thời gian qua",
        "tính đến (?:nay|hết|ngày|thời điểm|tháng|cuối)|đến nay|đến thời điểm|hiện nay|hiện có|hiện còn|hiện đạt",
        "trong (?:thời gian|những năm|năm) (?:qua|vừa qua)|những năm qua|trong kỳ báo cáo|ghi nhận|thiệt hại",
        "theo (?:thống kê|số liệu|báo cáo|tổng hợp|kết quả)|bị (?:chết|ngập|sập|mất|hư)|mới chỉ đạt",
        "(?<!nông thôn )(?<!đảng viên )(?<!thành lập )(?<!trồng )mới đạt|(?<!chứng )(?<!địa )chỉ đạt",
        "mới được|(?<!nông thôn )(?<!đảng viên )mới chiếm|chỉ có(?= [0-9])|(?<!chứng )chỉ chiếm",
        "cho thấy|cho biết|biểu dương (?:các|những)",
        "[Bb]áo cáo (?:[^ .,;:]{1,12} ){1,8}(?:nêu rõ|đánh giá)",
        "vượt (?:[0-9][0-9.,]*% )?(?:kế hoạch|dự toán|chỉ tiêu)|năm (?:trước|ngoái)(?= (?:đạt|là|có|chỉ))|thực tế đạt",
    ),
    (
        "Ước thực hiện cả năm 12,5%",
        "Đến nay, 80% số thôn có đường nhựa",
        "mới đạt 35% kế hoạch",
        "Báo cáo của Sở Y tế nêu rõ, tỷ lệ đạt 97%",
    ),
    ("đến năm 2030 đạt 45%", "ước mơ của 30% học sinh"),
)
DONE = Cue(
    "done: a completed act; 'đã được …' and 'đã ban hành' qualify a noun and report nothing",
    r"(?<!\w)đã (?!được (?!\d)|(?:ban hành|công bố|phê duyệt|đề ra|giao|đăng ký|ký|qua|nêu|quy định|đặt ra)(?!\w)"
    r"|có (?:hiệu lực|kết quả|chủ trương|đủ))",
    ("toàn tỉnh đã có 120 sản phẩm", "đơn vị đã giải quyết 98% hồ sơ"),
    ("dữ liệu đã được số hóa đạt 80%", "theo kế hoạch đã đề ra, 90%"),
)
COMPARED = Cue(
    "compared: a comparison with an earlier span after the value",
    r"so (?:với )?cùng kỳ|so với (?:năm|tháng|quý) trước|(?:cao|thấp) hơn (?:\S+ ){0,4}(?:bình quân|năm trước)",
    ("tăng 6% so với cùng kỳ", "giảm 3% so với năm trước"),
    ("tăng 6% so với năm 2020",),
)
REPORT_BEFORE = Cue(
    "report before: a result, then its ratio to the plan or to an earlier span",
    r"(?:đạt|là|được|có) \d[^;]{0,60}, (?:đạt|tăng|giảm|bằng|vượt|cao hơn)\s[^;]{0,24}$",
    ("tổng thu đạt 350 tỷ đồng, bằng ", "sản lượng là 20 nghìn tấn, tăng "),
    ("tỷ lệ đạt 90%; tăng ",),
)
REPORT_AFTER = Cue(
    "report after: the value is followed by its ratio to the plan or by its rank",
    r"\A[^;]{0,40}, (?:tăng|giảm|vượt|bằng|cao hơn|đạt|xếp|đứng)\s(?:\S+ ){0,2}\d",
    (", tăng 1,2 điểm", " kế hoạch, xếp thứ 12"),
    (", tăng cường kiểm tra", "; tăng 5%"),
)
PLAN_RATIO = Cue(
    "plan ratio: after the value, how much of the plan that was",
    r"\A[^;]{0,60}[, ](?:đạt|bằng|vượt) [\d.,]{1,8}% (?:so với )?(?:kế hoạch|dự toán|chỉ tiêu|KH)(?!\w)",
    (" lao động, đạt 103% kế hoạch năm",),
    (" lao động; đạt 100% kế hoạch",),
)
NOT_A_DEMAND = Cue(
    "not a demand: before the value, rates of pay, tax and support, prices, forecasts, penalties, awards, cases",
    _whole(
        "thuế suất|lãi suất|phụ cấp|hệ số|học phí|thù lao|tiền thưởng|giá trị hợp đồng|dự kiến|bị phạt|phạt tiền"
        "|bồi thường",
        "(?<!hưởng )[Tt]rợ cấp(?! xã hội)(?! (?:[^ ]{1,9} ){0,3}qua tài khoản)",
        "mức (?:[0-9][0-9.,]*(?:%| (?:đồng|triệu|tỷ))|hưởng|hỗ trợ|chi|thu(?! nhập)|phạt|đóng|giảm trừ|tiền|lương"
        "|khoán|vay)",
        "khen thưởng(?= (?:đột xuất |cho |đối với |[0-9])|[ ]?$)|trị giá|đơn giá|giá (?:bán|thuê|đất|điện)",
        "nồng độ cồn|có giá trị từ|nếu|trường hợp|ví dụ|chi phí hỗ trợ",
        "vốn điều lệ",
    )
    + r"[^.;:\n]{0,70}$",
    ("mức hỗ trợ bằng ", "lãi suất ", "Trường hợp số hồ sơ vượt "),
    ("giải ngân vốn đầu tư công đạt ", "Thu ngân sách đạt ", "mức thu nhập đạt ", "người hưởng trợ cấp đạt "),
)
FUNDING = Cue(
    "funding: before the value, money set aside; a commitment only where the words demand a level",
    _whole(
        "vốn(?! hóa)|tổng (?:mức|kinh phí|dự toán)|nhu cầu vốn|kinh phí|dự toán|nguồn (?:vốn|thu)|ngân sách",
    )
    + r"[^.;:\n]{0,70}:?\s{0,2}$",
    ("Kinh phí thực hiện khoảng ", "Nhu cầu vốn: ", "vốn ngân sách nhà nước "),
    ("Tỷ lệ hộ nghèo ",),
)
DISBURSES = Cue(
    "disburses: before a value, how much of the money is to be spent or raised",
    r"(?<!\w)(?:giải ngân|[Gg]iải ngân|thu ngân sách|quản lý, sử dụng ngân sách)(?!\w)",
    ("phải giải ngân ",),
    ("bố trí vốn ",),
)
AWARDS = Cue("awards", r"[Kk]hen thưởng|[Dd]anh hiệu|[Tt]hi đua", ("thi đua, khen thưởng",), ("xét duyệt",))
RATE_OF = Cue(
    "rate of: after a share, what it is a rate of (wages, capital, votes, costs of something bought)",
    r" (?:mức (?:lương|chuẩn|hỗ trợ|trợ cấp|đóng|thu|phí|phạt|hưởng|giá|phụ cấp|thuế|cho vay|sinh hoạt)|tiền lương"
    r"|lương"
    r"|vốn (?:nhà nước|điều lệ|góp|đầu tư nước ngoài|nước ngoài)|vốn(?=[ ,.;)])|học phí|lãi suất|cổ phần|"
    r"(?:tổng )?số phiếu"
    r"|giá trị (?:hợp đồng|tài sản|thiệt hại|đất|gói thầu|vốn)|tiền (?:thuê|sử dụng|ăn|công)"
    r"|(?:trở lên )?(?:tổng )?số (?:đại biểu|ủy viên|thành viên|cổ phần|phiếu)"
    r"|(?:kinh phí|chi phí|tổng mức|tổng vốn|dự toán)"
    r"(?= (?:thực hiện|đầu tư|xây dựng|mua|đào tạo|thuê|ăn|hỗ trợ|quan trắc)))(?!\w)",
    (" mức chuẩn trợ cấp", " vốn nhà nước", " số đại biểu có mặt", " kinh phí thực hiện"),
    (" chi phí tuân thủ", " số xã đạt chuẩn"),
)
ALLOWED = Cue(
    "allowed: after the value, what follows from it; the value is a condition",
    r"\s(?:thì|có thể|được phép|được xem xét|không phải|phải nộp|được hưởng|được miễn|trở lên (?:thì|được|có thể))"
    r"(?!\w)",
    (" thì được gia hạn", " có thể điều chỉnh mục tiêu"),
    (" được tiếp cận dịch vụ",),
)
SUPPORTS = Cue(
    "supports: before a share of costs, who pays it",
    _phrases("hỗ trợ|miễn|miễn, giảm|chi trả|thanh toán|hoàn trả|trả")
    + r"(?: tối đa| không quá| bằng| đến| thêm)?\s?$",
    ("Hỗ trợ ", "ngân sách chi trả "),
    ("bố trí ",),
)
COSTS = Cue(
    "costs: after a share that somebody pays",
    r"\s(?:chi phí|kinh phí|phí|lệ phí|mức|tiền|lãi|giá|học phí|tổng|số tiền|vốn|giá trị|viện phí|bảo hiểm)(?!\w)",
    (" chi phí xét nghiệm",),
    (" phương tiện công cộng",),
)
SCORED = Cue(
    "scored: after the value, the points it earns",
    r"(?:cộng|trừ|tính|chấm|được) (?:\S+ ){0,3}\d{1,3} điểm|không cộng điểm|thì (?:được )?xếp loại",
    (" thì được cộng thêm 05 điểm", " không cộng điểm"),
    (" được xếp loại tốt",),
)
FORMULA = Cue(
    "formula: right before the value",
    r"[^\s|]\s?[=×*÷/]\s?[^\s,;]{0,12}\s?$",
    ("tỷ lệ = b/a ", "8 giờ × "),
    ("* ", "- ", "20 lít/ngày, "),
)
EXAMPLE = Cue(
    "example: opens the line", r"\s{0,4}[-+*]?\s?\(?(?:Ví dụ|VD|Thí dụ)", ("- Ví dụ: tối đa 9 người",), ("Ví",)
)
BASIS = Cue(
    "basis: opens the line",
    r"\s{0,4}(?:Căn cứ|Xét|Theo đề nghị|Trên cơ sở)\s",
    ("Căn cứ Nghị quyết",),
    ("Xem xét việc",),
)
RECURS = Cue(
    "recurs: a unit that counts times per span",
    r"lần\s?(?:/\s?|(?:mỗi|trong|một|hằng|hàng)\s(?:một\s)?)(?:tuần|tháng|quý|năm)",
    ("lần/năm", "lần trong một năm"),
    ("lần", "lần/thủ tục", "lần/ngày"),
)
VOTES = Cue(
    "votes: after the number, who attends or votes",
    r"[^,;.\n]{0,40}(?:tham dự|có mặt|dự họp|tán thành|biểu quyết|bỏ phiếu|đồng ý|phiếu)(?!\w)",
    ("2/3 số thành viên tham dự",),
    ("2/3 số xã đạt chuẩn",),
)
WHEN = Cue(
    "when: right before the value, a condition",
    r"(?<!\w)(?:khi|nếu|với điều kiện|trường hợp)(?: (?:có|đạt|đủ|số|tỷ lệ|được|tổng)){1,3}\s*$",
    ("cuộc họp hợp lệ khi có ",),
    ("tỷ số giới tính khi sinh ở mức ",),
)
CONDITION = Cue(
    "condition: opens the sentence and runs up to the value without a break",
    r"(?:Đối với|Nếu|Trường hợp|Khi|Những|Riêng đối với)\s[^,:]{1,160}$",
    ("Đối với xã có tỷ lệ hộ nghèo ",),
    ("Đối với cấp tỉnh: ", "Đối với người dân, "),
)
ATTRIBUTE = Cue(
    "attribute: the value tells which ones are meant",
    r"(?:đối với|cho|của|những|các) [^,;:.]{1,80}(?:có|từ)\s(?:\S+\s){0,6}$",
    ("hỗ trợ cho các xã có tỷ lệ ",),
    ("tỷ lệ hài lòng của người dân đạt ",),
)
FACT_VERB = Cue(
    "fact verb: right before a share",
    r"(?<!\w)(?:[Cc]hiếm|[Cc]hiếm tỷ trọng|[Cc]hiếm tỷ lệ|bằng|khoảng|gần|tương đương|ước)(?: khoảng)?\s$",
    ("công nghiệp chiếm khoảng ", "bằng "),
    ("đạt ",),
)
MEASURED = Cue(
    "measured: names a measure that leads up to the value",
    r"(?<!\w)(?:[Tt][ỷỉ] (?:lệ|trọng|suất|số)|[Mm]ức(?: độ)?|[Cc]hỉ số|[Tt]ốc độ tăng|[Ss]ố (?:lượng|hóa))(?!\w)",
    ("Tỷ lệ hồ sơ trực tuyến ", "mức độ hài lòng "),
    ("Công tác thu ngân sách ",),
)
OPENING = Cue(
    "opening: nothing but a link before the value",
    r"(?:^|[:;–—-]|^(?:trong đó|riêng|và|có|đạt|Đạt|Có|Trong đó|Riêng),?)\s{0,2}$",
    ("", "Đối với cấp xã: ", "Trong đó, "),
    ("cho ",),
)
ORDERS = Cue(
    "orders: opens a sentence that orders work",
    "^"
    + _phrases(
        "thực hiện|hoàn thành|tổ chức|bố trí|công khai|số hóa|số hoá|cập nhật|triển khai|xây dựng|tiếp nhận|giải quyết",
        "kiểm tra|rà soát|cắt giảm|giảm|kéo giảm|tăng|nâng|phát triển|đưa|đào tạo|hình thành|thu hút|tiết kiệm"
        "|chuyển|dành",
        "phủ|kết nối|cung cấp|đạt|thu gom|xử lý|giữ|giao|có|thí điểm|ban hành|trồng|mở|hỗ trợ|thành lập|tinh giản"
        "|sắp xếp",
        "tuyển|cấp|đẩy|bổ sung|yêu cầu|gấp|rút ngắn|bảo đảm|đảm bảo",
    )
    + r"(?!\w)",
    ("Thực hiện kiểm tra 30% đơn vị", "Dành 20% diện tích"),
    ("Sản lượng đạt 5 triệu tấn", "Công tác kiểm tra"),
)
MAKES = Cue(
    "makes: opens a sentence, straight before a count of things to be made",
    "^"
    + _phrases(
        "mở|tổ chức|trồng|trồng mới|đào tạo|kết nạp|thành lập mới|xây dựng mới|bồi dưỡng|tập huấn|phát triển mới"
        "|xây mới",
        "phát triển thêm|tạo việc làm cho|tạo việc làm mới cho|giải quyết việc làm cho|tập huấn cho|đào tạo nghề cho",
        "biên soạn|thu hút|tuyển dụng",
    )
    + r"\s{1,2}(?:được |thêm )?$",
    ("Mở ", "Trồng mới ", "Tạo việc làm cho "),
    ("Tổ chức của ", "Đã mở ", "Báo cáo "),
)
MAKES_LATER = Cue(
    "makes later: the same after a subject, in a part that hands out work",
    r"\w (?:mở|tổ chức|trồng|trồng mới|đào tạo|tập huấn|bồi dưỡng|kết nạp)\s$",
    ("Sở Nội vụ tổ chức ",),
    ("Sở Nội vụ tổ chức các ",),
)
AIMS_IN_BRACKETS = Cue(
    "aims in brackets: a remark in brackets that still demands",
    r"[Pp]hấn đấu|[Tt]ối thiểu|[Íí]t nhất|mục tiêu|không quá|tối đa",
    ("(phấn đấu đạt 60%)",),
    ("(năm trước đạt 60%)",),
)
REACHING = Cue(
    "reaching: right before a bare count, a verb that says it is to be reached",
    _whole(
        "có|đạt|đạt được|còn|thêm|mới|trồng|trồng mới|xây dựng|xây dựng mới|xây mới|hình thành|thành lập|thành lập "
        "mới|tạo",
        "tạo ra|thu hút|kết nạp|mở|mở mới|tổ chức|công nhận|phát triển|phát triển thêm|đào tạo|bồi dưỡng|tập huấn"
        "|phục hồi",
        "bổ sung|duy trì|việc làm cho|việc làm mới cho|bồi dưỡng cho|đào tạo cho|tập huấn cho|nghề cho|số hóa|khởi "
        "công",
        "xuất bản|ra mắt|nhân rộng|trong đó|trong đó có|tuyển|tuyển sinh|tuyển dụng|tiếp nhận|đón|thu gom|xóa|di dời",
        "đầu tư|cấp|tăng|giảm|là|bằng|sản xuất|xuất khẩu",
    )
    + r"(?: được| khoảng| ít nhất)?\s$",
    ("cả nước có ", "hình thành được ", "giải quyết việc làm cho "),
    ("đối với ", "trong số "),
)

CUES = tuple(value for value in list(globals().values()) if isinstance(value, Cue))
