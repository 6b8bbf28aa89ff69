"""What a check says of a corpus: findings with a code, a severity, a place and words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from analyzer.knowledge.data import read_toml

Severity = Literal["error", "doubt"]
_QUOTED = 160


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right or to look at.

    ``line`` is the line of the text it is about, from 1; ``entry`` the place in the annotation
    (``tasks[3].deadlines[0]``), empty for what the gold lacks; ``quote`` the words it is about.

    >>> finding = Finding("ct-01", "wrong_id", entry="id", values={"given": "a", "wanted": "b"})
    >>> finding.severity, finding.message("en")
    ('error', 'The id is a, the file is called b.')
    """

    document: str
    code: str
    line: int | None = None
    entry: str = ""
    quote: str = ""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> Severity:
        severity: Severity = _texts()[self.code]["severity"]
        return severity

    def message(self, language: str) -> str:
        """What is wrong or doubtful, in Vietnamese ("vi") or English ("en")."""
        text: str = _texts()[self.code][language]
        return text.format(**self.values)

    def words(self) -> str:
        """The quote on one line, shortened where it is long.

        >>> Finding("a", "no_tasks", quote="hai\\n  dòng").words()
        'hai dòng'
        """
        words = " ".join(self.quote.split())
        return words if len(words) <= _QUOTED else f"{words[: _QUOTED // 2]} … {words[-_QUOTED // 2 :]}"

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {
            "document": self.document,
            "severity": self.severity,
            "code": self.code,
            "line": self.line,
            "entry": self.entry or None,
            "quote": self.quote or None,
            "message": self.message("en"),
            "message_vi": self.message("vi"),
        }


def codes() -> Mapping[str, Severity]:
    """All codes with their severity, in the order they are explained in."""
    return {code: text["severity"] for code, text in _texts().items()}


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return read_toml("findings.toml")
