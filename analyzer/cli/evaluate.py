"""``analyzer evaluate``: figures against gold annotations."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.learning.corpus import GoldDocument
    from analyzer.learning.evaluation import Evaluation
    from analyzer.pipes.tasks import Judges


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("evaluate") + "\n\n" + say("evaluate_examples"), no_args_is_help=True)
    def evaluate(
        gold: Annotated[
            Path | None, typer.Argument(help=say("evaluate_gold"), metavar="GOLD_DIR", show_default=False)
        ] = None,
        pred: Annotated[Path | None, typer.Option("--pred", metavar="DIR", help=say("evaluate_pred"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("evaluate_json"))] = False,
        errors: Annotated[bool, typer.Option("--errors", help=say("evaluate_errors"))] = False,
        without: Annotated[
            list[str] | None, typer.Option("--without", metavar="NAME", help=say("evaluate_without"))
        ] = None,
        split: Annotated[str | None, typer.Option("--split", metavar="NAME", help=say("evaluate_split"))] = None,
        save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help=say("evaluate_save"))] = None,
        reviewed: Annotated[bool, typer.Option("--reviewed", help=say("evaluate_reviewed"))] = False,
        unfinished: Annotated[bool, typer.Option("--unfinished", help=say("evaluate_unfinished"))] = False,
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
    ) -> None:
        if reviewed:
            from analyzer.cli.reviewed import tell_corrections

            if gold or pred or without or split or errors:
                raise typer.BadParameter(say("evaluate_reviewed_alone"))
            tell_corrections(db, say, as_json=as_json, unfinished=unfinished, save=save)
            return
        if gold is None or unfinished or db:
            raise typer.BadParameter(say("evaluate_wants"))
        from analyzer.errors import AnalyzerError
        from analyzer.learning.corpus import read_corpus
        from analyzer.learning.evaluation import evaluate as compare
        from analyzer.learning.splits import read_split

        if pred and without:
            raise typer.BadParameter(say("without_pred"))
        for directory in filter(None, (gold, pred)):
            if not directory.is_dir():
                raise typer.BadParameter(say("no_such_directory", path=directory))
        try:
            judges = _judges(without or [], say)
            documents = list(read_corpus(gold) if split is None else read_split(gold, split))
            result = compare((document, _output(document, pred, judges)) for document in documents)
        except (AnalyzerError, OSError) as error:
            typer.echo(explain(str(gold), error, say), err=True)
            raise typer.Exit(1) from error
        if not result.documents:
            raise typer.BadParameter(say("no_gold", path=gold))
        plain = json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n"
        typer.echo(plain if as_json else report(result, say), nl=False)
        if errors:
            for miss in result.misses:
                typer.echo("\t".join((miss.document, miss.figure, miss.wanted, miss.found)), err=as_json)
        if save:
            save_to(save, plain, say)


def report(result: "Evaluation", say: Messages) -> str:
    """The figures as a table of plain text."""
    from analyzer.learning.evaluation import HEADLINE

    head = f"{say('figure'):26}{'P':>8}{'R':>8}{'F1':>8}{say('gold_count'):>7}{say('pred_count'):>7}"
    lines = [
        f"{name:26}{f.precision:8.3f}{f.recall:8.3f}{f.f1:8.3f}{f.gold:7d}{f.found:7d}"
        for name, f in result.figures.items()
    ]
    if result.absent:
        lines.append(say("absent", names=", ".join(result.absent)))
    lines.append(say("headline", count=len(HEADLINE), value=result.headline))
    return "\n".join([head, *lines]) + "\n"


def _judges(without: Sequence[str], say: Messages) -> "Judges":
    """The shipped models but those left out. Raises typer.BadParameter."""
    from analyzer.learning.figures import PARTS
    from analyzer.pipes.tasks import Judges

    known = (*PARTS, "all")
    if strange := sorted(set(without) - set(known)):
        raise typer.BadParameter(say("bad_part", given=", ".join(strange), known=", ".join(known)))
    return Judges() if "all" in without else Judges.shipped().without(*without)


def _output(document: "GoldDocument", pred: Path | None, judges: "Judges") -> "Directive | Mapping[str, Any] | None":
    """The output for an annotated document: read from ``pred``, else made now."""
    if pred is None:
        from analyzer.assembly.analysis import analyse
        from analyzer.assembly.assemble import assemble
        from analyzer.reading import read

        return assemble(analyse(read(document.text_path), judges))
    path = pred / f"{document.id}.json"
    if not path.exists():
        return None
    from analyzer.errors import CorpusError

    try:
        loaded: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CorpusError(f"{path}: no valid JSON: {error}", f"{path}: không phải JSON hợp lệ: {error}") from error
    return loaded


def save_to(path: Path, plain: str, say: Messages) -> None:
    """Write figures to a file. Raises typer.Exit."""
    from analyzer.writing import atomic_file

    try:
        with atomic_file(path) as file:
            file.write(plain.encode("utf-8"))
    except OSError as error:
        typer.echo(explain_write(path, error, say), err=True)
        raise typer.Exit(1) from error
