"""``analyzer train``: trains every model, writes them with their figures, and says how they do on the test split."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from analyzer.knowledge.data import read_text
from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.examples import study
from analyzer.learning.figures import ablation as ablate
from analyzer.learning.figures import figures
from analyzer.learning.splits import SPLITS, read_split
from analyzer.learning.training import TRIED, Progress, as_judges, fit_judges, silent, train_on, write
from analyzer.pipes.tasks import Judges

#: The figures of the shipped models, beside them.
FIGURES = "figures.json"
_HEADLINES = ("tasks.found", "assignees.words", "deadlines", "tasks.modality", "tasks.area", "headline")


def run(
    corpus: Path,
    out: Path,
    *,
    seed: int = 0,
    handwriting: bool = False,
    ablation: bool = False,
    progress: Progress = silent,
) -> list[str]:
    """Train on a corpus directory with splits, write the models to ``out`` and return lines that sum up the figures.

    With ``handwriting`` the network for written digits is trained too, beside the rest (it takes minutes and fonts);
    with ``ablation`` the figures also say what each part adds. Raises CorpusError, also where the corpus is too small,
    and OSError.
    """
    documents = list(read_corpus(corpus))
    out.mkdir(parents=True, exist_ok=True)
    with _beside(out / "numerals.json" if handwriting else None):
        splits = {split: read_split(corpus, split) for split in SPLITS}
        seen, training, calibration = splits["seen"], splits["train"], splits["calibration"]
        trained = train_on(training, calibration, seen=seen, seed=seed, progress=progress)
        about = {
            "seed": seed,
            "corpus_sha256": corpus_digest(documents),
            "cues_sha256": cues_digest(),
            "documents": {split: len(found) for split, found in splits.items()},
            "tasks": {split: sum(len(d.gold.tasks) for d in found) for split, found in splits.items()},
        }
        write(trained, out, **about)
        judges, test = Judges.load(out), splits["test"]
        progress("evaluate", 0, 1)
        found: dict[str, Any] = {"test": figures(test, judges, trained.threshold)}
        if ablation:
            found["ablation"] = ablate(test, judges, _tried([*seen, *training], judges, seed))
        progress("evaluate", 1, 1)
    (out / FIGURES).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return summary(found)


def _tried(training: Sequence[GoldDocument], judges: Judges, seed: int) -> dict[str, Judges]:
    """The shipped judges with each of those that are not."""
    more = as_judges(fit_judges((study(d) for d in training), seed, TRIED))
    return {f"all + {name}": replace(judges, **{name: getattr(more, name)}) for name in TRIED}


def summary(found: dict[str, Any]) -> list[str]:
    """The figures of the test split in a few lines."""
    test = found["test"]
    lines = [f"test: {test['documents']} documents, {test['tasks']} tasks"]
    for name in _HEADLINES:
        figure = test["accuracy"].get(name)
        if figure is None:
            continue
        spread = "–".join(f"{end:.3f}" for end in figure.get("interval", ()))
        lines.append(f"{name:20} {figure['f1']:.3f}" + (f"  ({spread})" if spread else ""))
    lines += [
        f"sure of {field:12} right {sure['right']:.3f}  calibration error {sure['calibration_error']:.3f}"
        for field, sure in test["confidence"].items()
        if sure["n"]
    ]
    review = test["review"]
    if test["tasks"]:
        lines.append(
            f"review: {review['share']:.1%} of the units; {review['listed']:.1%} of the tasks listed, "
            f"{review['listed_or_shown']:.1%} listed or shown"
        )
    lines += [
        f"{name:15} " + "  ".join(f"{k} {v:.3f}" for k, v in part.items())
        for name, part in found.get("ablation", {}).items()
    ]
    return lines


def corpus_digest(documents: list[GoldDocument]) -> str:
    """One digest of all texts and annotations, by name."""
    digest = sha256()
    for document in documents:
        for path in (document.path, document.text_path):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def cues_digest() -> str:
    """The digest of the cue phrases of areas, on whose weights the area model rests."""
    return sha256(read_text("areas.toml").encode()).hexdigest()


@contextmanager
def _beside(numerals: Path | None) -> Iterator[None]:
    """Train the network for written digits in a process of its own meanwhile, if a file for it is given."""
    if numerals is None:
        yield
        return
    with ProcessPoolExecutor(1) as pool:
        trained: Future[Any] = pool.submit(_train_numerals, numerals)
        yield
        trained.result()


def _train_numerals(path: Path) -> None:
    from analyzer.learning.numerals import train_numerals

    train_numerals(path)
