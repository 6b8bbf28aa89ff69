"""Bodies of documents as trees, and what their parts hold."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analyzer.layout.outline import Node, Outline, build_outline
from analyzer.layout.sections import zone_of
from analyzer.reading import read
from analyzer.spans import Span

DATA = Path(__file__).parent / "data"


def _load(name: str) -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(strict=True, reason="known gap")] if case.get("known_gap") else [],
        )
        for case in tomllib.loads((DATA / name).read_text("utf-8"))["case"]
    ]


def draw(outline: Outline) -> str:
    """The tree as indented text."""
    return "\n".join("  " * n.depth + f"{n.label or f'<{n.style}>'} {outline.words(n)}" for n in outline.nodes)


@pytest.mark.parametrize("case", _load("outline_trees.toml"))
def test_trees(case: dict[str, str]) -> None:
    outline = build_outline(read(case["text"]))
    if "tree" in case:
        assert draw(outline) == case["tree"].strip("\n")
    if "labels" in case:
        assert [" ".join(n.path()) for n in outline.nodes] == case["labels"].strip("\n").split("\n")


@pytest.mark.parametrize(
    "text", [p.values[0]["text"] for p in _load("outline_trees.toml") + _load("outline_zones.toml")]
)
def test_every_word_is_in_one_node(text: str) -> None:
    outline = build_outline(read(text))
    assert [n.index for n in outline.nodes] == list(range(len(outline.nodes)))
    at = 0
    for node in outline.nodes:
        assert outline.text[at : node.label_start].strip() == ""
        assert node.label_start <= node.start <= node.end
        at = node.end
        assert node.parent is None or node in node.parent.children
        assert all(child.parent is node and child.index > node.index for child in node.children)
    assert outline.text[at:].strip() == ""


@pytest.mark.parametrize("case", _load("outline_zones.toml"))
def test_zones(case: dict[str, Any]) -> None:
    outline = build_outline(read(case["text"]), kind=case.get("kind"))
    assert [n.zone or "" for n in outline.nodes] == case["zones"]


@pytest.mark.parametrize(
    ("heading", "zone"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "purpose"),
        ("Quan điểm chỉ đạo", "purpose"),
        ("Mục tiêu chung", "target"),
        ("Các chỉ tiêu chủ yếu", "target"),
        ("Nhiệm vụ, giải pháp", "tasks"),
        ("Tổ chức thực hiện", "tasks"),
        ("Trách nhiệm của các cơ quan", "tasks"),
        ("Mục tiêu và nhiệm vụ", "tasks"),
        ("Căn cứ pháp lý", "basis"),
        ("Kết quả đạt được", "results"),
        ("Tồn tại, hạn chế và nguyên nhân", "results"),
        ("Kinh phí thực hiện", "funding"),
        ("Phạm vi điều chỉnh", "scope"),
        ("Đối tượng áp dụng", "scope"),
        ("Giải thích từ ngữ", "scope"),
        ("Hiệu lực thi hành", "effect"),
        ("Sở Nội vụ", None),
        ("Cải cách thủ tục hành chính", None),
        ("Mục tiêuchung", None),
        ("", None),
    ],
)
def test_headings(heading: str, zone: str | None) -> None:
    assert zone_of(heading) == zone


TEXT = "Số: 5\n1. Sở Nội vụ:\na) Rà soát biên chế.\nNơi nhận:\n- Như trên;\nb) Báo cáo kết quả.\nHết."


def _lines(outline: Outline) -> list[str]:
    return [outline.text[n.label_start : n.end] for n in outline.nodes]


def test_start_end_and_skip() -> None:
    manuscript = read(TEXT)
    text = manuscript.text
    skipped = Span(text.index("Nơi nhận"), text.index("b) Báo"))
    outline = build_outline(manuscript, start=text.index("1. Sở"), end=text.index("Hết"), skip=[skipped])
    assert _lines(outline) == ["1. Sở Nội vụ:", "a) Rà soát biên chế.", "b) Báo cáo kết quả."]
    assert [n.path() for n in outline.nodes] == [["1"], ["1", "a"], ["1", "b"]]


def test_nothing_to_build() -> None:
    manuscript = read(TEXT)
    assert build_outline(manuscript, start=len(manuscript.text)).nodes == ()


def test_depth_is_bounded() -> None:
    text = "\n".join(f"{'- ' if i % 2 else '+ '}mục {i}:" for i in range(2000))
    outline = build_outline(read(text))

    def depth(node: Node) -> int:
        return node.depth

    assert len(outline.nodes) == 2000
    assert max(map(depth, outline.nodes)) < 100
