"""What people reviewed in an archive: written as gold, and how often the machine had to be corrected."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from analyzer.cli.consoles import printed
from analyzer.cli.databases import opened
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from analyzer.review.figures import Corrections, Group, Share

_FILE_WIDTH = 160  # columns of a table that goes to a file
_MONTHS = 6  # the last ones are shown
_KINDS = 6  # those of the most documents


def write_gold(db: str | None, directory: Path, say: Messages) -> None:
    """Write the reviewed directives of an archive as gold. Raises typer.Exit, with 1 where one could not be written."""
    from analyzer.errors import AnalyzerError
    from analyzer.review.teaching import add_reviewed

    outcomes: Counter[str] = Counter()
    with opened(db, say) as archive:
        try:
            for one in add_reviewed(archive, directory):
                outcomes[one.outcome] += 1
                if one.problem:
                    typer.echo(explain(one.card.name, one.problem, say), err=True)
                elif one.outcome == "kept":
                    typer.echo(
                        say("reviewed_kept_one", name=one.card.name, path=directory / f"{one.id}.json"), err=True
                    )
        except AnalyzerError as error:
            typer.echo(explain(archive.address, error, say), err=True)
            raise typer.Exit(1) from error
        except OSError as error:
            typer.echo(explain_write(directory, error, say), err=True)
            raise typer.Exit(1) from error
    told = ", ".join(say(f"reviewed_{name}", count=count) for name, count in sorted(outcomes.items()))
    typer.echo(say("reviewed_written", told=told, path=directory) if outcomes else say("reviewed_none"), err=True)
    raise typer.Exit(1 if outcomes["skipped"] else 0)


def tell_corrections(db: str | None, say: Messages, *, as_json: bool, unfinished: bool, save: Path | None) -> None:
    """Print how often the machine had to be corrected, and write it as JSON to ``save`` where that is given."""
    from analyzer.errors import AnalyzerError
    from analyzer.review.figures import reviewed_corrections

    with opened(db, say) as archive:
        try:
            groups = reviewed_corrections(archive, unfinished=unfinished)
        except AnalyzerError as error:
            typer.echo(explain(archive.address, error, say), err=True)
            raise typer.Exit(1) from error
    plain = json.dumps(_as_json(groups), ensure_ascii=False, indent=1) + "\n"
    if as_json:
        typer.echo(plain, nl=False)
    elif groups:
        show(groups, say)
    else:
        typer.echo(say("reviewed_none"))
    if save:
        from analyzer.cli.evaluate import save_to

        save_to(save, plain, say)


def _as_json(groups: Sequence[Group]) -> dict[str, object]:
    from analyzer.review.figures import by, total

    return {
        **total(groups).as_json(),
        "by_month": [{"month": m, **found.as_json()} for m, found in by(groups, lambda group: group.month).items()],
        "by_kind": [{"kind": k, **found.as_json()} for k, found in by(groups, lambda group: group.kind).items()],
        "groups": [{"month": g.month, "kind": g.kind, **g.corrections.as_json()} for g in groups],
    }


def show(groups: Sequence[Group], say: Messages, file: BinaryIO | None = None) -> None:
    """Print the shares as tables, by month and by kind."""
    printed(lambda console: _print(groups, say, console), file, _FILE_WIDTH)


def _print(groups: Sequence[Group], say: Messages, console: Console) -> None:
    from rich.text import Text

    from analyzer.review.figures import by, total

    whole = total(groups)
    head = say("corrected_head", documents=whole.documents, untouched=whole.untouched)
    console.print(Text(head, style="bold"))
    months = by(groups, lambda group: group.month)
    last = dict(islice(months.items(), max(0, len(months) - _MONTHS), None))
    console.print(_table({say("corrected_all"): whole, **_named(last, say, "corrected_open")}, say))
    kinds = by(groups, lambda group: group.kind)
    most = dict(sorted(kinds.items(), key=lambda one: -one[1].documents)[:_KINDS])
    console.print(_table(_named(most, say, "corrected_no_kind"), say))
    if len(last) < len(months) or len(most) < len(kinds):
        console.print(Text(say("corrected_more"), style="dim"))


def _named(found: Mapping[str | None, Corrections], say: Messages, none: str) -> dict[str, Corrections]:
    return {name or say(none): one for name, one in found.items()}


def _table(columns: Mapping[str, Corrections], say: Messages) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from analyzer.review.figures import FIGURES

    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column(say("corrected_column"), overflow="fold")
    for name, found in columns.items():
        table.add_column(Text(f"{name}\n({found.documents})"), justify="right", no_wrap=True)
    for figure in FIGURES:
        shares = [found.figures[figure] for found in columns.values()]
        # the fields of targets stand in one row together; one by one where they had to be corrected
        if any(share.corrected if figure.startswith("target.") else share.of for share in shares):
            label = say(f"corrected_{figure.replace('.', '_')}")
            table.add_row(Text(label), *(Text(_cell(share), style=_style(share)) for share in shares))
    return table


def _cell(share: Share) -> str:
    return "–" if share.share is None else f"{share.share:.0%} ({share.corrected}/{share.of})"


def _style(share: Share) -> str:
    return "" if share.corrected else "dim"
