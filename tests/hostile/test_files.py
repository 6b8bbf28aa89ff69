"""Spoilt, mislabelled and absurd files of every format, and hostile words in every output."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from analyzer import analyze
from analyzer.batch.work import Item, Options, read_one
from analyzer.errors import AnalyzerError, DamagedFile, InputTooLarge, UnreadableInput
from analyzer.reading import Limits, read
from analyzer.reading.ocr.pictures import open_pages
from analyzer.reading.sniff import sniff
from analyzer.reading.word97 import ole
from analyzer.writing import WRITERS
from benchmarks.mutations_making import CONVERTED, MUTATIONS, PICTURES, SHARES, sound, spoilt_one
from tests.reading.builders import word
from tests.reading.test_properties import check

LIMITS = Limits(
    bytes=1_000_000, pages=20, characters=100_000, unpacked=5_000_000, pixels=2_000_000, total_pixels=4_000_000
)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
READ_HERE = [kind for kind in SHARES if kind not in (*PICTURES, *CONVERTED)]
EXTREMES = [
    "\u202eộB\u202c", "\u2066\u2067\u2068\u2069", "e" + "\u0301" * 400, "\U000e0041\U000e007f", "\ufdfa" * 30,
    "\U0010ffff\ufffe", "\ud800", "\u1160\u3164\u2800", "\u0600\u06dd", "\uff21\uff11\uff0e\uff05", "\ufb00\ufb01",
    "\u2028\u2029\x85\x0b\x0c", '=HYPERLINK("http://a")', "+1+cmd|' /C calc'!A0", "<script>alert(1)</script>", "]]>",
    "{{7*7}}", "%s%n", "\\", "\r", "BEGIN:VEVENT", "`rm`", "|", "9" * 400, "0" * 400 + "1", "-1",
    "\uff11\uff12/\uff11\uff13/2024", "29/2/2023", "năm 99999", "ngày 0",
]  # fmt: skip


@RELAXED
@given(st.sampled_from(READ_HERE), st.sampled_from(list(MUTATIONS)), st.integers(0, 10**6))
def test_spoilt_files(kind: str, mutation: str, seed: int) -> None:
    with contextlib.suppress(UnreadableInput):
        check(read(spoilt_one(kind, mutation, seed), limits=LIMITS))


@RELAXED
@given(st.sampled_from(PICTURES), st.sampled_from(list(MUTATIONS)), st.integers(0, 10**6))
def test_spoilt_pictures(kind: str, mutation: str, seed: int) -> None:
    with contextlib.suppress(UnreadableInput):
        for page in open_pages(spoilt_one(kind, mutation, seed), LIMITS):
            assert page.picture.width * page.picture.height <= LIMITS.pixels


@RELAXED
@given(st.sampled_from(READ_HERE), st.sampled_from(READ_HERE), st.integers(1, 64))
def test_the_head_of_one_format_before_the_body_of_another(head: str, body: str, length: int) -> None:
    with contextlib.suppress(UnreadableInput):
        check(read(sound(head)[0][:length] + sound(body)[0][length:], limits=LIMITS))


@pytest.mark.parametrize("number", range(len(READ_HERE)))
def test_a_batch_has_an_outcome_for_every_spoilt_file(number: int) -> None:
    kind = READ_HERE[number]
    for seed, mutation in enumerate(MUTATIONS):
        made = read_one(Item(f"{mutation}.{kind}", ""), spoilt_one(kind, mutation, seed), Options(date(2026, 1, 1)))
        assert (made.state == "done") == (made.line is not None)
        assert made.code not in ("internal_error", "reader_died"), (mutation, made.message)


@pytest.mark.parametrize("kind", READ_HERE)
@pytest.mark.parametrize("name", ["bytes", "characters", "unpacked", "members", "part", "depth"])
def test_limits_of_one_end_in_a_manuscript_or_a_typed_error(kind: str, name: str) -> None:
    options: dict[str, Any] = {name: 1}
    with contextlib.suppress(InputTooLarge):
        check(read(sound(kind)[0], limits=Limits(**options)))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def test_a_bomb_in_the_notes_of_a_picture() -> None:
    """Text that unpacks to a thousand times its size beside the dots of a small PNG."""
    file = io.BytesIO()
    Image.new("L", (9, 9), 255).save(file, "PNG")
    head, rest = file.getvalue()[:33], file.getvalue()[33:]
    bomb = zlib.compress(bytes(80_000_000), 9)
    with pytest.raises(DamagedFile):
        list(open_pages(head + _chunk(b"zTXt", b"note\0\0" + bomb) + rest, LIMITS))


@RELAXED
@given(st.binary(max_size=300), st.integers(0, 1_600))
def test_spoilt_containers_of_old_word_documents(piece: bytes, at: int) -> None:
    from tests.reading.containers_ole import ole as container
    from tests.reading.containers_ole import word_head

    data = bytearray(container("WordDocument", document=word_head()))
    data[at : at + len(piece)] = piece
    with contextlib.suppress(UnreadableInput):
        if sniff(bytes(data), LIMITS) == "doc":
            ole.check(bytes(data))


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(EXTREMES),
        st.sampled_from(["Giao ", "Sở Y tế ", "báo cáo ", "trước ngày 30/6/2024", ". ", "\n1. ", " | ", "\n", "100% "]),
    ),
    min_size=3,
    max_size=30,
).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_hostile_words_in_every_output(words: str) -> None:
    text = f"CHỈ THỊ {words}\n1. Giao Sở Y tế {words} báo cáo trước ngày 30/6/2024; hằng quý {words} đạt 95%."
    try:
        directive = analyze(text, name=words.encode("utf-8", "replace").decode()[:80], as_of=date(2026, 1, 1))
    except AnalyzerError:
        return
    for name, writer in WRITERS.items():
        file = io.BytesIO()
        writer.write([directive], file)
        assert file.getvalue(), name


@pytest.mark.parametrize("words", [words for words in EXTREMES if words.isprintable()])
def test_hostile_words_in_a_word_file(words: str) -> None:
    try:
        data = word(lambda document: document.add_paragraph(f"Giao Sở Y tế {words} báo cáo."))
    except ValueError:
        return  # no character of XML
    check(read(data, limits=LIMITS))
