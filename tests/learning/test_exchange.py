"""Gold in other tools' formats: what was written is read back, on the shipped corpus and on documents of chance."""

from __future__ import annotations

import json
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.learning.corpus import GoldDocument, read_corpus, read_document
from analyzer.learning.exchange import FORMATS
from analyzer.learning.exchange.annotated import (
    LABELS,
    RELATIONS,
    Annotated,
    Mark,
    annotate,
    without_overlaps,
)
from analyzer.learning.exchange.labelstudio import configuration
from analyzer.learning.exchange.tokens import sentences
from analyzer.learning.matching import squash
from analyzer.spans import HasSpan
from tests.learning import reading_back
from tests.learning.gold import FILES, ORDER, SHIPPED, document, documents, write
from tests.linear import assert_linear

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def marks(annotated: Annotated) -> set[tuple[int, int, str]]:
    return {(m.start, m.end, m.label) for m in annotated.marks}


def relations(annotated: Annotated) -> set[tuple[tuple[int, int], tuple[int, int], str]]:
    at = {m.id: (m.start, m.end) for m in annotated.marks}
    return {(at[r.task], at[r.other], r.type) for r in annotated.relations}


def told_in_columns(annotated: Annotated) -> set[tuple[int, int, str]]:
    """The marks but those that overlap longer ones of their layer."""
    layers = (("REFERENCE", "TIME", "TARGET"), ("TASK",), ("AGENCY",))
    told = [m for labels in layers for m in without_overlaps(annotated.labelled(*labels))]
    return {(m.start, m.end, m.label) for m in told}


def dumped(name: str, *given: Annotated) -> bytes:
    return FORMATS[name].dump(given)


@pytest.fixture(scope="module")
def shipped() -> list[Annotated]:
    return [annotate(d) for d in read_corpus(SHIPPED)]


# ---------------------------------------------------------------- what is marked


def test_marks_quote_their_words() -> None:
    annotated = annotate(document())
    said = {(m.label, annotated.text[m.start : m.end]) for m in annotated.marks if m.label != "TASK"}
    assert said == {
        ("REFERENCE", "Kế hoạch số 12/KH-UBND ngày 05/01/2024"),
        ("TIME", "trước ngày 30/6/2024"),
        ("TIME", "Định kỳ hằng quý"),
        ("TARGET", "từ 90% trở lên"),
        ("AGENCY", "Sở Nội vụ"),
        ("AGENCY", "Sở Y tế"),
        ("AGENCY", "UBND tỉnh"),
        ("AGENCY", "Các sở, ban, ngành"),
        ("AGENCY", "Sở Tài chính"),
    }
    values = {m.id: m.values for m in annotated.marks}
    assert values["g1"] == {"value": 90, "unit": "%", "comparator": ">="}
    assert values["t1"] == {"modality": "obligation", "area": "direction"}
    assert values["d1"] == {"end": "2024-06-30"}


def test_relations_go_from_a_task_to_its_agencies_and_deadlines() -> None:
    annotated = annotate(document())
    words = {m.id: annotated.text[m.start : m.end] for m in annotated.marks}
    assert [(r.task, words[r.other], r.type) for r in annotated.relations] == [
        ("t1", "Sở Nội vụ", "lead"),
        ("t1", "Sở Y tế", "support"),
        ("t1", "trước ngày 30/6/2024", "deadline"),
        ("t2", "Sở Nội vụ", "lead"),
        ("t2", "UBND tỉnh", "recipient"),
        ("t2", "Định kỳ hằng quý", "deadline"),
        ("t3", "Các sở, ban, ngành", "lead"),
        ("t3", "Sở Tài chính", "support"),
    ]
    assert [(u.task, u.name, u.role) for u in annotated.unplaced] == [("t3", "Sở Xây dựng", "support")]


def test_the_same_words_for_two_tasks_are_one_mark() -> None:
    annotated = annotate(document())
    assert sum(m.values.get("name") == "Sở Nội vụ" for m in annotated.marks) == 1


# ---------------------------------------------------------------- written and read back


@pytest.mark.slow
def test_the_shipped_corpus_comes_back_from_every_format(shipped: list[Annotated], tmp_path: Path) -> None:
    wanted = {d.id: marks(d) for d in shipped}
    related = {d.id: relations(d) for d in shipped}
    assert reading_back.conll(dumped("conll", *shipped)) == {d.id: told_in_columns(d) for d in shipped}
    assert reading_back.doccano(dumped("doccano", *shipped)) == wanted
    assert reading_back.doccano_relations(dumped("doccano-relations", *shipped)) == (wanted, related)
    assert reading_back.labelstudio(dumped("labelstudio", *shipped)) == (wanted, related)
    assert reading_back.spacy_corpus(dumped("spacy", *shipped), tmp_path) == (wanted, related)


def test_most_assignees_of_the_shipped_corpus_have_a_place(shipped: list[Annotated]) -> None:
    placed = sum(r.type != "deadline" for d in shipped for r in d.relations)
    unplaced = sum(len(d.unplaced) for d in shipped)
    assert placed / (placed + unplaced) > 0.97


@RELAXED
@given(documents())
def test_what_is_written_is_read_back(given: GoldDocument) -> None:
    annotated = annotate(given)
    wanted = {"x": marks(annotated)}
    assert reading_back.doccano(dumped("doccano", annotated)) == wanted
    assert reading_back.doccano_relations(dumped("doccano-relations", annotated)) == (
        wanted,
        {"x": relations(annotated)},
    )
    assert reading_back.labelstudio(dumped("labelstudio", annotated)) == (wanted, {"x": relations(annotated)})
    assert reading_back.conll(dumped("conll", annotated)) == {"x": told_in_columns(annotated)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given=documents())
def test_spacy_reads_it_back(given: GoldDocument, tmp_path_factory: pytest.TempPathFactory) -> None:
    annotated = annotate(given)
    read = reading_back.spacy_corpus(dumped("spacy", annotated), tmp_path_factory.mktemp("spacy"))
    assert read == ({"x": marks(annotated)}, {"x": relations(annotated)})


@RELAXED
@given(given=documents(), how=st.sampled_from(sorted(FILES)))
def test_offsets_quote_the_text_however_the_file_is_encoded(
    given: GoldDocument, how: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gold = given.gold.model_dump(mode="json", by_alias=True)
    path = write(tmp_path_factory.mktemp("corpus"), gold, FILES[how](given.text), "x")
    found, plain = annotate(read_document(path)), annotate(given)
    assert [(m.label, squash(found.text[m.start : m.end])) for m in found.marks] == [
        (m.label, squash(plain.text[m.start : m.end])) for m in plain.marks
    ]
    lines = {m.start: found.text.count("\n", 0, m.start) for m in found.marks}
    assert list(lines.values()) == list({m.start: plain.text.count("\n", 0, m.start) for m in plain.marks}.values())
    for form, start, end in reading_back.tokens(dumped("conll", found)).get("x", []):
        assert found.text[start:end] == form
    assert not any(cuts_token([t for s in sentences(found) for t in s], m) for m in found.marks)


def cuts_token(tokens: Iterable[HasSpan], mark: Mark) -> bool:
    """Whether a mark begins or ends within a token, so that whole tokens cannot say where it stands."""
    return any(t.start < edge < t.end for t in tokens for edge in (mark.start, mark.end))


# ---------------------------------------------------------------- formats


def test_a_sentence_never_ends_within_a_mark(shipped: list[Annotated]) -> None:
    for annotated in shipped:
        starts = {s[0].start for s in sentences(annotated)}
        assert not [m for m in annotated.marks for start in starts if m.start < start < m.end]
        assert len(starts) > 10


def test_marks_that_overlap_in_a_layer_give_way_to_the_longest() -> None:
    text = "từ trước ngày 30/6"
    marks = [Mark("d1", "TIME", 0, 8), Mark("d2", "TIME", 3, 18), Mark("d3", "TIME", 9, 18)]
    annotated = Annotated("a", text, {}, marks, [], [])
    assert reading_back.conll(dumped("conll", annotated)) == {"a": {(3, 18, "TIME")}}
    assert len(reading_back.doccano(dumped("doccano", annotated))["a"]) == 3


def test_letters_and_their_marks_are_one_token() -> None:
    text = unicodedata.normalize("NFD", "Sở Y tế_2")
    annotated = Annotated("a", text, {}, [], [], [])
    forms = [form for form, _, _ in reading_back.tokens(dumped("conll", annotated))["a"]]
    assert [unicodedata.normalize("NFC", form) for form in forms] == ["Sở", "Y", "tế", "_", "2"]


def test_a_mark_within_a_token_is_told_by_whole_tokens() -> None:
    annotated = Annotated("a", "quý II2024", {}, [Mark("d1", "TIME", 0, 6)], [], [])
    tokens = [t for s in sentences(annotated) for t in s]
    assert cuts_token(tokens, annotated.marks[0])
    assert reading_back.conll(dumped("conll", annotated)) == {"a": {(0, 10, "TIME")}}


def test_labelstudio_names_what_its_configuration_has() -> None:
    root = ET.fromstring(configuration())
    assert [e.get("value") for e in root.iter("Label")] == list(LABELS)
    assert [e.get("value") for e in root.iter("Relation")] == list(RELATIONS)
    controls = {e.get("name"): e for e in root if e.get("toName")}
    choices = {e.get("name"): {c.get("value") for c in e} for e in root.iter("Choices")}
    (text,) = root.iter("Text")
    assert text.get("value") == "$text"
    (task,) = json.loads(dumped("labelstudio", annotate(document())))
    for entry in task["annotations"][0]["result"]:
        if entry["type"] == "relation":
            assert entry["labels"][0] in RELATIONS
            continue
        assert controls[entry["from_name"]].get("toName") == entry["to_name"] == text.get("name")
        assert controls[entry["from_name"]].tag.lower() == entry["type"]
        assert set(entry["value"].get("choices", [])) <= choices.get(entry["from_name"], set())
    assert task["meta"]["unplaced"] == [{"task": "t3", "name": "Sở Xây dựng", "role": "support"}]


def test_spacy_keeps_values_and_the_register_s_ids(tmp_path: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    (doc,) = DocBin().from_bytes(dumped("spacy", annotate(document()))).get_docs(Vocab())
    assert doc.text == document().text
    assert {s.text: s.kb_id_ for s in doc.spans["agencies"]}["Sở Y tế"] == "so-y-te"
    gold = doc.user_data["gold"]
    assert gold["header"]["number"] == "07/CT-UBND"
    assert gold["values"]["g1"]["value"] == 90
    assert gold["unplaced"] == (("t3", "Sở Xây dựng", "support"),)
    assert [s.text for s in doc.sents][-1].startswith("Cơ quan phối hợp")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_gives_an_empty_file_that_is_one(name: str, tmp_path: Path) -> None:
    data = dumped(name)
    if name == "spacy":
        assert reading_back.spacy_corpus(data, tmp_path) == ({}, {})
    else:
        assert not [line for line in data.decode().splitlines() if line not in ("[]",) and not line.startswith("# ")]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_writing_takes_time_in_proportion_to_the_text(name: str) -> None:
    FORMATS[name].dump([])  # what is imported once
    assert_linear(lambda text: dumped(name, Annotated("a", text, {}, [], [], [])), ORDER)
