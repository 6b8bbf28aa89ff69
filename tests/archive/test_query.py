"""What a query is understood as, and that nothing that can be typed is an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive import conditions, query
from analyzer.archive.index import postgresql, sqlite
from analyzer.archive.query import Either, Named, Node, Number, Phrase, Query, Renamed, Together, Word, parse
from tests.effort import effort
from tests.linear import assert_linear


def written(node: Node) -> str:
    """A node in short: words plain, phrases in quotes, numbers with #, terms in [], bodies in {}."""
    match node:
        case Word(token, prefix):
            return token + "*" * prefix
        case Phrase(tokens, prefix):
            return f'"{" ".join(tokens)}"' + "*" * prefix
        case Number(parts, kind, _):
            return f"#{kind + ':' if kind else ''}{'/'.join(parts)}"
        case Named(full, _, inner):
            return f"[{' '.join(full)}{'' if inner else '!'}]"
        case Renamed(_, name, _):
            return f"{{{' '.join(name)}}}"
        case Together(of, without):
            return " ".join([*map(written, of), *(f"-{grouped(n)}" for n in without)])
        case Either(of):
            return "(" + " | ".join(map(written, of)) + ")"


def grouped(node: Node) -> str:
    return f"<{written(node)}>" if isinstance(node, Together) else written(node)


READ = [
    ("cải cách", "cải cách"),
    ("Uỷ quyền", "ủy quyền"),
    ('"họp trực tuyến" sớm', '"họp trực tuyến" sớm'),
    ("“họp trực tuyến”", '"họp trực tuyến"'),
    ('"họp trực', '"họp trực"'),
    ('"họp trực tuy"*', '"họp trực tuy"*'),
    ("thanh tra*", "thanh tra*"),
    ("cháy -rừng", "cháy -rừng"),
    ('cháy -"rừng phòng hộ"', 'cháy -"rừng phòng hộ"'),
    ("cháy -(rừng | nhà)", "cháy -(rừng | nhà)"),
    ("kinh tế - xã hội", "kinh tế xã hội"),
    ("kinh tế – xã hội", "kinh tế xã hội"),
    ("-rừng", "-rừng"),
    ("đập | hồ chứa", "(đập | hồ chứa)"),
    ("(đập | hồ) an toàn", "(đập | hồ) an toàn"),
    ("(đập hồ) an toàn", "đập hồ an toàn"),
    ("| đập ||", "đập"),
    ("((đập | hồ", "(đập | hồ)"),
    ("đập) hồ", "đập hồ"),
    ("y tế,giáo dục", "y tế giáo dục"),
    ("60%", "60"),
    ("2021-2025", '"2021 2025"'),
    ("", ""),
    ('" "', ""),
    ("* - | ()", ""),
    # numbers of documents
    ("08/CT-UBND", "#8/ct/ubnd"),
    ("8/ct-ubnd", "#8/ct/ubnd"),
    ("08 ct ubnd", "#8/ct/ubnd"),
    ("08 CT UBND tỉnh", "#8/ct/ubnd tỉnh"),
    ("Số: 08/CT-UBND", "#8/ct/ubnd"),
    ("08-CT/TU", "#8/ct/tu"),
    ("05 ct tu", "#5/ct/tu"),
    ("107/2021/NĐ-CP", "#107/2021/nd/cp"),
    ("107 2021 nd cp", "#107/2021/nd/cp"),
    ("nghị định 30/2020", "#NĐ:30/2020"),
    ("chỉ thị 08", "#CT:8"),
    ("chi thi so 08", "#CT:8"),
    ("chỉ thị số 08/CT-UBND", "#8/ct/ubnd"),
    ("kế hoạch 58 ubnd", "#58/kh/ubnd"),
    ("quyết định 749/QĐ-TTg cổng dịch vụ", "#749/qd/ttg cổng dịch vụ"),
    ("cv 1234/UBND-NV", "cv #1234/ubnd/nv"),
    ("năm 2025 KH", "năm 2025 kh"),
    ("kế hoạch 5 năm", "kế hoạch 5 năm"),
    ("báo cáo 6 tháng", "báo cáo 6 tháng"),
    ("mức độ 4", "mức độ 4"),
    # abbreviations and what they stand for
    ("TTHC", "[thủ tục hành chính!]"),
    ("tthc", "[thủ tục hành chính!]"),
    ("thủ tục hành chính", "[thủ tục hành chính]"),
    ("thu tuc hanh chinh", "[thu tuc hanh chinh]"),
    ("thủ tục hành chánh", "thủ tục hành chánh"),
    ("GD&ĐT", "[giáo dục và đào tạo!]"),
    ("tư pháp", "tư pháp"),
    ("TƯ", "[trung ương!]"),
    ('"thủ tục hành chính"', '"thủ tục hành chính"'),
    ("SGDĐT", "[sở giáo dục và đào tạo!]"),
    # bodies that have, or had, other names
    ("Sở Giao thông vận tải", "{sở giao thông vận tải}"),
    ("sở gtvt báo cáo", "{sở giao thông vận tải} báo cáo"),
    ("so giao thong van tai", "{so giao thong van tai}"),
]


@pytest.mark.parametrize(("typed", "expected"), READ)
def test_reading(typed: str, expected: str) -> None:
    assert written(parse(typed).root) == expected


def test_former_and_present_names_are_known() -> None:
    (body,) = parse("Sở Giao thông vận tải").alternatives[0].of
    assert isinstance(body, Renamed)
    assert ("sở", "xây", "dựng") in body.others


def test_only_so_many_words_are_read() -> None:
    assert len(parse("từ " * 5000).alternatives[0].of) == 64


def test_groups_within_groups_are_read_to_some_depth() -> None:
    assert parse("(" * 5 + "họp" + ")" * 5 + " báo").root == parse("họp báo").root
    deep = parse("(" * 2_000 + "họp" + ")" * 2_000 + " báo | " + "-(" * 2_000)
    assert deep.alternatives[0].of == parse("họp báo").root.of


@pytest.mark.parametrize(("typed", "empty"), [("", True), ("()", True), ("a", False), ("-a", False)])
def test_emptiness(typed: str, empty: bool) -> None:
    assert parse(typed).is_empty is empty


SYNTAX = st.lists(
    st.sampled_from(
        ["(", ")", "|", "-", '"', "“", "*", " ", " ", "08/CT-UBND", "chỉ thị", "số", "8", "TTHC", "sở nội vụ", "a"]
    ),
    max_size=25,
).map("".join)


@given(SYNTAX | st.text(max_size=60))
@settings(max_examples=effort(120, 300))
def test_whatever_is_typed_can_be_asked(typed: str) -> None:
    found: Query = parse(typed)
    for stage in (*conditions.stages(found), *(s for some in conditions.nearly(found) for s in some)):
        for expression in (sqlite.expression(stage), postgresql.expression(stage)):
            assert expression.count("(") == expression.count(")")
            assert '""' not in expression
            assert "''" not in expression


def test_reading_is_linear() -> None:
    for piece in ("(", '"', "a ", "-", "a|", "08/CT-UBND ", "/", " "):
        assert_linear(lambda text: query._MOST and list(query._marks(text)), piece)
    assert_linear(lambda text: query._SPLIT.split(text), "a-")
