"""A directive built by hand in which every kind of time limit and of present body occurs, over invented texts."""

from __future__ import annotations

from datetime import date
from typing import Any

from analyzer.assembly.models import (
    Agency,
    Assignee,
    Body,
    Deadline,
    Directive,
    DirectiveHeader,
    Formula,
    Issuer,
    Mention,
    Number,
    Place,
    Source,
    Span,
    Step,
    Task,
    Trigger,
    Warning,
)

ISSUED = date(2025, 2, 10)
#: After the departments were merged (1 March 2025) and the provinces (1 July 2025).
AS_OF = date(2025, 8, 4)
BEFORE, NOW = Place(id="quang-binh", name="tỉnh Quảng Bình"), Place(id="quang-tri", name="tỉnh Quảng Trị")
SPAN = Span(start=0, end=1, page=3)


def deadline(words: str, **values: Any) -> Deadline:
    return Deadline(text=words, span=SPAN, **values)


def due(words: str, day: date, safe: date | None = None, **values: Any) -> Deadline:
    return deadline(words, end=day, due=day, safe_due=safe or day, **values)


def repeated(words: str, rule: str, *days: date, **values: Any) -> Deadline:
    return deadline(words, rrule=rule, next_due=list(days), **values)


def assignee(name: str, role: str = "lead", agency: str | None = None, now: tuple[Body, ...] = ()) -> Assignee:
    return Assignee(name=name, id=agency, province=BEFORE.id, answers=list(now), role=role, text=name, span=SPAN)


def department(agency: str, name: str) -> Body:
    return Body(id=agency, name=f"{name} {NOW.name}", province=NOW)


HOME = assignee("Sở Nội vụ", "lead", "so-noi-vu", (department("so-noi-vu", "Sở Nội vụ"),))
PLANNING = assignee("Sở Kế hoạch và Đầu tư", "lead", "so-ke-hoach", (department("so-tai-chinh", "Sở Tài chính"),))
LABOUR_HEIRS = (department("so-noi-vu", "Sở Nội vụ"), department("so-y-te", "Sở Y tế"))
LABOUR = assignee("Sở Lao động", "lead", "so-lao-dong", LABOUR_HEIRS)
FARMERS = Assignee(
    name="Hội Nông dân tỉnh",
    id="hoi-nong-dan",
    answers=[Body(id="hoi-nong-dan", name="Hội Nông dân tỉnh")],
    role="lead",
    text="Hội Nông dân tỉnh",
    span=SPAN,
)


def task(number: int, text: str, *limits: Deadline, leads: tuple[Assignee, ...] = (HOME,), **values: Any) -> Task:
    section = values.pop("section", ["II", str(number)])
    action = values.pop("action", text[0].lower() + text[1:].rstrip("."))
    return Task(
        id=f"t{number}",
        text=text,
        span=SPAN,
        action=action,
        section=section,
        assignees=list(leads),
        deadlines=list(limits),
        **values,
    )


def tasks() -> list[Task]:
    """Twelve tasks, named in the comments by what is special about them."""
    counted = Formula(event="ngày ký", offset="P5D", working_days=True, counted_from=ISSUED)
    uncounted = Formula(event="ngày nhận được hồ sơ", offset="P10D", working_days=True)
    guidance = Trigger(
        text="sau khi có hướng dẫn của Bộ Nội vụ", span=SPAN, event="có hướng dẫn của Bộ Nội vụ", relation="after"
    )
    return [
        # a Sunday; the body is another one today
        task(
            1,
            "Tổng hợp danh mục dự án chậm tiến độ, báo cáo Ủy ban nhân dân tỉnh.",
            due("trước ngày 31/8/2025", date(2025, 8, 31), date(2025, 8, 29), bound="before"),
            leads=(PLANNING, assignee("Sở Giao thông vận tải", "support", "so-gtvt", LABOUR_HEIRS[:0])),
            deliverables=["Danh mục dự án"],
        ),
        # the duties were divided
        task(
            2,
            "Rà soát số lao động của các doanh nghiệp nhà nước.",
            due("trong tháng 9 năm 2025", date(2025, 9, 30)),
            leads=(LABOUR,),
        ),
        # an hour
        task(
            3,
            "Gửi số liệu về Văn phòng.",
            due("trước 17 giờ ngày 15/8/2025", date(2025, 8, 15), bound="before", hour="17:00"),
        ),
        # counted from signing; the year inferred
        task(
            4,
            "Phân công người phụ trách.",
            due(
                "trong 05 ngày làm việc kể từ ngày ký",
                date(2025, 2, 17),
                formula=counted,
                year_inferred=True,
                basis=["Bộ luật Dân sự 2015, Điều 147 khoản 2"],
            ),
        ),
        # counted from a day that is not known
        task(5, "Trả kết quả.", deadline("trong 10 ngày làm việc", formula=uncounted, anchor="kể từ ngày nhận")),
        # waits for an event
        task(6, "Sửa đổi quy chế làm việc sau khi có hướng dẫn của Bộ Nội vụ.", triggers=[guidance]),
        # two rhythms
        task(
            7,
            "Báo cáo kết quả hằng quý, hằng năm.",
            repeated(
                "hằng quý (trước ngày 15 của tháng cuối quý)",
                "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15",
                date(2025, 9, 15),
                date(2025, 12, 15),
                date(2026, 3, 15),
            ),
            repeated("hằng năm", "FREQ=YEARLY", date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 31)),
        ),
        # at once, by nobody named
        task(8, "Dừng ngay việc thu phí ngoài quy định.", leads=(), pace="immediate"),
        # two days
        task(
            9,
            "Hoàn thành dự thảo, trình phê duyệt.",
            due("dự thảo trước ngày 20/8/2025", date(2025, 8, 20)),
            due("trình trước ngày 20/10/2025", date(2025, 10, 20)),
            due("(trước ngày 20/10/2025)", date(2025, 10, 20)),
            leads=(FARMERS,),
        ),
        # a ban, without limit
        task(10, "Không được yêu cầu nộp thêm giấy tờ.", leads=(), modality="prohibition"),
        # doubtful
        task(11, "Bố trí kinh phí.", leads=(FARMERS,), confidence=0.4, pace="continuous"),
        # begins and does not end
        task(12, "Thực hiện chế độ mới.", deadline("từ ngày 01/9/2025", start=date(2025, 9, 1), bound="from")),
    ]


def dated_directive() -> Directive:
    """A plan of Quảng Bình of February 2025, seen in August 2025."""
    return Directive(
        as_of=AS_OF,
        source=Source(name="kh-56.docx", media_type="text/plain", sha256="ef" * 32, reader="text"),
        directive=DirectiveHeader(
            kind="KH",
            kind_name="Kế hoạch",
            number=Number(text="56/KH-UBND", serial="56", kind_code="KH", issuer_code="UBND"),
            issued_on=ISSUED,
            issuer=Issuer(name="Ủy ban nhân dân tỉnh Quảng Bình", id="ubnd-tinh-quang-binh"),
            title="nâng cao hiệu quả phối hợp giữa các cơ quan chuyên môn",
            urgency="HỎA TỐC",
        ),
        agencies=[
            agency("Sở Nội vụ", "so-noi-vu", HOME.answers),
            agency(
                "Sở Kế hoạch và Đầu tư",
                "so-ke-hoach",
                PLANNING.answers,
                steps=[
                    Step(on=date(2025, 3, 1), of="so-ke-hoach", to=["so-tai-chinh"], basis="Nghị định 45/2025/NĐ-CP"),
                    Step(on=None, of="so-tai-chinh", to=["so-tai-chinh"]),
                ],
            ),
            agency("Sở Lao động", "so-lao-dong", list(LABOUR_HEIRS), note="Việc làm về Sở Nội vụ, bảo trợ về Sở Y tế."),
            agency("Sở Giao thông vận tải", "so-gtvt", [], note="Chưa rõ nơi nhận nhiệm vụ."),
            agency("SNV", None, [], ambiguous=["so-noi-vu", "so-ngoai-vu"]),
        ],
        tasks=tasks(),
        warnings=[
            Warning(
                code="deadline_on_holiday",
                message="A deadline is on a day off.",
                message_vi="Nhiệm vụ 1: thời hạn “trước ngày 31/8/2025” rơi vào Chủ nhật.",
                items=["t1", "r9"],
            )
        ],
    )


def agency(name: str, identifier: str | None, answers: list[Body], **values: Any) -> Agency:
    return Agency(
        id=identifier,
        name=name,
        form="registered",
        province=BEFORE,
        answers=answers,
        mentions=[Mention(text=name, span=SPAN)] * 2,
        **values,
    )
