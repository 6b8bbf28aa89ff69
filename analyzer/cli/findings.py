"""Findings of a corpus check as text for the terminal, as a table and as a list to go through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from analyzer.cli.messages import Messages
from analyzer.learning.checking import Finding

Findings = Mapping[str, Sequence[Finding]]
_TSV = ("document", "severity", "code", "line", "entry", "quote", "message")


def as_text(findings: Findings, say: Messages) -> str:
    """The findings by document, then how many there are of each code."""
    lines: list[str] = []
    for document, found in findings.items():
        if not found:
            continue
        lines.append(f"{document}: {_counts(found, say)}")
        for finding in found:
            where = " ".join(filter(None, (_line(finding, say), finding.entry)))
            mark = "!" if finding.severity == "error" else "?"
            lines.append(f"  {mark} {where or '-'} [{finding.code}] {finding.message(say.language)}")
            if finding.quote:
                lines.append(f"      “{finding.words()}”")
        lines.append("")
    return "\n".join([*lines, *summary(findings, say)]) + "\n"


def summary(findings: Findings, say: Messages) -> list[str]:
    """The number of documents, errors and doubts, and of each code the most frequent first."""
    every = [finding for found in findings.values() for finding in found]
    codes = Counter((finding.severity != "error", finding.code) for finding in every)
    told = say("check_summary", documents=len(findings), counts=_counts(every, say))
    ranked = sorted(codes.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return [told, *(f"{count:6d}  {'?' if doubt else '!'} {code}" for (doubt, code), count in ranked)]


def as_tsv(findings: Findings, say: Messages) -> str:
    """A row a finding, with a header row."""
    rows = [
        (
            finding.document,
            finding.severity,
            finding.code,
            str(finding.line or ""),
            finding.entry,
            finding.words(),
            finding.message(say.language),
        )
        for found in findings.values()
        for finding in found
    ]
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in (_TSV, *rows))


def as_markdown(findings: Findings, say: Messages) -> str:
    """A section a document, a box to tick off for each finding."""
    parts: list[str] = []
    for document, found in findings.items():
        if not found:
            continue
        parts.append(f"## {document}\n")
        for finding in found:
            entry = f"`{finding.entry}`" if finding.entry else ""
            where = ", ".join(filter(None, (_line(finding, say), entry)))
            severity = say(f"check_{finding.severity}")
            parts.append(
                f"- [ ] **{severity}** {finding.code}{where and f' ({where})'}: {finding.message(say.language)}"
            )
            if finding.quote:
                parts.append(f"  > {finding.words()}")
        parts.append("")
    return "\n".join([f"# {say('check_title')}\n", *parts, *summary(findings, say)[:1]]) + "\n"


#: How the list is written, by the suffix of the file.
WRITERS: Mapping[str, Callable[[Findings, Messages], str]] = {".tsv": as_tsv, ".md": as_markdown}


def _counts(findings: Sequence[Finding], say: Messages) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    return say("check_counts", errors=errors, doubts=len(findings) - errors)


def _line(finding: Finding, say: Messages) -> str:
    return say("check_line", line=finding.line) if finding.line else ""
