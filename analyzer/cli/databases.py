"""Opening the archive for a command; what is wrong with it is told and ends the command with status 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain

if TYPE_CHECKING:
    from analyzer.archive import Archive

# Commands declare the option so: db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))]


@contextmanager
def opened(address: str | None, say: Messages, *, create: bool = False, renew: bool = False) -> Iterator[Archive]:
    """The archive at an address, the usual one where none is given; errors of the archive end the command."""
    from analyzer.archive import open_archive
    from analyzer.archive.errors import ArchiveError

    try:
        with open_archive(address, create=create, renew=renew) as archive:
            yield archive
    except ArchiveError as error:
        typer.echo(explain("analyzer", error, say), err=True)
        raise typer.Exit(1) from error
