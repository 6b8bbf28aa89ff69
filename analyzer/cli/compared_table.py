"""Comparisons on the terminal."""

from __future__ import annotations

from typing import BinaryIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyzer.cli.consoles import printed
from analyzer.cli.messages import Messages
from analyzer.comparison import Comparison, Coverage
from analyzer.comparison.changes import KINDS, Change
from analyzer.comparison.coverage import Judgement, Row
from analyzer.comparison.telling import (
    answer_gaps,
    fields,
    gaps,
    leads,
    limits,
    notes,
    place,
    short_name,
    verdict,
)
from analyzer.writing.cells import clean, vietnamese_date
from analyzer.writing.rows import document_name
from analyzer.writing.words import shortened

_STYLES = {"out": "red strike", "in": "bold green", "same": ""}
_SIGNS = {"out": "[-{}-]", "in": "{{+{}+}}", "same": "{}"}  # where there are no colours
_JUDGED: dict[Judgement, str] = {"full": "green", "partial": "yellow", "none": "red", "outside": "dim"}
_CHANGED = {"changed": "yellow", "added": "green", "dropped": "red", "kept": "dim"}
_FILE_WIDTH = 160  # columns of a table that goes to a file
_LINES = 3  # of a task


def show(made: Comparison | Coverage, say: Messages, file: BinaryIO | None = None) -> None:
    """Print what was compared, to the terminal or into a file."""
    printed(lambda console: _print(made, say, console), file, _FILE_WIDTH)


def _print(made: Comparison | Coverage, say: Messages, console: Console) -> None:
    if isinstance(made, Coverage):
        _print_coverage(made, say, console)
    else:
        _print_comparison(made, say, console)


def _table(*columns: tuple[str, int | None]) -> Table:
    """A table; a column with a share is as wide as there is room, one without only as it needs."""
    table = Table(box=SIMPLE_HEAD, header_style="bold", expand=True, pad_edge=False, padding=(0, 1, 0, 0))
    for name, share in columns:
        table.add_column(name, ratio=share, overflow="fold", vertical="top", no_wrap=share is None)
    return table


def _print_comparison(made: Comparison, say: Messages, console: Console) -> None:
    key = "compare_head_amendment" if made.amendment else "compare_head"
    head = say(key, before=document_name(made.before), after=document_name(made.after))
    console.print(Text(clean(head), style="bold"), end="\n\n")
    table = _table((say("compare_column_change"), None), (say("compare_column_place"), None))
    table.add_column(say("compare_column_task"), ratio=3, overflow="fold")
    table.add_column(say("compare_column_fields"), ratio=2, overflow="fold")
    for change in made.changes:
        if change.kind == "kept" and not change.moved:
            continue
        where = " → ".join(dict.fromkeys(place(t) for t in (change.before, change.after) if t and t.section))
        said = "\n".join(filter(None, (fields(change), notes(change, made.amendment))))
        kind = Text(say(f"compare_{change.kind}"), style=_CHANGED[change.kind])
        table.add_row(kind, where, _words(change, console.color_system is not None), clean(said))
    if table.row_count:
        console.print(table)
    counts = ", ".join(say(f"compare_count_{kind}", count=made.counts[kind]) for kind in KINDS)
    console.print(counts[:1].upper() + counts[1:] + ".")


def _words(change: Change, coloured: bool) -> Text:
    """The words of a task, with what was taken out and put in where it changed."""
    if change.kind == "changed" and change.after is not None:
        if not coloured:
            return Text("".join(_SIGNS[op.kind].format(clean(op.text)) for op in change.ops()))
        return Text.assemble(*((clean(op.text), _STYLES[op.kind]) for op in change.ops()))
    task = change.after or change.before
    return Text(clean(" ".join(task.text.split())) if task else "")


def _print_coverage(made: Coverage, say: Messages, console: Console) -> None:
    console.print(Text(clean(say("coverage_head", parent=document_name(made.parent))), style="bold"), end="\n\n")
    table = _table((say("coverage_column_judgement"), None), (say("compare_column_place"), None))
    table.add_column(say("coverage_column_task"), ratio=3, overflow="fold")
    table.add_column(say("coverage_column_answer"), ratio=3, overflow="fold")
    table.add_column(say("coverage_column_gaps"), ratio=2, overflow="fold")
    width = max(20, console.width // 3) * _LINES
    for row in made.rows:
        judged = Text(say(f"coverage_{row.judgement}"), style=_JUDGED[row.judgement])
        who = "; ".join(filter(None, (leads(row.task).replace("\n", ", "), limits(row.task))))
        words = shortened(clean(row.task.text), width) + (f"\n[{clean(who)}]" if who else "")
        answers = "\n".join(_answer(made, row, at, width) for at in range(len(row.answers)))
        lacks = [answer_gaps(row.task, a, made.targets[a.plan]) for a in row.answers]
        said = "\n".join(dict.fromkeys(filter(None, (*lacks, gaps(row, made)))))
        table.add_row(judged, place(row.task), Text(words), Text(answers), Text(clean(said)))
    console.print(table)
    _print_targets(made, say, console)
    _print_plans(made, say, console)


def _answer(made: Coverage, row: Row, at: int, width: int) -> str:
    answer = row.answers[at]
    where = " ".join(filter(None, (short_name(made.plans[answer.plan]), place(answer.task))))
    return f"{where} ({answer.match.total:.0%}): {shortened(clean(answer.task.text), width)}"


def _print_targets(made: Coverage, say: Messages, console: Console) -> None:
    told = [(n, m) for n, targets in enumerate(made.targets) for m in targets if m.verdicts != ("outside",)]
    if not told:
        return
    table = _table((say("coverage_column_verdict"), None))
    table.add_column(say("coverage_column_target"), ratio=3, overflow="fold")
    table.add_column(say("coverage_column_set"), ratio=3, overflow="fold")
    for number, m in told:
        asked = ": ".join(filter(None, (m.target.metric, m.target.text)))
        answer = ": ".join(filter(None, (m.answer.metric, m.answer.text))) if m.answer else "–"
        style = "red" if m.falls_short else "yellow" if m.answer is None else "green"
        days = [f" ({vietnamese_date(day)})" if day else "" for day in (m.by, m.answer_by)]
        plan = short_name(made.plans[number])
        table.add_row(
            Text(verdict(m) if say.language == "vi" else ", ".join(m.verdicts), style=style),
            Text(clean(asked + days[0])),
            Text(clean(f"{plan}: {answer}{days[1]}")),
        )
    console.print(table)


def _print_plans(made: Coverage, say: Messages, console: Console) -> None:
    for plan, s in zip(made.plans, made.summaries, strict=True):
        told = say(
            "coverage_plan",
            plan=document_name(plan),
            answered=s.answered,
            asked=s.asked,
            share=f" ({s.share:.0%})" if s.share is not None else "",
            later=s.later,
            short=s.short,
            missing=s.missing,
            extra=s.extra,
        )
        console.print(Text(clean(told)))
    counts = made.counts
    told = say(
        "coverage_total",
        full=counts["full"],
        partial=counts["partial"],
        none=counts["none"],
        outside=counts["outside"],
    )
    console.print(Text(told, style="bold"))
