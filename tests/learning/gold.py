"""Annotated documents made for tests: written as files, read again, put together by chance."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from analyzer.assembly.models import Directive
from analyzer.learning.corpus import GoldDirective, GoldDocument
from analyzer.learning.matching import occurrences, squash
from analyzer.learning.placing import find_places
from analyzer.spans import Span

SHIPPED = Path(__file__).parents[2] / "corpora" / "directives"

ORDER = """ỦY BAN NHÂN DÂN
TỈNH AN SƠN
Số: 07/CT-UBND
An Sơn, ngày 12 tháng 3 năm 2024
CHỈ THỊ
Về việc tăng cường kiểm tra

1. Sở Nội vụ
a) Chủ trì, phối hợp với Sở Y tế rà soát Kế hoạch số 12/KH-UBND ngày 05/01/2024, hoàn thành trước ngày 30/6/2024.
b) Định kỳ hằng quý báo cáo UBND tỉnh; bảo đảm từ 90% trở lên.
2. Các sở, ban, ngành thực hiện Chỉ thị này.
Cơ quan phối hợp: Sở Tài chính.
"""
GOLD: dict[str, Any] = {
    "id": "ct-07",
    "directive": {"kind": "CT", "number": "07/CT-UBND", "issued_on": "2024-03-12"},
    "references": [
        {
            "quote": "Kế hoạch số 12/KH-UBND ngày 05/01/2024",
            "n": 1,
            "number": "12/KH-UBND",
            "issued_on": "2024-01-05",
        }
    ],
    "times": [
        {"quote": "trước ngày 30/6/2024", "n": 1, "start": None, "end": "2024-06-30"},
        {"quote": "Định kỳ hằng quý", "n": 1, "rrule": "FREQ=MONTHLY;INTERVAL=3"},
    ],
    "targets": [{"quote": "từ 90% trở lên", "n": 1, "value": 90, "unit": "%", "comparator": ">="}],
    "tasks": [
        {
            "from": "Chủ trì, phối hợp",
            "to": "ngày 30/6/2024.",
            "n": 1,
            "modality": "obligation",
            "area": "direction",
            "assignees": [{"name": "Sở Nội vụ", "role": "lead"}, {"name": "Sở Y tế", "role": "support"}],
            "deadlines": [{"start": None, "end": "2024-06-30"}],
        },
        {
            "from": "Định kỳ hằng quý",
            "to": "90% trở lên.",
            "n": 1,
            "modality": "obligation",
            "area": "direction",
            "assignees": [
                {"name": "Sở Nội vụ", "role": "lead"},
                {"name": "Ủy ban nhân dân tỉnh", "role": "recipient"},
            ],
            "deadlines": [{"rrule": "FREQ=MONTHLY;INTERVAL=3"}],
        },
        {
            "from": "Các sở, ban, ngành",
            "to": "Chỉ thị này.",
            "n": 1,
            "modality": "obligation",
            "area": "other",
            "assignees": [
                {"name": "các sở, ban, ngành", "role": "lead"},
                {"name": "Sở Tài chính", "role": "support"},
                {"name": "Sở Xây dựng", "role": "support"},
            ],
            "deadlines": [],
        },
    ],
}


def document(gold: object = GOLD, text: str = ORDER, name: str = "ct-07") -> GoldDocument:
    """A document in memory."""
    return GoldDocument(name, Path(f"{name}.json"), text, GoldDirective.model_validate(gold))


def write(directory: Path, gold: object = GOLD, text: str | bytes = ORDER, name: str = "ct-07") -> Path:
    """The document's two files; gives the path of the annotation."""
    path = directory / f"{name}.json"
    path.write_text(gold if isinstance(gold, str) else json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    path.with_suffix(".txt").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


_PIECES = st.sampled_from([
    "Sở", "Nội", "vụ", "báo", "cáo", "rà", "soát", "trước", "ngày", "30", "/", "6", "2024", "Ủy", "ban", "80", "%",
    ",", ";", ".", ":", "-", "Đ", "ế", "ộ", "hoàn", "thành", "UBND", "№", "😀", "ǖ", "ự",
])  # fmt: skip
_GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0"])


@st.composite
def documents(draw: st.DrawFn) -> GoldDocument:
    """Texts of tokens with gold on some ranges of them; entries of one kind do not overlap."""
    tokens = draw(st.lists(st.tuples(_PIECES, _GAPS), min_size=6, max_size=40))
    text, bounds = "", []
    for token, gap in tokens:
        bounds.append((len(text), len(text) + len(token)))
        text += token + gap
    flat = squash(text)
    # blanks aside, the squashed text is the text in lower case: places are counted over the tokens
    before = [len(squash(text[:start])) for start, _ in bounds]

    def ranges(most: int) -> list[tuple[int, int]]:
        edges = sorted(draw(st.sets(st.integers(0, len(tokens)), max_size=2 * most)))
        return [(a, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=False)]

    def quote(first: int, last: int) -> dict[str, Any]:
        words = text[bounds[first][0] : bounds[last][1]]
        return {"quote": words, "n": occurrences(squash(words), flat).index(before[first]) + 1}

    gold: dict[str, Any] = {"id": "x", "times": [], "targets": [], "tasks": []}
    for first, last in ranges(4):
        kind = draw(st.sampled_from(["times", "targets"]))
        value = {"end": "2024-06-30"} if kind == "times" else {"value": 3, "comparator": ">="}
        gold[kind].append({**quote(first, last), **value})
    for first, last in ranges(3):
        start = quote(first, last)
        gold["tasks"].append({
            "from": start["quote"],
            "to": start["quote"],
            "n": start["n"],
            "modality": "obligation",
            "area": "other",
            "assignees": [{"name": "Sở Nội vụ", "role": "lead"}],
            "deadlines": [{"end": "2024-06-30"}],
        })  # fmt: skip
    return document(gold, text, "x")


#: Ways in which the same text may lie in a file.
FILES = {
    "plain": lambda text: text.encode("utf-8"),
    "bom": lambda text: text.encode("utf-8-sig"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode("utf-8"),
    "all": lambda text: unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode("utf-8-sig"),
}


def as_output(given: GoldDocument) -> Directive:
    """The output of an analyzer that finds exactly the gold."""
    gold, places = given.gold, find_places(given)

    def at(span: Span) -> dict[str, Any]:
        return {"text": given.text[span.start : span.end], "span": {"start": span.start, "end": span.end}}

    def items(letter: str, entries: Sequence[BaseModel], spans: Sequence[Span]) -> list[dict[str, Any]]:
        said = [entry.model_dump(exclude={"quote", "n"}) for entry in entries]
        return [{"id": f"{letter}{i}", **at(s), **e} for i, (e, s) in enumerate(zip(said, spans, strict=True), 1)]

    header = gold.directive.model_dump()
    for field, key in (("number", "text"), ("issuer", "name"), ("signer", "name")):
        header[field] = {key: header[field]} if header[field] else None
    tasks = [
        {
            "id": f"t{i}",
            **at(span),
            "modality": task.modality,
            "area": task.area,
            "assignees": [{"name": a.name, "role": a.role, **at(span)} for a in task.assignees],
            "deadlines": [{**d.model_dump(), **at(span)} for d in task.deadlines],
        }
        for i, (task, span) in enumerate(zip(gold.tasks, places.tasks, strict=True), 1)
    ]
    return Directive.model_validate({
        "source": {"media_type": "text/plain", "sha256": "0" * 64, "reader": "text"},
        "text": given.text,
        "directive": header,
        "references": items("r", gold.references, places.references),
        "times": items("d", gold.times, places.times),
        "targets": items("g", gold.targets, places.targets),
        "tasks": tasks,
    })  # fmt: skip
