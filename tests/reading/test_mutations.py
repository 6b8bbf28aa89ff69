"""Mutations of good files end in a manuscript or a typed error, and in nothing else."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import UnreadableInput
from analyzer.reading import Limits, read
from tests.reading.builders import add_numbering, drawn, level, numbered, word
from tests.reading.hostile import STORED, TEXT, packed, raw_pdf
from tests.reading.test_properties import check


def _seeds() -> dict[str, bytes]:
    def page(canvas: Any) -> None:
        canvas.drawString(72, 700, TEXT)
        for y in (600, 640, 680):
            canvas.line(72, y, 400, y)
        for x in (72, 200, 400):
            canvas.line(x, 600, x, 680)
        canvas.drawString(80, 650, "Sở Y tế")

    def build(document: Any) -> None:
        numbered(document, TEXT, add_numbering(document, [level("upperRoman", "%1.")]))
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Nội dung"

    html = f"<!DOCTYPE html><html><head><title>Tin</title></head><body><h1>Kế hoạch</h1><p>{TEXT}</p><table><tr>" \
           f'<td rowspan=2>1</td><td colspan="2">Sở Y tế</td></tr></table></body></html>'  # fmt: skip
    made = word(build)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        small = {n: archive.read(n) for n in archive.namelist() if "thumbnail" not in n and "Effects" not in n}
    plain = {**small, "word/_rels/document.xml.rels": re.sub(
        rb'<Relationship [^>]*stylesWithEffects[^>]*/>', b"", small["word/_rels/document.xml.rels"])}  # fmt: skip
    plain["_rels/.rels"] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", small["_rels/.rels"])
    return {
        "pdf": drawn(page, pageCompression=0),
        "raw pdf": raw_pdf(),
        "docx": made,
        "stored docx": packed(plain, STORED),
        "html": html.encode(),
        "text": f"KẾ HOẠCH\n1. {TEXT}\nSTT | Nội dung\n1 | Rà soát".encode(),
    }


SEEDS = _seeds()


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(list(SEEDS.values()))))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        kind = draw(st.sampled_from(["flip", "cut", "drop", "splice", "repeat", "number"]))
        if kind == "flip" and data:
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del data[at:]
        elif kind == "drop":
            del data[at : at + draw(st.integers(1, 200))]
        elif kind == "splice":
            other = draw(st.sampled_from(list(SEEDS.values())))
            begin = draw(st.integers(0, len(other)))
            data[at:at] = other[begin : begin + draw(st.integers(1, 500))]
        elif kind == "repeat":
            data[at:at] = data[at : at + 200] * draw(st.integers(1, 20))
        else:
            numbers = list(re.finditer(rb"\d+", data))
            if numbers:
                found = numbers[at % len(numbers)]
                data[found.start() : found.end()] = draw(
                    st.sampled_from([b"0", b"-1", b"65536", b"4294967295", b"9" * 30])
                )
    return bytes(data)


FUZZ = Limits(bytes=1_000_000, pages=20, characters=100_000, unpacked=5_000_000, seconds=20)


@settings(max_examples=220, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutations())
def test_mutations_end_in_a_manuscript_or_a_typed_error(data: bytes) -> None:
    with contextlib.suppress(UnreadableInput):
        check(read(data, limits=FUZZ))
