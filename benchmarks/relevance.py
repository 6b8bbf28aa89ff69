"""How well search ranks: nDCG@10 over the judged queries of tests/archive/data/relevance.toml.

    python benchmarks/relevance.py                       # SQLite in a temporary directory
    python benchmarks/relevance.py --db postgresql://…   # an empty database
    python benchmarks/relevance.py --seen                # the queries that served to build the search, one by one

Each query is asked as typed, with accents, and in its accent-free form. The gain of an answer of grade g is 2^g - 1.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analyzer import analyze
from analyzer.archive import Archive, Incoming, open_archive
from analyzer.archive.search import Hit, search
from analyzer.assembly.models import Directive
from analyzer.knowledge.folding import without_accents

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpora" / "directives"
QUERIES = ROOT / "tests" / "archive" / "data" / "relevance.toml"
DEPTH = 10

#: An entry by its document's file, its kind and its identifier in the result (None for the title).
Key = tuple[str, str, str | None]


@dataclass(frozen=True)
class Judged:
    """A query with the grades of its answers."""

    id: str
    kind: str
    text: str
    seen: bool
    grades: dict[Key, int]


@dataclass(frozen=True)
class Measured:
    """nDCG@10 of a query as typed and without accents."""

    query: Judged
    typed: float
    plain: float


def judged() -> list[Judged]:
    """The queries, each judgement with the entry that it names."""
    rows = tomllib.loads(QUERIES.read_text(encoding="utf-8"))["query"]
    return [
        Judged(q["id"], q["kind"], q["text"], q["seen"], {_named(j): j["grade"] for j in q["judgements"]}) for q in rows
    ]


def filled(address: str) -> tuple[Archive, dict[int, str]]:
    """An archive of the corpus, and the file of each document."""
    archive = open_archive(address, create=True)
    stems = sorted(path.stem for path in CORPUS.glob("*.txt"))
    added = archive.add(Incoming.of(_directive(stem)) for stem in stems)
    return archive, {one.document: stem for one, stem in zip(added, stems, strict=True)}


def measure(archive: Archive, files: dict[int, str], queries: Iterable[Judged]) -> list[Measured]:
    """nDCG@10 of each query."""

    def of(query: Judged, text: str) -> float:
        found = search(archive, text, limit=DEPTH)
        shown = (*found.hits, *found.near)[:DEPTH]
        return ndcg([query.grades.get(key_of(hit, files), 0) for hit in shown], query.grades.values())

    return [Measured(q, of(q, q.text), of(q, without_accents(q.text))) for q in queries]


def key_of(hit: Hit, files: dict[int, str]) -> Key:
    """Which entry a hit is."""
    return files[hit.document], hit.what, hit.item


def ndcg(found: Sequence[int], grades: Iterable[int], depth: int = DEPTH) -> float:
    """Discounted gain of answers in their order, as a share of the best that could be.

    >>> ndcg([3, 2], [3, 2]), round(ndcg([2, 3], [3, 2]), 3), ndcg([], [3])
    (1.0, 0.834, 0.0)
    """
    return _gain(found[:depth]) / _gain(sorted(grades, reverse=True)[:depth])


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


@cache
def _directive(stem: str) -> Directive:
    return analyze(CORPUS / f"{stem}.txt")


def _named(judgement: dict[str, Any]) -> Key:
    """The entry of the judgement's kind in which the last letter of its quote lies, white space squeezed.

    One that the analyzer does not find (any more) cannot be found here either; it counts as missed.
    """
    directive, what = _directive(judgement["doc"]), judgement["what"]
    if what == "title":
        return judgement["doc"], what, None
    text = directive.text or ""
    kept = [at for at, c in enumerate(text) if not c.isspace() or (at and not text[at - 1].isspace())]
    squeezed = "".join(" " if text[at].isspace() else text[at] for at in kept)
    last = kept[squeezed.index(judgement["quote"]) + len(judgement["quote"]) - 1]
    items = directive.tasks if what == "task" else directive.targets
    found = (item.id for item in items if item.span.start <= last < item.span.end)
    return judgement["doc"], what, next(found, f"missing: {judgement['quote']}")


def mean(values: Iterable[float]) -> float:
    """The mean of some values."""
    found = list(values)
    return sum(found) / len(found)


def _show(measured: Sequence[Measured], one_by_one: bool) -> None:
    for m in measured if one_by_one else ():
        print(f"{m.query.id} {m.query.kind:12} {m.typed:.3f} {m.plain:.3f}  {m.query.text}")
    for name, some in (
        ("all", measured),
        ("seen", [m for m in measured if m.query.seen]),
        ("not seen", [m for m in measured if not m.query.seen]),
    ):
        if some:
            typed, plain = mean(m.typed for m in some), mean(m.plain for m in some)
            apart = mean(abs(m.typed - m.plain) for m in some)
            print(
                f"{name:9} {len(some):2} queries  nDCG@10 {typed:.4f}  without accents {plain:.4f}  apart {apart:.4f}"
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", help="address of an archive to be made")
    parser.add_argument("--seen", action="store_true", help="the queries that served to build the search, one by one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        archive, files = filled(options.db or f"{directory}/relevance.db")
        with archive:
            queries = [q for q in judged() if q.seen or not options.seen]
            _show(measure(archive, files, queries), options.seen)


if __name__ == "__main__":
    main()
