"""Sequence models that tag the names in a line, for ``agency_sequence.py``."""

from __future__ import annotations

import random
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

import numpy as np
import spacy
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.training import Example
from thinc.util import fix_random_seed

from analyzer.language.tokenizer import token_spans
from analyzer.spans import HasSpan, Span

TAGS = ("B", "I", "O")
MOST_TOKENS = 400  # of a line; a document may be one
BATCH = 32  # lines, in training


@dataclass(frozen=True)
class Line:
    """Tokens of one line with the tags by which a model learns: with the names of the rules, and of the gold alone."""

    places: Sequence[Span]
    words: Sequence[str]
    names: Sequence[str] = ()
    assignees: Sequence[str] = ()


class Name(NamedTuple):
    """A name that a model finds, with the probability of its least sure token."""

    start: int
    end: int
    sure: float = 1.0

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Tagger(Protocol):
    """A sequence model."""

    #: Whether its names have probabilities.
    sure: ClassVar[bool]

    def fit(self, lines: Sequence[Line]) -> None: ...
    def find(self, lines: Sequence[Line]) -> list[Name]: ...
    def size(self) -> int: ...


def lines_of(text: str, names: Iterable[HasSpan] = (), gold: Iterable[HasSpan] = ()) -> Iterator[Line]:
    """The lines of a text that hold words."""
    marks = _marks(text, names), _marks(text, gold)
    tokens: list[Span] = []
    for token in token_spans(text):
        if tokens and (len(tokens) == MOST_TOKENS or "\n" in text[tokens[-1].end : token.start]):
            yield _line(text, tokens, *marks)
            tokens = []
        tokens.append(token)
    if tokens:
        yield _line(text, tokens, *marks)


def _line(text: str, tokens: Sequence[Span], names: str, gold: str) -> Line:
    words = [unicodedata.normalize("NFC", text[t.start : t.end]) for t in tokens]
    return Line(tokens, words, _tags(tokens, names), _tags(tokens, gold))


def _marks(text: str, names: Iterable[HasSpan]) -> str:
    """A tag for each character."""
    tags = ["O"] * len(text)
    for name in names:
        tags[name.start : name.end] = ["B", *["I"] * (name.end - name.start - 1)]
    return "".join(tags)


def _tags(tokens: Sequence[Span], marks: str) -> list[str]:
    found: list[str] = []
    for token in tokens:
        inside = marks[token.start : token.end]
        tag = "B" if "B" in inside else "I" if "I" in inside else "O"
        begins = tag == "I" and (not found or found[-1] == "O")  # the name goes on from the line above
        found.append("B" if begins else tag)
    return found


class Linear:
    """Logistic regression over a token, its shape and its neighbours."""

    sure: ClassVar[bool] = True

    def __init__(self, labels: Callable[[Line], Sequence[str]], seed: int) -> None:
        self._labels = labels
        self._features = CountVectorizer(analyzer=list, min_df=2, binary=True, dtype=np.float32)
        self._model = LogisticRegression(C=0.5, max_iter=60, random_state=seed)

    def fit(self, lines: Sequence[Line]) -> None:
        seen = self._features.fit_transform([f for line in lines for f in _features(line)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # sixty rounds are as good here
            self._model.fit(seen, [tag for line in lines for tag in self._labels(line)])

    def find(self, lines: Sequence[Line]) -> list[Name]:
        if not lines:
            return []
        sure = self._model.predict_proba(self._features.transform([f for line in lines for f in _features(line)]))
        found: list[Name] = []
        at = 0
        for line in lines:
            found += _decode(line, sure[at : at + len(line.words)])
            at += len(line.words)
        return found

    def size(self) -> int:
        return int(self._model.coef_.size * 4) + len("".join(self._features.vocabulary_).encode())


def _features(line: Line) -> Iterator[list[str]]:
    low = ["^", "^", "^", *(w.lower() for w in line.words), "$", "$", "$", "$"]
    shapes = ["^", "^", *map(_shape, line.words), "$", "$"]
    for i in range(len(line.words)):
        a, b, c, d, e, f, g, h = low[i : i + 8]
        s, t, u, v, w = shapes[i : i + 5]
        yield [
            f"0{d}", f"-1{c}", f"+1{e}", f"-2{b}", f"+2{f}", f"-3{a}", f"+3{g}", f"+4{h}", f"u{u}", f"tu{t}{u}",
            f"uv{u}{v}", f"stuvw{s}{t}{u}{v}{w}", f"cd{c} {d}", f"de{d} {e}", f"bc{b} {c}", f"ef{e} {f}",
            f"cde{c} {d} {e}", f"def{d} {e} {f}", f"cu{c}{u}", f"ev{e}{u}{v}",
        ]  # fmt: skip


def _shape(word: str) -> str:
    if not word[0].isalpha():
        return "9" if word.isdigit() else word[0]
    return "AA" if word.isupper() and len(word) > 1 else "A" if word[0].isupper() else "a"


def _decode(line: Line, sure: Any) -> Iterator[Name]:
    """The names of the likeliest sequence of tags in which no inside follows an outside."""
    scores = [-1e9, -1e9, 0.0]
    back: list[tuple[int, int, int]] = []
    for begin, inside, outside in np.log(np.maximum(sure, 1e-12)).tolist():
        best, inner = scores.index(max(scores)), 0 if scores[0] >= scores[1] else 1
        back.append((best, inner, best))
        scores = [scores[best] + begin, scores[inner] + inside, scores[best] + outside]
    state, states = scores.index(max(scores)), []
    for steps in reversed(back):
        states.append(state)
        state = steps[state]
    top = sure.max(axis=1)
    for first, end in _runs([TAGS[state] for state in reversed(states)]):
        yield Name(line.places[first].start, line.places[end - 1].end, float(top[first:end].min()))


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The names that tags mark, as ranges of tokens."""
    first = None
    for i, tag in enumerate([*tags, "O"]):
        if tag != "I" and first is not None:
            yield first, i
            first = None
        if tag == "B":
            first = i


class Network:
    """A small convolutional spaCy network over hashed words, prefixes, suffixes and shapes."""

    pipe: ClassVar[str]

    def __init__(self, seed: int, epochs: int, width: int = 64, depth: int = 4) -> None:
        self._seed, self._epochs = seed, epochs
        tok2vec = {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2", "width": width,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": [2000, 500, 1000, 500],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": width, "depth": depth,
                "window_size": 1, "maxout_pieces": 3,
            },
        }  # fmt: skip
        models = {
            "ner": {
                "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
                "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": tok2vec,
            },
            "tagger": {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": True, "tok2vec": tok2vec},
        }  # fmt: skip
        self._nlp = spacy.blank("xx")
        self._nlp.add_pipe(self.pipe, config={"model": models[self.pipe]})

    def fit(self, lines: Sequence[Line]) -> None:
        fix_random_seed(self._seed)
        examples = [Example(self._doc(line), self._told(line)) for line in lines]
        optimizer = self._nlp.initialize(lambda: examples)
        for _ in range(self._epochs):
            random.shuffle(examples)
            for at in range(0, len(examples), BATCH):
                self._nlp.update(examples[at : at + BATCH], sgd=optimizer, drop=0.25)

    def size(self) -> int:
        return len(self._nlp.to_bytes(exclude=["vocab"]))

    def _doc(self, line: Line) -> Doc:
        return Doc(self._nlp.vocab, words=list(line.words))

    def _told(self, line: Line) -> Doc:
        doc = Doc(self._nlp.vocab, words=list(line.words), tags=list(line.names))
        doc.set_ents([DocSpan(doc, first, end, label="AGENCY") for first, end in _runs(line.names)])
        return doc


class Recogniser(Network):
    """spaCy's transition-based entity recogniser; it tells no probabilities."""

    pipe = "ner"
    sure: ClassVar[bool] = False

    def find(self, lines: Sequence[Line]) -> list[Name]:
        docs = self._nlp.pipe(map(self._doc, lines), batch_size=128)
        return [
            Name(line.places[ent.start].start, line.places[ent.end - 1].end)
            for line, doc in zip(lines, docs, strict=True)
            for ent in doc.ents
        ]


class SoftmaxTagger(Network):
    """spaCy's tagger over the three tags, decoded as :class:`Linear` is."""

    pipe = "tagger"
    sure: ClassVar[bool] = True

    def find(self, lines: Sequence[Line]) -> list[Name]:
        component: Any = self._nlp.get_pipe(self.pipe)
        order = [component.labels.index(tag) for tag in TAGS]
        found: list[Name] = []
        for at in range(0, len(lines), 128):
            batch = lines[at : at + 128]
            for line, sure in zip(batch, component.model.predict([self._doc(line) for line in batch]), strict=True):
                found += _decode(line, sure[:, order])
        return found
