"""What the command line says, in Vietnamese or English, from ``messages.toml``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LANGUAGES = ("vi", "en")


class Messages:
    """The messages in one language.

    >>> Messages("en")("part_adds", adds="reading scans")
    'Adds: reading scans'
    """

    def __init__(self, language: str) -> None:
        self.language = language
        table = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
        self._texts: dict[str, Any] = table[language]

    def __call__(self, key: str, **values: object) -> str:
        text: str = self._texts[key]
        return text.format(**values) if values else text

    def hint(self, code: str) -> str | None:
        """What to do about an error with this code, if there is more to say than the error says."""
        hints: dict[str, str] = self._texts["hint"]
        return hints.get(code)


def take_language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The language asked for and the arguments without it: ``--lang`` may stand before or after the command.

    None where the environment names none either or an unknown one.

    >>> take_language(["extract", "a.txt", "--lang", "en"])
    ('en', ['extract', 'a.txt'])
    """
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    for at, argument in enumerate(rest[:end]):
        name, _, value = argument.partition("=")
        if name != "--lang":
            continue
        width = 1 if value else 2
        value = value or (rest[at + 1] if at + 1 < end else "")
        if value in LANGUAGES:
            return value, rest[:at] + rest[at + width :]
    language = os.environ.get("ANALYZER_LANG", "").strip().lower()[:2]
    return (language if language in LANGUAGES else None), rest
