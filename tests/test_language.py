"""The analyzer as a spaCy language: pipes, span groups, extensions."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import analyzer
from analyzer import analyze
from analyzer.language import create

PIPES = [f"vn_directive_{step}" for step in ("layout", "references", "times", "targets", "agencies", "tasks")]
CORPUS = Path(__file__).parents[1] / "corpora/directives"
DOCUMENTS = [CORPUS / f"{name}.txt" for name in ("ct-01-ubnd-tinh", "kh-07-ubnd-tinh", "qd-11-ubnd-tinh")]
SENTENCE = (
    "Giao Sở Nội vụ rà soát tối thiểu 40% hồ sơ theo Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ "
    "trước ngày 30/6/2024."
)
HEAD = "ỦY BAN NHÂN DÂN TỈNH LAM SƠN\nSố: 17/UBND-NC\nLam Sơn, ngày 12 tháng 3 năm 2024\nKính gửi: Sở Nội vụ\n"
LETTER = HEAD + SENTENCE


@pytest.fixture(scope="module")
def nlp() -> Language:
    return analyzer.load()


def test_pipes(nlp: Language) -> None:
    assert isinstance(nlp, Language)
    assert nlp.pipe_names == PIPES
    assert create().pipe_names == PIPES, "may be made more than once"


def test_span_groups(nlp: Language) -> None:
    doc = nlp(LETTER)
    assert set(doc.spans) == {"references", "times", "targets", "agencies", "tasks"}
    groups = {name: [span.text for span in doc.spans[name]] for name in doc.spans}
    assert groups["references"] == ["Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ"]
    assert groups["times"] == ["trước ngày 30/6/2024"]
    assert groups["targets"] == ["tối thiểu 40%"]
    assert "Sở Nội vụ" in groups["agencies"]
    assert groups["tasks"] == [SENTENCE]
    assert {span.label_ for span in doc.spans["times"]} == {"times"}


def test_extensions(nlp: Language) -> None:
    doc = nlp(LETTER)
    assert Doc.has_extension("directive")
    mention = doc.spans["times"][0]._.mention
    assert str(mention.value.end) == "2024-06-30"
    assert doc._.analysis.text == doc.text
    assert doc._.directive.tasks[0].text == SENTENCE


@pytest.mark.parametrize("path", DOCUMENTS, ids=[p.stem for p in DOCUMENTS])
def test_documents_are_read_as_by_analyze(nlp: Language, path: Path) -> None:
    text = path.read_text("utf-8")
    doc = nlp(text)
    directive = analyze(text)
    assert doc._.directive == directive
    assert doc.text == directive.text
    for name in ("references", "times", "targets", "tasks"):
        found = [(s.start_char, s.end_char, s.text) for s in doc.spans[name]]
        assert found == [(i.span.start, i.span.end, i.text) for i in getattr(directive, name)]
    for name in doc.spans:
        assert [s._.mention for s in doc.spans[name]] == getattr(doc._.analysis, name)


def test_documents_do_not_mix(nlp: Language) -> None:
    texts = [LETTER, LETTER.replace("Giao Sở Nội vụ", "Giao Sở Y tế")]
    docs = list(nlp.pipe(texts))
    assert [doc._.directive.tasks[0].assignees[0].name for doc in docs] == ["Sở Nội vụ", "Sở Y tế"]


@pytest.mark.parametrize(
    "text",
    ["76/NQ-CP, 80%", "a  b", "một\nhai", " đầu và cuối ", "a_b-c", "“Sở Nội vụ”", "1.500 ha", "a\n\n\nb"],
)
def test_tokens_keep_the_text(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    assert doc.text == doc.user_data["manuscript"].text
    assert "".join(t.text_with_ws for t in doc) == doc.text


def test_marks_are_tokens_of_their_own(nlp: Language) -> None:
    assert [t.text for t in nlp.make_doc("76/NQ-CP 80%")] == ["76", "/", "NQ", "-", "CP", "80", "%"]


def test_factories_work_in_other_pipelines() -> None:
    other = spacy.blank("xx")
    for name in PIPES:
        other.add_pipe(name)
    doc = other("Giao Sở Nội vụ rà soát biên chế trước ngày 30/6/2024.")
    assert [t.assignees[0].name for t in doc._.directive.tasks] == ["Sở Nội vụ"]


def test_words_of_a_sentence() -> None:
    nlp = create(words=True)
    assert nlp.pipe_names == [*PIPES, "vn_directive_words"]
    text = "Sở Nội vụ rà soát hồ sơ của người dân."
    doc = nlp(text)
    words = doc.spans["words"]
    assert "".join(w.text.replace(" ", "") for w in words) == text.replace(" ", "")
    assert {"hồ sơ", "người dân"} <= {w.text for w in words}
    assert {w.label_ for w in words if w.text == "hồ sơ"} == {"N"}
    assert all(a.end_char <= b.start_char for a, b in zip(words, list(words)[1:], strict=False))


def test_words_in_threads() -> None:
    nlp = create(words=True)
    found: list[list[str]] = []

    def read() -> None:
        doc = nlp("Sở Y tế công khai giá dịch vụ.")
        found.append([word.text for word in doc.spans["words"]])

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(words == found[0] for words in found)
