"""The pairs of `corpora/coverage`: whole, unambiguous, and about the tasks that the analyzer finds too."""

from __future__ import annotations

import tomllib
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from analyzer.api import analyze
from analyzer.assembly.models import Directive

CORPUS = Path(__file__).parents[2] / "corpora" / "coverage"
PAIRS = sorted(path for path in CORPUS.glob("pair-*") if path.is_dir())

#: The keys an entry must and may have.
KEYS = {
    "link": ({"parent", "child", "answer", "grade"}, {"deadline", "note"}),
    "unanswered": ({"parent"}, {"note"}),
    "outside": ({"parent"}, {"note"}),
    "target": ({"parent", "child", "answer", "verdict"}, {"note"}),
    "target_missing": ({"parent", "child"}, {"note"}),
    "target_outside": ({"parent", "child"}, {"note"}),
}
VALUES = {
    "grade": {"full", "partial"},
    "deadline": {"later", "earlier"},
    "verdict": {"equal", "higher", "lower", "later", "earlier"},
}
OF_TASKS = ("link", "unanswered", "outside")
OF_TARGETS = ("target", "target_missing", "target_outside")

Entry: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that name a task or target of a file, with their place in the squeezed text."""

    words: str
    file: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.words)


@cache
def gold(pair: Path) -> dict[str, Any]:
    return tomllib.loads((pair / "links.toml").read_text(encoding="utf-8"))


@cache
def squeezed(path: Path) -> str:
    return squeeze(path.read_text(encoding="utf-8"))


@cache
def directive(path: Path) -> Directive:
    return analyze(path.read_text(encoding="utf-8"))


def squeeze(text: str) -> str:
    return " ".join(text.split())


def entries(pair: Path, *lists: str) -> list[Entry]:
    return [entry for name in lists for entry in gold(pair).get(name, [])]


def quotes(pair: Path, *lists: str) -> set[Quote]:
    """All quotes of these lists, each once."""
    return {
        Quote(words, file, squeezed(pair / file).find(words))
        for entry in entries(pair, *lists)
        for words, file in (
            (squeeze(entry["parent"]), gold(pair)["parent"]),
            *([(squeeze(entry["answer"]), entry["child"])] if "answer" in entry else []),
        )
    }


def extents(path: Path, what: str) -> list[tuple[int, int, str]]:
    """Where in the squeezed file the analyzer sees tasks or targets."""
    read = directive(path)
    assert read.text is not None
    found = []
    for item in getattr(read, what):
        words = squeeze(item.text)
        # The text the analyzer reads may lack page furniture: of equal words, those nearest to its place are meant.
        near = len(squeeze(read.text[: item.span.start]))
        places = [start for start in range(len(squeezed(path))) if squeezed(path).startswith(words, start)]
        assert places, (path, words)
        start = min(places, key=lambda place: abs(place - near))
        found.append((start, start + len(words), words))
    return found


def overlapping(quote: Quote, spans: list[tuple[int, int, str]]) -> list[str]:
    return [words for start, end, words in spans if start < quote.end and quote.start < end]


def test_there_are_pairs() -> None:
    assert PAIRS


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
class TestPair:
    def test_files(self, pair: Path) -> None:
        about = gold(pair)
        assert set(about) <= {"parent", "children", "purpose", *KEYS}
        assert about.get("purpose", "fit") == "fit"
        assert about["children"] == sorted(set(about["children"]))
        assert {path.name for path in pair.iterdir()} == {"links.toml", about["parent"], *about["children"]}

    def test_entries(self, pair: Path) -> None:
        for name, (needed, allowed) in KEYS.items():
            for entry in entries(pair, name):
                assert needed <= set(entry) <= needed | allowed, (name, entry)
                for key, values in VALUES.items():
                    assert entry.get(key, min(values)) in values, (name, entry)
                if "child" in needed:
                    assert entry["child"] in gold(pair)["children"], (name, entry)

    def test_quotes_occur_once(self, pair: Path) -> None:
        times = {
            (quote.file, quote.words): squeezed(pair / quote.file).count(quote.words) for quote in quotes(pair, *KEYS)
        }
        assert not {key: count for key, count in times.items() if count != 1}

    def test_one_name_for_a_task(self, pair: Path) -> None:
        """Two quotes that overlap would name one task twice."""
        named = sorted(quotes(pair, *OF_TASKS), key=lambda quote: (quote.file, quote.start))
        for one, other in pairwise(named):
            assert one.file != other.file or one.end <= other.start, (one.words, other.words)

    def test_tasks_in_one_list(self, pair: Path) -> None:
        lists = {name: {entry["parent"] for entry in entries(pair, name)} for name in OF_TASKS}
        for name in OF_TASKS[1:]:
            assert len(lists[name]) == len(entries(pair, name))
        assert not lists["unanswered"] & lists["outside"]
        assert not lists["link"] & (lists["unanswered"] | lists["outside"])

    def test_links_once(self, pair: Path) -> None:
        links = Counter((entry["parent"], entry["child"], entry["answer"]) for entry in entries(pair, "link"))
        assert not [link for link, count in links.items() if count > 1]

    def test_each_target_for_each_child(self, pair: Path) -> None:
        """A target stands once for a child, or twice where its value and its time differ."""
        listed: dict[tuple[str, str], list[str]] = {}
        for name in OF_TARGETS:
            for entry in entries(pair, name):
                listed.setdefault((entry["parent"], entry["child"]), []).append(entry.get("verdict", name))
        parents = {parent for parent, _ in listed}
        assert set(listed) == {(parent, child) for parent in parents for child in gold(pair)["children"]}
        for key, verdicts in listed.items():
            assert len(verdicts) == 1 or sorted(v in {"later", "earlier"} for v in verdicts) == [False, True], key
            assert len(verdicts) == 1 or not {"equal", "target_missing", "target_outside"} & set(verdicts), key

    @pytest.mark.slow
    def test_quotes_name_one_task(self, pair: Path) -> None:
        """No two quotes lie in one task of the analyzer's; what it finds otherwise is told, not failed."""
        spans = {file: extents(pair / file, "tasks") for file in (gold(pair)["parent"], *gold(pair)["children"])}
        named: dict[tuple[str, str], set[str]] = {}
        seen = set()
        for quote in quotes(pair, *OF_TASKS):
            tasks = overlapping(quote, spans[quote.file])
            if len(tasks) != 1:
                found = "no task" if not tasks else f"{len(tasks)} tasks"
                warnings.warn(f"{pair.name}/{quote.file}: the analyzer sees {found} at “{quote.words}”", stacklevel=1)
            for task in tasks:
                seen.add((quote.file, task))
                named.setdefault((quote.file, task), set()).add(quote.words)
        for _, _, task in spans[gold(pair)["parent"]]:
            if (gold(pair)["parent"], task) not in seen:
                warnings.warn(f"{pair.name}: in no list, though the analyzer sees a task: “{task}”", stacklevel=1)
        for (file, task), names in named.items():
            if len(names) > 1:
                warnings.warn(
                    f"{pair.name}/{file}: {sorted(names)} are one task to the analyzer: “{task}”", stacklevel=1
                )

    @pytest.mark.slow
    def test_quotes_hold_one_target(self, pair: Path) -> None:
        spans = {file: extents(pair / file, "targets") for file in (gold(pair)["parent"], *gold(pair)["children"])}
        named = quotes(pair, *OF_TARGETS)
        for quote in named:
            found = overlapping(quote, spans[quote.file])
            assert len(found) <= 1, (quote.words, found)
            if not found:
                warnings.warn(f"{pair.name}/{quote.file}: the analyzer sees no target in “{quote.words}”", stacklevel=1)
        of_parent = [quote for quote in named if quote.file == gold(pair)["parent"]]
        for span in spans[gold(pair)["parent"]]:
            if not any(overlapping(quote, [span]) for quote in of_parent):
                warnings.warn(f"{pair.name}: in no list, though the analyzer sees a target: “{span[2]}”", stacklevel=1)
