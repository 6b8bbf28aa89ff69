"""The times pipe: every example of every rule, properties that hold on any text, and speed in proportion to length."""

from __future__ import annotations

import re
from datetime import date

import pytest

from analyzer.pipes.mentions import TimeMention, TimeValue
from analyzer.pipes.times import find
from analyzer.pipes.times.scan import RULES, cores, fold

ISSUED = date(2024, 3, 12)
READS = [(rule.name, text, values) for rule in RULES for text, values in rule.reads]
IGNORES = [(rule.name, text) for rule in RULES for text in rule.ignores]


def written(value: TimeValue) -> str:
    """A value in the notation of the tables: "2024-01-01/2024-12-31", "../2024-06-30", "FREQ=…", "P5D working"."""
    if value.rrule:
        return value.rrule
    if value.duration:
        return value.duration + (" working" if value.working_days else "")
    return f"{value.start or '..'}/{value.end or '..'}"


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Text and spans of a string that marks its expressions with square brackets."""
    text, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(text)
        elif piece == "]":
            spans.append((start, len(text)))
        else:
            text += piece
    return text, spans


def found(text: str) -> list[TimeMention]:
    return find(text, issued_on=ISSUED)


@pytest.mark.parametrize(("rule", "marked", "values"), READS, ids=[f"{r}-{t}" for r, t, _ in READS])
def test_rule_reads(rule: str, marked: str, values: str) -> None:
    text, spans = unmark(marked)
    mentions = found(text)
    assert [(text[m.start : m.end], written(m.value)) for m in mentions] == [
        (text[a:b], value) for (a, b), value in zip(spans, values.split(" | "), strict=True)
    ]
    assert rule in {core.rule for core in cores(fold(text))}


@pytest.mark.parametrize(("rule", "text"), IGNORES, ids=[f"{r}-{t}" for r, t in IGNORES])
def test_rule_ignores(rule: str, text: str) -> None:
    assert [text[m.start : m.end] for m in found(text)] == []
