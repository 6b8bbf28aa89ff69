"""Writes the first inputs of every target to fuzz/corpus: ``python -m fuzz.seeds``. All are invented.

What the fuzzer adds to a corpus by itself stays in build/fuzz; a finding that was mended is kept here by hand, as a
file of its target, and is a test from then on (``tests/hostile/test_corpus.py``).
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from analyzer.reading import read
from analyzer.reading.isolation import codec
from benchmarks.mutations_making import LINES, TEXT
from fuzz.targets import PARTS, PHRASES, TARGETS, sound_letter
from tests.reading.containers_ole import ole, word_head
from tests.reading.hostile import SHOWN, STORED, packed, png, raw_pdf
from tests.reading.old_encodings import to_tcvn3, to_viqr, to_vni
from tests.reading.packets import packet, zipped

CORPUS = Path(__file__).parent / "corpus"
SHORT = "\n".join(LINES[:3])
ROW = "<table><tr><td rowspan=2>1</td><td colspan=2>Sở Y tế</td></tr><tr><td>2</td></tr></table>"


def seeds() -> dict[str, list[bytes]]:
    members = sound_letter()
    small = {name: members[name] for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml")}
    parts = [(number, members[part]) for number, part in enumerate(PARTS) if part in members]
    spoken = ("Giao ", "Sở Nội vụ", "rà soát", "trước ngày 30/6/2024", ". ")
    drawn = b"q 1 0 0 1 9 9 cm 9 9 200 50 re S 9 9 m 90 90 l S BT /F1 9 Tf 20 20 Td [(A) -90 (B)] TJ ET Q"
    any_kind = [SHORT.encode(), ole("Workbook"), png(3, 3), zipped({"a.txt": b"a"}), raw_pdf(), packed(small)]
    return {
        "encodings": [b"u" + SHORT.encode(), b"x" + SHORT.encode("utf-16"), b"y" + _latin(to_tcvn3(SHORT))],
        "text": [TEXT.encode(), b"1. a\n- b\n\xcc\x81 | c\nTrang 2\n"],
        "html": [f"<h1>{LINES[3]}</h1><p>{LINES[5]}</p>{ROW}".encode(), b"<ul><li>a<li><b>b</ul>&lt;&#7879;"],
        "docx": [bytes([number]) + content for number, content in parts if len(content) < 9_000],
        "containers": [packed(small), packed({"a.txt": b"a", "b/c.xml": b"<a/>"}, STORED)],
        "sniffed": any_kind,
        "pdf": [raw_pdf()[9:], raw_pdf(filters=b"/Filter/ASCIIHexDecode", contents=b"42>")[9:]],
        "pdf_contents": [SHOWN, drawn],
        "pictures": [png(20, 20), *(_picture(kind) for kind in ("TIFF", "JPEG"))],
        "edxml": [packet([("chi-thi.txt", SHORT.encode())]), zipped({"goi.edxml": packet([("a.txt", b"Giao")])})],
        "word97": [ole("WordDocument", document=word_head()), ole("Workbook")],
        "legacy": [_latin(to_tcvn3(SHORT)), _latin(to_vni(SHORT)), _latin(to_viqr(SHORT))],
        "answers": [codec.encode(read(SHORT))],
        "chain": [bytes(PHRASES.index(phrase) for phrase in spoken), bytes(range(len(PHRASES)))],
        "raw_chain": [TEXT.encode()],
    }


def _picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((24, 24)).save(file, kind)
    return file.getvalue()


def _latin(text: str) -> bytes:
    return text.encode("latin-1", "replace")


def main() -> None:
    for target, inputs in seeds().items():
        assert target in TARGETS
        (CORPUS / target).mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(inputs):
            (CORPUS / target / f"seed-{number}").write_bytes(data)


if __name__ == "__main__":
    main()
