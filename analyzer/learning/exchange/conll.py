"""CoNLL: a token a line, with its place and an IOB2 tag in each layer that may overlap the others.

    # global.columns = FORM START END ENTITY TASK AGENCY
    # newdoc id = ct-01
    Giao	0	4	O	O	O
    Sở	5	7	O	O	B-AGENCY

Columns are divided by tabs, sentences by blank lines. START and END count the code points of the document's text.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.learning.exchange.annotated import ENTITIES, Annotated, without_overlaps
from analyzer.learning.exchange.tokens import iob, sentences

LAYERS = {"ENTITY": ENTITIES, "TASK": ("TASK",), "AGENCY": ("AGENCY",)}
_COLUMNS = f"# global.columns = FORM START END {' '.join(LAYERS)}"


def dump(documents: Iterable[Annotated]) -> bytes:
    """The documents one after the other. Of marks that overlap in one layer the longest is told."""
    return "".join([_COLUMNS + "\n", *map(_document, documents)]).encode("utf-8")


def _document(document: Annotated) -> str:
    split = sentences(document)
    tokens = [token for sentence in split for token in sentence]
    columns = [iob(tokens, without_overlaps(document.labelled(*labels))) for labels in LAYERS.values()]
    rows = [
        "\t".join((document.text[token.start : token.end], str(token.start), str(token.end), *tags))
        for token, *tags in zip(tokens, *columns, strict=True)
    ]
    lines, at = [f"# newdoc id = {document.id}"], 0
    for sentence in split:
        lines += [*rows[at : at + len(sentence)], ""]
        at += len(sentence)
    return "\n".join(lines) + "\n"
