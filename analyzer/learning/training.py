"""Training of all models the task pipe uses, from an annotated corpus with fixed splits.

The models that judge (``work``, ``modality``, ``areas``) are fitted on the splits "seen" and "train". Those that say
how sure a field is (``sure_…``) are fitted on what the judges answer on documents they were not fitted on: by
cross-validation over "train", and on "calibration". The search for missed tasks and its threshold rest on these and on
"seen", each document read by models that were fitted on the others. The test split is not touched here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.learning.areas import area_examples, fit_areas
from analyzer.learning.calibration import best_shown, review_threshold
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.examples import (
    Example,
    Studied,
    limit_examples,
    modality_examples,
    role_examples,
    study,
    work_examples,
)
from analyzer.learning.fitting import Fitted, Recipe, fit, folds
from analyzer.learning.outcomes import Outcome, outcome
from analyzer.learning.storing import note, store
from analyzer.models.store import MANIFEST
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.judges import FIELDS, FORMATS, SURE, UNIT

Progress = Callable[[str, int, int], None]

RECIPES: Mapping[str, Recipe] = {
    "work": Recipe(0.3, 4),
    "roles": Recipe(0.3, 4),
    "limits": Recipe(0.3, 4),
    "modality": Recipe(0.3, 4),
}
_SURE: Mapping[str, Recipe] = {
    **dict.fromkeys(FIELDS, Recipe(0.3, 3)),
    "assignees": Recipe(0.1, 3),
    UNIT: Recipe(0.05, 3),
}
#: The judges that are shipped, and those that are fitted to show that they are not worth it.
SHIPPED = ("work", "modality", "areas")
TRIED = ("roles", "limits")
_EXAMPLES: Mapping[str, Callable[[Studied], list[Example]]] = {
    "work": work_examples,
    "roles": role_examples,
    "limits": limit_examples,
    "modality": modality_examples,
}


@dataclass(frozen=True)
class Trained:
    """Everything that training gives: the models by name, and from which probability on a unit is shown for review."""

    models: Mapping[str, Fitted]
    threshold: float


def silent(step: str, done: int, of: int) -> None:
    """Tell nobody."""


def train_on(
    training: Sequence[GoldDocument],
    calibration: Sequence[GoldDocument],
    *,
    seen: Sequence[GoldDocument] = (),
    seed: int = 0,
    progress: Progress = silent,
) -> Trained:
    """Train on some documents, set right on others. Raises CorpusError where there are too few.

    ``seen`` are documents with which the rules were written: judges learn from them as well, and the search for missed
    tasks, but how often they are right there says nothing of other documents.
    """
    studied = []
    for i, document in enumerate([*seen, *training], 1):
        studied.append(study(document))
        progress("study", i, len(seen) + len(training))
    judging = fit_judges(studied, seed)
    outcomes: list[Outcome] = []
    parts = folds([s.document.id for s in studied])
    for i, fold in enumerate(parts, 1):
        judges = as_judges(fit_judges([s for s in studied if s.document.id not in fold], seed))
        outcomes += [outcome(s.document, judges) for s in studied if s.document.id in fold]
        progress("cross_validate", i, len(parts))
    judges = as_judges(judging)
    outcomes += [outcome(document, judges) for document in calibration]
    progress("calibrate", 1, 1)
    known = {document.id for document in seen}
    unseen = [o for o in outcomes if o.document not in known]
    sure = {SURE + field: _fit_sure(unseen, field, seed) for field in FIELDS}
    sure[SURE + UNIT] = _fit_sure(outcomes, UNIT, seed)
    return Trained({**judging, **sure}, _threshold(outcomes, seed))


def _threshold(outcomes: Sequence[Outcome], seed: int) -> float:
    """The threshold of review, each document seen by a model that was fitted on the others."""
    best: list[float] = []
    for fold in folds([o.document for o in outcomes]):
        others = [o for o in outcomes if o.document not in fold]
        model = _fit_sure(others, UNIT, seed).linear()
        best += best_shown((o for o in outcomes if o.document in fold), model)
    return review_threshold(best, sum(o.gold for o in outcomes))


def fit_judges(studied: Iterable[Studied], seed: int = 0, names: Sequence[str] = SHIPPED) -> dict[str, Fitted]:
    """The models that judge, by name."""
    documents = list(studied)
    models = {
        name: fit([e for s in documents for e in _EXAMPLES[name](s)], RECIPES[name], seed)
        for name in names
        if name in _EXAMPLES
    }
    if "areas" in names:
        models["areas"] = fit_areas([e for s in documents for e in area_examples(s)], seed=seed)
    return models


def as_judges(models: Mapping[str, Fitted]) -> Judges:
    """Fitted models as the analyzer uses them."""
    return Judges.of({name: fitted.linear() for name, fitted in models.items()})


def write(trained: Trained, directory: Path, **about: Any) -> None:
    """Write the models with their manifest, and the threshold of review. Raises OSError.

    ``about`` goes into the manifest: what the models were trained on.
    """
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MANIFEST).unlink(missing_ok=True)  # what was there before, whole or damaged, is replaced
    for name, fitted in sorted(trained.models.items()):
        store(fitted, name, FORMATS[name], directory)
    note(directory, "training", {**about, "review_threshold": trained.threshold})


def _fit_sure(outcomes: Sequence[Outcome], field: str, seed: int) -> Fitted:
    """A model of confidence. Where every example is right, or none, one that differs is added: nothing is certain."""
    examples = [example for outcome in outcomes for example in outcome.examples[field]]
    lacking = sorted({"yes", "no"} - {example.label for example in examples})
    return fit([*examples, *(Example("", (), label) for label in lacking)], _SURE[field], seed)
