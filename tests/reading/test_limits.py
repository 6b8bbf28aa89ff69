"""Limits: what they count, how they are set, what they refuse to be."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest

from analyzer.errors import InputTooLarge
from analyzer.reading import Limits, read
from tests.reading.builders import body_style, page_break, pdf, word

CHECKED = [f.name for f in fields(Limits) if f.name not in ("seconds", "memory")]


@pytest.mark.parametrize("name", CHECKED)
def test_a_figure_at_its_limit_passes_and_one_above_does_not(name: str) -> None:
    limits = Limits(**{name: 10})
    limits.check(**{name: 10})
    with pytest.raises(InputTooLarge, match="11") as caught:
        limits.check(**{name: 11})
    assert "11" in caught.value.message_vi


@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, True, "5", None])
def test_what_is_no_limit(value: object) -> None:
    with pytest.raises(ValueError, match="must be a number above 0"):
        Limits(pages=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("setting", "name", "value"),
    [
        ("pages=500", "pages", 500),
        (" pages = 500 ", "pages", 500),
        ("pages=1_000", "pages", 1000),
        ("memory=4G", "memory", 4_000_000_000),
        ("bytes=1.5m", "bytes", 1_500_000),
        ("characters=20k", "characters", 20_000),
        ("seconds=0.5", "seconds", 0.5),
    ],
)
def test_settings(setting: str, name: str, value: float) -> None:
    changed = Limits().changed([setting])
    assert getattr(changed, name) == value
    assert [n for (n, a), (_, b) in zip(changed.items(), Limits().items(), strict=True) if a != b] == [name]


@pytest.mark.parametrize(
    "setting",
    ["pages", "pages=", "pages=many", "pages=0", "pages=-5", "pages=nan", "pages=inf", "page=5", "=5", "", "G"],
)
def test_settings_that_are_none(setting: str) -> None:
    with pytest.raises(ValueError, match=r"There is no limit|must be a number above 0"):
        Limits().changed([setting])


def test_the_last_setting_counts() -> None:
    assert Limits().changed(["pages=5", "pages=6"]).pages == 6


def test_limits_of_a_reading() -> None:
    from reportlab.platypus import Paragraph

    two_pages = pdf([Paragraph("Giao Sở Y tế", body_style()), page_break(), Paragraph("báo cáo", body_style())])
    letter = word(lambda d: d.add_paragraph("Giao Sở Y tế báo cáo kết quả."))
    for data, limits in (
        (two_pages, Limits(pages=1)),
        (two_pages, Limits(bytes=100)),
        (two_pages, Limits(characters=3)),
        (letter, Limits(characters=10)),
        (letter, Limits(members=5)),
        (letter, Limits(unpacked=10_000)),
        (letter, Limits(part=10_000)),
        (letter, Limits(depth=3)),
        (b"Giao", Limits(bytes=3)),
        (b"<p>Giao</p>", Limits(characters=3)),
    ):
        with pytest.raises(InputTooLarge):
            read(data, limits=limits)
