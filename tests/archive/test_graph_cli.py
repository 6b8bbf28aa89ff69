"""``analyzer archive graph``: forms, files, choosing among documents of one number, how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from analyzer.archive import open_archive
from analyzer.archive.graph.model import CHANGES, LEVELS, RELATIONS
from analyzer.archive.graph.words import kind_name, level_name, picture_words, relation_name, vocabulary
from analyzer.cli.app import create_app
from tests.archive.graph_making import fill
from tests.archive.test_graph import ARCHIVES, plans

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on an archive in an empty directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANALYZER_DB", "kho.db")
    monkeypatch.setenv("COLUMNS", "100")
    with open_archive("kho.db", create=True) as archive:
        fill(archive, ARCHIVES[0]["documents"] + ARCHIVES[1]["documents"])

    def call(*arguments: str, language: str = "vi") -> Result:
        return CliRunner().invoke(create_app(language), ["archive", "graph", *arguments], prog_name="analyzer")

    return call


def test_a_tree_says_it_in_words(run: Run) -> None:
    result = run("45/KH-SNV", "-f", "tree")
    assert result.exit_code == 0
    told = result.stdout
    assert all(len(line) <= 100 for line in told.splitlines())
    chain = told[told.index("Từ cấp trên xuống") : told.index("dựa vào, tác động đến")]
    order = [
        chain.index(words) for words in ("Luật Tổ chức Chính phủ", "5/NQ-CP", "● Kế hoạch 12/KH-UBND", "45/KH-SNV")
    ]
    assert order == sorted(order)
    assert "Triển khai thực hiện (1)" in told
    assert "○ Thông tư 3/2023/TT-BNV ngày 30/04/2023 · Bộ Nội vụ" in told
    assert "UBND tỉnh Gia Lai" in told
    assert "(đã nêu)" in told
    assert "Trong kho không có văn bản nào viện dẫn." in told


def test_a_tree_of_a_document_that_is_only_cited(run: Run) -> None:
    told = run("3/2023/TT-BNV", "-f", "tree").stdout
    assert "không có trong kho, chỉ được viện dẫn" in told
    assert "Được nhắc đến trong (1)" in told


def test_a_doubtful_number_lists_what_it_may_be(run: Run) -> None:
    told = run("30/STC-VP", "-f", "tree").stdout
    assert "Chưa rõ là văn bản nào trong số:" in told
    assert told.count("8/CT-UBND ngày") >= 2


def test_without_a_form_programs_get_json(run: Run) -> None:
    told = json.loads(run("45 kh snv").stdout)
    assert {"asked", "direction", "nodes", "edges", "chain", "left_out"} == told.keys()
    assert len(told["chain"]) == 4


def test_the_file_name_names_the_form(run: Run) -> None:
    result = run("5/NQ-CP", "-o", "hinh/so-do.svg")
    assert result.exit_code == 0
    assert "hinh/so-do.svg" in result.stderr
    assert ElementTree.parse("hinh/so-do.svg").getroot().get("role") == "img"
    assert run("5/NQ-CP", "-o", "a.json", "--direction", "down", "--depth", "1").exit_code == 0
    told = json.loads(Path("a.json").read_text(encoding="utf-8"))
    assert (told["direction"], len(told["edges"])) == ("down", 2)
    assert run("5/NQ-CP", "-o", "a.txt").exit_code == 0
    assert "Được triển khai bởi (1)" in Path("a.txt").read_text(encoding="utf-8")


def test_wrong_use_is_told(run: Run) -> None:
    assert run("5/NQ-CP", "-o", "a.docx").exit_code == 2
    Path("thu-muc").mkdir()
    assert run("5/NQ-CP", "-o", "thu-muc").exit_code == 2
    assert run("5/NQ-CP", "--date", "hôm qua").exit_code == 2
    assert run("5/NQ-CP", "--depth", "0").exit_code == 2
    assert run("5/NQ-CP", "--db", "khong-co.db").exit_code == 1
    nowhere = run("77/QĐ-STP")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "77/QĐ-STP" in nowhere.stderr


def test_date_and_issuer_choose_among_documents_of_one_number(run: Run) -> None:
    several = run("08/CT-UBND")
    assert several.exit_code == 1
    assert "Có 4 văn bản mang số 08/CT-UBND" in several.stderr
    chosen = run("08/CT-UBND", "--issuer", "tinh gia lai", "--date", "05/03/2024")
    assert chosen.exit_code == 0
    told = json.loads(chosen.stdout)
    assert next(n["issuer"] for n in told["nodes"] if n["id"] == told["asked"]) == "Ủy ban nhân dân tỉnh Gia Lai"
    by_id = run("#" + told["asked"].removeprefix("d"))
    assert json.loads(by_id.stdout) == told


def test_a_limit_is_told_in_the_tree(tmp_path: Path, run: Run) -> None:
    with open_archive("nhieu.db", create=True) as archive:
        fill(archive, plans(20))
    told = run("5/NQ-CP", "--db", "nhieu.db", "--limit", "4", "-f", "tree").stdout
    assert "Được triển khai bởi (20)" in told
    assert "… và 16 văn bản khác" in told


def test_english_messages(run: Run) -> None:
    told = run("45/KH-SNV", "-f", "tree", language="en").stdout
    assert "From the top down" in told
    assert run("77/QĐ-STP", language="en").stderr.startswith("analyzer: No document")


def test_every_level_and_relation_has_its_words() -> None:
    assert all(level_name(level) for level in LEVELS)
    assert all(relation_name(relation, way) for relation in RELATIONS for way in ("up", "down"))  # type: ignore[arg-type]
    assert set(vocabulary()["effect"]) == CHANGES
    assert all(picture_words().values())
    assert all(kind_name(kind) for kind in vocabulary()["kinds"]["without_effect"])
    assert {rule["rung"] for rule in vocabulary()["issuer"]} <= set(LEVELS)


def test_identifiers_of_the_levels_are_in_the_register() -> None:
    from analyzer.knowledge.agencies import Register

    known = {agency.id for agency in Register.load().agencies}
    assert {i for rule in vocabulary()["issuer"] for i in rule.get("ids", ())} <= known
