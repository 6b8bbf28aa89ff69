"""The learned parts of the task pipe, and how they are put beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from analyzer.models.linear import Linear
from analyzer.pipes.tasks.areas import AreaModel


@dataclass(frozen=True)
class Judges:
    """The models in use; None leaves a question to the rules alone.

    ``sure`` tells by the name of a field how likely it is right. ``study`` keeps what models see, for training.
    """

    work: Linear | None = None
    roles: Linear | None = None
    limits: Linear | None = None
    modality: Linear | None = None
    areas: AreaModel | None = None
    sure: Mapping[str, Linear] | None = None
    study: bool = False

    def without(self, *names: str) -> Judges:
        """The same with some of them left out.

        >>> Judges(study=True).without("study") == Judges(study=None)
        True
        """
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return Judges(**{**given, **dict.fromkeys(names)})

    @staticmethod
    @cache
    def shipped() -> Judges:
        """The models that come with the package, read once. Raises ModelError where the installation is broken."""
        return Judges()


#: No model at all.
RULES = Judges()
