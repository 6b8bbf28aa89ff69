"""``analyzer doctor``: what is installed, and what each missing part would add."""

from dataclasses import dataclass
from typing import Any

import typer

from analyzer.cli.messages import Messages


@dataclass(frozen=True, slots=True)
class Finding:
    """A part and whether it is there; ``found`` is its version or the program's path, None where it is missing."""

    name: str
    required: bool
    found: str | None
    adds: str
    install: str | None


def register(app: typer.Typer, say: Messages) -> None:
    """Add the command."""

    @app.command(help=say("doctor"))
    def doctor() -> None:
        import platform

        from analyzer import __version__

        typer.echo(f"analyzer {__version__} · Python {platform.python_version()} · {platform.platform(terse=True)}")
        findings = examine(say.language)
        for required, title in ((True, "required"), (False, "optional")):
            typer.echo(f"\n{say(title)}:")
            for finding in (f for f in findings if f.required is required):
                _tell(finding, say)
        complete = all(f.found for f in findings if f.required)
        typer.echo("\n" + say("all_there" if complete else "not_all_there"))
        raise typer.Exit(0 if complete else 1)


def examine(language: str) -> list[Finding]:
    """Look for every part of ``parts.toml``."""
    import tomllib
    from pathlib import Path

    parts = tomllib.loads(Path(__file__).with_name("parts.toml").read_text(encoding="utf-8"))["part"]
    return [Finding(p["name"], p["required"], _look_for(p), p[language], p.get("install")) for p in parts]


def _look_for(part: dict[str, Any]) -> str | None:
    import shutil
    from importlib.metadata import PackageNotFoundError, version

    if "program" in part:
        return next(filter(None, map(shutil.which, part["program"])), None)
    try:
        return version(part["name"])
    except PackageNotFoundError:
        return None


def _tell(finding: Finding, say: Messages) -> None:
    state = "part_ok" if finding.found else "part_missing" if finding.required else "part_optional"
    typer.echo(f"  {finding.name:24}{say(state):12}{finding.found or ''}".rstrip())
    if not finding.found:
        typer.echo("    " + say("part_adds", adds=finding.adds))
        if finding.install:
            typer.echo("    " + say("part_install", install=finding.install))
