"""Encodings of plain text, and the repair of characters."""

from __future__ import annotations

import unicodedata

import pytest

from analyzer.errors import UnsupportedFormat
from analyzer.reading import read
from analyzer.reading.characters import clean, compose, split_lines
from analyzer.reading.legacy import legacy_encoding
from tests.linear import assert_linear

TEXT = (
    "ỦY BAN NHÂN DÂN XÃ HÒA BÌNH\n"
    "Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với các đơn vị rà soát, báo cáo trước ngày 05/3/2024.\n"
    "Đề nghị Mặt trận Tổ quốc tiếp tục giám sát việc giải quyết kiến nghị của người dân."
)
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def windows_1258(text: str) -> bytes:
    """Vietnamese as Windows writes it: letters composed with their own mark, the tone behind."""
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(c for c in parts if c in TONES)
        out.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES)) + tone)
    return "".join(out).encode("cp1258")


def tone_first(text: str) -> str:
    """Decomposed text with the tone typed before the circumflex or breve."""
    out = []
    for char in text:
        base, *marks = unicodedata.normalize("NFD", char)
        out.append(base + "".join(sorted(marks, key=lambda m: m not in TONES)))
    return "".join(out)


ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "utf-16 le with mark": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "utf-16 be with mark": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "utf-16 le": TEXT.encode("utf-16-le"),
    "utf-16 be": TEXT.encode("utf-16-be"),
    "utf-32 with mark": TEXT.encode("utf-32"),
    "windows-1258": windows_1258(TEXT),
    "decomposed": unicodedata.normalize("NFD", TEXT).encode(),
    "tone before circumflex": tone_first(TEXT).encode(),
    "carriage returns": TEXT.replace("\n", "\r\n").encode(),
    "old Mac line ends": TEXT.replace("\n", "\r").encode(),
    "no-break spaces": TEXT.replace(" ", "\xa0").encode(),
    "zero-width characters": TEXT.replace(" ", "\u200b \ufeff").encode(),
    "control characters": TEXT.replace("phối", "ph\x02ối").encode(),
    "soft hyphens": TEXT.replace("nhiệm", "nhi\xadệm").replace("giám", "gi\xadám").encode(),
    "utf-8 read as windows-1252": "".join(
        bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in TEXT.encode()
    ).encode(),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED.keys())
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert read(data).text == TEXT


def test_cp1258_is_told_from_utf8_by_its_bytes() -> None:
    with pytest.raises(UnicodeDecodeError):
        windows_1258(TEXT).decode("utf-8")


def test_mojibake_leaves_a_note() -> None:
    assert [n.code for n in read(ENCODED["utf-8 read as windows-1252"]).notes] == ["mojibake_repaired"]


def test_a_broken_byte_is_replaced_and_noted() -> None:
    manuscript = read((TEXT * 20).encode()[:-1] + b"\xff")
    assert [n.code for n in manuscript.notes] == ["undecodable_bytes"]


REFUSED = {
    "French": "Le préfet a décidé de réformer l'administration générale dès l'été".encode("latin-1"),
    "Russian": "Правительство утвердило план административной реформы".encode("cp1251"),
    "random bytes": bytes(range(256)) * 4,
    "mostly zeros": b"\0" * 50 + b"abc" + b"\0" * 51,
    "UTF-16 mark before junk": b"\xff\xfe" + bytes(range(1, 32)) * 20,
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_a_wrong_guess_is_worse_than_an_error(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat):
        read(data)


@pytest.mark.parametrize(
    "text",
    [
        "Nhiệt độ từ 20°C đến 30°C, sai số ±0,5",
        "© 2024 Sở X® giữ bản quyền",
        "Cà Mau, đảo Hòn Khoai",
        "a­b c­d e­f g­h",
        "5 µm ± 2 µg «an» §5",
        "",
    ],
)
def test_signs_alone_are_no_legacy_encoding(text: str) -> None:
    assert legacy_encoding(text) is None


CLEANED = [
    ("  hai   khoảng  trắng ", "hai khoảng trắng"),
    ("cột\tmột", "cột một"),
    ("gạch\u2011nối", "gạch-nối"),
    ("\uf0b7 mục", "• mục"),
    ("\uf02d mục", "- mục"),
    ("a\x00b\x07c", "abc"),
    ("ho\u0301\u0302", "hố"),
    ("Ðiều", "Ðiều"),
    ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ("e\u0301" * 3, "ééé"),
]


@pytest.mark.parametrize(("raw", "expected"), CLEANED)
def test_characters_are_repaired(raw: str, expected: str) -> None:
    assert clean(raw) == expected


def test_many_combining_marks_take_linear_time() -> None:
    assert len(compose("a" + "\u0301\u0323" * 400_000)) < 20
    assert_linear(compose, lambda n: "a" + "\u0301\u0323" * n)


def test_all_kinds_of_line_breaks() -> None:
    assert split_lines("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\ni") == list("abcdefghi")
