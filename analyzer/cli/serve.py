"""``analyzer serve``: the service and the review page."""

import logging
import os
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.messages import Messages
from analyzer.cli.problems import explain

if TYPE_CHECKING:
    from analyzer.service.settings import Settings

_PORT = 8000
_SIZE = "50M"
_SECONDS = 300.0
_RATE = 1_200


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("serve") + "\n\n" + say("serve_examples"))
    def serve(
        db: Annotated[str | None, typer.Option("--db", metavar="ADDRESS", help=say("db"))] = None,
        host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help=say("serve_host"))] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", min=0, max=65535, help=say("serve_port"))] = _PORT,
        workers: Annotated[
            int | None, typer.Option("--workers", min=1, max=64, help=say("serve_workers"), show_default=False)
        ] = None,
        size: Annotated[str, typer.Option("--max-size", metavar="NUMBER", help=say("serve_size"))] = _SIZE,
        seconds: Annotated[float, typer.Option("--seconds", min=1, max=86_400, help=say("serve_seconds"))] = _SECONDS,
        rate: Annotated[int, typer.Option("--rate", min=10, max=1_000_000, help=say("serve_rate"))] = _RATE,
        names: Annotated[list[str] | None, typer.Option("--name", metavar="NAME", help=say("serve_name"))] = None,
        origins: Annotated[list[str] | None, typer.Option("--origin", metavar="URL", help=say("serve_origin"))] = None,
        proxied: Annotated[bool, typer.Option("--behind-proxy", help=say("serve_proxied"))] = False,
        secret: Annotated[bool, typer.Option("--allow-secret", help=say("serve_secret"))] = False,
        quiet: Annotated[bool, typer.Option("--quiet", help=say("serve_quiet"))] = False,
    ) -> None:
        from analyzer.archive.opening import default_url
        from analyzer.errors import AnalyzerError
        from analyzer.service.running import run
        from analyzer.service.settings import Settings

        settings = Settings(
            database=db or default_url(),
            host=host,
            port=port,
            workers=workers or max(1, os.cpu_count() or 1),
            max_bytes=_bytes(size, say),
            seconds=seconds,
            requests_per_minute=rate,
            uploads_per_minute=max(1, rate // 10),
            allow_secret=secret,
            hosts=tuple(_name(name, say) for name in names or ()),
            origins=tuple(_origin(url, say) for url in origins or ()),
            proxied=proxied,
        )

        def started(url: str, running: "Settings") -> None:
            typer.echo(say("serve_started", url=url))
            typer.echo(say("serve_many" if running.sign_in else "serve_one"))
            if not running.is_local and not running.proxied:
                typer.echo(say("serve_open"))
            typer.echo(say("serve_stop"))

        try:
            run(settings, started, logging.WARNING if quiet else logging.INFO)
        except AnalyzerError as error:
            typer.echo(explain("analyzer serve", error, say), err=True)
            raise typer.Exit(1) from error
        typer.echo(say("serve_stopped"))


def _bytes(words: str, say: Messages) -> int:
    from analyzer.reading.limits import DEFAULT_LIMITS

    try:
        return DEFAULT_LIMITS.changed([f"bytes={words}"]).bytes
    except ValueError as error:
        raise typer.BadParameter(say("serve_bad_size", size=words), param_hint="--max-size") from error


def _name(name: str, say: Messages) -> str:
    """A name as browsers send it: without scheme, port and path.

    >>> _name("Van-Ban.Example.VN", Messages("en"))
    'van-ban.example.vn'
    """
    kept = name.strip().lower()
    if not kept or any(c in kept for c in "/:@*?# ") or not kept.isascii():
        raise typer.BadParameter(say("serve_bad_name", name=name), param_hint="--name")
    return kept


def _origin(url: str, say: Messages) -> str:
    """A site's address as browsers send it: scheme, name and port, nothing behind.

    >>> _origin("https://cong.example.vn/", Messages("en"))
    'https://cong.example.vn'
    """
    from urllib.parse import urlsplit

    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise typer.BadParameter(say("serve_bad_origin", url=url), param_hint="--origin")
    return f"{parts.scheme}://{parts.netloc.lower()}"
