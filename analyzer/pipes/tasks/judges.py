"""The learned parts of the task pipe, and how they are put beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from analyzer.models import models_directory
from analyzer.models.linear import Linear, Worded
from analyzer.models.store import load_linear
from analyzer.pipes.tasks import areas, modality, work_features
from analyzer.pipes.tasks.areas import AreaModel

#: What the names of the models of confidence begin with.
SURE = "sure_"
#: What a confidence is told of: whether it is a task, who acts (lead and support), by when, of what kind, in what area.
FIELDS = ("task", "assignees", "deadlines", "modality", "area")
#: Of a unit that was not taken for a task: whether it shows one.
UNIT = "unit"
#: Version of what the models of confidence see (:mod:`analyzer.assembly.confidence`).
SURE_FORMAT = 3
#: The models that are shipped, by name, with the version of the features that this code gives them.
FORMATS: Mapping[str, int] = {
    "work": work_features.FORMAT,
    "modality": modality.FORMAT,
    "areas": areas.FORMAT,
    **{SURE + field: SURE_FORMAT for field in (*FIELDS, UNIT)},
}


@dataclass(frozen=True)
class Judges:
    """The models in use; None leaves a question to the rules alone.

    ``roles`` and ``limits`` are not shipped: they cost a fifth of the time and did not beat the rules
    (``models/README.md``); training fits them for the comparison.
    ``sure`` tells by the name of a field how likely it is right. ``study`` keeps what models see, for training.
    """

    work: Worded | None = None
    roles: Linear | None = None
    limits: Linear | None = None
    modality: Linear | None = None
    areas: AreaModel | None = None
    sure: Mapping[str, Linear] | None = None
    study: bool = False

    def without(self, *names: str) -> Judges:
        """The same with some of them left out.

        >>> Judges(modality=Linear(("no", "yes"), {}, (0.0,))).without("modality") == RULES
        True
        """
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return Judges(**{**given, **dict.fromkeys(names)})

    @staticmethod
    @cache
    def shipped() -> Judges:
        """The models that come with the package, read once. Raises ModelError where the installation is broken."""
        return Judges.load(models_directory())

    @staticmethod
    def load(directory: Path) -> Judges:
        """The models of a directory with a manifest. Raises ModelError where one is absent or does not fit."""
        return Judges.of({name: load_linear(name, form, directory) for name, form in FORMATS.items()})

    @staticmethod
    def of(linear: Mapping[str, Linear]) -> Judges:
        """The models by their names; those that are absent leave their question to the rules."""
        sure = {name.removeprefix(SURE): model for name, model in linear.items() if name.startswith(SURE)}
        return Judges(
            work=Worded.of(linear["work"]) if "work" in linear else None,
            roles=linear.get("roles"),
            limits=linear.get("limits"),
            modality=linear.get("modality"),
            areas=AreaModel.of(linear["areas"]) if "areas" in linear else None,
            sure=sure or None,
        )


#: No model at all.
RULES = Judges()
