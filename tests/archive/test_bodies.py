"""Whom a name means that a person types to narrow a search."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from analyzer.archive import Archive
from analyzer.archive.bodies import named
from analyzer.archive.entries import BodyKey
from analyzer.archive.tables import body

BODIES = [
    BodyKey("Ủy ban nhân dân tỉnh Cà Mau", "ubnd-tinh-ca-mau"),  # the province is told by the id alone
    BodyKey("Ủy ban nhân dân tỉnh", "ubnd-tinh-bac-lieu", "p63-95"),
    BodyKey("Ủy ban nhân dân thành phố Cà Mau", "ubnd-huyen", "p63-96"),
    BodyKey("Ủy ban nhân dân tỉnh Gia Lai", "ubnd-tinh-gia-lai"),
    BodyKey("Sở Thông tin và Truyền thông", "so-thong-tin-va-truyen-thong", "p63-96"),
    BodyKey("Sở Thông tin và Truyền thông", "so-thong-tin-va-truyen-thong"),
    BodyKey("Sở Khoa học và Công nghệ", "so-khoa-hoc-va-cong-nghe"),
    BodyKey("Sở Văn hóa, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich"),
    BodyKey("Sở Lao động - Thương binh và Xã hội", "so-lao-dong-thuong-binh-va-xa-hoi"),
    BodyKey("Sở Nội vụ", "so-noi-vu"),
    BodyKey("Công an tỉnh", "cong-an-tinh"),
    BodyKey("Trung tâm Muối Lam Sơn"),
]

CASES = [
    ("UBND tỉnh Cà Mau", {0, 1}),  # Bạc Liêu became part of it in 2025
    ("ubnd ca mau", {0, 1}),
    ("Sở Thông tin và Truyền thông", {4, 5, 6}),  # most of its duties went to a department that began then
    ("so tttt tinh ca mau", {4}),
    ("Sở Khoa học và Công nghệ", {4, 5, 6}),
    ("Sở Văn hóa, Thể thao và Du lịch", {7}),  # got some duties of another besides its own
    ("Sở LĐTBXH", {8, 9}),
    ("Công an tỉnh", {10}),
    ("trung tam muoi", {11}),
    ("Sở Muối", set()),
]


@pytest.mark.parametrize(("typed", "meant"), CASES, ids=[typed for typed, _ in CASES])
def test_bodies_that_a_name_means(archive: Archive, typed: str, meant: set[int]) -> None:
    rows = [
        {"name": b.name, "agency": b.agency, "province": b.province, "area": b.area, "plain": b.plain} for b in BODIES
    ]
    with archive.writing() as connection:
        connection.execute(body.insert(), rows)
        found = named(connection, typed).ids
        keys = {
            row.id: BodyKey(row.name, row.agency, row.province, row.area) for row in connection.execute(select(body))
        }
    assert {BODIES.index(keys[i]) for i in found} == meant
