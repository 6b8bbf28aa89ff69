"""The judged queries: each judgement names one entry, as the analyzer finds it today."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analyzer import analyze

CORPUS = Path(__file__).parents[2] / "corpora" / "directives"
QUERIES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "relevance.toml").read_text(encoding="utf-8")
)["query"]
KINDS = {
    "topic", "phrase", "number", "prefix", "exclusion", "abbreviation", "agency", "tone", "accents", "alternative",
}  # fmt: skip

Place = tuple[str, int]  # kind of entry and its rank among those of its kind


def squeezed(text: str) -> str:
    return " ".join(text.split())


@cache
def _entries(stem: str) -> tuple[str, str, dict[Place, tuple[int, int]]]:
    """The document's text and the text the analyzer read, both squeezed, and where in the latter its entries lie."""
    path = CORPUS / f"{stem}.txt"
    found = analyze(path)
    assert found.text is not None
    text = squeezed(found.text)

    def position(offset: int) -> int:
        return len(squeezed(found.text[:offset] + "x")) - 1

    ranges = {
        (what, rank): (position(item.span.start), position(item.span.end - 1) + 1)
        for what, items in (("task", found.tasks), ("target", found.targets))
        for rank, item in enumerate(items)
    }
    if found.directive.title:
        title = squeezed(found.directive.title)
        start = text.index(title)
        ranges["title", 0] = (start, start + len(title))
    return squeezed(path.read_text(encoding="utf-8")), text, ranges


def entries_named(judgement: dict[str, Any]) -> list[Place]:
    """The entries of the judgement's kind in which the last letter of its quote lies."""
    _, text, ranges = _entries(judgement["doc"])
    last = text.index(judgement["quote"]) + len(judgement["quote"]) - 1
    return [place for place, (start, end) in ranges.items() if place[0] == judgement["what"] and start <= last < end]


def judgements() -> Iterator[tuple[str, dict[str, Any]]]:
    for query in QUERIES:
        for judgement in query["judgements"]:
            yield query["id"], judgement


def test_queries() -> None:
    assert [query["id"] for query in QUERIES] == [f"q{number:02}" for number in range(1, 41)]
    assert len({query["text"] for query in QUERIES}) == 40
    assert {query["kind"] for query in QUERIES} == KINDS
    assert [query["seen"] for query in QUERIES] == [True] * 15 + [False] * 25
    assert all(query["need"].strip() for query in QUERIES)


def test_both_parts_hold_every_kind() -> None:
    for seen in (True, False):
        assert {query["kind"] for query in QUERIES if query["seen"] is seen} == KINDS


def test_every_query_has_answers() -> None:
    for query in QUERIES:
        good = sum(judgement["grade"] >= 2 for judgement in query["judgements"])
        assert good >= (1 if query["kind"] == "number" else 3), query["id"]
        assert any(judgement["grade"] == 3 for judgement in query["judgements"]), query["id"]


def test_judgements_are_well_formed() -> None:
    for query_id, judgement in judgements():
        assert set(judgement) == {"doc", "quote", "what", "grade"}, query_id
        assert judgement["what"] in {"task", "title", "target"}, (query_id, judgement)
        assert judgement["grade"] in {1, 2, 3}, (query_id, judgement)
        assert (CORPUS / f"{judgement['doc']}.txt").is_file(), (query_id, judgement)


@pytest.mark.slow
def test_quotes_stand_once_and_name_one_entry() -> None:
    """What the analyzer does not find (any more), be it work or not, is an answer that no search can give."""
    lost = 0
    for query_id, judgement in judgements():
        written, read, ranges = _entries(judgement["doc"])
        quote = judgement["quote"]
        assert quote == squeezed(quote)
        assert written.count(quote) == 1, (query_id, judgement, "in the file")
        assert read.count(quote) == 1, (query_id, judgement, "in the text read")
        places = entries_named(judgement)
        if not places:
            lost += 1
            continue
        (place,) = places
        if judgement["what"] != "target":
            start, end = ranges[place]
            assert start <= read.index(quote) <= read.index(quote) + len(quote) <= end, (query_id, judgement)
    assert lost <= 0.02 * sum(len(query["judgements"]) for query in QUERIES)


@pytest.mark.slow
def test_no_entry_is_judged_twice() -> None:
    for query in QUERIES:
        named = Counter((judgement["doc"], *e) for judgement in query["judgements"] if (e := entries_named(judgement)))
        assert [entry for entry, times in named.items() if times > 1] == [], query["id"]
