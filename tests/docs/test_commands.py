"""Commands that the documentation shows exist, with the options it gives them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from analyzer.cli.app import create_app
from tests.docs.pages import PAGES, ROOT, code, prose

COMMAND = typer.main.get_command(create_app("en"))
_INLINE = re.compile(r"`(analyzer [^`\n]{1,300})`")


def shown() -> Iterator[tuple[str, str]]:
    """Each command line with where it stands."""
    for piece in code("sh", "console", "powershell"):
        for line in re.sub(r"\\\n", " ", piece.text).splitlines():
            yield from ((str(piece), part) for part in re.split(r"&&|;|(?<!\\)\|(?!\|)", line))
    for page in PAGES:
        for inline in _INLINE.findall(prose(page)):
            yield str(page.relative_to(ROOT)), inline.replace("\\|", "")


def arguments(line: str) -> list[str] | None:
    """What follows ``analyzer``, None where another program is called."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    if words[:1] in (["podman"], ["docker"]):  # the image is named last
        return words[len(words) - words[::-1].index("analyzer") :] if "analyzer" in words else None
    for at, word in enumerate(words):
        if word == "analyzer" or word.endswith(("/analyzer", "\\analyzer")):
            return words[at + 1 :]
    return None


SHOWN = [(where, line, rest) for where, line in shown() if (rest := arguments(line)) is not None]


def unknown(rest: list[str]) -> str | None:
    """The first word that the command line does not know."""
    command = COMMAND
    options = _options(command)
    for word in rest:
        below = getattr(command, "commands", {})
        if word.startswith("--"):
            if word.split("=")[0] not in options:
                return word
        elif word in below:
            command = below[word]
            options |= _options(command)
        elif below and re.fullmatch(r"[a-z-]+", word):
            return word
    return None


def _options(command: Any) -> set[str]:
    return {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help", "--lang"}


def test_many_are_shown() -> None:
    assert len(SHOWN) > 80


@pytest.mark.parametrize(("where", "line", "rest"), SHOWN, ids=[f"{where} {line.strip()}" for where, line, _ in SHOWN])
def test_command_and_options_exist(where: str, line: str, rest: list[str]) -> None:
    assert unknown(rest) is None, f"{where}: {line}"


def test_what_does_not_exist_is_told() -> None:
    assert unknown(["extract", "--no-such-option"]) == "--no-such-option"
    assert unknown(["archive", "frobnicate"]) == "frobnicate"
    assert unknown(["frobnicate"]) == "frobnicate"
