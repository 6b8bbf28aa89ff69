"""The picture of any graph: valid XML, no boxes that overlap, arrows that keep to the gaps; the chain to the top."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive.graph import Edge, Effect, Graph, LeftOut, Named, Node
from analyzer.archive.graph.as_json import json_text
from analyzer.archive.graph.chain import chain_to_top
from analyzer.archive.graph.fitting import width, wrapped
from analyzer.archive.graph.layout import BOX_WIDTH, lay_out
from analyzer.archive.graph.model import LEVELS, RELATIONS, rung
from analyzer.archive.graph.svg import svg_text
from analyzer.cli.graph_tree import show
from analyzer.cli.messages import Messages
from tests.effort import effort

SVG = "{http://www.w3.org/2000/svg}"
words = st.text(min_size=1, max_size=60)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph: with cycles, with documents apart, with texts of any letters."""
    count = draw(st.integers(1, 14))
    ids = [f"n{at}" for at in range(count)]
    nodes = [
        Node(
            node,
            draw(words),
            draw(words),
            draw(st.none() | st.integers(1, 9)),
            issued_on=draw(st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))),
            issuer=draw(st.none() | words),
            title=draw(st.none() | st.text(max_size=200)),
            level=draw(st.sampled_from(LEVELS)),
            party=draw(st.booleans()),
            candidates=tuple(Named(draw(words), 1) for _ in range(draw(st.integers(0, 2)))),
            effects=tuple(Effect("replaces", Named(draw(words))) for _ in range(draw(st.integers(0, 3)))),
        )
        for node in ids
    ]
    pairs = draw(st.lists(st.sampled_from([(a, b) for a in ids for b in ids if a != b] or [("n0", "n0")]), unique=True))
    edges = [
        Edge(a, b, draw(st.sampled_from(RELATIONS)), draw(words), (), draw(st.booleans())) for a, b in pairs if a != b
    ]
    asked = draw(st.sampled_from(ids))
    chain = chain_to_top(asked, {node.id: node for node in nodes}, edges)
    left = [LeftOut(asked, "down", "basis", draw(st.integers(1, 5000)))]
    return Graph.of(asked, nodes, edges, chain, left)


@settings(deadline=None, max_examples=effort(60, 150))
@given(graphs())
def test_any_graph_is_drawn(graph: Graph) -> None:
    picture = ElementTree.fromstring(svg_text(graph))
    told = "".join(text.text or "" for text in picture.iter(f"{SVG}title"))
    assert told
    assert len(picture.findall(f".//{SVG}g[@role='group']")) == len(graph.nodes)
    layout = lay_out(graph, dict.fromkeys(graph.nodes, 80.0))
    boxes = layout.boxes()
    assert sorted(box[0] for box in boxes) == sorted(graph.nodes)
    for (_, left, top, right, bottom), (_, left2, top2, right2, bottom2) in combinations(boxes, 2):
        assert right < left2 or right2 < left or bottom < top2 or bottom2 < top
    assert all(left >= -0.001 and right <= layout.width + 0.001 for _, left, _, right, _ in boxes)
    show(graph, Messages("vi"), BytesIO())
    assert json_text(graph)


@settings(deadline=None, max_examples=effort(60, 150))
@given(graphs())
def test_arrows_pass_between_boxes_and_levels_stand_in_order(graph: Graph) -> None:
    layout = lay_out(graph, dict.fromkeys(graph.nodes, 80.0))
    line_of = {place.node: place.line for line in layout.lines for place in line if place.node}
    for edge in graph.edges:
        assert line_of[edge.source] != line_of[edge.target]
        above, below = sorted((edge.source, edge.target), key=lambda node: line_of[node])
        assert rung(graph.nodes[above].level) <= rung(graph.nodes[below].level)
    for line in layout.lines:
        for one, next_ in pairwise(line):
            assert one.x + one.width / 2 < next_.x - next_.width / 2
    for route in layout.routes:
        assert [abs(a.line - b.line) for a, b in pairwise(route.places)] == [1] * (len(route.places) - 1)


@settings(deadline=None, max_examples=effort(80, 200))
@given(graphs())
def test_the_chain_goes_up_over_what_documents_rest_on(graph: Graph) -> None:
    chain = graph.chain
    if not chain:
        return
    assert chain[-1] == graph.asked
    assert len(set(chain)) == len(chain) > 1
    rests = {(edge.source, edge.target) for edge in graph.edges if edge.rests}
    assert all((below, above) in rests for above, below in pairwise(chain))
    assert rung(graph.nodes[chain[0]].level) < rung(graph.nodes[chain[-1]].level)


def test_the_same_graph_is_the_same_picture() -> None:
    def drawn() -> str:
        nodes = [Node(f"n{at}", f"Văn bản {at}", str(at), at, level=LEVELS[at % 5]) for at in range(1, 30)]
        edges = [Edge(f"n{a}", f"n{b}", "basis") for a in range(1, 30) for b in range(1, a) if (a * b) % 7 == 3]
        return svg_text(Graph.of("n29", nodes, edges))

    assert drawn() == drawn()


def test_text_is_escaped_and_named_for_screen_readers() -> None:
    title = 'về <việc> "A & B"\x00'
    node = Node("d1", "Kế hoạch 1/KH-SNV", "1/KH-SNV", 1, title=title, issuer="Sở <X>", level="department")
    text = svg_text(Graph.of("d1", [node], []))
    picture = ElementTree.fromstring(text)
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "graph-title graph-told"
    group = picture.find(f".//{SVG}g[@role='group']")
    assert group is not None
    assert "<việc>" in (group.get("aria-label") or "")
    assert not re.search(r"(?:href|src|@import|url\(http)", text)


@pytest.mark.parametrize("room", [30.0, 90.0, 200.0])
@given(text=st.text(max_size=120))
@settings(deadline=None, max_examples=80)
def test_lines_fit_their_room(room: float, text: str) -> None:
    lines = wrapped(text, room, 11, 3)
    assert len(lines) <= 3
    assert all(width(line, 11) <= room or len(line) <= 2 for line in lines)
    if len(lines) < 3:
        assert "".join(lines).replace(" ", "") == "".join(text.split())


def test_boxes_hold_a_number_and_a_date() -> None:
    assert width("12345/QĐ-UBND", 12.5, bold=True) < BOX_WIDTH - 20


@pytest.mark.parametrize(
    ("edges", "chain"),
    [
        # over each level rather than straight to the top
        (["so basis cp", "so implements tinh", "tinh basis cp"], ["cp", "tinh", "so"]),
        # what it carries out rather than what it rests on
        (["so implements tinh", "tinh basis cp-2", "tinh implements cp"], ["cp", "tinh", "so"]),
        # the first cited of two alike
        (["so implements tinh", "tinh implements cp-2", "tinh implements cp"], ["cp-2", "tinh", "so"]),
        # from the Government on to the law
        (["so implements tinh", "tinh implements cp", "cp basis luat"], ["luat", "cp", "tinh", "so"]),
        # the Government rather than a law that everything rests on
        (["so implements tinh", "tinh basis luat", "tinh basis cp"], ["cp", "tinh", "so"]),
        # a law where there is nothing else
        (["so implements tinh", "tinh basis luat"], ["luat", "tinh", "so"]),
        # mentions and changes are no chain
        (["so mentions tinh", "so replaces cp"], []),
        # what the Party's centre resolves rather than a decree that is but a basis
        (["so implements tinh", "tinh basis cp", "tinh implements tw"], ["tw", "tinh", "so"]),
        # over another plan of the same level
        (["so implements tinh", "tinh implements tinh-2", "tinh-2 implements cp"], ["cp", "tinh-2", "tinh", "so"]),
    ],
)
def test_the_chain_that_people_would_name(edges: list[str], chain: list[str]) -> None:
    nodes = {
        "so": Node("so", "so", "so", 1, level="department"),
        "tinh": Node("tinh", "tinh", "tinh", 2, level="province"),
        "tinh-2": Node("tinh-2", "tinh-2", "tinh-2", 3, level="province"),
        "cp": Node("cp", "cp", "cp", 4, level="government"),
        "cp-2": Node("cp-2", "cp-2", "cp-2", 5, level="government"),
        "luat": Node("luat", "luat", "luat", kind="L", level="national"),
        "tw": Node("tw", "tw", "tw", level="national", party=True),
    }
    made = []
    for at, told in enumerate(edges):
        source, relation, target = told.split()
        found = next(r for r in RELATIONS if r == relation)
        made.append(Edge(source, target, found, place=at))
    assert list(chain_to_top("so", nodes, made)) == chain
    assert list(chain_to_top("so", nodes, made[::-1])) == chain


def test_an_edge_to_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="not both of which"):
        Graph.of("a", [Node("a", "a", "a")], [Edge("a", "b", "basis")])
    with pytest.raises(ValueError, match="no node"):
        Graph.of("b", [Node("a", "a", "a")], [])
