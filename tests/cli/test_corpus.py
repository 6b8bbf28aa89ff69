"""``analyzer corpus``: what is written where, what is told, and how it ends."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import analyzer
from analyzer.api import analyze
from analyzer.cli.corpus import _FORMATS, _KINDS
from analyzer.learning.corpus import read_corpus
from analyzer.learning.exchange import FORMATS
from analyzer.learning.noise import KINDS
from tests.cli.conftest import Run
from tests.learning import reading_back
from tests.learning.gold import GOLD, ORDER, write


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents, in splits of their own."""
    monkeypatch.setitem(vars(analyzer), "analyze", analyze)
    directory = tmp_path / "corpora" / "directives"
    directory.mkdir(parents=True)
    write(directory)
    write(directory, {**GOLD, "id": "ct-08"}, ORDER, "ct-08")
    splits = 'train = ["ct-07"]\ncalibration = []\ntest = ["ct-08"]\n'
    (directory.parent / "splits.toml").write_text(f"[splits]\n{splits}", encoding="utf-8")
    return directory


def test_the_names_in_help_are_those_there_are() -> None:
    assert tuple(FORMATS) == _FORMATS
    assert tuple(KINDS) == _KINDS


# ---------------------------------------------------------------- export


def test_export_writes_one_file(run: Run, corpus: Path) -> None:
    result = run("corpus", "export", str(corpus), "--format", "conll", "-o", "new/all.conll", "--lang", "en")
    assert result.exit_code == 0
    assert set(reading_back.conll(Path("new/all.conll").read_bytes())) == {"ct-07", "ct-08"}
    assert result.stderr.splitlines() == [
        "Exported 2 documents, 24 marks.",
        "2 assignees are not named in their text and left out:",
        "  ct-07 tasks[2]: Sở Xây dựng (support)",
        "  ct-08 tasks[2]: Sở Xây dựng (support)",
    ]


def test_export_writes_to_standard_output(run: Run, corpus: Path) -> None:
    result = run("corpus", "export", str(corpus), "--format", "doccano")
    assert [json.loads(line)["document"] for line in result.stdout.splitlines()] == ["ct-07", "ct-08"]


def test_export_writes_a_file_a_document_into_a_directory(run: Run, corpus: Path) -> None:
    Path("out").mkdir()
    assert run("corpus", "export", str(corpus), "--format", "spacy", "-o", "out").exit_code == 0
    assert sorted(p.name for p in Path("out").iterdir()) == ["ct-07.spacy", "ct-08.spacy"]


def test_export_takes_a_split(run: Run, corpus: Path) -> None:
    result = run("corpus", "export", str(corpus), "--format", "doccano-relations", "--split", "test")
    assert [json.loads(line)["document"] for line in result.stdout.splitlines()] == ["ct-08"]
    unknown = run("corpus", "export", str(corpus), "--format", "doccano", "--split", "dev", "--lang", "en")
    assert unknown.exit_code == 1
    assert "There is no split 'dev'; there are test, train." in unknown.stderr
    (corpus.parent / "splits.toml").unlink()
    assert run("corpus", "export", str(corpus), "--format", "doccano", "--split", "test").exit_code == 1


def test_export_writes_the_configuration_beside_the_tasks(run: Run, corpus: Path) -> None:
    assert run("corpus", "export", str(corpus), "--format", "labelstudio", "-o", "tasks.json").exit_code == 0
    assert len(json.loads(Path("tasks.json").read_text(encoding="utf-8"))) == 2
    assert Path("tasks.xml").read_text(encoding="utf-8") == run("corpus", "export", "--config").stdout
    assert ET.parse("tasks.xml").getroot().tag == "View"


@pytest.mark.parametrize(
    "arguments",
    [
        ("export",),
        ("export", "CORPUS"),
        ("export", "--format", "conll"),
        ("export", "CORPUS", "--format", "brat"),
        ("export", "missing", "--format", "conll"),
        ("export", "empty", "--format", "conll"),
        ("check",),
        ("check", "missing"),
        ("check", "empty"),
        ("check", "CORPUS", "-o", "doubts.xlsx"),
        ("noise", "CORPUS", "-o", "out"),
        ("noise", "CORPUS", "-o", "out", "--kind", "dust"),
        ("noise", "CORPUS", "-o", "CORPUS", "--kind", "ocr"),
        ("noise", "missing", "-o", "out", "--kind", "ocr"),
    ],
)
def test_wrong_use_ends_with_2(run: Run, corpus: Path, arguments: tuple[str, ...]) -> None:
    Path("empty").mkdir()
    result = run("corpus", *(str(corpus) if a == "CORPUS" else a for a in arguments))
    assert result.exit_code == 2
    assert not Path("out").exists()


def test_gold_that_does_not_place_ends_an_export_with_its_file(run: Run, corpus: Path) -> None:
    write(corpus, {**GOLD, "times": [{"quote": "không có"}]})
    result = run("corpus", "export", str(corpus), "--format", "conll", "-o", "all.conll")
    assert result.exit_code == 1
    assert "ct-07.json" in result.stderr
    assert not Path("all.conll").exists()


# ---------------------------------------------------------------- check


def test_check_prints_findings_by_document(run: Run, corpus: Path) -> None:
    write(corpus, {**GOLD, "id": "ct-80"}, ORDER, "ct-08")
    result = run("corpus", "check", str(corpus), "--gold-only", "--lang", "en")
    assert result.exit_code == 1
    doubt = [
        "  ? line 11 tasks[2].assignees[2] [name_not_in_text]"
        " Words of the agency's name stand nowhere in the text: dựng, xây.",
        "      “Sở Xây dựng”",
        "",
    ]
    assert result.stdout.splitlines() == [
        "ct-07: 0 errors, 1 doubts",
        *doubt,
        "ct-08: 1 errors, 1 doubts",
        "  ! id [wrong_id] The id is ct-80, the file is called ct-08.",
        *doubt,
        "2 documents: 1 errors, 2 doubts.",
        "     1  ! wrong_id",
        "     2  ? name_not_in_text",
    ]


def right(corpus: Path) -> None:
    """Leave one document, its slip put right."""
    for suffix in (".txt", ".json"):
        (corpus / f"ct-08{suffix}").unlink()
    gold = json.loads((corpus / "ct-07.json").read_text(encoding="utf-8"))
    del gold["tasks"][2]["assignees"][2]
    write(corpus, gold)


def test_doubts_alone_end_well(run: Run, corpus: Path) -> None:
    right(corpus)
    gold = json.loads((corpus / "ct-07.json").read_text(encoding="utf-8"))
    gold["times"][0]["quote"] = "ngày 30/6/2024"
    gold["times"].pop(1)
    gold["tasks"][1]["deadlines"] = []
    write(corpus, gold)
    result = run("corpus", "check", str(corpus), "--json")
    findings = json.loads(result.stdout)
    assert result.exit_code == 0
    assert ("not_in_gold", 10, "Định kỳ hằng quý") in [(f["code"], f["line"], f["quote"]) for f in findings]
    assert {f["severity"] for f in findings} == {"doubt"}
    assert json.loads(run("corpus", "check", str(corpus), "--json", "--gold-only").stdout) == []


def test_check_writes_a_table(run: Run, corpus: Path) -> None:
    result = run("corpus", "check", str(corpus), "--gold-only", "-o", "doubts.tsv")
    assert result.stdout.splitlines() == ["2 văn bản: 0 lỗi, 2 nghi vấn.", "     2  ? name_not_in_text"]
    head, *rows = [line.split("\t") for line in Path("doubts.tsv").read_text(encoding="utf-8").splitlines()]
    assert [dict(zip(head, row, strict=True)) for row in rows][1] == {
        "document": "ct-08",
        "severity": "doubt",
        "code": "name_not_in_text",
        "line": "11",
        "entry": "tasks[2].assignees[2]",
        "quote": "Sở Xây dựng",
        "message": "Có từ trong tên cơ quan không có trong văn bản: dựng, xây.",
    }


def test_check_writes_a_list_to_tick_off(run: Run, corpus: Path) -> None:
    right(corpus)
    write(corpus, "{", name="ct-09")
    run("corpus", "check", str(corpus), "--gold-only", "-o", "doubts.md", "--lang", "en")
    lines = Path("doubts.md").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["# Gold to look at", "", "## ct-09"]
    assert lines[4].startswith("- [ ] **Error** format: The annotation is not valid: ")
    assert lines[-1] == "2 documents: 1 errors, 0 doubts."


# ---------------------------------------------------------------- noise


def test_noise_writes_a_corpus(run: Run, corpus: Path) -> None:
    made = ("corpus", "noise", str(corpus), "--kind", "ocr=0.1", "--kind", "broken", "--lang", "en")
    result = run(*made, "--seed", "7", "-o", "noisy/a")
    assert (result.exit_code, result.stderr) == (0, "Wrote 2 noisy documents to noisy/a.\n")
    run(*made, "--seed", "7", "-o", "noisy/b")
    run(*made, "--seed", "8", "-o", "noisy/c")
    a, b, c = ([d.text for d in read_corpus(Path("noisy") / name)] for name in "abc")
    assert a == b != c
    assert ORDER not in a
    assert a[0] != a[1]  # the id of a document is part of the seed
