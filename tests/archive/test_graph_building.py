"""What holds of the graph of any documents, whatever they cite: kept in memory, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive.graph import Graph
from analyzer.archive.graph.build import build
from analyzer.archive.graph.model import RELATIONS, Relation
from analyzer.archive.graph.resolving import Citation, Held, law_name
from analyzer.archive.graph.svg import svg_text
from analyzer.archive.identity import number_key
from tests.effort import effort
from tests.linear import assert_linear

DAYS = [date(2023, 5, 4), date(2024, 2, 5), date(2024, 6, 21)]
NUMBERS = ["8/CT-UBND", "08/CT-UBND", "12/KH-SNV", "5/NQ-CP", "7/2024/TT-BNV", "39-CT/TU", "3/HD-SNV", "3/HĐ-SNV"]
KINDS = [None, "CT", "KH", "NQ", "L", "TT", "QĐ"]
ISSUERS = [
    ("Ủy ban nhân dân tỉnh Gia Lai", "ubnd-tinh-gia-lai", "p63-64"),
    ("Ủy ban nhân dân tỉnh Cà Mau", "ubnd-tinh-ca-mau", "p63-96"),
    ("Sở Nội vụ tỉnh Gia Lai", "so-noi-vu", "p63-64"),
    ("Chính phủ", "chinh-phu", None),
    ("Tỉnh ủy Gia Lai", "tinh-uy-gia-lai", "p63-64"),
    ("Ban Nào Đó", None, None),
    ("Cơ quan cũ", "khong-con-trong-danh-muc", "p99-khong-co"),
    (None, None, None),
]
WORDS = ["UBND tỉnh", "Chính phủ", "Tỉnh ủy", "UBND tỉnh Cà Mau", "Bộ trưởng Bộ Nội vụ", "Ban Nào Đó", "của", None]
TEXTS = ["Luật Lưu trữ ngày 21 tháng 6 năm 2024", "Luật Lưu trữ năm 2024", "Luật", "Chỉ thị số 8", "", "năm 2024 số"]


class Memory:
    """Documents and citations in lists."""

    def __init__(self, held: list[Held], citations: list[Citation]) -> None:
        self._held, self._citations = held, citations

    def documents(self, ids: Iterable[int]) -> list[Held]:
        wanted = set(ids)
        return [held for held in self._held if held.id in wanted]

    def candidates(self, citations: Iterable[Citation]) -> list[Held]:
        found = list(citations)
        keys, days = {c.number_key for c in found}, {c.issued_on for c in found}
        return [held for held in self._held if held.number_key in keys or held.issued_on in days]

    def cited(self, ids: Iterable[int]) -> list[Citation]:
        wanted = set(ids)
        return [citation for citation in self._citations if citation.document in wanted]

    def citing(
        self, keys: Iterable[str], laws: Iterable[date] = (), relations: Iterable[Relation] = ()
    ) -> list[Citation]:
        numbers, days, of = set(keys), set(laws), set(relations)
        return [
            c
            for c in self._citations
            if (c.number_key in numbers or (c.number_key is None and c.kind == "L" and c.issued_on in days))
            and (not of or c.relation in of)
        ]


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Memory, list[Held]]:
    """Documents with few numbers, days and issuers, so that many are alike, and what they cite."""
    held, citations = [], []
    for at in range(1, draw(st.integers(1, 8)) + 1):
        number = draw(st.sampled_from([*NUMBERS, None]))
        issuer, agency, province = draw(st.sampled_from(ISSUERS))
        key = number_key(number) if number else None
        day, kind = draw(st.none() | st.sampled_from(DAYS)), draw(st.sampled_from(KINDS))
        held.append(Held(at, f"Văn bản {at}", number, key, kind, None, day, issuer, agency, province))
        for place in range(draw(st.integers(0, 5))):
            cited = draw(st.sampled_from([*NUMBERS, "57", None]))
            citations.append(
                Citation(
                    at,
                    draw(st.sampled_from(RELATIONS)),
                    draw(st.sampled_from(TEXTS)),
                    draw(st.sampled_from(KINDS)),
                    cited,
                    number_key(cited) if cited else None,
                    draw(st.none() | st.sampled_from(DAYS)),
                    draw(st.sampled_from(WORDS)),
                    place,
                )
            )
    return Memory(held, citations), held


@settings(deadline=None, max_examples=effort(80, 200))
@given(libraries(), st.sampled_from([1, 3, 100]))
def test_a_graph_is_built_of_any_documents(made: tuple[Memory, list[Held]], limit: int) -> None:
    library, held = made
    for document in held:
        graph = build(library, document, limit=limit)
        assert graph.asked == f"d{document.id}"
        assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= graph.nodes.keys()
        assert all(edge.source != edge.target for edge in graph.edges)
        assert len({(edge.source, edge.target) for edge in graph.edges}) == len(graph.edges)
        assert all(graph.nodes[edge.source].held for edge in graph.edges)
        assert set(graph.chain) <= graph.nodes.keys()
        assert all(left.count > 0 and left.node in graph.nodes for left in graph.left_out)
        assert limit < 100 or not graph.left_out
        _links_agree(graph)
        assert svg_text(graph)
        assert build(library, document, limit=limit) == graph


def _links_agree(graph: Graph) -> None:
    """No link to a document whose number or day is another than the citation's."""
    for node in graph.nodes.values():
        if node.candidates:
            assert len(node.candidates) > 1
            assert not node.held


@settings(deadline=None, max_examples=effort(60, 150))
@given(libraries())
def test_up_and_down_tell_the_same(made: tuple[Memory, list[Held]]) -> None:
    """Where one document's graph leads up to another by number, that one's leads down to it."""
    library, held = made
    up = {
        (edge.source, edge.target)
        for document in held
        for edge in build(library, document, direction="up", up=1, limit=100).edges
        if edge.target.startswith("d") and edge.source == f"d{document.id}"
    }
    down = {
        (edge.source, edge.target)
        for document in held
        for edge in build(library, document, direction="down", down=1, limit=100).edges
        if edge.target == f"d{document.id}"
    }
    assert down <= up
    numbered = {f"d{document.id}" for document in held if document.number_key}
    bare = {f"d{c.document}" for c in library.cited(d.id for d in held) if c.bare or c.number_key is None}
    assert {(s, t) for s, t in up if t in numbered and s not in bare} <= down


@settings(deadline=None, max_examples=effort(60, 150))
@given(libraries())
def test_nothing_is_linked_against_its_number_or_day(made: tuple[Memory, list[Held]]) -> None:
    library, held = made
    by_id = {f"d{document.id}": document for document in held}
    for document in held:
        told = library.cited([document.id])
        for edge in build(library, document, direction="up", up=1, limit=100).edges:
            target = by_id.get(edge.target)
            if target is None or edge.source != f"d{document.id}":
                continue
            days = {c.issued_on for c in told if c.number_key == target.number_key or c.number_key is None or c.bare}
            assert days & {None, target.issued_on} or target.issued_on is None


@pytest.mark.parametrize(
    ("text", "words", "year"),
    [
        (
            "Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân ngày 20/11/2015",
            "Quốc hội và Hội đồng nhân dân",
            2015,
        ),
        ("Bộ luật Lao động năm 2019", "Bộ luật Lao động", 2019),
        ("Luật Phòng, chống bão số 45/2013/QH13, ngày 19/6/2013 của Quốc hội", "Luật Phòng, chống bão", 2013),
        ("Luật Lưu trữ được Quốc hội khóa XV thông qua ngày 21/6/2024", "Luật Lưu trữ", 2024),
        ("Luật Lưu trữ (2024)", "Luật Lưu trữ", 2024),
        ("Luật Lưu trữ", "Luật Lưu trữ", None),
    ],
)
def test_the_name_of_a_law_ends_where_its_date_begins(text: str, words: str, year: int | None) -> None:
    law = law_name(text, "L", None)
    assert law is not None
    assert law.words.endswith(words)
    assert law.year == year


@pytest.mark.parametrize("piece", ["a", " ", ", (", " năm ", " của quốc hội và", ",;", " số "])
def test_names_of_laws_are_read_in_linear_time(piece: str) -> None:
    assert_linear(lambda text: law_name(f"Luật {text}", "L", None), piece, 20_000)
