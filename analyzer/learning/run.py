"""``analyzer train``: trains every model, writes them with their figures, and says how they do on the test split."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from analyzer.knowledge.data import read_text
from analyzer.learning.adding import CALIBRATION_SHARE, Additions, additions
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
    added: Sequence[Path] = (),
    progress: Progress = silent,
) -> list[str]:
    """Train on a corpus directory with splits, write the models to ``out`` and return lines that sum up the figures.

    With ``handwriting`` the network for written digits is trained too, beside the rest (it takes minutes and fonts);
    with ``ablation`` the figures also say what each part adds. ``added`` are directories of more gold to train with
    (:mod:`analyzer.learning.adding`); the figures are of the corpus's own test split all the same. Raises CorpusError,
    also where the corpus is too small, and OSError.
    """
    documents = list(read_corpus(corpus))
    splits = {split: read_split(corpus, split) for split in SPLITS}
    more = additions(added, splits)
    out.mkdir(parents=True, exist_ok=True)
    with _beside(out / "numerals.json" if handwriting else None):
        seen, training = splits["seen"], [*splits["train"], *more.train]
        calibration = [*splits["calibration"], *more.calibration]
        trained = train_on(training, calibration, seen=seen, seed=seed, progress=progress)
        about = {
            "seed": seed,
            "corpus_sha256": corpus_digest([*documents, *more.documents]),
            "cues_sha256": cues_digest(),
            "documents": {split: len(found) for split, found in splits.items()},
            "tasks": {split: sum(len(d.gold.tasks) for d in found) for split, found in splits.items()},
        }
        if added:
            about["added"] = _about(more)
        write(trained, out, **about)
        judges, test = Judges.load(out), splits["test"]
        progress("evaluate", 0, 1)
        found: dict[str, Any] = {"test": figures(test, judges, trained.threshold)}
        if ablation:
            found["ablation"] = ablate(test, judges, _tried([*seen, *training], judges, seed))
        progress("evaluate", 1, 1)
    (out / FIGURES).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [*_told(more), *summary(found)]


def _about(more: Additions) -> dict[str, Any]:
    """What the manifest says of the documents that were added."""
    groups = {"train": more.train, "calibration": more.calibration}
    return {
        "calibration_share": CALIBRATION_SHARE / 100,
        "documents": {split: len(documents) for split, documents in groups.items()},
        "tasks": {split: sum(len(d.gold.tasks) for d in documents) for split, documents in groups.items()},
        "left_out": dict(sorted(Counter(one.where for one in more.left_out).items())),
    }


def _told(more: Additions) -> list[str]:
    """The added documents in a few lines."""
    lines = [f"left out: {one.path}: its text is that of {one.same_as} ({one.where})" for one in more.left_out]
    if more.documents:
        lines.append(f"added: {len(more.train)} documents to train, {len(more.calibration)} to calibration")
    return lines


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
