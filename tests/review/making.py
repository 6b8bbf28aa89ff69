"""An invented directive as the analyzer reads it, and a desk to edit one without an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from analyzer import analyze
from analyzer.assembly.models import Directive, Task
from analyzer.review.clock import now
from analyzer.review.edits import items_of, parse_edit
from analyzer.review.log import Log
from analyzer.review.model import Change
from analyzer.review.operations import apply, value_of
from analyzer.review.replay import next_task, replay, replay_without

TEXT = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 23/CT-UBND
Lam Sơn, ngày 12 tháng 3 năm 2026

CHỈ THỊ
Về việc nâng cao chất lượng giải quyết thủ tục hành chính

Căn cứ Nghị quyết số 315/NQ-CP ngày 09/01/2026 của Chính phủ, Chủ tịch Ủy ban nhân dân tỉnh chỉ thị:

1. Sở Nội vụ:
a) Chủ trì, phối hợp với Sở Tài chính rà soát biên chế bộ phận một cửa, trình Ủy ban nhân dân tỉnh trước ngày \
30/6/2026.
b) Định kỳ hằng quý báo cáo kết quả giải quyết hồ sơ; bảo đảm tỷ lệ hồ sơ đúng hạn đạt từ 96% trở lên.
c) Tổ chức tập huấn cho công chức bộ phận một cửa trong thời hạn 15 ngày làm việc kể từ ngày ký.

2. Sở Khoa học và Công nghệ xây dựng phần mềm theo dõi hồ sơ; Văn phòng Ủy ban nhân dân tỉnh công khai kết quả trên \
Cổng thông tin điện tử của tỉnh trong tháng 9 năm 2026.

3. Không được yêu cầu người dân nộp thêm giấy tờ ngoài quy định.

4. Ủy ban nhân dân các xã, phường thường xuyên đối thoại với người dân, báo cáo Sở Nội vụ trước ngày 20 hằng tháng.

5. Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện Chỉ thị này.

Nơi nhận:
- Các sở, ban, ngành;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Thị Mẫu
"""


@cache
def plan() -> Directive:
    """The directive of the text; nobody changes it."""
    return analyze(TEXT, name="23.txt", as_of=date(2026, 4, 1), review=True)


def task(directive: Directive, words: str) -> Task:
    """The task that has some words."""
    (found,) = [t for t in directive.tasks if words in t.text]
    return found


class Desk:
    """A directive under review, in memory."""

    def __init__(self, machine: Directive) -> None:
        self.machine = machine
        self.log = Log(())
        self.directive = machine

    def edit(self, edit: Mapping[str, Any], who: str = "An") -> Directive:
        """Make an edit. Raises what :func:`analyzer.review.operations.apply` raises."""
        parsed = parse_edit(dict(edit))
        applied = apply(parsed, self.directive, next_task(self.machine, self.log))
        if applied.after:
            self._put(Change(self._next, 1, now(), who, parsed.action, applied.task, applied.before, applied.after))
        return self.directive

    def undo(self, change: int | None = None, who: str = "An") -> Directive:
        """Take back a change."""
        items = {item for c in self.log.changes for item in c.items}
        chosen = self.log.own_last(who).id if change is None else change
        last = self.log.undoing(chosen, {item: value_of(self.directive, item) for item in items})
        before = {item: value_of(self.directive, item) for item in last.items}
        undo = Change(self._next, 1, now(), who, "undo", last.task, before, {}, undoes=last.id)
        log = Log([*self.log.changes, undo])
        directive = replay_without(self.machine, log, last)
        self._put(replace(undo, after={item: value_of(directive, item) for item in last.items}))
        return self.directive

    def seen(self, edit: Mapping[str, Any]) -> dict[str, int]:
        """The revisions that somebody sees who makes an edit now."""
        return {item: self.log.revisions[item] for item in items_of(parse_edit(dict(edit)))}

    @property
    def _next(self) -> int:
        return len(self.log.changes) + 1

    def _put(self, change: Change) -> None:
        self.log = Log([*self.log.changes, change])
        self.directive = replay(self.machine, self.log)
