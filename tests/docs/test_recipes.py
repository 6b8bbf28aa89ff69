"""The recipes of CONTRIBUTING.md still fit the files they speak of."""

from __future__ import annotations

import re
import tomllib

from analyzer.knowledge.data import read_tsv
from analyzer.knowledge.patterns import build, entries
from tests.docs.pages import ROOT, Code, code
from tests.layout.test_header_documents import CASES

RECIPES = [piece for piece in code("toml", "diff", "text") if piece.page == ROOT / "CONTRIBUTING.md"]


def recipe(language: str, holding: str) -> Code:
    (found,) = (piece for piece in RECIPES if piece.language == language and holding in piece.text)
    return found


def test_the_pattern_is_new_and_its_examples_hold() -> None:
    (entry,) = tomllib.loads(recipe("toml", "[finding.over]").text)["finding"].values()
    there = entries("event")["finding"]
    assert "over" not in there
    assert "ahead" in there
    assert set(entry) - {"what"} <= set().union(*there.values())
    pattern = re.compile(build(entry))
    for marked in entry["reads"]:
        before, inside, after = re.split(r"[\[\]]", marked)
        match = pattern.search(before + inside + after)
        assert match is not None
        assert match.span() == (len(before), len(before) + len(inside))
    assert not any(pattern.search(text) for text in entry["ignores"])


def test_the_line_that_asks_for_it_has_its_place() -> None:
    context, added = recipe("diff", "finding.over").text.splitlines()
    module = (ROOT / "analyzer" / "pipes" / "events" / "finding.py").read_text(encoding="utf-8")
    assert f"\n{context[1:]}\n" in module
    assert added.startswith("+")
    assert added[1:] not in module


def test_the_kind_is_new_and_its_line_has_all_columns() -> None:
    rows = read_tsv("doc_kinds.tsv")
    values = recipe("text", "Đề cương").text.rstrip("\n").split("\t")
    assert len(values) == len(rows[0])
    new = dict(zip(rows[0], values, strict=True))
    assert not {new["abbr"], new["name"]} & {row[key] for row in rows for key in ("abbr", "name")}
    assert new["families"] in {row["families"] for row in rows}


def test_the_letterhead_has_the_fields_of_the_others() -> None:
    (case,) = tomllib.loads(recipe("toml", "ĐỀ CƯƠNG").text)["case"]
    assert set(case) <= set().union(*CASES)
    assert case["number"] in case["text"]
