"""The commands put together. Everything heavy is imported when a command runs, so that ``--help`` answers at once."""

import sys
from enum import Enum
from typing import Annotated

import typer

from analyzer.cli import (
    accounts,
    agencies,
    archive,
    compare,
    corpus,
    coverage,
    doctor,
    due,
    evaluate,
    extract,
    many,
    report,
    review,
    search,
    serve,
    show,
    text,
    train,
)
from analyzer.cli.messages import LANGUAGES, Messages

Language = Enum("Language", {name: name for name in LANGUAGES}, type=str)  # type: ignore[misc]


def create_app(language: str = "vi") -> typer.Typer:
    """The application in one language."""
    say, chosen = Messages(language), Language(language)
    app = typer.Typer(
        name="analyzer",
        help=say("app") + "\n\n" + say("app_examples"),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def options(
        lang: Annotated[Language, typer.Option("--lang", help=say("lang"))] = chosen,
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_version, help=say("version"))
        ] = False,
    ) -> None:
        for stream in (sys.stdout, sys.stderr):
            # A file name or a terminal's encoding that cannot hold Vietnamese must not end the work.
            getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")

    for command in (
        extract,
        many,
        due,
        report,
        review,
        text,
        show,
        compare,
        coverage,
        agencies,
        archive,
        search,
        serve,
        accounts,
        doctor,
        evaluate,
        corpus,
        train,
    ):
        command.register(app, say)

    @app.command(help=say("schema"))
    def schema() -> None:
        import json

        from analyzer.assembly.models import json_schema

        typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))

    return app


def _version(asked: bool) -> None:
    if asked:
        from analyzer import __version__

        typer.echo(f"analyzer {__version__}")
        raise typer.Exit
