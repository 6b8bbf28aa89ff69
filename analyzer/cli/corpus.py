"""``analyzer corpus``: gold for other tools, checks of gold, noise over it, gold from what was reviewed."""

import json
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write

if TYPE_CHECKING:
    from analyzer.learning.corpus import GoldDocument
    from analyzer.learning.exchange.annotated import Annotated as AnnotatedDocument

# as in analyzer.learning.exchange.FORMATS and analyzer.learning.noise.KINDS, which --help does not wait for
_FORMATS = ("conll", "doccano", "doccano-relations", "labelstudio", "spacy")
_KINDS = ("ocr", "accents", "joined", "broken", "spaces", "nfd")
Format = Enum("Format", {name: name for name in _FORMATS}, type=str)  # type: ignore[misc]


def register(app: typer.Typer, say: Messages) -> None:
    """Add the commands."""
    corpus = typer.Typer(
        help=say("corpus"),
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.add_typer(corpus, name="corpus")
    Directory = Annotated[  # noqa: N806
        Path, typer.Argument(help=say("corpus_directory"), metavar="DIRECTORY", show_default=False)
    ]

    @corpus.command(help=say("corpus_export") + "\n\n" + say("corpus_export_examples"), no_args_is_help=True)
    def export(
        directory: Annotated[
            Path | None, typer.Argument(help=say("corpus_directory"), metavar="DIRECTORY", show_default=False)
        ] = None,
        form: Annotated[Format | None, typer.Option("--format", help=say("corpus_format"))] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="PATH", help=say("corpus_output"))
        ] = None,
        split: Annotated[str | None, typer.Option("--split", metavar="NAME", help=say("corpus_split"))] = None,
        config: Annotated[bool, typer.Option("--config", help=say("corpus_config"))] = False,
    ) -> None:
        if config:
            from analyzer.learning.exchange.labelstudio import configuration

            _write(configuration().encode("utf-8"), output, say)
            return
        if directory is None or form is None:
            raise typer.BadParameter(say("corpus_needs_format"))
        _export(_directory(directory, say), form.value, output, split, say)

    @corpus.command(help=say("corpus_check") + "\n\n" + say("corpus_check_examples"), no_args_is_help=True)
    def check(
        directory: Directory,
        as_json: Annotated[bool, typer.Option("--json", help=say("evaluate_json"))] = False,
        gold_only: Annotated[bool, typer.Option("--gold-only", help=say("corpus_gold_only"))] = False,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("corpus_doubts"))
        ] = None,
    ) -> None:
        from analyzer.cli.findings import WRITERS, as_text, summary
        from analyzer.errors import AnalyzerError
        from analyzer.learning.checking import check_corpus

        writer = WRITERS.get(output.suffix.lower()) if output else None
        if output and writer is None:
            raise typer.BadParameter(say("corpus_doubts_suffix", path=output, known=", ".join(WRITERS)))
        try:
            findings = dict(check_corpus(_directory(directory, say), compare=not gold_only))
        except (AnalyzerError, OSError) as error:
            raise _failed(directory, error, say) from error
        if not findings:
            raise typer.BadParameter(say("no_gold", path=directory))
        if output and writer:
            _write(writer(findings, say).encode("utf-8"), output, say)
        if as_json:
            rows = [finding.as_json() for found in findings.values() for finding in found]
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            typer.echo("\n".join(summary(findings, say)) if output else as_text(findings, say).rstrip("\n"))
        wrong = any(finding.severity == "error" for found in findings.values() for finding in found)
        raise typer.Exit(1 if wrong else 0)

    @corpus.command(help=say("corpus_noise") + "\n\n" + say("corpus_noise_examples"), no_args_is_help=True)
    def noise(
        directory: Directory,
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="DIR", help=say("corpus_noise_output"), show_default=False)
        ],
        kind: Annotated[
            list[str],
            typer.Option("--kind", metavar="KIND[=SHARE]", help=say("corpus_noise_kind"), show_default=False),
        ],
        seed: Annotated[int, typer.Option("--seed", help=say("corpus_noise_seed"))] = 0,
    ) -> None:
        from analyzer.learning.corpus import write_document
        from analyzer.learning.noise import change, noisy

        try:
            changes = [change(setting) for setting in kind]
        except ValueError as error:
            raise typer.BadParameter(say("corpus_bad_kind", setting=str(error), known=", ".join(_KINDS))) from error
        documents = _read(directory, None, say)
        if output.exists() and output.resolve() == directory.resolve():
            raise typer.BadParameter(say("overwrites_input", path=output))
        try:
            output.mkdir(parents=True, exist_ok=True)
            for document in documents:
                write_document(noisy(document, *changes, seed=seed), output)
        except OSError as error:
            typer.echo(explain_write(output, error, say), err=True)
            raise typer.Exit(1) from error
        typer.echo(say("corpus_noise_done", count=len(documents), path=output), err=True)

    @corpus.command("add-reviewed", help=say("corpus_reviewed") + "\n\n" + say("corpus_reviewed_examples"))
    def add_reviewed(
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="DIR", help=say("corpus_reviewed_output"))
        ] = Path("reviewed"),
    ) -> None:
        from analyzer.cli.reviewed import write_gold

        write_gold(db, output, say)


def _export(directory: Path, name: str, output: Path | None, split: str | None, say: Messages) -> None:
    from analyzer.learning.exchange import FORMATS
    from analyzer.learning.exchange.annotated import annotate
    from analyzer.learning.exchange.labelstudio import configuration

    form = FORMATS[name]
    if output is None and form.binary and sys.stdout.isatty():
        raise typer.BadParameter(say("corpus_needs_output", format=name))
    documents = [annotate(document) for document in _read(directory, split, say)]
    if output is not None and output.is_dir():
        for document in documents:
            _write(form.dump([document]), output / f"{document.id}{form.suffix}", say)
    else:
        _write(form.dump(documents), output, say)
    if name == "labelstudio" and output is not None:
        path = output / "labelstudio.xml" if output.is_dir() else output.with_suffix(".xml")
        _write(configuration().encode("utf-8"), path, say)
    _report(documents, say)


def _report(documents: "list[AnnotatedDocument]", say: Messages) -> None:
    marks = sum(len(document.marks) for document in documents)
    typer.echo(say("corpus_exported", count=len(documents), marks=marks), err=True)
    unplaced = [(document.id, assignee) for document in documents for assignee in document.unplaced]
    if unplaced:
        typer.echo(say("corpus_unplaced", count=len(unplaced)), err=True)
        for name, assignee in unplaced:
            typer.echo(f"  {name} tasks[{int(assignee.task[1:]) - 1}]: {assignee.name} ({assignee.role})", err=True)


def _read(directory: Path, split: str | None, say: Messages) -> "list[GoldDocument]":
    from analyzer.errors import AnalyzerError
    from analyzer.learning.corpus import read_corpus

    try:
        documents = list(read_corpus(_directory(directory, say)))
        if split is not None:
            documents = _of_split(documents, directory, split)
    except (AnalyzerError, OSError) as error:
        raise _failed(directory, error, say) from error
    if not documents:
        raise typer.BadParameter(say("no_gold", path=directory))
    return documents


def _of_split(documents: "list[GoldDocument]", directory: Path, split: str) -> "list[GoldDocument]":
    """The documents of a split. Raises CorpusError where there is no such split."""
    from analyzer.errors import CorpusError
    from analyzer.learning.splits import read_splits

    splits = read_splits(directory)
    known = ", ".join(sorted(set(splits.values())))
    if split not in splits.values():
        raise CorpusError(f"There is no split {split!r}; there are {known}.", f"Không có phần {split!r}; có {known}.")
    return [document for document in documents if splits.get(document.id) == split]


def _directory(path: Path, say: Messages) -> Path:
    if not path.is_dir():
        raise typer.BadParameter(say("no_such_directory", path=path))
    return path


def _failed(directory: Path, error: Exception, say: Messages) -> typer.Exit:
    typer.echo(explain(str(directory), error, say), err=True)
    return typer.Exit(1)


def _write(data: bytes, path: Path | None, say: Messages) -> None:
    from analyzer.writing import atomic_file

    try:
        if path is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as file:
            file.write(data)
    except OSError as error:
        typer.echo(explain_write(path, error, say), err=True)
        raise typer.Exit(1) from error
