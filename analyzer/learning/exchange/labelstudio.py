"""Label Studio: a list of tasks in JSON, each with one annotation, and the labelling configuration they need.

Every mark is a region with a label; tasks have their modality and area as choices, the others their values as a line
of text. Relations go from a task to its agencies and deadlines. Offsets count code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, get_args
from xml.sax.saxutils import quoteattr

from analyzer.assembly.models import Area, Modality
from analyzer.learning.exchange.annotated import LABELS, RELATIONS, Annotated, Mark

_COLOURS = {
    "REFERENCE": "#8e24aa",
    "TIME": "#fb8c00",
    "TARGET": "#43a047",
    "TASK": "#fdd835",
    "AGENCY": "#1e88e5",
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"modality": get_args(Modality), "area": get_args(Area)}


def dump(documents: Iterable[Annotated]) -> bytes:
    """The documents as tasks to import."""
    tasks = [_task(document) for document in documents]
    return (json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def configuration() -> str:
    """The labelling configuration, to be pasted into the project's settings."""
    labels = [f"<Label value={quoteattr(name)} background={quoteattr(_COLOURS[name])}/>" for name in LABELS]
    relations = [f"<Relation value={quoteattr(name)}/>" for name in RELATIONS]
    lines = [
        "<View>",
        '  <Labels name="label" toName="text">',
        *(f"    {label}" for label in labels),
        "  </Labels>",
        "  <Relations>",
        *(f"    {relation}" for relation in relations),
        "  </Relations>",
        '  <Text name="text" value="$text"/>',
    ]
    for name, values in _CHOICES.items():
        lines += [
            f'  <Choices name="{name}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="TASK">',
            *(f"    <Choice value={quoteattr(value)}/>" for value in values),
            "  </Choices>",
        ]
    lines += [
        '  <TextArea name="value" toName="text" perRegion="true" editable="true" whenTagName="label"',
        '            whenLabelValue="REFERENCE,TIME,TARGET,AGENCY"/>',
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _task(document: Annotated) -> dict[str, Any]:
    result = [entry for mark in document.marks for entry in _region(document.text, mark)]
    result += [
        {"type": "relation", "from_id": r.task, "to_id": r.other, "direction": "right", "labels": [r.type]}
        for r in document.relations
    ]
    return {
        "data": {"text": document.text, "document": document.id},
        "meta": {"header": dict(document.header), "unplaced": [asdict(assignee) for assignee in document.unplaced]},
        "annotations": [{"result": result}],
    }


def _region(text: str, mark: Mark) -> Iterable[dict[str, Any]]:
    place = {"start": mark.start, "end": mark.end}
    same = {"id": mark.id, "to_name": "text"}
    quoted = {**place, "text": text[mark.start : mark.end], "labels": [mark.label]}
    yield {**same, "from_name": "label", "type": "labels", "value": quoted}
    for name in _CHOICES:
        if name in mark.values:
            value = {**place, "choices": [mark.values[name]]}
            yield {**same, "from_name": name, "type": "choices", "value": value}
    said = {key: value for key, value in mark.values.items() if key not in _CHOICES}
    if said:
        line = "; ".join(f"{key}={value}" for key, value in said.items())
        yield {**same, "from_name": "value", "type": "textarea", "value": {**place, "text": [line]}}
