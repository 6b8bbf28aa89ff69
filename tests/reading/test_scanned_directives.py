"""Invented directives as noisy scans of 200 dots an inch, through the whole of the analyzer, against their text."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer import analyze
from analyzer.learning.corpus import GoldDocument, read_document
from analyzer.learning.evaluation import Evaluation, evaluate
from tests.effort import effort
from tests.reading.carrying import carried
from tests.reading.scanning import pages, saved, scanned
from tests.tables.render import text_to_pdf

CORPUS = Path(__file__).parents[2] / "corpora" / "directives"
# One of each kind of page: a plan with tables, a despatch, a directive, a state letter, a council's resolution.
DOCUMENTS = ("kh-08-ubnd-tinh", "cd-05-thu-tuong", "ct-01-ubnd-tinh", "cv-14-vpcp", "nq-39-hdnd-tinh")[: effort(3, 5)]
MOST_LOST = 0.05


def scan(document: GoldDocument) -> bytes:
    """The document set as an official one, printed, and scanned on a cheap scanner."""
    sheets = pages(text_to_pdf(document.text, document.id))
    return saved([scanned(sheet, skew=0.7 - 0.5 * i, seed=i) for i, sheet in enumerate(sheets)], "PDF")


def of_scan(document: GoldDocument) -> dict[str, object]:
    result = analyze(scan(document), isolated=False).model_dump(mode="json")
    assert result["source"]["reader"] == "ocr"
    return carried(result, result["text"], document.text)


def told(evaluation: Evaluation) -> str:
    return "\n".join(str(miss) for miss in evaluation.misses)


@pytest.mark.slow
def test_a_noisy_scan_loses_little_of_what_the_text_gives() -> None:
    documents = [read_document(CORPUS / f"{name}.json") for name in DOCUMENTS]
    plain = evaluate((d, analyze(d.text)) for d in documents)
    read = evaluate((d, of_scan(d)) for d in documents)
    assert read.headline > plain.headline - MOST_LOST, told(read)
    # The head of the document is what is asked for first.
    for figure in ("header.number", "header.issued_on", "header.kind", "header.issuer"):
        assert read.figures[figure].f1 == 1.0, told(read)
