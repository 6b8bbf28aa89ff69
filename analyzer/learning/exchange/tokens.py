"""Tokens, sentences and IOB2 tags of an annotated text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.language.tokenizer import token_spans
from analyzer.learning.exchange.annotated import Annotated, Mark
from analyzer.pipes.tasks.sentences import split_sentences
from analyzer.spans import HasSpan, Mask, Span


def sentences(document: Annotated) -> list[list[Span]]:
    """The tokens of each sentence. A line ends a sentence; a mark that goes on over such an end keeps it together.

    >>> document = Annotated("a", "Báo cáo. Rà soát\\ntrước 30/6.", {}, [Mark("t1", "TASK", 9, 28)], [], [])
    >>> [" ".join(document.text[t.start:t.end] for t in tokens) for tokens in sentences(document)]
    ['Báo cáo .', 'Rà soát trước 30 / 6 .']
    """
    inside = Mask(Span(mark.start + 1, mark.end) for mark in document.marks if mark.end > mark.start + 1)
    ends = iter([*_ends(document.text), len(document.text)])
    end = next(ends)
    found: list[list[Span]] = []
    for token in token_spans(document.text):
        begins = not found
        while token.start >= end:
            begins, end = True, next(ends)
        if begins and not (found and inside.covers(token.start, token.start + 1)):
            found.append([])
        found[-1].append(token)
    return found


def _ends(text: str) -> Iterable[int]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield from (sentence.end for sentence in split_sentences(text, at, at + len(line)))
        at += len(line)


def iob(tokens: Sequence[HasSpan], marks: Sequence[Mark]) -> list[str]:
    """The tag of each token for marks in text order that do not overlap.

    >>> iob([Span(0, 3), Span(4, 6), Span(6, 7)], [Mark("d1", "TIME", 4, 7)])
    ['O', 'B-TIME', 'I-TIME']
    """
    tags = ["O"] * len(tokens)
    at = 0
    for mark in marks:
        while at < len(tokens) and tokens[at].end <= mark.start:
            at += 1
        prefix = "B"
        while at < len(tokens) and tokens[at].start < mark.end:
            tags[at] = f"{prefix}-{mark.label}"
            prefix = "I"
            at += 1
    return tags
