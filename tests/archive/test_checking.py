"""``check`` finds what is not as it was stored, and ``mend`` makes again what follows from the readings."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, insert, select, update

from analyzer.archive import Archive, Incoming
from analyzer.archive.checking import check, mend
from analyzer.archive.errors import DamagedReading
from analyzer.archive.tables import assignment, citation, document, due_day, entry, reading
from analyzer.assembly.models import Reference
from tests.archive.making import NOWHERE, directive

CITED = Reference(id="r1", text="Nghị quyết số 05/NQ-CP", span=NOWHERE, number="05/NQ-CP")

TAMPERED = {
    "a text changed": update(entry).values(text="Không làm gì cả."),
    "an entry lost": delete(entry).where(entry.c.place == 1),
    "an area changed": update(entry).where(entry.c.what == "task").values(area="other"),
    "a part lost": delete(assignment),
    "a due day changed": update(due_day).values(month=190001),
    "a citation lost": delete(citation),
    "a title changed": update(document).values(title="Khác"),
    "a kind changed": update(entry).values(kind="KH"),
    "an issuer lost": update(entry).values(issuer=None),
    "a document's issuer lost": update(document).values(issuer=None),
    "a number key changed": update(document).where(document.c.number == "18/CT-UBND").values(number_key="9/x"),
}


@pytest.fixture
def filled(archive: Archive) -> Archive:
    list(archive.add([Incoming.of(directive(references=(CITED,))), Incoming.of(directive("18/CT-UBND", file="b"))]))
    return archive


def test_a_whole_archive_has_no_problems(filled: Archive) -> None:
    seen: list[tuple[int, int]] = []
    assert list(check(filled, lambda done, total: seen.append((done, total)))) == []
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_is_found_and_made_again(filled: Archive, what: str) -> None:
    with filled.writing() as connection:
        connection.execute(TAMPERED[what])
    problems = list(check(filled))
    assert problems
    assert all(problem.mendable for problem in problems)
    mend(filled, problems)
    assert list(check(filled)) == []


@pytest.mark.parametrize(
    "values", [{"result": b"nonsense"}, {"result": b"x\x9c\x03\x00\x00\x00\x00\x01"}, {"digest": "0" * 32}]
)
def test_a_damaged_reading_is_found_and_left_alone(filled: Archive, values: dict[str, object]) -> None:
    at = filled.cards()[0].id
    with filled.writing() as connection:
        connection.execute(update(reading).where(reading.c.document == at).values(values))
    (problem,) = check(filled)
    assert (problem.document, problem.mendable) == (at, False)
    mend(filled, [problem])
    assert list(check(filled)) == [problem]


def test_a_damaged_reading_is_told_when_it_is_asked_for(filled: Archive) -> None:
    with filled.writing() as connection:
        connection.execute(update(reading).values(result=b"nonsense"))
    with pytest.raises(DamagedReading, match="check"):
        filled.directive(filled.cards()[0].id)


def test_a_document_without_a_current_reading_is_found(filled: Archive) -> None:
    with filled.writing() as connection:
        connection.execute(update(reading).values(current=False))
    assert len(list(check(filled))) == 2


def test_an_index_that_lost_an_entry_is_found_and_made_again(filled: Archive) -> None:
    """An entry that is put in behind the index's back."""
    with filled.writing() as connection:
        copied = select(entry).limit(1).subquery()
        values = [column if column.name != "id" else column + 10_000_000 for column in copied.c]
        connection.execute(insert(entry).from_select([c.name for c in copied.c], select(*values)))
    assert len(list(check(filled))) >= 1
    with filled.writing() as connection:
        connection.execute(delete(entry).where(entry.c.id > 10_000_000))
        assert connection.execute(select(func.count()).select_from(entry)).scalar() == 4
