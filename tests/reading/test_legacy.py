"""Text in TCVN3, VNI and VIQR: told, converted exactly, and nothing else touched."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.learning.splits import read_splits
from analyzer.reading import read
from analyzer.reading.legacy import Encoding, convert, convert_blocks, font_encoding, legacy_encoding
from analyzer.reading.syllables import _RHYMES, is_syllable
from tests.linear import assert_linear
from tests.reading.old_encodings import ACUTE, DOT, GRAVE, HOOK, TILDE, to_tcvn3, to_viqr, to_vni

DIRECTIVES = Path(__file__).parents[2] / "corpora" / "directives"
SEEN = sorted(DIRECTIVES / f"{name}.txt" for name, split in read_splits(DIRECTIVES).items() if split == "seen")
ENCODERS: dict[Encoding, Callable[[str], str]] = {"TCVN3": to_tcvn3, "VNI": to_vni, "VIQR": to_viqr}
ONSETS = tuple(" ngh ng nh gh gi kh ch ph qu th tr b c d đ g h k l m n p r s t v x".split(" "))  # noqa: SIM905


def syllables() -> list[str]:
    """Every onset, rhyme and tone, the tone on each of the vowels."""
    found = {
        onset + unicodedata.normalize("NFC", rhyme[: i + 1] + tone + rhyme[i + 1 :])
        for onset in ONSETS
        for rhyme in _RHYMES
        for tone in ("", ACUTE, GRAVE, HOOK, TILDE, DOT)
        for i, char in enumerate(rhyme)
        if unicodedata.normalize("NFD", char)[0] in "aeiouy"
    }
    return sorted(filter(is_syllable, found))


@pytest.mark.parametrize("case", [str.lower, str.capitalize, str.upper], ids=["small", "first letter", "capitals"])
@pytest.mark.parametrize("encoding", ["VNI", "VIQR"])
def test_every_syllable(encoding: Encoding, case: Callable[[str], str]) -> None:
    words = [case(s) for s in syllables()]
    assert len(words) > 30_000
    assert [w for w in words if convert(ENCODERS[encoding](w), encoding) != w] == []


def test_every_syllable_in_the_fonts_of_tcvn3() -> None:
    words = syllables()
    assert [w for w in words if convert(to_tcvn3(w), "TCVN3", sure=True) != w] == []
    capitals = [w.upper() for w in words]
    back = [convert(to_tcvn3(w, capitals=True), "TCVN3", sure=True, capitals=True) for w in capitals]
    assert back == capitals


@pytest.mark.parametrize("path", SEEN, ids=[p.stem for p in SEEN])
def test_whole_documents(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = read(text.encode())
    for encoding, encode in ENCODERS.items():
        manuscript = read(encode(text).encode())
        if encoding == "TCVN3":  # capitals with tones have no code
            assert manuscript.text.lower() == expected.text.lower()
        else:
            assert manuscript.text == expected.text
        assert "legacy_encoding_converted" in {note.code for note in manuscript.notes}, encoding


def test_the_car_of_tcvn3_is_no_quotation_mark() -> None:
    text = "Uỷ ban nhân dân xã không mua sắm mới ô tô bằng ngân sách năm 2009; giao Sở Nội vụ rà soát, báo cáo.\n" * 3
    assert read(to_tcvn3(text).encode()).text == read(text.encode()).text


TEXT = (
    "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan rà soát, tham mưu Uỷ ban nhân dân.\n"
    "Thời gian hoàn thành: trước ngày 30 tháng 9 năm 2009; kinh phí 3 × 4 triệu đồng."
)


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_files_in_eight_bits(encoding: Encoding) -> None:
    manuscript = read(ENCODERS[encoding](TEXT).encode("cp1252"))
    assert manuscript.text == TEXT
    (note,) = manuscript.notes
    assert note.code == "legacy_encoding_converted"
    assert encoding in note.message
    assert encoding in note.message_vi


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI", "VIQR"])
def test_pages_of_portals(encoding: Encoding) -> None:
    lines = [f"<p>{line}</p>" for line in ENCODERS[encoding](TEXT).split("\n")]
    row = "".join(f"<td>{ENCODERS[encoding](c)}</td>" for c in ("1", "Báo cáo kết quả", "Sở Nội vụ"))
    page = f"<html><body>{''.join(lines)}<table><tr>{row}</tr><tr>{row}</tr></table></body></html>"
    assert read(page.encode()).text == f"{TEXT}\n" + "\n".join(["1 | Báo cáo kết quả | Sở Nội vụ"] * 2)


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_documents_in_two_encodings(encoding: Encoding) -> None:
    unicode_line = "Điều 2. Giao Chánh Văn phòng theo dõi, đôn đốc việc thực hiện."
    manuscript = read(f"{unicode_line}\n{ENCODERS[encoding](TEXT)}\nRà soát toàn xã: có báo cáo\n{unicode_line}")
    assert manuscript.text == f"{unicode_line}\n{TEXT}\nRà soát toàn xã: có báo cáo\n{unicode_line}"
    (note,) = manuscript.notes
    assert note.message.startswith("Part of the text")


def test_short_lines_go_with_the_document() -> None:
    body = to_tcvn3(TEXT).split("\n")
    for line in ("Sở Nội vụ", "Kế hoạch", "vụ", "Ô tô", "đ) Báo cáo", "đ/c Bí thư", "ở xã"):
        conversion = convert_blocks([to_tcvn3(line), *body])
        assert conversion is not None
        assert conversion.texts[0] == line


def test_words_in_an_old_encoding_within_a_line_of_unicode() -> None:
    line = f"Điều 3. {to_tcvn3('Thường trực các đơn vị')} chịu trách nhiệm, § 5"
    conversion = convert_blocks([line, *to_tcvn3(TEXT).split("\n")])
    assert conversion is not None
    assert conversion.texts[0] == "Điều 3. Thường trực các đơn vị chịu trách nhiệm, § 5"


CAPITALS = [
    ("Uû BAN NH¢N D¢N TØNH", "UỶ BAN NHÂN DÂN TỈNH"),
    ("Bé NéI Vô giao UBND x·", "BỘ NỘI VỤ giao UBND xã"),
    ("giao Bé TC vµ Së NN", "giao Bộ TC và Sở NN"),
    ("n-íc th¶i ë UBND tr-êng X-quang", "nước thải ở UBND trường X-quang"),
    ("50.000® vµ m¹ng", "50.000đ và mạng"),
]


@pytest.mark.parametrize(("written", "meant"), CAPITALS)
def test_tcvn3_without_its_fonts(written: str, meant: str) -> None:
    assert convert(written, "TCVN3") == meant


VNI_CASES = [
    ("UÛY BAN NHAÂN DAÂN", "ỦY BAN NHÂN DÂN"),
    ("ÑOÂNG NaM", "ĐÔNG NaM"),
    ("UûY BAN", "ỦY BAN"),
    ("ÖÙng", "Ứng"),
]


@pytest.mark.parametrize(("written", "meant"), VNI_CASES)
def test_vni_takes_the_case_of_the_letter(written: str, meant: str) -> None:
    assert convert(written, "VNI") == meant


VIQR_CASES = [
    ("a. To^? chu+'c ho.p", "a. Tổ chức họp"),
    ("dd) Ba'o ca'o", "đ) Báo cáo"),
    ("So^' 12/QDD-UBND, 5/KH-SGDDDT", "Số 12/QĐ-UBND, 5/KH-SGDĐT"),
    ("nha^n da^n. Xem www.abc.gov.vn/e^", "nhân dân. Xem www.abc.gov.vn/e^"),
    (r"la\. Va` o+? ha?", "la. Và ở hả"),
    ("bu*o*'c", "bước"),
]


@pytest.mark.parametrize(("written", "meant"), VIQR_CASES)
def test_viqr(written: str, meant: str) -> None:
    assert convert(written, "VIQR") == meant


FONTS: list[tuple[str, tuple[Encoding, bool] | None]] = [
    (".VnTime", ("TCVN3", False)), (".VnTimeH", ("TCVN3", True)), (".VnArialH,Bold", ("TCVN3", True)),
    (".VNTIME", ("TCVN3", False)), ("ABCDEF+.VnTimeH-Bold", ("TCVN3", True)), ("VNI-Times", ("VNI", False)),
    ("VNI-Helve-Condense", ("VNI", False)), ("Times New Roman", None), ("Vni", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), FONTS)
def test_fonts(name: str, expected: tuple[Encoding, bool] | None) -> None:
    assert font_encoding(name) == expected


UNTOUCHED = {
    "Unicode": TEXT,
    "decomposed": unicodedata.normalize("NFD", TEXT),
    "symbols": "Đường ¤ § 5 £ ±",
    "Latin letters only": "Rà soát toàn xã\nBáo cáo\nThành tích\nhoà bình\ncó khoán\nquê tôi",
    "French": "Le préfet a décidé où réformer l'administration générale dès l'été, ça va, naïf, forêt, août, bientôt",
    "Spanish": "El año pasado los países aún más también según corazón",
    "German": "Für die Größe müssen über Mädchen schön",
    "Portuguese": "Não há ações: são irmãos, também você está",
    "measures": "5 µm ± 2 µg, «an», §5, 30°C, m², 3×4, 10÷15",
    "English": "What? Don't do it. We're here: e.g. a.m. I'm you're; add ladder daddy. To? So. No! a. b.",
    "formulas": "a+b=c, x^2, o^2, u+v, f(a), y', dy/dx",
    "without accents": "Co phai khong? Ai do? Da roi. Toi la ai? Di dau the? ba. me. la. ta. Uy ban nhan dan tinh",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_other_text_is_left_alone(text: str) -> None:
    assert convert_blocks(text.split("\n") * 4) is None
    assert legacy_encoding(text) is None


@given(st.lists(st.text("aàâăbcdđeêioôơuưyỷ ắ.,?-/'(^+1", max_size=40), max_size=6))
def test_unicode_text_is_never_changed(lines: list[str]) -> None:
    lines = [f"Đ {line}" for line in lines]
    assert convert_blocks(lines) is None


@given(st.text(max_size=200))
def test_any_text_ends_in_text(text: str) -> None:
    for encoding in ENCODERS:
        assert isinstance(convert(text, encoding), str)
    convert_blocks(text.split("\n"))


@pytest.mark.parametrize(
    "piece", ["n-", "a^", "¸", "B", "a-í", "NéI ", "u+o+'c", "öô", "\xad", "a.", "dd", "\\.", "[a(", "« ", "¤ a"]
)
def test_linear_time(piece: str) -> None:
    assert_linear(lambda text: [convert(text, encoding) for encoding in ENCODERS], piece)
    assert_linear(lambda text: convert_blocks([*to_tcvn3(TEXT).split("\n"), text]), piece)
