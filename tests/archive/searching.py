"""Documents to search, and what is looked at in what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from analyzer.archive import Archive, Incoming
from analyzer.archive.search import Found, Hit
from analyzer.assembly.models import Area, Assignee, Deadline, Directive, Modality, Role, Task
from tests.archive.making import NOWHERE, directive


def document(
    number: str,
    title: str,
    *tasks: Task,
    issued_on: date | None = date(2024, 3, 4),
    issuer: str = "Ủy ban nhân dân tỉnh Lam Sơn",
) -> Directive:
    """A directive with tasks of its own."""
    made = directive(number, title=title, file=f"{number}.txt", issued_on=issued_on, issuer=issuer)
    for at, task in enumerate(tasks, start=1):
        task.id = f"t{at}"
    made.tasks = list(tasks)
    return made


def task(
    text: str,
    *parts: tuple[Role, str, str | None],
    due: date | None = None,
    area: Area = "other",
    modality: Modality = "obligation",
    confidence: float = 1.0,
) -> Task:
    """A task with who has which part in it, and its limit."""
    limits = [Deadline(text="hạn", span=NOWHERE, end=due, due=due)] if due else []
    bodies = [Assignee(name=name, id=body, role=role, text=name, span=NOWHERE) for role, name, body in parts]
    return Task(
        id="t",
        text=text,
        span=NOWHERE,
        area=area,
        modality=modality,
        assignees=bodies,
        deadlines=limits,
        confidence=confidence,
    )


def put(archive: Archive, *documents: Directive) -> None:
    list(archive.add(map(Incoming.of, documents)))


def keyless(found: Found) -> Found:
    """What was found without the keys of documents, which each archive draws by chance."""
    hits, near = (tuple(replace(hit, key="") for hit in some) for some in (found.hits, found.near))
    return replace(found, hits=hits, near=near)


def texts(found: Found) -> list[str]:
    return [hit.text for hit in found.hits]


def lit(hit: Hit) -> list[str]:
    return [hit.snippet.text[a:b] for a, b in hit.snippet.highlights]


def small_documents() -> list[Directive]:
    """Three documents with a little of everything."""
    return [
        document(
            "08/CT-UBND",
            "Đẩy mạnh chuyển đổi số trong trường học",
            task(
                "Sở Giáo dục và Đào tạo số hóa học bạ ở mọi trường phổ thông.",
                ("lead", "Sở Giáo dục và Đào tạo", "so-giao-duc-va-dao-tao"),
                due=date(2024, 6, 30),
                area="digital_government",
            ),
            task(
                "Công khai TTHC tại bảng tin.",
                ("lead", "Sở Thông tin và Truyền thông", "so-thong-tin-va-truyen-thong"),
                ("support", "Sở Giáo dục và Đào tạo", "so-giao-duc-va-dao-tao"),
                due=date(2024, 9, 30),
                area="procedures",
            ),
            task(
                "Nghiêm cấm thu tiền ngoài quy định khi làm thủ tục hành chính.",
                area="procedures",
                modality="prohibition",
            ),
        ),
        document(
            "107/2021/NĐ-CP",
            "Thực hiện cơ chế một cửa",
            task("Chuyển hồ sơ giấy sang số hoá, ưu tiên sổ hộ tịch, số liệu cũ."),
            task("Báo cáo kết quả số hóa.", due=date(2025, 1, 15)),
            issued_on=date(2021, 12, 6),
            issuer="Chính phủ",
        ),
        document(
            "58/KH-UBND",
            "Kế hoạch phòng cháy, chữa cháy rừng",
            task(
                "Diễn tập chữa cháy rừng tại 03 xã.", ("lead", "Sở Khoa học và Công nghệ", "so-khoa-hoc-va-cong-nghe")
            ),
            task("Diễn tập chữa cháy chợ."),
            issued_on=date(2025, 5, 4),
        ),
    ]
