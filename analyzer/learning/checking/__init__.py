"""Checking gold: what cannot be right, and where the analyzer reads something else.

Errors are what no reading of the guidelines makes right; doubts are for a second reader: the gold or the analyzer errs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError

from analyzer.assembly.models import Directive
from analyzer.errors import CorpusError, UnreadableInput
from analyzer.learning.checking.findings import Finding, Severity, codes
from analyzer.learning.checking.gold import GoldCheck, place
from analyzer.learning.checking.output import OutputCheck
from analyzer.learning.corpus import GoldDocument, load_document, looks_annotated

__all__ = ["Finding", "Severity", "check_corpus", "check_document", "codes"]

Analyze = Callable[[GoldDocument], Directive]


def check_corpus(
    directory: Path, analyze: Analyze | None = None, *, compare: bool = True
) -> Iterator[tuple[str, list[Finding]]]:
    """The findings of each document of a directory, by id, also where there are none.

    Files that are no annotations are passed over. ``analyze`` gives the output to compare with, by default the
    analyzer's; without ``compare`` only the gold itself is looked at. Raises OSError where a file cannot be read.
    """
    for path in sorted(directory.glob("*.json")):
        if path.with_suffix(".txt").exists():
            yield path.stem, check_document(path, analyze, compare=compare)
        elif _is_annotation(path):
            yield path.stem, [Finding(path.stem, "no_text")]


def check_document(path: Path, analyze: Analyze | None = None, *, compare: bool = True) -> list[Finding]:
    """The findings of one document, by the path of its annotation: errors first, in the order of the text."""
    try:
        document = load_document(path)
    except CorpusError as error:
        return _format(path, error)
    places, findings = place(document)
    if places is None:
        return findings
    findings = list(GoldCheck(document, places).findings())
    if compare:
        try:
            output = (analyze or _analyze)(document)
        except UnreadableInput as error:
            findings.append(Finding(document.id, "unreadable", values={"problem": error.message}))
        else:
            findings += OutputCheck(document, output, places.offsets).findings()
    return sorted(findings, key=lambda f: (f.severity != "error", f.line or 0))


def _format(path: Path, error: CorpusError) -> list[Finding]:
    if not isinstance(error.__cause__, ValidationError):
        return [Finding(path.stem, "format", values={"problem": error.message})]
    return [
        Finding(
            path.stem,
            "format",
            entry="".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in slip["loc"]).lstrip("."),
            quote=str(slip["input"]),
            values={"problem": slip["msg"]},
        )
        for slip in error.__cause__.errors()
    ]


def _is_annotation(path: Path) -> bool:
    """A broken file without text may have been one."""
    try:
        return looks_annotated(path)
    except CorpusError:
        return True


def _analyze(document: GoldDocument) -> Directive:
    from analyzer.api import analyze

    return analyze(document.text_path)
