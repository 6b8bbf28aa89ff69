"""Invented documents of every format, each spoilt in one way: the same files for the same numbers."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from analyzer.reading.word97 import programs  # noqa: E402
from tests.reading.builders import drawn, font, pdf, register_fonts, ruled, word  # noqa: E402
from tests.reading.old_encodings import to_tcvn3, to_viqr, to_vni  # noqa: E402
from tests.reading.packets import packet, zipped  # noqa: E402
from tests.reading.test_encodings import windows_1258  # noqa: E402

TEXT = """ỦY BAN NHÂN DÂN TỈNH SƠN HẢI
Số: 15/CT-UBND
Sơn Hải, ngày 03 tháng 02 năm 2024
CHỈ THỊ
Về việc rà soát thủ tục hành chính
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát quy trình, báo cáo Ủy ban nhân dân tỉnh trước ngày \
30/6/2024.
2. Sở Y tế công khai kết quả, bảo đảm đạt từ 95% trở lên trong quý III/2024.
STT | Nhiệm vụ | Cơ quan chủ trì
1 | Cập nhật cơ sở dữ liệu | Sở Tư pháp
"""
ROWS = [line.split(" | ") for line in TEXT.splitlines() if " | " in line]
LINES = [line for line in TEXT.splitlines() if " | " not in line]
PICTURES, CONVERTED = ("png", "jpg", "tif"), ("doc", "rtf")
#: How many of a thousand files are of each format; those that other programs read are few, for they take seconds.
SHARES = {
    "txt": 270, "html": 200, "docx": 200, "pdf": 150, "edxml": 110, "edxml.zip": 40,
    "png": 5, "jpg": 5, "tif": 5, "doc": 6, "rtf": 9,
}  # fmt: skip


def _html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    body = "".join(f"<p>{line}</p>" for line in LINES)
    head = "<head><title>Chỉ thị</title></head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}<table>{rows}</table></body></html>".encode()


def _docx() -> bytes:
    def build(document: object) -> None:
        for line in LINES:
            document.add_paragraph(line)  # type: ignore[attr-defined]
        table = document.add_table(len(ROWS), len(ROWS[0]))  # type: ignore[attr-defined]
        for number, row in enumerate(ROWS):
            for column, cell in enumerate(row):
                table.cell(number, column).text = cell

    return word(build)


def _pdf(**options: int) -> bytes:
    register_fonts()

    def page(canvas: object) -> None:
        canvas.setFont("Serif", 9)  # type: ignore[attr-defined]
        for number, line in enumerate(LINES):
            canvas.drawString(40, 800 - 16 * number, line)  # type: ignore[attr-defined]

    return drawn(page, **options) if options else pdf([ruled(ROWS, [40, 270, 120])])


def _picture(kind: str) -> bytes:
    picture = Image.new("L", (900, 160), 255)
    letters = ImageFont.truetype(str(font()), 22)
    ImageDraw.Draw(picture).multiline_text((20, 20), "\n".join(LINES[:3]), 0, letters)
    file = io.BytesIO()
    picture.save(file, kind, dpi=(150, 150))
    return file.getvalue()


def _rtf() -> bytes:
    written = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in "\\par ".join(LINES))
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\\f0\\fs28 {written}\\par}}".encode()


def _doc() -> bytes:
    """The rich text as a Word 97 document, which LibreOffice writes; twice, for it starts again with a new profile."""
    program = programs.libreoffice()
    if program is None:
        raise SystemExit(f"LibreOffice Writer is missing: {programs.INSTALL}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.rtf").write_bytes(_rtf())
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "doc", "--outdir", name, str(folder / "a.rtf")]
        for _ in range(2):
            subprocess.run(command, check=False, capture_output=True, timeout=300)
        return (folder / "a.doc").read_bytes()


def _texts() -> list[bytes]:
    return [
        TEXT.encode(),
        TEXT.encode("utf-16"),
        to_tcvn3(TEXT).encode("latin-1", "replace"),
        to_vni(TEXT).encode("latin-1", "replace"),
        to_viqr(TEXT).encode("ascii", "replace"),
        windows_1258(TEXT),
    ]


@cache
def sound(kind: str) -> tuple[bytes, ...]:
    """Good documents of a format."""
    attached = [("chi-thi.txt", TEXT.encode()), ("phu-luc.docx", _docx())]
    makers: dict[str, Callable[[], list[bytes]]] = {
        "txt": _texts,
        "html": lambda: [_html()],
        "docx": lambda: [_docx()],
        "pdf": lambda: [_pdf(pageCompression=0), _pdf(pageCompression=1), _pdf()],
        "edxml": lambda: [packet(attached)],
        "edxml.zip": lambda: [zipped({"goi.edxml": packet(attached)})],
        "png": lambda: [_picture("PNG")],
        "jpg": lambda: [_picture("JPEG")],
        "tif": lambda: [_picture("TIFF")],
        "doc": lambda: [_doc()],
        "rtf": lambda: [_rtf()],
    }
    return tuple(makers[kind]())


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(1, len(data)) :]


def _drop(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 400)]


def _zero(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + 400] = bytes(len(data[at : at + 400]))


def _repeat(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 100)] * chance.choice((5, 50, 500))


def _splice(data: bytearray, chance: random.Random) -> None:
    other = chance.choice(sound(chance.choice(("txt", "html", "docx", "pdf", "edxml"))))
    begin, at = chance.randrange(len(other)), chance.randrange(len(data))
    data[at:at] = other[begin : begin + chance.randrange(1, 1_000)]


def _number(data: bytearray, chance: random.Random) -> None:
    numbers = list(re.finditer(rb"\d+", data))
    for found in sorted(chance.sample(numbers, min(3, len(numbers))), key=lambda m: -m.start()):
        data[found.start() : found.end()] = chance.choice((b"0", b"-1", b"65536", b"4294967295", b"9" * 30))


def _unicode(data: bytearray, chance: random.Random) -> None:
    marks = ("\u0301" * 200, "\u202e", "\ufeff", "\U0010ffff", "\u00ad\u200b" * 50, "\x00" * 20, "\ufdfa" * 50)
    piece = chance.choice((*(mark.encode() for mark in marks), b"\xed\xa0\x80", b"\xff\xfe", b"\xf4\x90\x80\x80"))
    for _ in range(3):
        at = chance.randrange(len(data))
        data[at:at] = piece


def _inside(data: bytearray, chance: random.Random) -> None:
    """A part of a package spoilt, with the package itself sound; of other files, two spoilings at once."""
    if not data.startswith(b"PK"):
        _number(data, chance)
        _flip(data, chance)
        return
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    chosen = chance.choice([name for name in members if members[name] and ("word/" in name or "goi" in name)])
    part = bytearray(members[chosen])
    chance.choice((_flip, _drop, _repeat, _number, _unicode))(part, chance)
    data[:] = zipped({**members, chosen: bytes(part)})


def _mislabel(data: bytearray, chance: random.Random) -> None:
    """Nothing: the file's name alone is wrong."""


MUTATIONS: dict[str, Callable[[bytearray, random.Random], None]] = {
    "flipped": _flip,
    "truncated": _truncate,
    "dropped": _drop,
    "zeroed": _zero,
    "repeated": _repeat,
    "spliced": _splice,
    "numbers": _number,
    "unicode": _unicode,
    "inside": _inside,
    "mislabelled": _mislabel,
}


def spoilt_one(kind: str, mutation: str, seed: int | str) -> bytes:
    """A file of a format, spoilt in one way; the same for the same seed."""
    chance = random.Random(f"{seed}/{kind}/{mutation}")
    data = bytearray(chance.choice(sound(kind)))
    MUTATIONS[mutation](data, chance)
    return bytes(data)


def spoilt(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """So many spoilt files, with names that tell format, mutation and number: ``docx/flipped/00012.docx``."""
    kinds, shares = list(SHARES), list(SHARES.values())
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        kind = chance.choices(kinds, shares)[0]
        name = list(MUTATIONS)[number % len(MUTATIONS)]
        suffix = chance.choice([k for k in kinds if k != kind]) if name == "mislabelled" else kind
        path = f"{kind.replace('.', '-')}/{name}/{number:05d}.{suffix.rsplit('.')[-1]}"
        yield path, spoilt_one(kind, name, f"{seed}/{number}")
