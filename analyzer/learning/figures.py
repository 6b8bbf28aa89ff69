"""Figures of trained models on annotated documents: accuracy, calibration, review, what each part adds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.assembly.assemble import assemble
from analyzer.learning.calibration import calibration_error, pairs_of, reliability, review
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.evaluation import HEADLINE, Figure, evaluate
from analyzer.learning.outcomes import Outcome, outcome
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.judges import FIELDS, UNIT

#: What models can change; the rest of the evaluation is the rules' own.
OF_TASKS = ("tasks.found", "assignees.words", "assignees.name_only", "deadlines", "tasks.modality", "tasks.area")
#: The parts that are taken out one by one.
PARTS = ("work", "modality", "areas")
_SAMPLES = 1_000
_TAIL = 0.025
_DIGITS = 4


def figures(documents: Sequence[GoldDocument], judges: Judges, threshold: float) -> dict[str, Any]:
    """Everything a model card says of a set of documents: figures with N and 95 % intervals over documents.

    Raises CorpusError where an annotation does not fit its text.
    """
    outcomes = [outcome(document, judges) for document in documents]
    shown = review(outcomes, _sure(judges, UNIT), threshold)
    return {
        "documents": len(documents),
        "tasks": sum(o.gold for o in outcomes),
        "accuracy": accuracy(documents, outcomes),
        "confidence": {field: _calibration(outcomes, field, judges) for field in FIELDS},
        "review": {
            "threshold": round(threshold, _DIGITS),
            "units": shown.units,
            "shown": shown.shown,
            "share": round(shown.share, _DIGITS),
            "listed": round(shown.listed / shown.gold, _DIGITS) if shown.gold else None,
            "listed_or_shown": round(shown.recall, _DIGITS),
        },
    }


def accuracy(documents: Sequence[GoldDocument], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """F1 of every figure, with N and the interval that 95 % of samples of as many documents fall in."""
    single = [
        evaluate([(d, assemble(o.analysis).model_dump(mode="json"))]).figures
        for d, o in zip(documents, outcomes, strict=True)
    ]
    names = sorted({name for figures in single for name in figures})
    random_ = random.Random(0)
    samples = [random_.choices(single, k=len(single)) for _ in range(_SAMPLES)] if single else []
    found: dict[str, Any] = {}
    for name in names:
        spread = sorted(_summed(sample, name).f1 for sample in samples)
        whole = _summed(single, name)
        low, high = spread[int(_TAIL * _SAMPLES)], spread[int((1 - _TAIL) * _SAMPLES) - 1]
        found[name] = {
            "f1": round(whole.f1, _DIGITS),
            "n": whole.gold,
            "interval": [round(low, _DIGITS), round(high, _DIGITS)],
        }
    found["headline"] = {"f1": round(sum(_summed(single, n).f1 for n in HEADLINE) / len(HEADLINE), _DIGITS)}
    return found


def ablation(
    documents: Sequence[GoldDocument], judges: Judges, tried: Mapping[str, Judges]
) -> dict[str, dict[str, float]]:
    """F1 of the figures that models can change: by rules alone, with all models, without each of them.

    ``tried`` are other choices of judges, by name.
    """
    variants = {"rules": Judges(), "all": judges, **{f"all - {part}": judges.without(part) for part in PARTS}, **tried}
    return {name: _f1(documents, variant) for name, variant in variants.items()}


def _f1(documents: Sequence[GoldDocument], judges: Judges) -> dict[str, float]:
    from analyzer.assembly.analysis import analyse
    from analyzer.reading import read

    result = evaluate((d, assemble(analyse(read(d.text), judges))) for d in documents)
    found = {name: round(result.figures[name].f1, _DIGITS) for name in OF_TASKS if name in result.figures}
    return {**found, "headline": round(result.headline, _DIGITS)}


def _calibration(outcomes: Sequence[Outcome], field: str, judges: Judges) -> dict[str, Any]:
    bins = reliability(pairs_of(outcomes, field, _sure(judges, field)))
    count = sum(b.count for b in bins)
    return {
        "n": count,
        "right": round(sum(b.count * b.right for b in bins) / count, _DIGITS) if count else None,
        "calibration_error": round(calibration_error(bins), _DIGITS),
        "diagram": [[b.count, round(b.sure, 3), round(b.right, 3)] for b in bins],
    }


def _sure(judges: Judges, field: str) -> Any:
    if judges.sure is None:
        raise ValueError("the models of confidence are wanted")
    return judges.sure[field]


def _summed(parts: Sequence[Mapping[str, Figure]], name: str) -> Figure:
    some = [part[name] for part in parts if name in part]
    return Figure(sum(f.right for f in some), sum(f.gold for f in some), sum(f.found for f in some))
