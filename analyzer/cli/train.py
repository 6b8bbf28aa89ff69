"""``analyzer train``: every model from an annotated corpus."""

from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain, explain_write
from analyzer.cli.steps import Steps


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("train") + "\n\n" + say("train_examples"))
    def train(
        corpus: Annotated[Path, typer.Argument(help=say("train_corpus"), metavar="CORPUS_DIR", show_default=False)],
        output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help=say("train_output"))] = Path(
            "models"
        ),
        added: Annotated[
            list[Path] | None, typer.Option("--with", metavar="DIRECTORY", help=say("train_with"), show_default=False)
        ] = None,
        seed: Annotated[int, typer.Option("--seed", help=say("train_seed"))] = 0,
        handwriting: Annotated[bool, typer.Option("--handwriting", help=say("train_handwriting"))] = False,
        ablation: Annotated[bool, typer.Option("--ablation", help=say("train_ablation"))] = False,
    ) -> None:
        from analyzer.errors import AnalyzerError
        from analyzer.learning.run import run

        for directory in (corpus, *(added or ())):
            if not directory.is_dir():
                raise typer.BadParameter(say("no_such_directory", path=directory))
        with Steps(say) as steps:
            try:
                report = run(
                    corpus,
                    output,
                    seed=seed,
                    handwriting=handwriting,
                    ablation=ablation,
                    added=added or (),
                    progress=steps.tell,
                )
            except OSError as error:
                typer.echo(explain_write(output, error, say), err=True)
                raise typer.Exit(1) from error
            except AnalyzerError as error:
                typer.echo(explain(str(corpus), error, say), err=True)
                raise typer.Exit(1) from error
        for line in report:
            typer.echo(line)
