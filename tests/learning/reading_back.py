"""Readers of the exchange formats, written from what their tools document: each gives the marks by document."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import spacy
from spacy.training import Corpus

Marks = dict[str, set[tuple[int, int, str]]]
Relations = dict[str, set[tuple[tuple[int, int], tuple[int, int], str]]]


def conll(data: bytes) -> Marks:
    found: Marks = {}
    begun: dict[str, tuple[int, int, str]] = {}
    columns: list[str] = []
    name = ""

    def end() -> None:
        found[name].update(begun.values())
        begun.clear()

    for line in data.decode("utf-8").split("\n"):
        if line.startswith("# global.columns = "):
            columns = line.removeprefix("# global.columns = ").split()
        elif line.startswith("# newdoc id = "):
            name = line.removeprefix("# newdoc id = ")
            found[name] = set()
        elif not line:
            if name:
                end()
        else:
            row = dict(zip(columns, line.split("\t"), strict=True))
            start, stop = int(row["START"]), int(row["END"])
            for layer in columns[3:]:
                tag, _, label = row[layer].partition("-")
                if tag != "I" and layer in begun:
                    found[name].add(begun.pop(layer))
                if tag == "B":
                    begun[layer] = (start, stop, label)
                elif tag == "I":
                    first, _, same = begun[layer]
                    assert same == label
                    begun[layer] = (first, stop, label)
    return found


def tokens(data: bytes) -> dict[str, list[tuple[str, int, int]]]:
    """The tokens of a CoNLL file by document."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    name = ""
    for line in data.decode("utf-8").split("\n"):
        if line.startswith("# newdoc id = "):
            name = line.removeprefix("# newdoc id = ")
        elif "\t" in line:
            form, start, stop, *_ = line.split("\t")
            found[name].append((form, int(start), int(stop)))
    return found


def doccano(data: bytes) -> Marks:
    rows = [json.loads(line) for line in data.decode("utf-8").split("\n")[:-1]]
    return {row["document"]: {(start, end, label) for start, end, label in row["label"]} for row in rows}


def doccano_relations(data: bytes) -> tuple[Marks, Relations]:
    marks: Marks = {}
    relations: Relations = {}
    ids: set[int] = set()
    for line in data.decode("utf-8").split("\n")[:-1]:
        row = json.loads(line)
        entities = {e["id"]: e for e in row["entities"]}
        assert len(entities) == len(row["entities"])
        assert not ids & entities.keys()
        ids |= entities.keys()
        marks[row["document"]] = {(e["start_offset"], e["end_offset"], e["label"]) for e in entities.values()}
        at = {i: (e["start_offset"], e["end_offset"]) for i, e in entities.items()}
        relations[row["document"]] = {(at[r["from_id"]], at[r["to_id"]], r["type"]) for r in row["relations"]}
    return marks, relations


def labelstudio(data: bytes) -> tuple[Marks, Relations]:
    marks: Marks = {}
    relations: Relations = {}
    for task in json.loads(data):
        (annotation,) = task["annotations"]
        name, text = task["data"]["document"], task["data"]["text"]
        regions = {}
        for entry in annotation["result"]:
            if entry["type"] == "labels":
                value = entry["value"]
                assert text[value["start"] : value["end"]] == value["text"]
                assert (entry["from_name"], entry["to_name"]) == ("label", "text")
                assert entry["id"] not in regions
                regions[entry["id"]] = (value["start"], value["end"], value["labels"][0])
        marks[name] = set(regions.values())
        relations[name] = {
            (regions[entry["from_id"]][:2], regions[entry["to_id"]][:2], entry["labels"][0])
            for entry in annotation["result"]
            if entry["type"] == "relation"
        }
    return marks, relations


def spacy_corpus(data: bytes, directory: Path) -> tuple[Marks, Relations]:
    """By spaCy's own reader of training data."""
    path = directory / "corpus.spacy"
    path.write_bytes(data)
    marks: Marks = {}
    relations: Relations = {}
    for example in Corpus(path)(spacy.blank("xx")):
        doc = example.reference
        gold = doc.user_data["gold"]
        spans = {span.id_: span for group in doc.spans.values() for span in group}
        marks[gold["id"]] = {(s.start_char, s.end_char, s.label_) for s in spans.values()}
        entities = {(s.start_char, s.end_char, s.label_) for s in doc.ents}
        assert entities == {m for m in marks[gold["id"]] if m[2] in ("REFERENCE", "TIME", "TARGET")}
        at = {name: (s.start_char, s.end_char) for name, s in spans.items()}
        relations[gold["id"]] = {(at[task], at[other], kind) for task, other, kind in gold["relations"]}
    return marks, relations
