"""``analyzer accounts``: people who may use the service."""

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.databases import opened
from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain

if TYPE_CHECKING:
    from datetime import date

    from analyzer.service.access.errors import AccountError


class RoleName(StrEnum):
    """The roles (:data:`analyzer.service.access.people.ROLES`)."""

    reader = "reader"
    editor = "editor"
    admin = "admin"


def register(app: typer.Typer, say: Messages) -> None:
    """Add the commands."""
    group = typer.Typer(
        help=say("accounts"),
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.add_typer(group, name="accounts")

    @group.command(help=say("accounts_add") + "\n\n" + say("accounts_examples"), no_args_is_help=True)
    def add(
        name: Annotated[str, typer.Argument(help=say("accounts_name"), metavar="NAME", show_default=False)],
        role: Annotated[RoleName, typer.Option("--role", help=say("accounts_role"))] = RoleName.reader,
        days: Annotated[int | None, typer.Option("--days", min=1, max=3650, help=say("accounts_days"))] = None,
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
    ) -> None:
        from analyzer.service.access.accounts import Accounts
        from analyzer.service.access.errors import AccountError

        with opened(db, say, create=True) as archive:
            try:
                made, token = Accounts(archive).add(name, role.value, _last(days))
            except AccountError as error:
                raise _failed(error, say) from error
        typer.echo(say("accounts_added", name=made.name, role=say(f"role_{made.role}")), err=True)
        _give(token, say)

    @group.command(help=say("accounts_renew"), no_args_is_help=True)
    def renew(
        name: Annotated[str, typer.Argument(help=say("accounts_name"), metavar="NAME", show_default=False)],
        days: Annotated[int | None, typer.Option("--days", min=1, max=3650, help=say("accounts_days"))] = None,
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
    ) -> None:
        from analyzer.service.access.accounts import Accounts
        from analyzer.service.access.errors import AccountError

        with opened(db, say) as archive:
            try:
                made, token = Accounts(archive).renew(name, _last(days))
            except AccountError as error:
                raise _failed(error, say) from error
        typer.echo(say("accounts_renewed", name=made.name), err=True)
        _give(token, say)

    @group.command(help=say("accounts_remove"), no_args_is_help=True)
    def remove(
        name: Annotated[str, typer.Argument(help=say("accounts_name"), metavar="NAME", show_default=False)],
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
    ) -> None:
        from analyzer.service.access.accounts import Accounts
        from analyzer.service.access.errors import AccountError

        with opened(db, say) as archive:
            accounts = Accounts(archive)
            try:
                accounts.remove(name)
            except AccountError as error:
                raise _failed(error, say) from error
            last = not accounts.exist()
        typer.echo(say("accounts_removed", name=name), err=True)
        if last:
            typer.echo(say("accounts_none_left"), err=True)

    @group.command("list", help=say("accounts_list"))
    def listed(db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None) -> None:
        from analyzer.review.clock import shown
        from analyzer.service.access.accounts import Accounts, expired

        with opened(db, say) as archive:
            accounts = Accounts(archive).listed()
        for one in accounts:
            ends = say("accounts_no_end")
            if one.expires_on is not None:
                said = "accounts_ended" if expired(one.expires_on) else "accounts_ends"
                ends = say(said, day=f"{one.expires_on:%d/%m/%Y}")
            used = say("accounts_used", when=shown(one.used_at)) if one.used_at else say("accounts_unused")
            typer.echo("\t".join((one.name, say(f"role_{one.role}"), ends, used)))
        if not accounts:
            typer.echo(say("accounts_none"), err=True)


def _last(days: int | None) -> "date | None":
    from analyzer.review.clock import today

    return None if days is None else today() + timedelta(days=days)


def _give(token: str, say: Messages) -> None:
    """The token alone on standard output, so that a script can pass it on."""
    typer.echo(say("accounts_token"), err=True)
    typer.echo(token)


def _failed(error: "AccountError", say: Messages) -> typer.Exit:
    typer.echo(explain("analyzer accounts", error, say), err=True)
    return typer.Exit(1)
