"""Bodies on the terminal: search results, members of a class, what became of a body."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyzer.cli.messages import Messages
from analyzer.knowledge.agencies import Agency, Register
from analyzer.knowledge.agency_search import Hit
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.former_bodies import before, body_id
from analyzer.knowledge.membership import Expansion
from analyzer.knowledge.provinces import Province, provinces
from analyzer.knowledge.succession import Step, succession


def _date(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _validity(agency: Agency, province: Province | None, say: Messages) -> str:
    """From when until when the body was; that of a province that ended before it, until then."""
    ends = [x.valid_to for x in (agency, province) if x is not None and x.valid_to]
    return _days(agency.valid_from, min(ends, default=None), say)


def _days(start: date | None, end: date | None, say: Messages) -> str:
    if start and end:
        return say("agencies_between", start=_date(start), end=_date(end))
    if start:
        return say("agencies_since", start=_date(start))
    return say("agencies_until", end=_date(end)) if end else say("agencies_standing")


def _table(*columns: tuple[str, dict[str, Any]]) -> Table:

    table = Table(show_lines=False, header_style="bold", expand=True)
    for name, options in columns:
        table.add_column(name, **options)
    return table


def _console() -> Console:

    return Console(highlight=False, emoji=False)


def _indented(text: Text, left: int) -> Padding:

    return Padding(text, (0, 0, 0, left), expand=False)


def show_hits(hits: list[Hit], on: date, say: Messages) -> None:
    """Print search results, heirs marked with an arrow."""
    table = _table(
        (say("agencies_column_name"), {"ratio": 5, "overflow": "fold"}),
        (say("agencies_column_validity"), {"ratio": 3, "overflow": "fold"}),
        (say("agencies_column_id"), {"ratio": 4, "overflow": "fold"}),
    )
    for hit in hits:
        stands = hit.agency.valid_on(on) and (hit.province is None or hit.province.valid_on(on))
        name = f"  → {hit.name}" if hit.heir_of else hit.name
        cells = (name, _validity(hit.agency, hit.province, say), body_id(hit.agency, hit.province))
        table.add_row(*map(Text, cells), style=None if stands else "dim")
    _console().print(table)
    if any(hit.heir_of for hit in hits):
        _console().print(Text(say("agencies_arrow", date=_date(on)), style="dim"))


def show_expansion(words: str, on: date, expansion: Expansion, say: Messages) -> None:
    """Print the members of a class, the doubtful ones marked."""
    console = _console()
    console.print(Text(say("agencies_expanded", words=words, date=_date(on)), style="bold"))
    if expansion.members or expansion.uncertain:
        table = _table(
            ("", {"justify": "right", "no_wrap": True}),
            (say("agencies_column_name"), {"ratio": 5, "overflow": "fold"}),
            (say("agencies_column_doubt"), {"ratio": 4, "overflow": "fold"}),
        )
        for order, member in enumerate(expansion.members, 1):
            table.add_row(str(order), Text(member.name), "")
        for member in expansion.uncertain:
            table.add_row("?", Text(member.name), Text(member.because or ""), style="yellow")
        console.print(table)
    console.print(
        Text(say("agencies_counts", members=len(expansion.members), uncertain=len(expansion.uncertain))),
    )
    if expansion.excluded:
        console.print(Text(say("agencies_excluded", names="; ".join(expansion.excluded))))
    if expansion.unlisted:
        console.print(Text(say("agencies_unlisted", words="; ".join(expansion.unlisted)), style="yellow"))
    if expansion.note:
        console.print(Text(expansion.note, style="yellow"))


def show_body(agency: Agency, province: Province | None, on: date, say: Messages) -> None:
    """Print one body: names, validity, what came before and after."""
    console, after = _console(), succession(agency.id, province, on)
    console.print(Text(body_name(agency, province), style="bold"))
    now = "; ".join(answer.name for answer in after.answers)
    lines = {
        "agencies_row_id": body_id(agency, province),
        "agencies_row_level": say(f"agencies_level_{agency.level}"),
        "agencies_row_short": ", ".join(agency.abbreviations),
        "agencies_row_spellings": "; ".join(agency.aliases),
        "agencies_row_validity": _validity(agency, province, say),
        "agencies_row_now": now or say("agencies_nobody"),
    }
    for key, value in lines.items():
        if value:
            label = say(key, date=_date(on)) if key == "agencies_row_now" else say(key)
            console.print(_indented(Text.assemble((f"{label}: ", "dim"), value), 2))
    for key, steps in (("agencies_row_before", list(before(agency, province))), ("agencies_row_after", after.steps)):
        if steps:
            console.print(Text(f"  {say(key)}:", style="dim"))
        for step in steps:
            console.print(_indented(Text(_step(step, province, say)), 4))
            if step.note:
                console.print(_indented(Text(step.note, style="yellow"), 6))
    if after.note and after.note not in {step.note for step in after.steps}:
        console.print(_indented(Text(after.note, style="yellow"), 2))
    console.print()


def _step(step: Step, province: Province | None, say: Messages) -> str:
    when = _date(step.on) or say("agencies_day_unknown")
    heirs = "; ".join(_called(i, province) for i in step.to) or say("agencies_nobody")
    basis = f" ({step.basis})" if step.basis else ""
    return f"{when}: {_called(step.of, province)} → {heirs}{basis}"


def _called(of: str, province: Province | None) -> str:
    """The name of a body or a province of a step."""
    for place in provinces():
        if place.id == of:
            return place.name
    agency = Register.load().get(of)
    if agency is None:
        return of
    named = Register.load().provinces_of(of)
    return body_name(agency, named[0] if named else province if agency.area == "province" else None)
