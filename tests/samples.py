"""Directives built by hand over invented texts, for tests of what comes after the analysis."""

from __future__ import annotations

from datetime import date

from analyzer.assembly.models import (
    Agency,
    Assignee,
    Body,
    Deadline,
    Directive,
    DirectiveHeader,
    Issuer,
    Mention,
    Number,
    Period,
    Reference,
    Signer,
    Source,
    Span,
    Target,
    Task,
    Time,
    Warning,
)

TEXT = """ỦY BAN NHÂN DÂN TỈNH LAM SƠN
Số: 17/CT-UBND
Lam Sơn, ngày 04 tháng 3 năm 2024
CHỈ THỊ
Về việc chấn chỉnh việc tiếp nhận hồ sơ tại bộ phận một cửa
Căn cứ Nghị quyết số 215/NQ-CP ngày 09/01/2024 của Chính phủ.
I. NHIỆM VỤ
1. Sở Nội vụ:
a) Chủ trì, phối hợp với Sở Tài chính rà soát biên chế bộ phận một cửa, trình Ủy ban nhân dân tỉnh Đề án sắp xếp \
trước ngày 30/6/2024.
b) Định kỳ hàng quý báo cáo kết quả giải quyết hồ sơ; tỷ lệ hồ sơ đúng hạn đạt từ 96% trở lên trong năm 2024.
2. Không được yêu cầu người dân nộp thêm giấy tờ ngoài quy định.
= Đề nghị Hội Nông dân tỉnh tuyên truyền | giám sát *tại cơ sở*.
"""


def span(words: str, page: int = 1) -> Span:
    """Where the words first stand in the text, with one invented box."""
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), page=page, boxes=[(72.0, 100.0, 520.5, 114.0)])


def _assignee(name: str, role: str, words: str, agency: str | None = None, inherited: bool = False) -> Assignee:
    return Assignee.model_validate(
        {"name": name, "id": agency, "role": role, "text": words, "span": span(words), "inherited": inherited}
    )


def _sentence(first: str, last: str) -> str:
    start = TEXT.index(first)
    return TEXT[start : TEXT.index(last, start) + len(last)]


def _tasks() -> list[Task]:
    first = _sentence("Chủ trì, phối hợp", "30/6/2024.")
    second = _sentence("Định kỳ hàng quý", "năm 2024.")
    third = _sentence("Không được yêu cầu", "ngoài quy định.")
    fourth = _sentence("= Đề nghị", "cơ sở*.")
    due = Deadline(
        text="trước ngày 30/6/2024",
        span=span("trước ngày 30/6/2024"),
        end=date(2024, 6, 30),
        bound="before",
        due=date(2024, 6, 30),
        safe_due=date(2024, 6, 28),
    )
    quarterly = Deadline(
        text="Định kỳ hàng quý",
        span=span("Định kỳ hàng quý"),
        rrule="FREQ=MONTHLY;INTERVAL=3",
        next_due=[date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30)],
    )
    year = Deadline(
        text="trong năm 2024",
        span=span("trong năm 2024"),
        start=date(2024, 1, 1),
        end=date(2024, 12, 31),
        inherited=True,
        year_inferred=True,
        due=date(2024, 12, 31),
        safe_due=date(2024, 12, 31),
    )
    head = _assignee("Sở Nội vụ", "lead", "Sở Nội vụ", "so-noi-vu", inherited=True)
    return [
        Task(
            id="t1",
            text=first,
            span=span(first),
            action="rà soát biên chế bộ phận một cửa",
            area="organisation",
            assignees=[
                head,
                _assignee("Sở Tài chính", "support", "Sở Tài chính", "so-tai-chinh"),
                _assignee("Ủy ban nhân dân tỉnh", "recipient", "Ủy ban nhân dân tỉnh"),
            ],
            deadlines=[due],
            references=["r1"],
            deliverables=["Đề án sắp xếp"],
            section=["I", "1", "a"],
            confidence=0.97,
        ),
        Task(
            id="t2",
            text=second,
            span=span(second, page=2),
            area="procedures",
            assignees=[head],
            deadlines=[quarterly, year],
            targets=["g1"],
            section=["I.", "1.", "b)"],
            confidence=0.91,
        ),
        Task(
            id="t3",
            text=third,
            span=span(third, page=2),
            modality="prohibition",
            area="procedures",
            section=["I", "2"],
            confidence=0.42,
        ),
        Task(
            id="t4",
            text=fourth,
            span=span(fourth, page=2),
            modality="recommendation",
            area="direction",
            assignees=[_assignee("Hội Nông dân tỉnh", "lead", "Hội Nông dân tỉnh")],
            section=["I", "2", "-"],
            confidence=0.88,
        ),
    ]


def full_directive() -> Directive:
    """A directive with every part of the contract filled."""
    cited = "Nghị quyết số 215/NQ-CP ngày 09/01/2024 của Chính phủ"
    return Directive(
        as_of=date(2024, 3, 5),
        source=Source(
            name="ct-17.pdf",
            media_type="application/pdf",
            sha256="ab" * 32,
            pages=2,
            reader="pdf",
            warnings=[
                Warning(code="page_empty", message="Page 3 holds no text.", message_vi="Trang 3 không có chữ.", page=3)
            ],
        ),
        text=TEXT,
        directive=DirectiveHeader(
            kind="CT",
            kind_name="Chỉ thị",
            number=Number(text="17/CT-UBND", serial="17", kind_code="CT", issuer_code="UBND"),
            issued_on=date(2024, 3, 4),
            place="Lam Sơn",
            issuer=Issuer(name="Ủy ban nhân dân tỉnh Lam Sơn"),
            title="chấn chỉnh việc tiếp nhận hồ sơ tại bộ phận một cửa",
            signer=Signer(name="Trần Văn Mẫu", position="Phó Chủ tịch", capacity="KT."),
            recipients=["- Như trên;", "- Lưu: VT."],
            urgency="Khẩn",
        ),
        references=[
            Reference(
                id="r1",
                text=cited,
                span=span(cited),
                kind="NQ",
                number="215/NQ-CP",
                issued_on=date(2024, 1, 9),
                issuer="Chính phủ",
                relation="basis",
            )
        ],
        times=[
            Time(id="d1", text="trước ngày 30/6/2024", span=span("trước ngày 30/6/2024"), end=date(2024, 6, 30)),
            Time(id="d2", text="hàng quý", span=span("hàng quý"), rrule="FREQ=MONTHLY;INTERVAL=3"),
        ],
        targets=[
            Target(
                id="g1",
                text="từ 96% trở lên",
                span=span("từ 96% trở lên", page=2),
                metric="tỷ lệ hồ sơ đúng hạn",
                comparator=">=",
                value=96,
                unit="%",
                due=Period(start=date(2024, 1, 1), end=date(2024, 12, 31)),
            )
        ],
        agencies=[
            Agency(
                id="so-noi-vu",
                name="Sở Nội vụ",
                form="registered",
                current=["so-noi-vu"],
                answers=[Body(id="so-noi-vu", name="Sở Nội vụ")],
                mentions=[Mention(text="Sở Nội vụ", span=span("Sở Nội vụ"))],
            )
        ],
        tasks=_tasks(),
        warnings=[
            Warning(
                code="year_inferred",
                message="A year was inferred.",
                message_vi="Có thời hạn không ghi năm, năm được suy từ ngữ cảnh.",
            )
        ],
    )


def bare_directive() -> Directive:
    """A directive of which almost nothing is known."""
    words = "rà soát"
    return Directive(
        source=Source(media_type="text/plain", sha256="cd" * 32, reader="text"),
        text=words,
        directive=DirectiveHeader(),
        tasks=[Task(id="t1", text=words, span=Span(start=0, end=len(words)))],
    )
