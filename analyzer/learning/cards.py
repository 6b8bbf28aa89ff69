"""The tables of the cards of corpus and models, between markers, so that their figures are those of the files.

    python -m analyzer.learning.cards corpora models

writes them anew. ``<!-- name:begin -->`` and ``<!-- name:end -->`` enclose a table; what stands round them is prose.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.figures import OF_TASKS
from analyzer.learning.splits import SPLITS, read_splits


def fill(text: str, tables: Mapping[str, str]) -> str:
    """The text with each table between its markers. Raises ValueError where markers are missing.

    >>> fill("<!-- n:begin -->old<!-- n:end -->", {"n": "| a |"})
    '<!-- n:begin -->\\n| a |\\n<!-- n:end -->'
    """
    for name, table in tables.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if begin not in text or end not in text:
            raise ValueError(f"the card has no markers {begin} … {end}")
        inside = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
        text = inside.sub(lambda _, made=f"{begin}\n{table}\n{end}": made, text)  # type: ignore[misc]
    return text


def corpus_tables(directory: Path) -> dict[str, str]:
    """The tables of the corpus card: counts by split, by kind, and of each document. Raises CorpusError."""
    documents, splits = list(read_corpus(directory)), read_splits(directory)
    by_split = {split: [d for d in documents if splits[d.id] == split] for split in SPLITS}
    by_kind: dict[str, list[GoldDocument]] = {}
    for document in documents:
        by_kind.setdefault(document.gold.directive.kind or "—", []).append(document)
    kinds = dict(sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0])))
    return {
        "splits": _counts("split", {**by_split, "**all**": documents}),
        "kinds": _counts("kind", kinds),
        "labels": _labels(documents),
        "documents": _counts("document", {f"`{d.id}` ({splits[d.id]})": [d] for d in documents}, alone=True),
    }


def _counts(head: str, groups: Mapping[str, Sequence[GoldDocument]], alone: bool = False) -> str:
    columns = ("documents", "characters", "tasks", "assignees", "deadlines", "times", "references", "targets")
    shown = columns[1:] if alone else columns
    rows = []
    for name, documents in groups.items():
        tasks = [task for document in documents for task in document.gold.tasks]
        count = {
            "documents": len(documents),
            "characters": sum(len(d.text) for d in documents),
            "tasks": len(tasks),
            "assignees": sum(len(t.assignees) for t in tasks),
            "deadlines": sum(len(t.deadlines) for t in tasks),
            "times": sum(len(d.gold.times) for d in documents),
            "references": sum(len(d.gold.references) for d in documents),
            "targets": sum(len(d.gold.targets) for d in documents),
        }
        rows.append([name, *(f"{count[column]:,}" for column in shown)])
    return _table([head, *shown], rows)


def _labels(documents: Iterable[GoldDocument]) -> str:
    tasks = [task for document in documents for task in document.gold.tasks]
    counts: dict[str, Counter[str]] = {
        "modality": Counter(t.modality for t in tasks),
        "area": Counter(t.area for t in tasks),
        "role": Counter(a.role for t in tasks for a in t.assignees),
    }
    rows = [[kind, ", ".join(f"{label} {n:,}" for label, n in found.most_common())] for kind, found in counts.items()]
    return _table(["label", "counts"], rows)


def model_tables(figures: Mapping[str, Any], manifest: Mapping[str, Any]) -> dict[str, str]:
    """The tables of the card of models, from ``figures.json`` and ``manifest.json``."""
    test = figures["test"]
    accuracy = [
        [name, f"{f['f1']:.3f}", "–".join(f"{end:.3f}" for end in f["interval"]), f"{f['n']:,}"]
        for name, f in test["accuracy"].items()
        if "interval" in f and name in (*OF_TASKS, "references.value", "times.value", "targets.value")
    ]
    accuracy.append(["headline", f"{test['accuracy']['headline']['f1']:.3f}", "", ""])
    confidence = [
        [field, f"{c['n']:,}", f"{c['right']:.3f}", f"{c['calibration_error']:.3f}", _diagram(c["diagram"])]
        for field, c in test["confidence"].items()
    ]
    review = test["review"]
    shown = [
        [
            f"{review['units']:,}",
            f"{review['shown']:,} ({review['share']:.1%})",
            f"{review['listed']:.1%}",
            f"{review['listed_or_shown']:.1%}",
        ]
    ]
    files = [[f"`{name}.skops`", f"{entry['features']:,}"] for name, entry in manifest["models"].items()]
    return {
        "accuracy": _table(["figure", "F1", "95 % interval", "N"], accuracy),
        "confidence": _table(["field", "N", "right", "calibration error", "sure → right (N)"], confidence),
        "review": _table(["units", "shown", "tasks in the list", "in the list or shown"], shown),
        "ablation": _ablation(figures.get("ablation", {})),
        "files": _table(["file", "features"], files),
        "data": _data(manifest["training"]),
    }


def _data(training: Mapping[str, Any]) -> str:
    """What was trained on, and what of it was added to the corpus."""
    groups = {"": training, " added": training.get("added", {})}
    rows = [
        [f"{split}{name}", f"{said['documents'][split]:,}", f"{said['tasks'][split]:,}"]
        for name, said in groups.items()
        for split in SPLITS
        if split in said.get("documents", {})
    ]
    return _table(["split", "documents", "tasks"], rows)


def _ablation(variants: Mapping[str, Mapping[str, float]]) -> str:
    names = [name for name in (*OF_TASKS, "headline") if all(name in v for v in variants.values())]
    return _table(["", *names], [[label, *(f"{v[name]:.3f}" for name in names)] for label, v in variants.items()])


def _diagram(bins: Sequence[Sequence[float]]) -> str:
    return ", ".join(f"{sure:.2f} → {right:.2f} ({int(count)})" for count, sure, right in bins)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write_cards(corpora: Path, models: Path) -> None:
    """Fill both cards. Raises CorpusError, OSError, and ValueError where a card has no place for a table."""
    card = corpora / "README.md"
    card.write_text(fill(card.read_text(encoding="utf-8"), corpus_tables(corpora / "directives")), encoding="utf-8")
    figures, manifest = (
        json.loads((models / name).read_text(encoding="utf-8")) for name in ("figures.json", "manifest.json")
    )
    card = models / "README.md"
    card.write_text(fill(card.read_text(encoding="utf-8"), model_tables(figures, manifest)), encoding="utf-8")


if __name__ == "__main__":
    write_cards(Path(sys.argv[1]), Path(sys.argv[2]))
