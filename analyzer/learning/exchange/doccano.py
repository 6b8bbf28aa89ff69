"""doccano JSONL, a document a line: for sequence labelling, and for sequence labelling with relations.

    {"text": "…", "label": [[5, 14, "AGENCY"], …], "document": "ct-01"}
    {"text": "…", "entities": [{"id": 0, "label": "TASK", "start_offset": 0, "end_offset": 52}, …],
     "relations": [{"id": 0, "from_id": 0, "to_id": 1, "type": "lead"}, …], "document": "ct-01"}

Tasks hold their times and agencies, so that the project must allow overlapping spans. Keys other than these come back
as metadata. Offsets count code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from analyzer.learning.exchange.annotated import Annotated


def dump(documents: Iterable[Annotated]) -> bytes:
    """The documents with their labels."""
    return _lines({"text": d.text, "label": _labels(d), **_meta(d)} for d in documents)


def dump_relations(documents: Iterable[Annotated]) -> bytes:
    """The documents with their labels and relations; ids are unique over all documents."""
    return _lines(_related(documents))


def _labels(document: Annotated) -> list[tuple[int, int, str]]:
    return list(dict.fromkeys((m.start, m.end, m.label) for m in document.marks))


def _related(documents: Iterable[Annotated]) -> Iterable[dict[str, Any]]:
    first_mark = first_relation = 0
    for document in documents:
        numbers = {mark.id: first_mark + i for i, mark in enumerate(document.marks)}
        yield {
            "text": document.text,
            "entities": [
                {"id": numbers[m.id], "label": m.label, "start_offset": m.start, "end_offset": m.end}
                for m in document.marks
            ],
            "relations": [
                {"id": first_relation + i, "from_id": numbers[r.task], "to_id": numbers[r.other], "type": r.type}
                for i, r in enumerate(document.relations)
            ],
            **_meta(document),
        }
        first_mark += len(document.marks)
        first_relation += len(document.relations)


def _meta(document: Annotated) -> dict[str, Any]:
    return {"document": document.id}


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")
