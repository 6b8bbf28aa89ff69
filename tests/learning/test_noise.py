"""Noise over annotated texts: the gold keeps its places and its values, and the seed decides."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import CorpusError
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import without_accents
from analyzer.learning.corpus import GoldDocument, read_corpus, read_document, write_document
from analyzer.learning.evaluation import evaluate
from analyzer.learning.matching import squash
from analyzer.learning.noise import (
    KINDS,
    Change,
    apply,
    broken_lines,
    change,
    decomposed,
    double_spaces,
    lost_line_breaks,
    missing_accents,
    noisy,
    ocr_confusions,
)
from analyzer.learning.placing import Places, find_places
from analyzer.spans import Span
from tests.learning.gold import GOLD, ORDER, SHIPPED, as_output, document, documents, write
from tests.linear import assert_linear

RELAXED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CHANGES = st.lists(
    st.sampled_from(sorted(KINDS)).flatmap(lambda name: st.floats(0, 1).map(lambda share: KINDS[name][0](share))),
    max_size=4,
)
#: Changes after which the squashed text is the same.
WHITE = (lost_line_breaks(0.5), broken_lines(0.3), double_spaces(0.3), decomposed(0.5))


def spans(places: Places) -> list[tuple[int, int]]:
    found = (*places.references, *places.times, *places.targets, *places.tasks)
    return [(span.start, span.end) for span in found]


def values(doc: GoldDocument) -> object:
    left_out = {"quote", "n", "first", "last"}
    kinds = (doc.gold.references, doc.gold.times, doc.gold.targets, doc.gold.tasks)
    return doc.gold.directive, [[entry.model_dump(exclude=left_out) for entry in entries] for entries in kinds]


def folded(text: str) -> str:
    return re.sub(r"\s+", "", without_accents(text)).lower()


# ---------------------------------------------------------------- what always holds


@RELAXED
@given(documents(), CHANGES, st.integers(0, 9))
def test_gold_still_has_its_places_and_values(doc: GoldDocument, changes: list[Change], seed: int) -> None:
    changed = noisy(doc, *changes, seed=seed)
    found = find_places(changed)
    assert len(spans(found)) == len(spans(find_places(doc)))
    assert values(changed) == values(doc)
    assert noisy(doc, *changes, seed=seed) == changed


@RELAXED
@given(documents(), st.integers(0, 9))
def test_places_are_the_same_words_where_letters_stay(doc: GoldDocument, seed: int) -> None:
    changed = noisy(doc, *WHITE, seed=seed)
    assert squash(changed.text) == squash(doc.text)
    before, after = find_places(doc), find_places(changed)
    for (a, b), (c, d) in zip(spans(before), spans(after), strict=True):
        assert squash(changed.text[c:d]) == squash(doc.text[a:b])
        assert before.offsets.to_flat(Span(a, b)) == after.offsets.to_flat(Span(c, d))


@RELAXED
@given(documents(), st.floats(0, 1), st.integers(0, 9))
def test_places_are_the_same_words_without_accents(doc: GoldDocument, share: float, seed: int) -> None:
    changed = noisy(doc, missing_accents(share), seed=seed)
    assert folded(changed.text) == folded(doc.text)
    for (a, b), (c, d) in zip(spans(find_places(doc)), spans(find_places(changed)), strict=True):
        assert folded(changed.text[c:d]) == folded(doc.text[a:b])


@pytest.mark.parametrize("name", sorted(KINDS))
def test_no_noise_is_the_same_document(name: str) -> None:
    assert noisy(document(), KINDS[name][0](0.0)) == document()
    assert noisy(document()) == document()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_usual_share_changes_the_text(name: str) -> None:
    assert any(noisy(document(), change(name), seed=seed).text != ORDER for seed in range(3))


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"nfd"}))
def test_another_seed_gives_other_noise(name: str) -> None:
    made = KINDS[name][0](0.4)
    assert len({noisy(document(), made, seed=seed).text for seed in range(5)}) == 5


@pytest.mark.parametrize("name", sorted(KINDS))
def test_changes_take_time_in_proportion_to_the_text(name: str) -> None:
    made = KINDS[name][0](0.3)
    assert_linear(lambda text: apply(text, made, Random(1)), ORDER)
    assert_linear(lambda text: apply(text, made, Random(1)), "a \n ")


def test_the_seed_decides_in_every_process() -> None:
    code = (
        "from tests.learning.gold import document\n"
        "from analyzer.learning.noise import change, noisy\n"
        "print(noisy(document(), change('ocr=0.5'), change('broken=0.5'), seed=5).text)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == noisy(document(), change("ocr=0.5"), change("broken=0.5"), seed=5).text + "\n"


def replacing(*edits: tuple[int, int, str]) -> Change:
    return Change("these", lambda text, chance: edits)


@pytest.mark.parametrize(
    ("place", "moved"),
    [
        ((0, 2), (0, 2)),  # before everything
        ((0, 3), (0, 4)),  # up to within a stretch that is replaced: all of it
        ((3, 8), (2, 7)),  # from within one to within another
        ((2, 4), (2, 4)),
        ((4, 6), (4, 6)),  # from one to the next
        ((6, 9), (6, 7)),
        ((9, 10), (7, 8)),  # behind everything
    ],
)
def test_places_move_with_the_text(place: tuple[int, int], moved: tuple[int, int]) -> None:
    result = apply("0123456789", replacing((2, 4, "ab"), (6, 9, "c")), Random(1))
    assert result.text == "01ab45c9"
    assert result.moved(Span(*place)) == moved


# ---------------------------------------------------------------- the kinds


def changed(text: str, made: Change) -> str:
    return apply(text, made, Random(2)).text


def test_nfd_text_normalises_back() -> None:
    loose = changed(ORDER, decomposed())
    assert loose == unicodedata.normalize("NFD", ORDER) != ORDER
    assert unicodedata.normalize("NFC", changed(ORDER, decomposed(0.5))) == ORDER


def test_all_accents_can_go() -> None:
    assert changed("Đề nghị Ủy ban 12/KH-UBND", missing_accents(1.0)) == "De nghi Uy ban 12/KH-UBND"
    assert changed(unicodedata.normalize("NFD", "Đề nghị"), missing_accents(1.0)) == "De nghi"


def test_figures_do_not_depend_on_how_letters_are_composed() -> None:
    text = "Năm 2024. " + ("ạ " * 300 + "Năm 2024. ") * 2
    gold = {**GOLD, "references": [], "targets": [], "tasks": [], "times": [{"quote": "Năm 2024", "n": 3}]}
    output = as_output(document(gold, text))
    loose = noisy(document(gold, text), decomposed())
    assert evaluate([(loose, output)]).figures["times.value"].f1 == 1


def test_some_words_lose_all_their_accents() -> None:
    for before, after in zip(ORDER.split(), changed(ORDER, missing_accents(0.5)).split(), strict=True):
        assert after in (before, without_accents(before)) or not before.isalpha()


def test_line_breaks_are_lost() -> None:
    assert changed("a,\n\nb\n c\n", lost_line_breaks(1.0)) == "a, b c\n"


def test_lines_are_broken_between_words_but_not_in_rows() -> None:
    text = "a) Rà soát, báo cáo.\n1 | Rà soát | Sở Y tế\n"
    assert changed(text, broken_lines(1.0)) == "a) Rà\nsoát,\nbáo\ncáo.\n1 | Rà soát | Sở Y tế\n"


def test_spaces_are_doubled() -> None:
    assert re.fullmatch(r"a {2,3}b {2,3}c\nd  e", changed("a b c\nd  e", double_spaces(1.0)))


def test_letters_are_taken_for_those_of_the_table() -> None:
    table = read_toml("noise.toml")["ocr"]
    groups = [*table["tones"], *table["marks"]]
    groups += [group.upper() for group in groups]
    seen = {apply("ễ", ocr_confusions(1.0), Random(seed)).text for seed in range(200)}
    assert seen == {c for group in groups if "ễ" in group for c in group} - {"ễ"}
    assert {apply("rn", ocr_confusions(1.0), Random(seed)).text for seed in range(20)} == {"m"}
    assert {apply("30/6", ocr_confusions(1.0), Random(seed)).text for seed in range(50)} == {"3O/6", "3o/6"}
    assert apply("aAuđ", ocr_confusions(1.0), Random(1)).text == "aAud"  # accents are lost, not made up


def test_accents_are_often_simply_lost() -> None:
    read = [apply("ề", ocr_confusions(1.0), Random(seed)).text for seed in range(300)]
    assert 0.4 < sum(c in "êè" for c in read) / len(read) < 0.75


def test_the_table_names_letters_once_and_single_shapes_of_at_most_two() -> None:
    table = read_toml("noise.toml")["ocr"]
    for groups in (table["tones"], table["marks"]):
        letters = "".join(groups)
        assert len(set(letters)) == len(letters)
        assert letters == unicodedata.normalize("NFC", letters)
    assert all(len(shape) <= 2 and shape not in alike for shape, alike in table["shapes"].items())


@pytest.mark.parametrize("setting", ["", "ocr=", "ocr=2", "ocr=-0.1", "ocr=nan", "ocr=x", "noise", "=0.1"])
def test_a_setting_that_is_none(setting: str) -> None:
    with pytest.raises(ValueError, match=f"^({re.escape(setting)}|could not convert .*)$"):
        change(setting)


# ---------------------------------------------------------------- quotes


def test_quotes_are_copied_from_the_noisy_text() -> None:
    made = noisy(document(), missing_accents(1.0))
    assert [t.quote for t in made.gold.times] == ["truoc ngay 30/6/2024", "Dinh ky hang quy"]
    assert (made.gold.tasks[1].first, made.gold.tasks[1].last) == ("Dinh ky hang quy", "90% tro len.")
    assert made.gold.tasks[0].deadlines == document().gold.tasks[0].deadlines


def test_occurrences_are_counted_anew() -> None:
    text = "Quy hoạch. Quý I. Quý II."
    gold = {**GOLD, "references": [], "targets": [], "tasks": [], "times": [{"quote": "Quý", "n": 1}]}
    made = noisy(document(gold, text), missing_accents(1.0))
    assert (made.gold.times[0].quote, made.gold.times[0].n) == ("Quy", 2)


def test_the_end_of_a_task_is_told_by_more_words_where_it_must_be() -> None:
    text = "Rà soát đường, báo cáo; sửa chữa đương, báo cáo."
    task = {**GOLD["tasks"][0], "from": "Rà soát", "to": "đương, báo cáo", "n": 1, "assignees": [], "deadlines": []}
    gold = {**GOLD, "references": [], "targets": [], "times": [], "tasks": [task]}
    made = noisy(document(gold, text), missing_accents(1.0))
    assert made.gold.tasks[0].last == "chua duong, bao cao"
    (place,) = find_places(made).tasks
    assert made.text[place.start : place.end] == "Ra soat duong, bao cao; sua chua duong, bao cao"


def test_gold_that_does_not_place_is_told() -> None:
    gold = {**GOLD, "times": [{"quote": "không có", "n": 1}]}
    with pytest.raises(CorpusError, match="không có"):
        noisy(document(gold), missing_accents(1.0))


# ---------------------------------------------------------------- the shipped corpus


def test_the_shipped_corpus_keeps_its_gold_under_all_noise_at_once(tmp_path: Path) -> None:
    changes = [change(name) for name in KINDS]
    for doc in list(read_corpus(SHIPPED))[::6]:
        made = noisy(doc, *changes, seed=1)
        read = read_document(write_document(made, tmp_path))
        assert (read.text, read.gold) == (made.text, made.gold)
        for (a, b), (c, d) in zip(spans(find_places(doc)), spans(find_places(read)), strict=True):
            before, after = folded(doc.text[a:b]), folded(read.text[c:d])
            assert SequenceMatcher(None, before, after, autojunk=False).ratio() > 0.3, (before, after)


def test_keys_are_written_in_the_order_of_the_guidelines(tmp_path: Path) -> None:
    path = write(tmp_path)
    before = path.read_bytes()
    write_document(read_document(path), tmp_path)
    assert json.loads(path.read_bytes(), object_pairs_hook=list) == json.loads(before, object_pairs_hook=list)


def test_what_is_written_is_what_was_read(tmp_path: Path) -> None:
    for doc in read_corpus(SHIPPED):
        path = write_document(doc, tmp_path)
        assert json.loads(path.read_bytes()) == json.loads(doc.path.read_bytes())
        assert path.with_suffix(".txt").read_text(encoding="utf-8") == doc.text
