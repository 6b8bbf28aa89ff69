"""What attacks have found, each once: it was mended, and stays so."""

from __future__ import annotations

import pytest

from analyzer.reading import read


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("<!--a--> " * 300 + "Giao Sở Y tế báo cáo.", "text"),
        ("<!--a--> " * 3 + "<html><p>Giao Sở Y tế báo cáo.</p>", "html"),
    ],
)
def test_comments_before_a_page_are_told_apart_in_one_way(text: str, reader: str) -> None:
    """Each of five comments could end at any "-->": a file of 2 KB was looked at for hours."""
    assert read(text.encode()).source.reader == reader
