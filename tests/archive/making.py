"""Directives made by hand, to be kept in archives."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

from analyzer.archive import Incoming
from analyzer.assembly.models import (
    Assignee,
    Deadline,
    Directive,
    DirectiveHeader,
    Issuer,
    Number,
    Reference,
    Signer,
    Source,
    Span,
    Target,
    Task,
)

NOWHERE = Span(start=0, end=1)
ISSUED = date(2024, 3, 4)


def directive(
    number: str | None = "17/CT-UBND",
    *tasks: str,
    file: str = "17.txt",
    issuer: str | None = "Ủy ban nhân dân tỉnh Lam Sơn",
    issued_on: date | None = ISSUED,
    title: str | None = "Chấn chỉnh việc tiếp nhận hồ sơ",
    text: str | None = "Toàn văn.",
    signed: bool = True,
    references: tuple[Reference, ...] = (),
    targets: tuple[Target, ...] = (),
) -> Directive:
    """A directive; the bytes of its file are its name, so that ``file`` says which documents share their bytes."""
    return Directive(
        as_of=date(2026, 1, 1),
        source=Source(
            name=file, media_type="text/plain", sha256=sha256(file.encode()).hexdigest(), reader="text", pages=None
        ),
        text=text,
        directive=DirectiveHeader(
            kind="CT",
            kind_name="Chỉ thị",
            number=Number(text=number, kind_code="CT", issuer_code="UBND") if number else None,
            issued_on=issued_on,
            issuer=Issuer(name=issuer) if issuer else None,
            title=title,
            signer=Signer(name="Lê Thị Mẫu") if signed else None,
        ),
        references=list(references),
        targets=list(targets),
        tasks=[_task(at, words, issued_on) for at, words in enumerate(tasks or ("Rà soát hồ sơ.",), start=1)],
    )


def many(count: int) -> list[Incoming]:
    """So many documents, each with two tasks, as results to be kept."""
    return [
        Incoming.of(directive(f"{n}/CT-UBND", f"Việc thứ {n}.", "Báo cáo.", file=f"{n}.txt"))
        for n in range(1, count + 1)
    ]


def _task(at: int, words: str, issued_on: date | None) -> Task:
    lead = Assignee(name="Sở Nội vụ", id="so-noi-vu", role="lead", text="Sở Nội vụ", span=NOWHERE)
    due = (issued_on or ISSUED) + timedelta(days=30 * at)
    limit = Deadline(text=f"trước ngày {due.day}/{due.month}/{due.year}", span=NOWHERE, end=due, due=due)
    return Task(id=f"t{at}", text=words, span=NOWHERE, area="procedures", assignees=[lead], deadlines=[limit])
