"""One pass over the text for the words that announce a citation or govern it: kinds of documents and relation cues."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import ahocorasick

from analyzer.knowledge.doc_kinds import kind_names
from analyzer.knowledge.folding import fold
from analyzer.pipes.references.relations import CueHit, cues

#: Words for a document of any kind.
GENERIC: Final = ("văn bản", "văn kiện", "phiếu lấy ý kiến")


class KindHit(NamedTuple):
    """A kind's name in the text; ``abbr`` is None for a generic word ("văn bản")."""

    start: int
    end: int
    abbr: str | None


class Words(NamedTuple):
    """What the pass found, each in text order."""

    kinds: list[KindHit]
    cues: list[CueHit]


@cache
def _automaton() -> ahocorasick.Automaton:
    entries: dict[str, tuple[int, list[tuple[str, object]]]] = {}
    labelled: list[tuple[str, tuple[str, object]]] = []
    labelled += [(name, ("kind", kind.abbr)) for name, kind in kind_names().items()]
    labelled += [(name, ("kind", None)) for name in GENERIC]
    labelled += [(word, ("cue", (c.relation, c.after))) for c in cues() for word in map(fold, c.words)]
    for word, label in labelled:
        entries.setdefault(word, (len(word), []))[1].append(label)
    automaton = ahocorasick.Automaton()
    for word, payload in entries.items():
        automaton.add_word(word, payload)
    automaton.make_automaton()
    return automaton


def scan(folded: str) -> Words:
    """The kinds' names and the cues in a folded text; of names that lie in one another the longest.

    >>> [hit.abbr for hit in scan("thực hiện thông báo kết luận và công văn").kinds]
    ['TB', 'CV']
    """
    kinds: list[KindHit] = []
    found: list[CueHit] = []
    size = len(folded)
    for last, (length, labels) in _automaton().iter(folded):
        end = last + 1
        start = end - length
        if (end < size and folded[end].isalnum()) or (start and folded[start - 1].isalnum()):
            continue
        for label, value in labels:
            if label == "kind":
                while kinds and kinds[-1].start >= start:
                    kinds.pop()
                if not kinds or kinds[-1].end <= start:
                    kinds.append(KindHit(start, end, value))
            else:
                relation, after = value
                while found and found[-1].start >= start and found[-1].after == after:
                    found.pop()
                if not found or found[-1].end <= start or found[-1].after != after:
                    found.append(CueHit(start, end, relation, after))
    return Words(kinds, found)
