"""The highlighted copy taken apart for tests: its annotations, labels and pages, and what must hold of them."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.models import Box, Directive, Span
from analyzer.reading import Manuscript, read
from analyzer.writing.show import KINDS, Kind, highlighted
from analyzer.writing.show.annotations import LOOKS, MENTIONED
from analyzer.writing.show.geometry import overlap
from tests.reading.pages import (
    boxes_of,
    to_user,
)


@dataclass
class Shown:
    """A document, what was found in it, and its copy."""

    data: bytes
    manuscript: Manuscript
    directive: Directive
    copy: bytes


def show(data: bytes, kinds: tuple[Kind, ...] = KINDS) -> Shown:
    manuscript = read(data)
    directive = assemble(analyse(manuscript))
    return Shown(data, manuscript, directive, highlighted(data, manuscript, directive, kinds))


def items(directive: Directive) -> Iterator[tuple[Kind, str, Span]]:
    """What must be highlighted."""
    for task in directive.tasks:
        yield "tasks", task.text, task.span
        for assignee in task.assignees:
            yield "agencies", assignee.text, assignee.span
        for deadline in task.deadlines:
            yield "deadlines", deadline.text, deadline.span
    for agency in directive.agencies:
        for mention in agency.mentions:
            yield "agencies", mention.text, mention.span
    for target in directive.targets:
        yield "targets", target.text, target.span


@dataclass
class Annotation:
    """What a viewer is told of an annotation; ``quads`` are boxes in the page's own coordinates."""

    page: int
    area: Box
    drawn_area: Box
    quads: list[Box]
    colour: tuple[float, ...]
    note: str
    drawing: bytes


def annotations(copy: bytes, subtype: str) -> list[Annotation]:
    with pikepdf.open(io.BytesIO(copy)) as document:
        return [
            Annotation(
                number,
                box(a.Rect),
                box(a.AP.N.BBox) if "/AP" in a else (0, 0, 0, 0),
                quads(a.get("/QuadPoints", [])),
                tuple(float(value) for value in a.get("/C", [])),
                str(a.Contents),
                a.AP.N.read_bytes() if "/AP" in a else b"",
            )
            for number, page in enumerate(document.pages, 1)
            if isinstance(listed := page.obj.get("/Annots", []), (pikepdf.Array, list))
            for a in listed
            if a.Subtype == f"/{subtype}"
        ]


def box(array: Any) -> Box:
    x0, y0, x1, y1 = map(float, array)
    return x0, y0, x1, y1


def quads(array: Any) -> list[Box]:
    values = [float(value) for value in array]
    corners = [(values[i : i + 8 : 2], values[i + 1 : i + 8 : 2]) for i in range(0, len(values), 8)]
    return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in corners]


def colours(kind: Kind) -> list[tuple[float, ...]]:
    return [LOOKS[kind].fill, *([MENTIONED.fill] if kind == "agencies" else [])]


def check_every_item_is_marked(made: Shown) -> None:
    """One highlight has just the item's boxes on each of its pages, in its colour, with an appearance and a note."""
    found = annotations(made.copy, "Highlight")
    with pypdfium2.PdfDocument(made.data) as document:
        sheets = [document[i] for i in range(len(document))]
        wanted = list(items(made.directive))
        assert len(wanted) >= 20
        for kind, text, span in wanted:
            for number in {number for number, _ in boxes_of(span)}:
                boxes = [box for page, box in boxes_of(span) if page == number]
                expected = [in_user_space(sheets[number - 1], box) for box in boxes]
                fitting = [
                    a for a in found if a.page == number and a.colour in colours(kind) and near(a.quads, expected)
                ]
                assert len(fitting) == 1, (kind, text)
                (made_of_it,) = fitting
                assert made_of_it.note
                assert made_of_it.drawing
                area = made_of_it.area
                assert all(
                    area[0] <= b[0] and area[1] <= b[1] and b[2] <= area[2] and b[3] <= area[3] for b in expected
                )
                assert near([area], [around(expected)], 2.2)
                assert made_of_it.drawn_area == area
        for page in sheets:
            page.close()


def in_user_space(page: pypdfium2.PdfPage, box: Box) -> Box:
    (xa, ya), (xb, yb) = to_user(page, box[0], box[1]), to_user(page, box[2], box[3])
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def around(boxes: list[Box]) -> Box:
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    )  # fmt: skip


def near(found: list[Box], expected: list[Box], tolerance: float = 0.05) -> bool:
    return len(found) == len(expected) and all(
        math.isclose(a, b, abs_tol=tolerance)
        for f, e in zip(found, expected, strict=True)
        for a, b in zip(f, e, strict=True)
    )


def rendered(data: bytes, index: int, *, annotated: bool) -> tuple[Image.Image, pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(data)
    page = document[index]
    return page.render(scale=2, may_draw_forms=False, draw_annots=annotated).to_pil().convert("RGB"), page


def displayed(page: pypdfium2.PdfPage, area: Box) -> tuple[int, int, int, int]:
    """A rectangle of the page's own coordinates as pixels of its picture at scale 2."""
    from ctypes import c_int

    from pypdfium2 import raw as pdfium

    width, height = (round(side * 2) for side in page.get_size())
    corners = []
    for x, y in ((area[0], area[1]), (area[2], area[3])):
        found = c_int(), c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, *found)
        corners.append((found[0].value, found[1].value))
    (xa, ya), (xb, yb) = corners
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def check_labels(made: Shown) -> None:
    """Each task has one label, on its first page; labels cover no print and no other label, and lie on the page."""
    labels = annotations(made.copy, "Stamp")
    first_pages = [task.span.page for task in made.directive.tasks]
    heads = [label for label in labels if re.match(r"Nhiệm vụ \d+", label.note)]
    assert sorted(label.page for label in heads) == sorted(p for p in first_pages if p)
    assert len({label.note.split(" ·")[0] for label in heads}) == len(heads)
    for number in sorted({label.page for label in labels}):
        picture, page = rendered(made.data, number - 1, annotated=False)
        areas = [label.area for label in labels if label.page == number]
        for area in areas:
            spot = displayed(page, area)
            assert 0 <= spot[0] < spot[2] <= picture.width
            assert 0 <= spot[1] < spot[3] <= picture.height
            assert picture.crop(spot).convert("L").getextrema()[0] > 200, (number, area)
        assert not any(overlap(a, b) for i, a in enumerate(areas) for b in areas[:i])


def shown_number(label: Annotation) -> str:
    found = re.search(rb"\((.*)\) Tj", label.drawing)
    assert found
    return found[1].decode("cp1252")
