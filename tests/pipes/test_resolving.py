"""What mentions mean in their document: the setting, the id, the province, the area, what stays open.

The large table of mentions in context is ``data/mentions.toml``; here are the rules one by one.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.provinces import provinces
from analyzer.pipes.agencies import find
from analyzer.pipes.agencies.readings import province_in, read_name
from analyzer.pipes.agencies.resolving import Resolved, Setting, resolve, setting_of
from analyzer.pipes.agencies.setting import issuer_of
from analyzer.pipes.mentions import AgencyMention

OLD, NEW, TODAY = date(2024, 3, 5), date(2025, 9, 1), date(2026, 11, 1)
QUANG_BINH = "Ủy ban nhân dân tỉnh Quảng Bình"
GIA_LAI = "Ủy ban nhân dân tỉnh Gia Lai"
BO_TRACH = "Ủy ban nhân dân huyện Bố Trạch, tỉnh Quảng Bình"
HUE = "Ủy ban nhân dân thành phố Huế"


def _resolve(name: str, issuer: str | None, on: date | None, form: str = "registered") -> Resolved:
    return resolve(AgencyMention(0, len(name), name, form), setting_of(issuer, None, on), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("issuer", "place", "on", "named", "province"),
    [
        (QUANG_BINH, "Quảng Bình", OLD, (), "p63-44"),
        ("Sở Nội vụ Thành phố Hà Nội", "Hà Nội", OLD, (), "p34-01"),
        ("Tỉnh ủy Gia Lai", None, OLD, (), "p63-64"),
        ("Tỉnh ủy Gia Lai", None, NEW, (), "p34-52"),
        ("Hội đồng nhân dân tỉnh Hà Tây", None, date(2007, 5, 1), (), "p00-ha-tay"),
        ("Văn phòng Ủy ban nhân dân tỉnh Quảng Bình", None, OLD, (), "p63-44"),
        (BO_TRACH, "Bố Trạch", OLD, (), "p63-44"),
        ("Ủy ban nhân dân phường Kim Long, thành phố Huế", None, NEW, (), "p34-46"),
        # the date line, where the issuer's name does not tell
        ("Ủy ban nhân dân tỉnh", "Quảng Ngãi", OLD, (), "p63-51"),
        ("Phòng Tư pháp huyện Tây Sơn", "Bình Định", OLD, (), "p63-52"),
        ("Ủy ban nhân dân huyện Quảng Ninh", "Quảng Ninh", OLD, (), None),  # a district of another province
        ("Ủy ban nhân dân thành phố Bắc Ninh", "Bắc Ninh", OLD, (), "p63-27"),
        # the province whose committee the text names
        ("Ủy ban nhân dân xã Trà Giang", None, OLD, ("UBND tỉnh Quảng Ngãi", "Sở Y tế"), "p63-51"),
        ("Ủy ban nhân dân xã Trà Giang", None, OLD, ("UBND tỉnh Quảng Ngãi", "Tỉnh ủy Phú Yên"), None),
        ("Ủy ban nhân dân xã Trà Giang", None, OLD, ("UBND huyện Sơn Tịnh",), None),
        # central bodies have none, wherever they are and whatever they name
        ("Bộ Nội vụ", "Hà Nội", OLD, ("UBND tỉnh Quảng Ngãi",), None),
        ("Thanh tra Bộ Y tế", "Hà Nội", OLD, (), None),
        ("Đại học Quốc gia Hà Nội", "Hà Nội", OLD, (), None),
        (None, "Hà Nội", OLD, (), None),
        (None, "Quảng Ngãi", OLD, (), "p63-51"),
        (None, None, OLD, ("UBND tỉnh Quảng Ngãi",), None),
    ],
)
def test_the_province_a_document_speaks_for(
    issuer: str | None, place: str | None, on: date, named: tuple[str, ...], province: str | None
) -> None:
    found = setting_of(issuer, place, on, named)
    assert (found.province.id if found.province else None) == province


def test_without_a_date_a_province_that_was_merged_stays_open() -> None:
    found = setting_of(GIA_LAI, None, None)
    assert found.province is None
    assert {p.id for p in found.provinces} == {"p63-64", "p34-52"}


@pytest.mark.parametrize(
    ("name", "level", "area"),
    [
        ("Bộ Nội vụ", "central", None),
        ("Thủ tướng Chính phủ", "central", None),
        ("Ban Bí thư", "central", None),
        ("Vụ Pháp chế Bộ Tài chính", "central", None),
        ("Sở Y tế tỉnh Quảng Bình", "province", None),
        ("Thành ủy Hà Nội", "province", None),
        ("Văn phòng Sở Y tế tỉnh Quảng Bình", "province", None),
        ("Bệnh viện đa khoa tỉnh Quảng Bình", "province", None),
        ("Thành ủy Thủ Đức", "district", "thành phố Thủ Đức"),
        ("Huyện ủy Bố Trạch", "district", "huyện Bố Trạch"),
        ("Phòng Nội vụ huyện Bố Trạch", "district", "huyện Bố Trạch"),
        ("Ủy ban nhân dân xã Trà Giang", "commune", "xã Trà Giang"),
        ("Công ty Cổ phần Sao Mai", None, None),
        (None, None, None),
    ],
)
def test_the_level_of_an_issuer(name: str | None, level: str | None, area: str | None) -> None:
    found = issuer_of(name, OLD)
    assert (found.level, found.area) == (level, area)


@pytest.mark.parametrize(
    ("name", "issuer", "on", "agency_id", "province", "area", "shown"),
    [
        # as of the document's date
        ("Bộ Nội vụ", "Thủ tướng Chính phủ", OLD, "bo-noi-vu-truoc-2025", None, None, "Bộ Nội vụ"),
        ("Bộ Nội vụ", "Thủ tướng Chính phủ", NEW, "bo-noi-vu", None, None, "Bộ Nội vụ"),
        ("Bộ Nội vụ", None, None, "bo-noi-vu", None, None, "Bộ Nội vụ"),
        # the issuer's province, or the one that stands with the name
        ("UBND tỉnh", QUANG_BINH, OLD, "ubnd-tinh-quang-binh", "p63-44", None, QUANG_BINH),
        ("UBND tỉnh", "Sở Y tế tỉnh Quảng Bình", OLD, "ubnd-tinh-quang-binh", "p63-44", None, QUANG_BINH),
        ("UBND tỉnh Gia Lai", QUANG_BINH, OLD, "ubnd-tinh-gia-lai", "p63-64", None, GIA_LAI),
        ("Tỉnh ủy", GIA_LAI, NEW, "tinh-uy-gia-lai", "p34-52", None, "Tỉnh ủy Gia Lai"),
        ("Sở Y tế", GIA_LAI, NEW, "so-y-te", "p34-52", None, "Sở Y tế tỉnh Gia Lai"),
        ("Sở Y tế Bình Định", GIA_LAI, OLD, "so-y-te", "p63-52", None, "Sở Y tế tỉnh Bình Định"),
        ("UBND huyện Lệ Thủy", QUANG_BINH, OLD, "ubnd-huyen", "p63-44", "huyện Lệ Thủy",
         "Ủy ban nhân dân huyện Lệ Thủy, tỉnh Quảng Bình"),
        ("UBND xã An Phú, tỉnh Gia Lai", QUANG_BINH, OLD, "ubnd-xa", "p63-64", "xã An Phú",
         "Ủy ban nhân dân xã An Phú, tỉnh Gia Lai"),
        ("Huyện ủy Lệ Thủy", QUANG_BINH, OLD, "huyen-uy", "p63-44", "huyện Lệ Thủy",
         "Huyện ủy Lệ Thủy, tỉnh Quảng Bình"),
        # none in documents of central bodies, none of a class of provinces
        ("Sở Y tế", "Bộ Y tế", OLD, "so-y-te", None, None, "Sở Y tế"),
        ("UBND tỉnh", "Bộ Y tế", OLD, "ubnd-tinh", None, None, "Ủy ban nhân dân tỉnh"),
        ("UBND huyện Lệ Thủy", "Bộ Y tế", OLD, "ubnd-huyen", None, "huyện Lệ Thủy",
         "Ủy ban nhân dân huyện Lệ Thủy"),
        ("Sở Y tế các địa phương", "Bộ Y tế", OLD, "so-y-te", None, None, "Sở Y tế các địa phương"),
        ("Sở Y tế các tỉnh", QUANG_BINH, OLD, "so-y-te", None, None, "Sở Y tế các tỉnh"),
        ("UBND các xã, phường", QUANG_BINH, OLD, "ubnd-xa", "p63-44", None, "Ủy ban nhân dân các xã, phường"),
        # cities
        ("UBND thành phố Huế", None, OLD, "ubnd-huyen", "p00-thua-thien-hue", "thành phố Huế",
         "Ủy ban nhân dân thành phố Huế, tỉnh Thừa Thiên Huế"),
        ("UBND thành phố Huế", None, NEW, "ubnd-tp-hue", "p34-46", None, HUE),
        ("UBND thành phố", HUE, NEW, "ubnd-tp-hue", "p34-46", None, HUE),
        ("UBND thành phố", QUANG_BINH, OLD, "ubnd-huyen", "p63-44", None, "Ủy ban nhân dân thành phố"),
        ("Thành ủy Đồng Hới", QUANG_BINH, OLD, "huyen-uy", "p63-44", "thành phố Đồng Hới",
         "Thành ủy Đồng Hới, tỉnh Quảng Bình"),
        # names that bodies of several levels share: the issuer's level decides
        ("Thanh tra", QUANG_BINH, OLD, "thanh-tra-tinh", "p63-44", None, "Thanh tra tỉnh Quảng Bình"),
        ("Công an", BO_TRACH, OLD, "cong-an-huyen", "p63-44", "huyện Bố Trạch",
         "Công an huyện Bố Trạch, tỉnh Quảng Bình"),
        ("UBND", BO_TRACH, OLD, "ubnd-huyen", "p63-44", "huyện Bố Trạch", BO_TRACH),
        ("UBND huyện", BO_TRACH, OLD, "ubnd-huyen", "p63-44", "huyện Bố Trạch", BO_TRACH),
        ("Ban Tổ chức", "Tỉnh ủy Gia Lai", NEW, "ban-to-chuc-tinh-uy", "p34-52", None,
         "Ban Tổ chức Tỉnh ủy Gia Lai"),
        ("Nội vụ", "Thủ tướng Chính phủ", OLD, "bo-noi-vu-truoc-2025", None, None, "Bộ Nội vụ"),
        ("KH&ĐT", QUANG_BINH, OLD, "so-ke-hoach-va-dau-tu", "p63-44", None,
         "Sở Kế hoạch và Đầu tư tỉnh Quảng Bình"),
        # an office that a person's name stands with
        ("Phó Thủ tướng Chính phủ Trần Hòa Bình", "Văn phòng Chính phủ", NEW, "pho-thu-tuong-chinh-phu", None, None,
         "Phó Thủ tướng Chính phủ"),
        # bodies that serve several provinces, or have a number
        ("Kho bạc Nhà nước khu vực XIII", GIA_LAI, NEW, "kho-bac-nha-nuoc-khu-vuc-tinh", None, None,
         "Kho bạc Nhà nước khu vực"),
        ("Thuế cơ sở 3 tỉnh Gia Lai", None, NEW, "thue-co-so", "p34-52", None, "Thuế cơ sở tỉnh Gia Lai"),
    ],
)  # fmt: skip
def test_meaning(
    name: str,
    issuer: str | None,
    on: date | None,
    agency_id: str,
    province: str | None,
    area: str | None,
    shown: str,
) -> None:
    found = _resolve(name, issuer, on)
    assert (found.id, found.province.id if found.province else None, found.area) == (agency_id, province, area)
    assert found.name == shown
    assert found.ambiguous == ()


@pytest.mark.parametrize(
    ("name", "issuer", "on", "ambiguous", "answers"),
    [
        ("Thanh tra", None, OLD, ["thanh-tra-huyen", "thanh-tra-tinh"], ["Thanh tra cấp tỉnh"]),
        ("Công an", "Bộ Y tế", OLD, ["cong-an-huyen", "cong-an-tinh", "cong-an-xa"], None),
        ("SNV", QUANG_BINH, OLD, ["so-ngoai-vu", "so-noi-vu-truoc-2025"], None),
        ("TTCP", None, OLD, ["thanh-tra-chinh-phu", "thu-tuong-chinh-phu"], None),
        # before or after the merger: the same body answers
        ("UBND tỉnh Gia Lai", None, None, ["p34-52", "p63-64"], [GIA_LAI]),
        ("Sở Y tế tỉnh Gia Lai", None, None, ["p34-52", "p63-64"], ["Sở Y tế tỉnh Gia Lai"]),
    ],
)
def test_what_stays_open(
    name: str, issuer: str | None, on: date | None, ambiguous: list[str], answers: list[str] | None
) -> None:
    found = _resolve(name, issuer, on)
    assert found.id is None
    assert sorted(found.ambiguous) == ambiguous
    assert ([a.name for a in found.succession.answers] if found.succession else None) == answers


def test_without_a_date_a_body_that_ended_before_the_merger_is_of_the_old_province() -> None:
    found = _resolve("Sở KH&ĐT tỉnh Gia Lai", None, None)
    assert found.province is not None
    assert (found.id, found.province.id) == ("so-ke-hoach-va-dau-tu", "p63-64")


def test_without_a_date_the_issuers_province_leaves_the_body_clear() -> None:
    """Which of two provinces of one name it is stays open; the body's id, and who answers, do not hang on it."""
    found = _resolve("Sở Y tế", GIA_LAI, None)
    assert (found.id, found.province, found.ambiguous) == ("so-y-te", None, ())
    assert found.succession is not None
    assert [a.name for a in found.succession.answers] == ["Sở Y tế tỉnh Gia Lai"]


@pytest.mark.parametrize("name", ["Thanh tra", "Cổng TTĐT", "Trung tâm Thông tin"])
def test_a_ministrys_own_offices_are_no_local_bodies(name: str) -> None:
    assert _resolve(name, "Bộ Y tế", NEW).id is None
    assert _resolve(name, GIA_LAI, NEW).id is not None
    assert _resolve(f"{name} tỉnh Gia Lai", "Bộ Y tế", NEW).id is not None


@pytest.mark.parametrize(
    ("name", "form", "province"),
    [
        ("Công ty Cấp nước tỉnh Quảng Bình", "grammar", "p63-44"),
        ("Bảo tàng Quảng Bình", "grammar", "p63-44"),
        ("Báo Quảng Bình Cuối tuần", "grammar", None),
        ("Nhà máy Cơ khí Sao Mai", "grammar", None),
        ("Văn phòng Sở Y tế", "grammar", "p63-64"),
        ("Đội kiểm tra liên ngành tỉnh", "grammar", "p63-64"),
        ("Tổ liên kết liên tỉnh", "grammar", None),
        ("Bộ Quốc phòng Lào", "grammar", None),
        ("Sở Công Thương tỉnh Hủa Phăn", "registered", None),
        ("các sở, ban, ngành", "collective", None),
        ("các sở, ban, ngành tỉnh Quảng Bình", "collective", "p63-44"),
        ("UBND các cấp", "registered", None),
    ],
)
def test_names_of_no_one_body_are_kept_as_written(name: str, form: str, province: str | None) -> None:
    found = _resolve(name, GIA_LAI, OLD, form)
    assert (found.id, found.ambiguous, found.succession) == (None, (), None)
    assert (found.province.id if found.province else None) == province
    assert found.existed is None


@pytest.mark.parametrize(
    ("name", "on", "existed"),
    [
        ("Sở KH&ĐT", OLD, True),
        ("Sở KH&ĐT", NEW, False),
        ("Bộ Nông nghiệp và Môi trường", OLD, False),
        ("UBND tỉnh Bình Định", NEW, False),
        ("UBND huyện Tây Sơn", NEW, False),
        ("UBND thị trấn Phú Phong", OLD, True),
        ("UBND thị trấn Phú Phong", NEW, False),
        ("UBND đặc khu Lý Sơn", OLD, False),
        ("UBND đặc khu Lý Sơn", NEW, True),
        ("Sở KH&ĐT", None, None),
        ("Trung tâm Y tế cấp huyện", OLD, True),
        ("Trung tâm Y tế cấp huyện", NEW, None),  # many kept the name
        ("Trung tâm Y tế huyện Tây Sơn", NEW, None),
        ("Trung tâm Y tế khu vực", OLD, False),
    ],
)
def test_whether_a_body_existed(name: str, on: date | None, existed: bool | None) -> None:
    assert _resolve(name, GIA_LAI, on).existed is existed


def test_a_commune_of_two_tiers_answers_itself_an_older_one_has_to_be_looked_up() -> None:
    new, old = (_resolve("UBND xã Phú Túc", GIA_LAI, on).succession for on in (NEW, OLD))
    assert new is not None
    assert old is not None
    assert [a.name for a in new.answers] == ["Ủy ban nhân dân xã Phú Túc, tỉnh Gia Lai"]
    assert new.note is None
    assert [a.name for a in old.answers] == ["Ủy ban nhân dân cấp xã"]
    assert "cấp xã đã được sắp xếp lại" in (old.note or "")


@pytest.mark.parametrize(
    ("name", "ids", "area", "province"),
    [
        ("UBND xã A, huyện B, tỉnh Quảng Bình", {"ubnd-xa"}, "xã A", "tỉnh Quảng Bình"),
        ("Công an huyện Bố Trạch (tỉnh Quảng Bình)", {"cong-an-huyen"}, "huyện Bố Trạch", "tỉnh Quảng Bình"),
        ("Công an tại các huyện, thị xã", {"cong-an-huyen"}, "các huyện, thị xã", None),
        ("Quận ủy Ba Đình", {"huyen-uy"}, "quận Ba Đình", None),
        ("Sở GD-ĐT Quảng Bình", {"so-giao-duc-va-dao-tao"}, "Quảng Bình", "Quảng Bình"),
        ("Hội Nông dân và phát triển", set(), None, None),
        ("", set(), None, None),
    ],
)
def test_readings(name: str, ids: set[str], area: str | None, province: str | None) -> None:
    found = read_name(name)
    assert ids <= {a.id for a in found.entries}
    assert bool(ids) == bool(found.entries)
    assert (found.area, found.province) == (area, province)


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("Điện lực tỉnh Gia Lai", "tỉnh Gia Lai"),
        ("Đài truyền thanh Gia Lai", "Gia Lai"),
        ("Bảo tàng Hồ Chí Minh", None),
        ("Nhà hát Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Công ty Hòa Bình", None),
        ("Liên kết tỉnh Gia Lai và tỉnh Phú Yên", None),
        ("gia lai", None),
        ("Tổ công tác của đồng chí Trần Hòa Bình", None),
    ],
)
def test_the_province_in_a_name(name: str, province: str | None) -> None:
    assert province_in(name) == province


NAMES = st.sampled_from([n for a in Register.load().agencies for n in (a.name, *a.aliases, *a.abbreviations)])
TAILS = st.sampled_from(["", " tỉnh", " huyện", " xã A", " các huyện", " tỉnh Gia Lai", " thành phố Huế", " cấp xã"])
ISSUERS = st.sampled_from([None, QUANG_BINH, GIA_LAI, BO_TRACH, HUE, "Bộ Y tế", "Tỉnh ủy Hà Tây", "Công ty A"])
UNEVEN = frozenset(read_toml("agency_readings.toml")["uneven"])
DAYS = st.none() | st.dates(date(2007, 1, 1), date(2026, 12, 31))


@given(NAMES, TAILS, ISSUERS, DAYS)
def test_whatever_is_resolved_is_of_the_register(name: str, tail: str, issuer: str | None, on: date | None) -> None:
    """An id or several it may be, never both; ids are the register's, a province the issuer's or in the name."""
    found = _resolve(name + tail, issuer, on)
    assert found.id is None or not found.ambiguous
    known = {p.id for p in provinces()}
    assert all(i in known or Register.load().get(i) for i in (found.id, *found.ambiguous) if i)
    if found.province is not None and "Gia Lai" not in tail and "Huế" not in tail:
        setting = setting_of(issuer, None, on)
        assert found.province in setting.provinces or province_in(name) is not None
    if on is None or (found.id is None and not found.ambiguous):
        assert found.existed is None
    elif found.id not in UNEVEN and not UNEVEN.intersection(found.ambiguous):
        assert found.existed is not None


@given(NAMES, TAILS, DAYS)
def test_central_documents_lend_no_province(name: str, tail: str, on: date | None) -> None:
    found = _resolve(name + tail, "Bộ Y tế", on)
    assert found.province is None or "Gia Lai" in tail or "Huế" in tail or province_in(name) is not None


@given(NAMES, ISSUERS, DAYS)
def test_what_is_found_and_resolved_agree(name: str, issuer: str | None, on: date | None) -> None:
    """Where finding alone already knows the one body, the setting only adds the province.

    A central body that had ended may leave its name to those of the provinces, which only the setting tells.
    """
    for mention in find(f"Giao {name} thực hiện.", as_of=on):
        found = resolve(mention, setting_of(issuer, None, on), TODAY)
        body = Register.load().get(mention.id) if mention.id else None
        if body is not None and found.id is not None and on is not None and issuer is None and body.valid_on(on):
            assert found.id == mention.id


@pytest.mark.parametrize(
    ("name", "form", "issuer", "on", "province"),
    [
        ("các sở, ngành thành phố", "collective", HUE, NEW, "p34-46"),
        ("các sở, ngành thành phố", "collective", GIA_LAI, NEW, None),  # a city in the province
        ("các sở, ngành tỉnh", "collective", HUE, NEW, None),
        ("các sở, ngành cấp tỉnh", "collective", HUE, NEW, "p34-46"),
        ("cấp ủy cấp xã", "collective", GIA_LAI, NEW, "p34-52"),
        ("các tỉnh", "collective", GIA_LAI, NEW, None),
        ("các sở, ngành tỉnh", "collective", "Bộ Y tế", NEW, None),
        ("Đội kiểm tra liên ngành tỉnh", "grammar", "Bộ Y tế", NEW, None),
        ("Trạm kiểm dịch cơ sở", "grammar", GIA_LAI, NEW, None),
    ],
)
def test_level_words_are_of_the_issuers_province(
    name: str, form: str, issuer: str, on: date, province: str | None
) -> None:
    found = _resolve(name, issuer, on, form).province
    assert (found.id if found else None) == province


def test_a_board_of_a_family_that_stands_answers_by_its_own_name() -> None:
    own = "Ban Quản lý Khu công nghệ cao và các khu công nghiệp"
    found = _resolve(own, GIA_LAI, NEW, "grammar")
    assert found.name == own
    assert found.succession is not None
    assert [(a.id, a.name) for a in found.succession.answers] == [("ban-quan-ly-cac-khu-cong-nghiep-tinh", own)]


def test_ids_in_the_list_of_readings_are_the_registers() -> None:
    words, register = read_toml("agency_readings.toml"), Register.load()
    ids = [*words["by_place"], *words["uneven"], *(f["id"] for f in words["families"])]
    ids += [i for row in words["offices"] for i in (row["id"], row["short_for"], *row["issuers"])]
    assert [i for i in ids if register.get(i) is None] == []


def test_a_setting_may_be_made_by_hand() -> None:
    mention = AgencyMention(0, 7, "Sở Y tế", "registered")
    assert resolve(mention, Setting(), TODAY).province is None
