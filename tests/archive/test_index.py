"""The index of each database: it follows the entries, tells when it does not, and both find the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, text, update

from analyzer.archive import Archive, Incoming
from analyzer.archive.conditions import fitting
from analyzer.archive.index import text_index
from analyzer.archive.index.numbers import tokens
from analyzer.archive.index.tables import apart, hit, profile
from analyzer.archive.index.terms import All, But, Condition, Pair, Term
from analyzer.archive.index.terms import Any as AnyOf
from analyzer.archive.index.terms import Sequence as Row
from analyzer.archive.query import parse
from analyzer.archive.tables import entry
from analyzer.archive.words import LETTERS, indexed, plain
from tests.archive.making import directive, many


def put(archive: Archive, *directives: Any) -> None:
    list(archive.add(map(Incoming.of, directives)))


def found(archive: Archive, condition: Condition) -> list[int]:
    """The ids of the entries that a condition holds for."""
    source = archive.index.source(condition)
    statement = text(
        f"SELECT hit.entry FROM {source.tables}{source.hits} WHERE {source.condition} ORDER BY {source.slot}"
    )
    with archive.reading() as connection:
        return list(connection.execute(statement, {"words": source.words}).scalars())


def texts(archive: Archive, typed: str) -> list[str]:
    """The texts that a query fits, in the order of candidates."""
    with archive.reading() as connection:
        said = {row.id: row.text for row in connection.execute(select(entry.c.id, entry.c.text))}
    return [said[i] for i in found(archive, fitting(parse(typed)))]


def problems(archive: Archive) -> list[str]:
    with archive.writing() as connection:
        return archive.index.problems(connection)


def test_no_other_database_has_an_index() -> None:
    with pytest.raises(ValueError, match="oracle"):
        text_index("oracle")


def test_entries_are_found_until_they_are_removed(archive: Archive) -> None:
    put(
        archive, directive("17/CT-UBND", "Số hóa sổ hộ tịch."), directive("18/CT-UBND", "Bán trụ sở cũ.", file="18.txt")
    )
    assert texts(archive, "so hoa") == ["Số hóa sổ hộ tịch."]
    assert problems(archive) == []
    archive.remove(archive.cards("17/CT-UBND")[0].id)
    assert texts(archive, "so hoa") == []
    assert texts(archive, "tru so") == ["Bán trụ sở cũ."]
    assert problems(archive) == []


def test_a_rebuilt_index_is_the_same(archive: Archive) -> None:
    list(archive.add(many(30)))
    before = [found(archive, fitting(parse(typed))) for typed in ("việc", "bao cao", "7/ct-ubnd")]
    with archive.writing() as connection:
        archive.index.rebuild(connection)
    assert problems(archive) == []
    assert [found(archive, fitting(parse(typed))) for typed in ("việc", "bao cao", "7/ct-ubnd")] == before
    assert all(before)


def _lose_a_hit(connection: Connection) -> None:
    connection.execute(delete(hit).where(hit.c.slot == select(hit.c.slot).limit(1).scalar_subquery()))


def _change_a_text(connection: Connection) -> None:
    connection.execute(update(entry).values(text="Việc khác.").where(entry.c.what == "task"))


def _change_a_profile(connection: Connection) -> None:
    connection.execute(update(profile).values(area="other").where(profile.c.what == "task"))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_lose_a_hit, "1 entries are not in the index"),
        (_change_a_text, "words"),
        (_change_a_profile, "2 entries are indexed with other particulars"),
    ],
)
def test_damage_is_told_and_mended(archive: Archive, damage: Any, told: str) -> None:
    put(archive, directive("17/CT-UBND", "Việc một.", "Việc hai."))
    with archive.writing() as connection:
        damage(connection)
    assert any(told in problem for problem in problems(archive))
    with archive.writing() as connection:
        archive.index.rebuild(connection)
    assert problems(archive) == []


def test_candidates_come_titles_first_then_short_ones_then_the_latest(archive: Archive) -> None:
    long = "Rà soát việc " + "rất " * 20 + "dài."
    put(
        archive,
        directive("1/CT-UBND", long, "Rà soát ngắn.", file="1.txt", title="Rà soát, đơn giản hóa thủ tục"),
        directive("2/CT-UBND", "Rà soát gọn.", file="2.txt", title="Việc khác", issued_on=None),
    )
    assert texts(archive, "ra soat") == ["Rà soát, đơn giản hóa thủ tục", "Rà soát ngắn.", "Rà soát gọn.", long]


def test_slots_are_kept_apart() -> None:
    taken = {5, 6}
    assert [apart(5, taken), apart(5, taken), apart(4, taken)] == [7, 8, 4]


def test_unaccent_agrees_with_our_folding(postgres_url: str) -> None:
    from analyzer.archive import open_archive

    letters = sorted({*LETTERS, *"abcdefghijklmnopqrstuvwxyz"})
    tokens_made = [f"{letter}{other}" for letter in letters for other in "nx"] + [
        "nghiêng",
        "u4e2d",
        "10e5",
        "1e5",
        "3g",
    ]
    with open_archive(postgres_url, create=True) as archive, archive.reading() as connection:
        for token in tokens_made:
            statement = text("SELECT tsvector_to_array(to_tsvector('analyzer_plain', CAST(:t AS text)))")
            assert connection.execute(statement, {"t": token}).scalar() == [plain(token)], token


TOKEN = st.sampled_from(["sở", "số", "so", "nội", "vụ", "vu", "hóa", "8", "tthc", "ủy"])
TEXT = st.lists(TOKEN, min_size=1, max_size=7)


def _conditions(depth: int = 2) -> st.SearchStrategy[Condition]:
    leaves: st.SearchStrategy[Condition] = st.one_of(
        TOKEN.map(lambda t: Term("plain", plain(t))),
        TOKEN.filter(lambda t: not t.isascii()).map(lambda t: Term("exact", t)),
        st.builds(lambda t: Term("plain", plain(t)[:1], prefix=True), TOKEN),
        st.builds(lambda a, b: Pair(plain(a), plain(b)), TOKEN, TOKEN),
        st.builds(lambda some: Row(tuple(some)), st.lists(TOKEN, min_size=2, max_size=3)),
    )
    if not depth:
        return leaves
    inner = _conditions(depth - 1)
    some = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(leaves, some.map(All), some.map(AnyOf), st.builds(But, inner, inner))


def holds(condition: Condition, tokens: Sequence[str]) -> bool:
    """What a condition means, by the book."""
    folded = [plain(token) for token in tokens]
    match condition:
        case Term(form, token, prefix):
            among = tokens if form == "exact" else folded
            return any(t.startswith(token) if prefix else t == token for t in among)
        case Pair(first, second, _):
            return (first, second) in pairwise(folded)
        case Row(row, _):
            return any(tuple(tokens[at : at + len(row)]) == row for at in range(len(tokens)))
        case All(of):
            return all(holds(one, tokens) for one in of)
        case AnyOf(of):
            return any(holds(one, tokens) for one in of)
        case But(what, without):
            return holds(what, tokens) and not holds(without, tokens)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(TEXT, min_size=1, max_size=5), asked=st.lists(_conditions(), min_size=1, max_size=8))
def test_both_databases_find_what_the_book_says(
    both: tuple[Archive, Archive], made: list[list[str]], asked: list[Condition]
) -> None:
    tasks = [" ".join(tokens) for tokens in made]
    for archive in both:
        for card in archive.cards():
            archive.remove(card.id)
        put(archive, directive(None, *tasks, title=None, issuer=None, file="x.txt"))
        with archive.reading() as connection:
            rows = connection.execute(select(entry.c.id, entry.c.text, entry.c.extra)).all()
        for condition in asked:
            expected = {row.id for row in rows if holds(condition, indexed(row.text, row.extra))}
            assert set(found(archive, condition)) == expected, condition


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        ("05-CT/TW", "CT", ["ν5νct", "ν5νctνtw", "νctν5"]),
        ("1234/UBND-NV", "CV", ["ν1234νubnd", "ν1234νubndνnv", "νcvν1234"]),
        ("không số", "CT", []),
        (None, "CT", []),
    ],
)
def test_tokens_of_numbers(number: str | None, kind: str, expected: list[str]) -> None:
    assert tokens(number, kind) == expected
