"""``analyzer archive``: directives kept in a database."""

import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from analyzer.cli.batch import Batch
from analyzer.cli.databases import opened
from analyzer.cli.graph import register_graph
from analyzer.cli.inputs import STDIN, Input, expand, holds_results, limits_of, whole_result
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write
from analyzer.cli.streaming import in_lines, of_lines

if TYPE_CHECKING:
    from analyzer.archive import Added, Archive, Card
    from analyzer.errors import AnalyzerError
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report

_TOLD = ("replaced", "kept")  # outcomes that are told document by document


def register(app: typer.Typer, say: Messages) -> None:
    """Add the commands."""
    group = typer.Typer(
        help=say("archive"),
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.add_typer(group, name="archive")
    _register_add(group, say)
    _register_looking(group, say)
    _register_documents(group, say)
    register_graph(group, say)


def _register_add(group: typer.Typer, say: Messages) -> None:
    @group.command(help=say("archive_add") + "\n\n" + say("archive_add_examples"), no_args_is_help=True)
    def add(
        files: Annotated[list[str], typer.Argument(help=say("archive_files"), metavar="FILES", show_default=False)],
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        again: Annotated[bool, typer.Option("--again", help=say("archive_again"))] = False,
        limit: Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=NUMBER", help=say("limit"))] = None,
    ) -> None:
        limits = limits_of(limit, say)
        if files.count(STDIN) > 1:
            raise typer.BadParameter(say("twice_stdin"))
        inputs = expand(files, else_results=True)
        if not inputs:
            raise typer.BadParameter(say("nothing"))
        with opened(db, say, create=True) as archive:
            adding = _Adding(archive, limits, again, say)
            batch = Batch(inputs, say, adding.one)
            code = batch.run(_each, None)
            adding.tell()
            batch.tell(None)
        raise typer.Exit(code or (1 if adding.bad_lines else 0))


def _each(results: Iterator[tuple[Input, None]]) -> None:
    """Nothing is written but what each input puts into the archive."""
    for _ in results:
        pass


class _Adding:
    """Puts inputs into the archive one by one and counts what became of them."""

    def __init__(self, archive: "Archive", limits: "Limits", again: bool, say: Messages) -> None:
        from analyzer.archive.packing import engine_name

        self._archive, self._limits, self._again, self._say = archive, limits, again, say
        self._engine = engine_name()
        self.outcomes: Counter[str] = Counter()
        self.bad_lines = 0

    def one(self, entry: Input, report: "Report") -> None:
        """Put an input in: a document, or results a line each."""
        source = entry.source()
        if holds_results(source):
            self._results(entry.name, source, report)
        else:
            self._document(source, report)

    def tell(self) -> None:
        """Say on standard error what became of the documents, and how much the archive holds now."""
        told = ", ".join(self._say(f"archive_{o}", count=n) for o, n in self.outcomes.items() if n)
        size = self._archive.size()
        typer.echo(
            self._say(
                "archive_added",
                address=self._archive.address,
                told=told or self._say("archive_nothing_new"),
                documents=size.documents,
                tasks=size.tasks,
            ),
            err=True,
        )

    def _document(self, source: Path | bytes, report: "Report") -> None:
        from analyzer import analyze
        from analyzer.archive import Incoming

        if not self._again and self._archive.has(_checksum(source), self._engine):
            self.outcomes["unchanged"] += 1
            return
        directive = analyze(source, limits=self._limits, report=report)
        self._count(self._archive.add([Incoming.of(directive, self._engine)]))

    def _results(self, name: str, source: Path | bytes, report: "Report") -> None:
        from analyzer.archive import Incoming
        from analyzer.tracking import read_results

        def bad(error: "AnalyzerError") -> None:
            self.bad_lines += 1
            typer.echo(explain(name, error, self._say), err=True)

        if in_lines(source):
            self._count(self._archive.add(of_lines(source, Incoming.from_line, report, bad)))
        elif (data := whole_result(source)) is not None:
            self._count(self._archive.add(map(Incoming.of, read_results(data))))

    def _count(self, added: "Iterator[Added]") -> None:
        for one in added:
            self.outcomes[one.outcome] += 1
            if one.outcome in _TOLD:
                typer.echo(self._say(f"archive_{one.outcome}_one", name=one.name), err=True)


def _register_looking(group: typer.Typer, say: Messages) -> None:
    @group.command(help=say("archive_info"))
    def info(db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None) -> None:
        with opened(db, say) as archive:
            size = archive.size()
            typer.echo(
                say(
                    "archive_size",
                    address=archive.address,
                    documents=size.documents,
                    readings=size.readings,
                    tasks=size.tasks,
                    targets=size.targets,
                    bodies=size.bodies,
                )
            )

    @group.command(help=say("archive_check") + "\n\n" + say("archive_check_examples"))
    def check(
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        repair: Annotated[bool, typer.Option("--repair", help=say("archive_repair"))] = False,
    ) -> None:
        with opened(db, say, renew=repair) as archive:
            problems = _look(archive, say, repair)
            if repair and problems:
                typer.echo(say("archive_repaired"), err=True)
                problems = _look(archive, say, False)
            typer.echo(say("archive_bad" if problems else "archive_good", count=len(problems)), err=True)
        raise typer.Exit(1 if problems else 0)

    @group.command(help=say("archive_export") + "\n\n" + say("archive_export_examples"))
    def export(
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("archive_output"))
        ] = None,
        history: Annotated[bool, typer.Option("--history", help=say("archive_all_readings"))] = False,
    ) -> None:
        from analyzer.writing import atomic_file

        if output and output.is_dir():
            raise typer.BadParameter(say("archive_is_directory", path=output))
        with opened(db, say) as archive:
            lines = archive.lines(history=history)
            try:
                if output is None:
                    _put(lines, sys.stdout.buffer)
                    sys.stdout.buffer.flush()
                    return
                output.parent.mkdir(parents=True, exist_ok=True)
                with atomic_file(output) as file:
                    count = _put(lines, file)
            except OSError as error:
                typer.echo(explain_write(output, error, say), err=True)
                raise typer.Exit(1) from error
            typer.echo(say("archive_exported", path=output, count=count), err=True)


def _register_documents(group: typer.Typer, say: Messages) -> None:
    @group.command(help=say("archive_history") + "\n\n" + say("archive_history_examples"), no_args_is_help=True)
    def history(
        number: Annotated[str, typer.Argument(help=say("archive_number"), metavar="NUMBER", show_default=False)],
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
    ) -> None:
        with opened(db, say) as archive:
            for card in cards_of(archive, number, say):
                typer.echo(describe(card))
                for reading in archive.history(card.id):
                    typer.echo(
                        say(
                            "archive_reading",
                            id=reading.id,
                            state=say("archive_current" if reading.current else "archive_earlier"),
                            added=reading.added_at.astimezone().strftime("%d/%m/%Y %H:%M"),
                            source=reading.source_name or "-",
                            reader=reading.reader,
                            engine=reading.engine or "-",
                        )
                    )

    @group.command(help=say("archive_remove") + "\n\n" + say("archive_remove_examples"), no_args_is_help=True)
    def remove(
        number: Annotated[str, typer.Argument(help=say("archive_number"), metavar="NUMBER", show_default=False)],
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        yes: Annotated[bool, typer.Option("--yes", help=say("archive_yes"))] = False,
    ) -> None:
        with opened(db, say) as archive:
            cards = cards_of(archive, number, say)
            for card in cards:
                typer.echo(describe(card))
            if len(cards) > 1:
                typer.echo(say("archive_several", number=number), err=True)
                raise typer.Exit(1)
            if not yes and not typer.confirm(say("archive_sure"), err=True):
                raise typer.Exit(1)
            archive.remove(cards[0].id)
            typer.echo(say("archive_removed", name=cards[0].name), err=True)


def cards_of(archive: "Archive", number: str, say: Messages) -> "list[Card]":
    """The documents of a number as typed, or the one with an id after "#". Raises NoSuchDocument."""
    from analyzer.archive.errors import NoSuchDocument

    if number.startswith("#") and number[1:].isdecimal():
        return [archive.card(int(number[1:]))]
    found = archive.cards(number)
    if not found:
        raise NoSuchDocument(
            f"The archive has no document numbered {number!r}. `analyzer search` finds numbers by a part of them.",
            f"Trong kho không có văn bản số {number!r}. Lệnh `analyzer search` tìm được theo một phần của số.",
        )
    return found


def describe(card: "Card") -> str:
    """A document in a line: its id in the archive, what staff call it, issuer and title."""
    return f"#{card.id} " + " – ".join(filter(None, (card.name, card.issuer, card.title)))


def _look(archive: "Archive", say: Messages, repair: bool) -> "list[object]":
    """Check the archive with a bar, tell what is found, mend what can be; the problems."""
    from analyzer.archive.checking import check, mend
    from analyzer.cli.bars import Bars
    from analyzer.reading.progress import Progress

    problems = []
    with Bars(1, say) as bars:
        for problem in check(archive, lambda done, total: bars.page(Progress("check", done, total))):
            problems.append(problem)
            message = problem.message_vi if say.language == "vi" else problem.message
            name = problem.name or archive.address
            typer.echo(say("failed", name=name, message=message))
    if repair:
        mend(archive, problems)
    return list(problems)


def _put(lines: Iterator[bytes], file: BinaryIO) -> int:
    count = 0
    for line in lines:
        file.write(line + b"\n")
        count += 1
    return count


def _checksum(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return sha256(source).hexdigest()
    with source.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
