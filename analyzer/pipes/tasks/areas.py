"""The area of reform a task belongs to: a linear model over cue phrases and words.

The areas are the six contents of Resolution 76/NQ-CP of 15/7/2021 and "direction"; work outside them is "other". Three
places tell the area: the task's own words, the nearest heading above it that says anything, and the document's title.
The title counts the less, the more the task says itself. What each cue and word weighs was learned by
:mod:`analyzer.learning.areas`; the cue phrases are in ``knowledge/data/areas.toml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import fsum

import ahocorasick

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import old_tones
from analyzer.models.linear import Linear, softmax

AREAS = (
    "direction",
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
    "other",
)
#: Version of the features; a model of another version cannot be read with this code.
FORMAT = 2
_LATER = 0.8  # of an item in Vietnamese the head stands first: each further cue counts less by this factor
_HALF = 2.0  # the weight of cues at which a place says half of what it can
_WORD = 0.5  # the scale of words beside cues: below 1 they are held back more strongly in training
# the rules alone: cues summed with these weights, "other" where they stay below the threshold
_BY_HAND = {"task": 1.0, "heading": 0.35, "title": 0.45}
_BY_HAND_LEAST = 0.3
_TOKEN = re.compile(r"\w+")
# what a title says of the document's form and not of its matter: "Ban hành Quy chế …", "Phê duyệt Kế hoạch …"
_FORM = re.compile(
    r"(?:(?:v/v|về việc|về) )?(?:ban hành|phê duyệt|thông qua|công bố|triển khai|thực hiện)(?: thực hiện)?"
    r" (?:quy định|quy chế|kế hoạch|chương trình|đề án|phương án|hướng dẫn|quy trình|danh mục)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """What the cue phrases of one text say: per group from 0 (nothing) to 1, and what its first cue says."""

    says: Mapping[str, float] = field(default_factory=dict)
    first: tuple[str, float] | None = None

    @property
    def loudest(self) -> float:
        """How clearly the text names any area."""
        return max((self.says.get(area, 0.0) for area in AREAS), default=0.0)

    @property
    def about(self) -> str:
        """Whether a title is about "reform", about "other" work, or "nothing" known.

        >>> read_cues(normal("chuyển đổi số trong ngành y tế")).about, read_cues(normal("phòng, chống bão")).about
        ('reform', 'other')
        """
        reform = max((self.says.get(area, 0.0) for area in AREAS[:-1]), default=0.0)
        other = self.says.get("other", 0.0)
        if not reform and not other:
            return "nothing"
        return "other" if other > reform else "reform"


@cache
def _matcher() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for group, phrases in read_toml("areas.toml").items():
        for phrase, weight in phrases.items():
            automaton.add_word(phrase, (len(phrase), group, float(weight)))
    automaton.make_automaton()
    return automaton


def normal(text: str) -> str:
    """The form in which phrases and words are compared: lower case, tones in their older place, single spaces."""
    return " ".join(old_tones(text.lower()).split())


def find_cues(text: str) -> list[tuple[int, str, str, float]]:
    """The cue phrases in a :func:`normal` text as (place, phrase, group, weight); of overlapping ones the longest.

    >>> [(phrase, group) for _, phrase, group, _ in find_cues("bố trí kinh phí số hóa dữ liệu")]
    [('bố trí kinh phí', 'public_finance'), ('số hóa', 'digital_government'), ('dữ liệu', 'digital_government')]
    """
    matches: list[tuple[int, int, str, float]] = []
    for last, (length, group, weight) in _matcher().iter(text):
        start, end = last - length + 1, last + 1
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            matches.append((start, -length, group, weight))
    matches.sort()
    found: list[tuple[int, str, str, float]] = []
    taken = 0
    for start, minus_length, group, weight in matches:
        if start >= taken:
            taken = start - minus_length
            found.append((start, text[start:taken], group, weight))
    return found


def read_cues(text: str) -> Cues:
    """What the cues of a :func:`normal` text say together. A phrase counts once."""
    sums: dict[str, float] = {}
    seen: set[str] = set()
    first: tuple[str, float] | None = None
    share = 1.0
    for _, phrase, group, weight in find_cues(text):
        if phrase in seen or not weight:  # names and formulas weigh nothing
            continue
        seen.add(phrase)
        first = first or (group, weight / (weight + _HALF))
        if group == "steering":  # an act, not a thing: it takes no place in the order
            sums[group] = sums.get(group, 0.0) + weight
            continue
        sums[group] = sums.get(group, 0.0) + weight * share
        share *= _LATER
    return Cues({group: s / (s + _HALF) for group, s in sums.items()}, first)


def read_title(title: str | None) -> Cues:
    """What the title's matter says, the words for its form left out.

    >>> read_title("Ban hành Quy chế quản lý chợ").says.keys()
    dict_keys(['other'])
    """
    return read_cues(_FORM.sub("", normal(title or ""), count=1))


def words_of(text: str) -> set[str]:
    """The words and pairs of neighbouring words of a :func:`normal` text, numbers left out.

    >>> sorted(words_of("báo cáo 5 sở"))
    ['báo', 'báo cáo', 'cáo', 'cáo sở', 'sở']
    """
    tokens = _tokens(text)
    return {*tokens, *map(" ".join, pairwise(tokens))}


def _tokens(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if not token.isdigit()]


def cue_features(task: Cues, heading: Cues, title: Cues) -> dict[str, float]:
    """The features the cues of the three places give: ``<place>:<group>`` → value from 0 to 1.

    ``task`` and ``heading`` hold what these places say, ``first`` the task's first cue, ``heading_if_quiet`` and
    ``title`` what heading and title say where the task itself says little; ``about`` is the kind of document.
    """
    features = {f"task:{group}": said for group, said in task.says.items()}
    if task.first:
        features[f"first:{task.first[0]}"] = task.first[1]
    quiet = 1.0 - task.loudest
    for group, said in heading.says.items():
        features[f"heading:{group}"] = said
        features[f"heading_if_quiet:{group}"] = said * quiet
    for group, said in title.says.items():
        if group != "steering":  # titles of plans and reports always hold such words
            features[f"title:{group}"] = said * quiet
    features[f"about:{title.about}"] = 1.0
    return features


def word_features(text: str) -> dict[str, float]:
    """The words of a :func:`normal` text as features ``word:<word>``."""
    return {f"word:{word}": _WORD for word in words_of(text)}


def nearest(headings: Sequence[Cues]) -> Cues:
    """The first of the headings, nearest first, that says anything."""
    return next((cues for cues in headings if cues.says), Cues())


@dataclass(frozen=True)
class AreaModel:
    """The linear model, the weights of words apart and scaled, so that set operations find those a task has."""

    intercept: tuple[float, ...]
    cues: Mapping[str, tuple[float, ...]]
    words: Mapping[str, tuple[float, ...]]
    pairs: Mapping[tuple[str, str], tuple[float, ...]]

    @classmethod
    def of(cls, linear: Linear) -> AreaModel:
        """The model from its weights per feature. Its labels are sorted; :data:`AREAS` has them in its own order."""
        order = [linear.labels.index(area) for area in AREAS]
        weights = {name: tuple(values[i] for i in order) for name, values in linear.weights.items()}
        words = {
            name.removeprefix("word:"): tuple(w * _WORD for w in values)
            for name, values in weights.items()
            if name.startswith("word:")
        }
        return cls(
            tuple(linear.intercept[i] for i in order),
            {name: values for name, values in weights.items() if not name.startswith("word:")},
            {name: values for name, values in words.items() if " " not in name},
            {(a, b): values for name, values in words.items() for a, space, b in [name.partition(" ")] if space},
        )

    def scores(self, features: Mapping[str, float], tokens: Sequence[str]) -> list[float]:
        """The score of each of :data:`AREAS`; their softmax are the model's probabilities."""
        rows: list[Sequence[float]] = [self.intercept]
        rows += [[w * value for w in self.cues[name]] for name, value in features.items() if name in self.cues]
        rows += [self.words[word] for word in self.words.keys() & set(tokens)]
        rows += [self.pairs[pair] for pair in self.pairs.keys() & set(pairwise(tokens))]
        return [fsum(column) for column in zip(*rows, strict=True)]  # the same in whatever order sets give


def by_hand(features: Mapping[str, float]) -> str:
    """The area by the cue phrases' own weights, without anything learned."""
    scores: dict[str, float] = defaultdict(float)
    for name, value in features.items():
        place, _, group = name.partition(":")
        scores["direction" if group == "steering" else group] += _BY_HAND.get(place, 0.0) * value
    area, score = max(scores.items(), key=lambda s: (s[1], s[0]), default=("other", 0.0))
    return area if score >= _BY_HAND_LEAST else "other"


class AreaReader:
    """Reads areas within one document, whose title counts where a task says little itself.

    >>> reader = AreaReader("phòng, chống thiên tai")
    >>> reader.read("sơ tán người dân vùng ngập", [])[0]
    'other'
    """

    def __init__(self, title: str | None, model: AreaModel | None = None) -> None:
        self._title = read_title(title)
        self._model = model
        self._headings: dict[str, Cues] = {}

    def read(self, words: str, headings: Sequence[str]) -> tuple[str, list[float]]:
        """The area of a task from its words and the words of the headings above it, the nearest first.

        With it the probability of each of :data:`AREAS`; none where the cue phrases alone decide.
        """
        text = normal(words)
        features = cue_features(read_cues(text), nearest([self._heading(h) for h in headings]), self._title)
        if self._model is None:
            return by_hand(features), []
        sure = softmax(self._model.scores(features, _tokens(text)))
        return max(zip(sure, reversed(range(len(AREAS))), AREAS, strict=True))[2], sure

    def _heading(self, heading: str) -> Cues:
        cues = self._headings.get(heading)
        if cues is None:
            cues = self._headings[heading] = read_cues(normal(heading))
        return cues
