"""Graphs of small archives: every edge, the chain to the top, what became of documents; look-alikes stay apart."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.archive.errors import NoSuchDocument
from analyzer.archive.graph import Graph, Node
from analyzer.archive.graph.as_json import as_json, json_text
from analyzer.archive.graph.asking import find_asked
from analyzer.archive.graph.build import build
from analyzer.archive.graph.library import ArchiveLibrary
from analyzer.archive.graph.svg import svg_text
from tests.archive.graph_making import fill

ARCHIVES = tomllib.loads((Path(__file__).parent / "data" / "graph.toml").read_text(encoding="utf-8"))["archive"]


@pytest.mark.parametrize("case", ARCHIVES, ids=[case["name"] for case in ARCHIVES])
def test_every_edge_of_a_small_archive(archive: Archive, case: dict[str, Any]) -> None:
    keys = {document: key for key, document in fill(archive, case["documents"]).items()}
    library = ArchiveLibrary(archive)
    for ask in case["asks"]:
        graph = asked(library, ask, keys)
        assert sorted(edges(graph, keys)) == sorted(ask["edges"]), ask
        assert [label(graph.nodes[node], keys) for node in graph.chain] == ask.get("chain", []), ask
        assert sorted(effects(graph, keys)) == sorted(ask.get("effects", [])), ask
        assert svg_text(graph)
        assert not graph.left_out


def asked(library: ArchiveLibrary, ask: dict[str, Any], keys: dict[int, str]) -> Graph:
    number = ask.get("number") or "#" + str({key: document for document, key in keys.items()}[ask["of"]])
    document = find_asked(library, number, issuer=ask.get("issuer"), issued_on=ask.get("date"))
    depth = ask.get("depth")
    return build(library, document, direction=ask.get("direction", "both"), up=depth, down=depth or 2)


def label(node: Node, keys: dict[int, str]) -> str:
    if node.document is not None:
        return keys[node.document]
    if node.candidates:
        return "one of " + ", ".join(keys[named.document] for named in node.candidates if named.document)
    return " ".join(filter(None, (node.shown_as, node.issued_on and node.issued_on.isoformat())))


def edges(graph: Graph, keys: dict[int, str]) -> Iterator[str]:
    for edge in graph.edges:
        source, target = graph.nodes[edge.source], graph.nodes[edge.target]
        doubt = "" if edge.sure or target.candidates else "?"
        yield f"{label(source, keys)} {edge.relation}{doubt} {label(target, keys)}"


def effects(graph: Graph, keys: dict[int, str]) -> Iterator[str]:
    for node in graph.nodes.values():
        for effect in node.effects:
            yield f"{label(node, keys)} {effect.relation} {keys[effect.by.document or 0]}"


# ---------------------------------------------------------------------------------------------------------- many


def plans(count: int) -> list[dict[str, Any]]:
    """A resolution, and so many plans of provinces that carry it out, each with a department's plan below it."""
    rows: list[dict[str, Any]] = [
        {"key": "nq", "number": "5/NQ-CP", "kind": "NQ", "issuer": "Chính phủ", "agency": "chinh-phu"}
        | {"date": date(2021, 7, 15)}
    ]
    for at in range(1, count + 1):
        rows.append(
            {"key": f"p{at}", "number": f"{at}/KH-UBND", "kind": "KH", "issuer": "Ủy ban nhân dân tỉnh Gia Lai"}
            | {"agency": "ubnd-tinh-gia-lai", "province": "p63-64", "date": date(2023, 1 + at % 12, 1 + at % 28)}
            | {"says": "Thực hiện Nghị quyết số 5/NQ-CP ngày 15/7/2021 của Chính phủ."}
        )
    return rows


def test_a_fan_is_cut_and_counted(archive: Archive) -> None:
    documents = fill(archive, plans(40))
    library = ArchiveLibrary(archive)
    graph = build(library, library.documents([documents["nq"]])[0], limit=5)
    assert len(graph.nodes) == 6
    assert [(left.direction, left.relation, left.count) for left in graph.left_out] == [("down", "implements", 35)]
    days = [graph.nodes[edge.source].issued_on for edge in graph.edges]
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)
    assert "35" in svg_text(graph)


def test_queries_are_those_of_the_levels(archive: Archive) -> None:
    """However many documents a level has."""
    from sqlalchemy import event

    documents = fill(archive, plans(30))
    library = ArchiveLibrary(archive)
    resolution, plan = library.documents([documents["nq"], documents["p7"]])
    counts = []
    for document in (resolution, plan):
        statements: list[str] = []

        def told(*call: Any, into: list[str] = statements) -> None:
            into.append(call[2])

        event.listen(archive.engine, "before_cursor_execute", told)
        build(library, document, limit=100)
        event.remove(archive.engine, "before_cursor_execute", told)
        counts.append(len([s for s in statements if s.lstrip().upper().startswith("SELECT")]))
    assert max(counts) <= 16


def test_the_same_on_both_engines(both: tuple[Archive, Archive]) -> None:
    found = []
    for archive in both:
        case = ARCHIVES[0]
        documents = fill(archive, case["documents"])
        library = ArchiveLibrary(archive)
        found.append(json_text(build(library, library.documents([documents["so"]])[0])))
    assert found[0] == found[1]


# ---------------------------------------------------------------------------------------------------------- asking


def test_several_documents_of_a_number_are_listed(archive: Archive) -> None:
    case = next(case for case in ARCHIVES if "two provinces" in case["name"])
    fill(archive, case["documents"])
    with pytest.raises(NoSuchDocument) as told:
        find_asked(ArchiveLibrary(archive), "08/CT-UBND")
    assert "Cà Mau" in told.value.message_vi
    assert "2023" in told.value.message


def test_a_number_that_is_nowhere(archive: Archive) -> None:
    fill(archive, ARCHIVES[0]["documents"])
    library = ArchiveLibrary(archive)
    with pytest.raises(NoSuchDocument) as told:
        find_asked(library, "12/KH-HĐND")
    assert "12/KH-UBND" in told.value.message
    for number in ("", "không số", "#999"):
        with pytest.raises(NoSuchDocument):
            find_asked(library, number)


def test_json_holds_what_the_graph_holds(archive: Archive) -> None:
    documents = fill(archive, ARCHIVES[0]["documents"])
    library = ArchiveLibrary(archive)
    graph = build(library, library.documents([documents["so"]])[0])
    told = json.loads(json_text(graph))
    assert told == as_json(graph)
    assert told["asked"] == f"d{documents['so']}"
    assert {edge["from"] for edge in told["edges"]} | {edge["to"] for edge in told["edges"]} <= {
        node["id"] for node in told["nodes"]
    }
    assert [node["level"] for node in told["nodes"] if node["id"] in told["chain"][:2]] == ["government", "national"]
