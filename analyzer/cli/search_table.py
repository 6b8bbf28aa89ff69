"""What a search found as a table on the terminal, the words of the query highlighted, and the facets below it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import BinaryIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyzer.archive.facets import Facet
from analyzer.archive.search import Found, Hit
from analyzer.cli.consoles import printed
from analyzer.cli.messages import Messages
from analyzer.writing.cells import clean, vietnamese_date

_LIT = "bold black on bright_yellow"
_FILE_WIDTH = 160  # columns of a table that goes to a file
_WIDE = 90  # a terminal of fewer columns has no room for those who lead
_LEADS = 3  # names that are shown
_MONTHS = 12  # of a facet


def show(found: Found, say: Messages, file: BinaryIO | None = None) -> None:
    """Print what was found, to the terminal or into a file."""
    printed(lambda console: _print(found, say, console), file, _FILE_WIDTH)


def _print(found: Found, say: Messages, console: Console) -> None:
    if not found.total:
        console.print(Text(say("search_none")))
    elif found.nearest:
        console.print(Text(say("search_nearest", total=found.total), style="yellow"))
    else:
        console.print(Text(say("search_head", total=found.total, sort=say(f"search_by_{found.sort}")), style="bold"))
    if found.hits:
        console.print(_table(found.hits, found.offset, say, console))
    if found.near:
        console.print(Text(say("search_near"), style="yellow"))
        console.print(_table(found.near, found.total, say, console))
    if found.facets and found.total:
        _print_facets(found.facets, say, console)
    last = found.offset + len(found.hits)
    if found.hits and (found.offset or last < found.total):
        told = say("search_shown", first=found.offset + 1, last=last, total=found.total)
        more = " " + say("search_next", offset=last) if last < found.total else ""
        console.print(Text(told + more, style="dim"))


def _table(hits: Iterable[Hit], before: int, say: Messages, console: Console) -> Table:
    wide = console.width >= _WIDE
    table = Table(box=SIMPLE_HEAD, header_style="bold", expand=True, pad_edge=False, padding=(0, 1, 1, 0))
    table.add_column("", justify="right", no_wrap=True, style="dim")
    table.add_column(say("search_column_found"), ratio=6, overflow="fold")
    if wide:
        table.add_column(say("search_column_lead"), ratio=2, overflow="fold")
    table.add_column(say("search_column_due"), no_wrap=True)
    table.add_column(say("search_column_document"), ratio=2, overflow="fold")
    for order, hit in enumerate(hits, start=before + 1):
        leads = hit.names("lead")
        told = leads[:_LEADS] + ([say("search_others", count=len(leads) - _LEADS)] if len(leads) > _LEADS else [])
        cells = [Text(str(order)), _found(hit, say, console)]
        if wide:
            cells.append(Text(clean("\n".join(told))))
        cells += [Text("\n".join(map(vietnamese_date, hit.due[:_LEADS]))), Text(clean(_document(hit)))]
        table.add_row(*cells)
    return table


def _found(hit: Hit, say: Messages, console: Console) -> Text:
    """The snippet; where there are no colours, what is highlighted stands between marks."""
    plain = console.color_system is None
    text = Text()
    if hit.what != "task":
        text.append(f"[{say(f'search_{hit.what}')}] ", style="dim")
    for piece, lit in hit.snippet.parts():
        words = clean(piece)
        text.append(f"«{words}»" if lit and plain else words, style=_LIT if lit else None)
    return text


def _document(hit: Hit) -> str:
    place = f" ({hit.item.removeprefix('t')})" if hit.what == "task" and hit.item else ""
    return hit.document_name + place


def _print_facets(facets: Iterable[Facet], say: Messages, console: Console) -> None:
    shown = [facet for facet in facets if facet.values]
    for some in zip_longest(*[iter(shown)] * (3 if console.width >= _WIDE else 1)):
        table = Table.grid(padding=(0, 3, 1, 0), expand=False)
        table.add_row(*(_facet(facet, say, console.width // len(some) - 4) for facet in some if facet))
        console.print(table)


def _facet(facet: Facet, say: Messages, width: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold", max_width=max(20, width - 8))
    table.add_row("", Text(say(f"search_facet_{facet.name}"), style="bold"))
    values = sorted(facet.values, key=lambda v: -v.count)[:_MONTHS] if facet.name == "month" else facet.values
    for value in sorted(values, key=lambda v: v.value) if facet.name == "month" else values:
        table.add_row(str(value.count), Text(clean(value.label)))
    others = facet.others + len(facet.values) - len(values)
    if others:
        table.add_row("", Text(say("search_others", count=others), style="dim"))
    return table
