"""``analyzer agencies``: what is shown, as a table and as JSON, and how it ends."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal on which no name is folded."""
    monkeypatch.setenv("COLUMNS", "180")


def test_find_shows_names_validity_and_ids(run: Run) -> None:
    result = run("agencies", "find", "so noi vu gia lai", "--as-of", "1/6/2026")
    assert (result.exit_code, result.stderr) == (0, "")
    first = next(line for line in result.stdout.splitlines() if "Sở Nội vụ tỉnh Gia Lai" in line)
    assert "từ 01/03/2025" in first
    assert "so-noi-vu" in first


def test_find_shows_a_former_body_and_behind_it_who_answers(run: Run) -> None:
    out = run("agencies", "find", "bo ke hoach va dau tu", "--as-of", "2026-06-01").stdout
    assert out.index("Bộ Kế hoạch và Đầu tư") < out.index("→ Bộ Tài chính")
    assert "đến 28/02/2025" in out
    assert "vào ngày 01/06/2026" in out
    before = run("agencies", "find", "bo ke hoach va dau tu", "--as-of", "2024-06-01").stdout
    assert "→" not in before


def test_find_in_a_province_as_json(run: Run) -> None:
    result = run("agencies", "find", "syt", "--province", "dak lak", "--as-of", "2024-01-01", "--limit", "1", "--json")
    assert json.loads(result.stdout) == [
        {
            "id": "so-y-te",
            "name": "Sở Y tế tỉnh Đắk Lắk",
            "province": "Đắk Lắk",
            "matched": "SYT",
            "score": 0.95,
            "valid_from": None,
            "valid_to": None,
            "heir_of": None,
        }
    ]


def test_find_nothing(run: Run) -> None:
    result = run("agencies", "find", "qqqq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Không tìm thấy" in result.stderr
    assert "so noi vu" in result.stderr, "it says what to try"
    assert "No body found" in run("agencies", "find", "qqqq", "--lang", "en").stderr


def test_expand_lists_members_and_marks_doubtful_ones(run: Run) -> None:
    result = run("agencies", "expand", "các sở, ban, ngành", "--province", "Gia Lai", "--as-of", "2026-01-01")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "│ 12 │ Văn phòng Ủy ban nhân dân tỉnh Gia Lai" in result.stdout
    doubtful = next(line for line in result.stdout.splitlines() if "Sở Ngoại vụ" in line)
    assert "?" in doubtful
    assert "chỉ có ở một số tỉnh" in doubtful
    assert "12 cơ quan chắc chắn" in result.stdout


def test_expand_tells_what_was_left_out_and_what_cannot_be_listed(run: Run) -> None:
    words = "các sở, ban, ngành (trừ Sở Y tế), UBND các xã, phường"
    out = run("agencies", "expand", words, "--province", "Gia Lai", "--as-of", "2026-01-01").stdout
    assert "11 cơ quan chắc chắn" in out
    assert "Đã trừ: Sở Y tế tỉnh Gia Lai." in out
    assert "Không liệt kê được: UBND các xã, phường." in out
    english = run("agencies", "expand", words, "--province", "gia lai", "--lang", "en").stdout
    assert "11 sure members" in english


def test_expand_as_json(run: Run) -> None:
    result = run("agencies", "expand", "các bộ (trừ Bộ Công an)", "--as-of", "1/1/2026", "--json")
    told = json.loads(result.stdout)
    assert told["words"] == "các bộ (trừ Bộ Công an)"
    assert told["as_of"] == "2026-01-01"
    assert len(told["members"]) == 13
    assert told["members"][0] == {"id": "bo-quoc-phong", "name": "Bộ Quốc phòng", "province": None}
    assert told["excluded"] == ["Bộ Công an"]
    assert (told["open"], told["unlisted"], told["note"]) == (False, [], None)


def test_expand_what_is_no_class(run: Run) -> None:
    result = run("agencies", "expand", "con mèo")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "các sở, ban, ngành" in result.stderr, "it names classes to try"


def test_show_one_body_through_time(run: Run) -> None:
    result = run("agencies", "show", "bo-ke-hoach-va-dau-tu", "--as-of", "1/6/2026")
    assert (result.exit_code, result.stderr) == (0, "")
    for words in (
        "Bộ Kế hoạch và Đầu tư",
        "Viết tắt: BKHĐT",
        "đến 28/02/2025",
        "Trả lời vào ngày 01/06/2026: Bộ Tài chính",
        "01/03/2025: Bộ Kế hoạch và Đầu tư → Bộ Tài chính (Nghị quyết 176/2025/QH15)",
    ):
        assert words in result.stdout


def test_show_says_from_whom_a_body_came(run: Run) -> None:
    out = run("agencies", "show", "Sở Xây dựng", "--province", "Gia Lai", "--as-of", "1/6/2026").stdout
    after = out.index("Trước đó:")
    assert out.index("Sở Giao thông vận tải tỉnh Gia Lai → Sở Xây dựng tỉnh Gia Lai") > after


def test_show_a_body_of_a_province_that_ended(run: Run) -> None:
    result = run("agencies", "show", "UBND tinh Binh Dinh", "--as-of", "1/6/2026", "--json")
    told = json.loads(result.stdout)[0]
    assert told["id"] == "ubnd-tinh-binh-dinh"
    assert [b["name"] for b in told["current"]] == ["Ủy ban nhân dân tỉnh Gia Lai"]
    assert [(s["on"], s["basis"]) for s in told["after"]] == [("2025-07-01", "Nghị quyết 202/2025/QH15")]
    assert told["before"] == []
    shown = run("agencies", "show", "ubnd-tinh-binh-dinh", "--as-of", "1/6/2026").stdout
    assert "tỉnh Bình Định → tỉnh Gia Lai" in shown


def test_show_a_name_that_is_not_there_tells_near_ones(run: Run) -> None:
    result = run("agencies", "show", "so noi vuu")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Có phải: Sở Nội vụ" in result.stderr
    assert "Không tìm thấy" in run("agencies", "show", "qqqq").stderr


@pytest.mark.parametrize("command", ["find", "expand", "show"])
def test_an_unknown_province_is_told_with_near_names(run: Run, command: str) -> None:
    result = run("agencies", command, "sở", "--province", "Gia Lay")
    assert result.exit_code == 2
    assert "không có tỉnh, thành phố “Gia Lay”. Gần giống: Gia Lai" in result.stderr


@pytest.mark.parametrize("command", ["find", "expand", "show"])
def test_a_day_that_is_none(run: Run, command: str) -> None:
    assert run("agencies", command, "sở", "--as-of", "31/2/2026").exit_code == 2


@pytest.mark.parametrize("command", ["find", "expand", "show"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_teaches_with_examples(run: Run, command: str, language: str) -> None:
    result = run("agencies", command, "--help", "--lang", language)
    assert result.exit_code == 0
    assert f"analyzer agencies {command} " in result.stdout


@pytest.mark.parametrize("width", ["80", "140"])
def test_tables_keep_to_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for arguments in (("find", "bo ldtbxh"), ("expand", "các bộ, ngành"), ("show", "bo-noi-vu")):
        lines = run("agencies", *arguments).stdout.splitlines()
        assert max(map(len, lines)) <= int(width)
