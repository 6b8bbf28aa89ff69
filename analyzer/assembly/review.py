"""What a person should look at so that hardly any task is missed: the likeliest of the units that are in no list."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.assembly.analysis import Analysis
from analyzer.assembly.confidence import Surroundings, unit_features
from analyzer.pipes.tasks import Unit
from analyzer.pipes.tasks.judges import UNIT


def units_to_review(analysis: Analysis, threshold: float) -> Iterator[tuple[Unit, float]]:
    """The units that were taken for no task and set work with at least the probability ``threshold``, in text order.

    Without models of confidence there is nothing to go by, and nothing is given.
    """
    sure = analysis.judges.sure
    if sure is None:
        return
    surroundings, model = Surroundings(analysis.units), sure[UNIT]
    for unit in analysis.units:
        if unit.task is None:
            probability = model.probability(unit_features(unit, surroundings))
            if probability >= threshold:
                yield unit, probability
