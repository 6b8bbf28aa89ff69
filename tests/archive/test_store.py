"""Each document once, by its bytes and by number, issuer and date; earlier readings kept; what went in comes out."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from analyzer.archive import Archive, Incoming, open_archive
from analyzer.archive.checking import check
from analyzer.archive.errors import NoSuchDocument
from analyzer.archive.tables import assignment, body, citation, due_day, entry
from analyzer.assembly.models import Body, Directive, Reference, Span
from tests.archive.making import NOWHERE, directive, many
from tests.samples import bare_directive, full_directive


def put(archive: Archive, *directives: Directive) -> list[str]:
    return [added.outcome for added in archive.add(map(Incoming.of, directives))]


def texts(archive: Archive, what: str = "task") -> list[str]:
    with archive.reading() as connection:
        return list(connection.execute(select(entry.c.text).where(entry.c.what == what).order_by(entry.c.id)).scalars())


def whole(archive: Archive) -> bool:
    return list(check(archive)) == []


def test_adding_again_changes_nothing(archive: Archive) -> None:
    documents = [directive("19/CT-UBND"), directive("18/CT-UBND", file="18.txt"), full_directive(), bare_directive()]
    assert put(archive, *documents) == ["new"] * 4
    before = archive.size()
    assert put(archive, *documents) == ["unchanged"] * 4
    assert archive.size() == before
    assert whole(archive)


def test_the_same_document_twice_in_one_transaction(archive: Archive) -> None:
    assert put(archive, directive(), directive()) == ["new", "unchanged"]


def test_what_changes_from_day_to_day_is_no_other_reading(archive: Archive) -> None:
    put(archive, directive())
    later = directive()
    later.as_of = date(2026, 11, 22)
    later.source.name = "ban-sao.txt"
    later.tasks[0].assignees[0].answers = [Body(id="so-noi-vu", name="Sở Nội vụ tỉnh Lam Sơn")]
    later.tasks[0].deadlines[0].next_due = [date(2027, 1, 1)]
    assert put(archive, later) == ["unchanged"]


def test_lines_come_out_as_they_went_in(archive: Archive) -> None:
    lines = [
        b'{"directive":{}, "source": {"sha256":"'
        + b"cd" * 32
        + b'","reader":"text","media_type":"x"}, "later_key": 1.50}',
        Incoming.of(full_directive()).line,
        Incoming.of(directive("19/CT-UBND", title="dòng\u2028mới")).line,
    ]
    assert [a.outcome for a in archive.add(map(Incoming.from_line, lines))] == ["new"] * 3
    assert list(archive.lines()) == lines
    assert [d.source.sha256 for _, d in archive.directives()] == [
        Incoming.from_line(x).directive.source.sha256 for x in lines
    ]


def test_a_later_reading_of_the_same_bytes_replaces_the_earlier_one(archive: Archive) -> None:
    assert put(archive, directive("17/CT-UBND", "Việc cũ."), directive("17/CT-UBND", "Việc mới.", "Thêm.")) == [
        "new",
        "replaced",
    ]
    (card,) = archive.cards()
    assert texts(archive) == ["Việc mới.", "Thêm."]
    assert [reading.current for reading in archive.history(card.id)] == [False, True]
    first = archive.history(card.id)[0]
    assert [task.text for task in archive.read_at(first.id).tasks] == ["Việc cũ."]
    # the earlier reading is known: it does not come back, however often it is added
    assert put(archive, directive("17/CT-UBND", "Việc cũ.")) == ["unchanged"]
    assert texts(archive) == ["Việc mới.", "Thêm."]
    assert len(list(archive.lines())) == 1
    assert len(list(archive.lines(history=True))) == 2
    assert whole(archive)


def test_a_reading_without_the_text_does_not_replace_one_with_it(archive: Archive) -> None:
    assert put(archive, directive(), directive(text=None)) == ["new", "kept"]
    assert archive.directive(archive.cards()[0].id).text == "Toàn văn."


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (directive("17/CT-UBND", "Một.", "Hai.", file="scan.pdf"), "replaced"),  # more tasks
        (directive("17/CT-UBND", file="scan.pdf", signed=False), "kept"),  # an article about it
        (directive("17/CT-UBND", file="scan.pdf", title=None), "kept"),  # less of the header
        (directive("17/CT-UBND", file="scan.pdf"), "kept"),  # as good: what is there stays
        (directive("017 / CT-UBND", "Một.", "Hai.", file="scan.pdf"), "replaced"),  # the number typed otherwise
    ],
)
def test_another_file_of_the_same_document(archive: Archive, second: Directive, outcome: str) -> None:
    put(archive, directive())
    assert put(archive, second) == [outcome]
    assert put(archive, directive(), second) == ["unchanged"] * 2
    assert len(archive.cards()) == 1
    assert archive.has(second.source.sha256)
    assert whole(archive)


def test_a_recognised_picture_does_not_replace_a_text(archive: Archive) -> None:
    scan = directive("17/CT-UBND", "Một.", "Hai.", file="scan.pdf")
    for task in scan.tasks:
        task.span = Span(start=0, end=1, recognised=0.9)
    assert put(archive, directive(), scan) == ["new", "kept"]


@pytest.mark.parametrize(
    "other",
    [
        directive("18/CT-UBND", file="b"),
        directive("17/CT-UBND", file="b", issuer="Ủy ban nhân dân tỉnh Lam Hạ"),
        directive("17/CT-UBND", file="b", issued_on=date(2023, 3, 4)),
        directive("17/KH-UBND", file="b"),
    ],
)
def test_documents_that_differ_in_number_issuer_or_date_are_two(archive: Archive, other: Directive) -> None:
    assert put(archive, directive(), other) == ["new", "new"]


def test_documents_without_number_are_told_apart_by_their_bytes(archive: Archive) -> None:
    one, two = (directive(None, file=name) for name in ("a", "b"))
    assert put(archive, one, two, one) == ["new", "new", "unchanged"]


def test_a_number_that_had_been_misread_brings_two_documents_together(archive: Archive) -> None:
    misread = directive("11/CT-UBND", file="scan.pdf")
    assert put(archive, directive(), misread) == ["new", "new"]
    assert put(archive, directive("17/CT-UBND", "Một.", "Hai.", file="scan.pdf")) == ["replaced"]
    (card,) = archive.cards()
    assert [reading.source_name for reading in archive.history(card.id)] == ["17.txt", "scan.pdf", "scan.pdf"]
    assert texts(archive) == ["Một.", "Hai."]
    assert put(archive, misread, directive()) == ["unchanged"] * 2
    assert whole(archive)


def test_removing_leaves_nothing_of_a_document(archive: Archive) -> None:
    put(archive, directive(), directive("18/CT-UBND", "Việc khác.", file="18.txt"))
    archive.remove(archive.cards("17/CT-UBND")[0].id)
    assert texts(archive) == ["Việc khác."]
    with archive.reading() as connection:
        for table in (assignment, due_day):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 1
    assert whole(archive)
    assert put(archive, directive()) == ["new"]


@pytest.mark.parametrize("typed", ["17/CT-UBND", "17 ct ubnd", "Chỉ thị số 17/CT-UBND", "017-CT/UBND"])
def test_cards_by_a_number_as_typed(archive: Archive, typed: str) -> None:
    put(archive, directive(), directive("117/CT-UBND", file="b"))
    assert [card.number for card in archive.cards(typed)] == ["17/CT-UBND"]
    assert archive.cards(typed, issuer="tinh lam son", issued_on=date(2024, 3, 4))
    assert not archive.cards(typed, issuer="Lam Hạ")
    assert not archive.cards(typed, issued_on=date(2024, 3, 5))


def test_a_card_says_which_document_it_is(archive: Archive) -> None:
    put(archive, full_directive())
    (card,) = archive.cards()
    header = full_directive().directive
    assert (card.number, card.kind, card.issued_on, card.title) == ("17/CT-UBND", "CT", header.issued_on, header.title)
    assert header.issuer is not None
    assert card.issuer == header.issuer.name


def test_a_document_cited_twice_in_one_way_is_one_citation(archive: Archive) -> None:
    cited = Reference(id="r1", text="Nghị quyết số 05/NQ-CP", span=NOWHERE, number="05/NQ-CP", relation="implements")
    others = (cited.model_copy(update={"id": "r2"}), cited.model_copy(update={"id": "r3", "relation": "basis"}))
    put(archive, directive(references=(cited, *others)), directive("18/CT-UBND", file="b"))
    with archive.reading() as connection:
        found = connection.execute(select(citation.c.document, citation.c.relation, citation.c.number_key)).all()
    first = archive.cards()[0].id
    assert sorted(map(tuple, found)) == [(first, "basis", "5/nq/cp"), (first, "implements", "5/nq/cp")]


def test_what_is_not_there_is_told(archive: Archive) -> None:
    for ask in (archive.card, archive.directive, archive.read_at):
        with pytest.raises(NoSuchDocument):
            ask(7)


def test_an_error_midway_leaves_what_was_kept_before(archive: Archive) -> None:
    def broken() -> object:
        yield from many(7)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(archive.add(broken(), batch=3))
    # the first two transactions were kept; of the third nothing
    assert [card.number for card in archive.cards()] == [f"{n}/CT-UBND" for n in range(1, 7)]
    assert whole(archive)


def test_bodies_of_a_transaction_that_was_not_kept_are_forgotten(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = archive.index.insert
    monkeypatch.setattr(archive.index, "insert", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(archive, directive())
    monkeypatch.setattr(archive.index, "insert", insert)
    assert put(archive, directive()) == ["new"]
    with archive.reading() as connection:
        assert connection.execute(select(func.count()).select_from(body)).scalar() == 2
    assert whole(archive)


def test_an_archive_opened_again_is_the_same(archive_url: str) -> None:
    with open_archive(archive_url, create=True) as archive:
        put(archive, directive())
    with open_archive(archive_url) as archive:
        assert put(archive, directive()) == ["unchanged"]
