"""Rules for years, runs of years, parts of a year, and what is told from the directive's own year."""

from __future__ import annotations

import re
from datetime import date

from analyzer.pipes.times.periods import Period
from analyzer.pipes.times.rule import Rule, listed, matched, one
from analyzer.pipes.times.sequences import YEAR, Core, O, Relation, S, read_sequence, shift_of
from analyzer.spans import Span

_ROMAN = {"xix": 19, "xx": 20, "xxi": 21, "xxii": 22}
_COUNTS = {"ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_BARE_YEAR = re.compile(r"(?P<y>20\d\d)(?!\w)")
_AFTER_YEAR = re.compile(
    rf"{O}(?:[.,;:)\]|-]|$|\n|(?:và|là|đạt|có|phải|theo|với|để|cho|của|trở|được|sẽ|thì|đến|tới)(?!\w))"
)


def _years(match: re.Match[str]) -> Core | None:
    first, last = int(match.group("a")), int(match.group("b"))
    return one(match, Period("year", year=first, last_year=last)) if first <= last <= first + 60 else None


def _school_year(match: re.Match[str]) -> Core | None:
    """One or two school years, from the opening on 5 September to the end of May (dates vary by a few days)."""
    periods, spans = [], []
    for a, b in (("a", "b"), ("c", "d")):
        if match.group(a):
            first, last = int(match.group(a)), int(match.group(b))
            if last != first + 1:
                return None
            periods.append(Period("fixed", fixed=(date(first, 9, 5), date(last, 5, 31))))
            spans.append(Span(match.start() if a == "a" else match.start(a), match.end(b)))
    relation: Relation = "list" if len(periods) > 1 else "one"
    headed = (True, False)[: len(periods)]
    steps = (False,) * (len(periods) - 1)
    return Core(match.start(), match.end(), "", tuple(periods), tuple(spans), steps, relation, headed)


def _months_of_year(match: re.Match[str]) -> Core | None:
    """ "6 tháng đầu năm 2024", "10 tháng năm 2024", "nửa cuối năm"."""
    count = match.group("n")
    months = 6 if count == "nửa" else _COUNTS.get(count) or int(count)
    if not 1 <= months <= 12:
        return None
    late = match.group("edge") == "cuối"
    first, last = (13 - months, 12) if late else (1, months)
    shift = shift_of(match)
    year = int(match.group("y")) if match.group("y") else None
    return one(match, Period("span", year=year, month=first, last_month=last, shift=shift, late=late))


def _edge(match: re.Match[str]) -> Core | None:
    """ "cuối năm", "giữa tháng": the whole of the directive's own year, quarter or month."""
    unit = match.group("unit")
    late = match.group("edge") == "cuối"
    if unit == "năm":
        return one(match, Period("year", late=late), weak=match.group("edge") == "cả")
    return one(match, Period("month" if unit == "tháng" else "quarter", late=late))


def _relative(match: re.Match[str]) -> Core | None:
    shift = 0 if match.group("shift") == "nay" else -1
    unit = match.group("unit")
    period = Period("year" if unit == "năm" else "quarter" if unit[0] == "q" else "month", shift=shift)
    return one(match, period, weak=unit == "năm" and match.group("shift") == "trước")


def _century(match: re.Match[str]) -> Core | None:
    number = _ROMAN.get(match.group("c")) or int(match.group("c"))
    return one(match, Period("year", year=number * 100 - 99, last_year=number * 100))


def _bare_year(low: str, pos: int) -> Core | None:
    match = _BARE_YEAR.match(low, pos)
    core = read_sequence(low, pos, "year", headed=False) if match else None
    if core is None or not _AFTER_YEAR.match(low, core.end):
        return None
    return core._replace(weak=True)


def _vision(match: re.Match[str]) -> Core | None:
    return one(match, Period("year", year=int(match.group("y"))))._replace(bound="by")


_BEFORE = rf"trước(?!{S}(?:ngày|mồng|tháng|\d))"  # not "báo cáo 6 tháng đầu năm trước ngày 10/6"
_TAIL = rf"(?:(?:{S}của)?{S}năm)(?:{S}(?:(?P<y>{YEAR})|(?P<shift>nay|này|sau|tới|{_BEFORE}|ngoái)(?!\w)))?"
_RANGE = rf"(?P<a>(?:19|20)\d\d){O}(?:-|đến(?:{S}năm)?){O}(?P<b>(?:19|20)\d\d)(?![\w/])"
_RANGE_2 = _RANGE.replace("<a>", "<c>").replace("<b>", "<d>")

YEAR_RULES = (
    Rule(
        "year",
        ("year",),
        listed("year"),
        reads=(
            ("Kế hoạch [năm 2024]", "2024-01-01/2024-12-31"),
            ("[đến năm 2025]", "../2025-12-31"),
            ("[đến hết năm 2025]", "../2025-12-31"),
            ("[từ năm 2024 trở đi]", "2024-01-01/.."),
            ("[trước năm 2025]", "../2024-12-31"),
            ("đón [năm mới 2025]", "2025-01-01/2025-12-31"),
            ("[năm 2025 - 2026]", "2025-01-01/2026-12-31"),
            ("[trong các năm 2024, 2025]", "2024-01-01/2025-12-31"),
            ("[từ năm 2021 đến năm 2025]", "2021-01-01/2025-12-31"),
            ("[cuối năm 2024]", "2024-01-01/2024-12-31"),
            ("[đến cuối năm 2024]", "../2024-12-31"),
            ("[năm 2024 và những năm tiếp theo]", "2024-01-01/.."),
        ),
        ignores=("năm học mới", "năm 20245", "năm 1850", "cả năm người"),
    ),
    Rule(
        "period",
        ("period",),
        matched(
            rf"(?:giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|niên (?:khóa|khoá|độ)|chu k[ỳì]|khóa|khoá){S}"
            rf"(?:từ{S})?(?:năm{S})?\(?{_RANGE}",
            _years,
        ),
        reads=(
            ("[giai đoạn 2021 - 2025]", "2021-01-01/2025-12-31"),
            ("[Giai đoạn 2021\n- 2025]", "2021-01-01/2025-12-31"),
            ("[thời kỳ 2021-2030], tầm nhìn [đến năm 2050]", "2021-01-01/2030-12-31 | ../2050-12-31"),
            ("[nhiệm kỳ 2020 – 2025]", "2020-01-01/2025-12-31"),
            ("[trong giai đoạn 2026-2030 và những năm tiếp theo]", "2026-01-01/.."),
        ),
        ignores=("giai đoạn 2", "giai đoạn I", "nhiệm kỳ tới", "thời kỳ mới"),
    ),
    Rule(
        "school_year",
        ("year",),
        matched(rf"năm{S}học{S}{_RANGE}(?:{O}(?:,|và){O}{_RANGE_2})?", _school_year),
        reads=(
            ("[năm học 2024 - 2025]", "2024-09-05/2025-05-31"),
            ("[năm học 2023-2024] và [2024-2025]", "2023-09-05/2024-05-31 | 2024-09-05/2025-05-31"),
        ),
        ignores=("năm học", "năm học 2", "tổng kết năm học"),
    ),
    Rule(
        "year_range",
        ("date", "count"),
        matched(rf"(?:\d{{1,2}}{S}năm,?{S}(?P<open>\()?(?:giai đoạn{S})?)?{_RANGE}(?(open)\)?)", _years),
        reads=(
            ("kế hoạch [05 năm 2021-2025]", "2021-01-01/2025-12-31"),
            ("kế hoạch [05 năm (2021 - 2025)], ", "2021-01-01/2025-12-31"),
            ("giai đoạn 1 ([2021-2025])", "2021-01-01/2025-12-31"),
            ("chiến lược [2021-2030]", "2021-01-01/2030-12-31"),
            ("[từ 2025 đến 2030]", "2025-01-01/2030-12-31"),
        ),
        ignores=("2025-2021", "số 2021-2025/QĐ", "TCVN 2021-20251"),
    ),
    Rule(
        "months_of_year",
        ("count", "word"),
        matched(
            rf"(?P<n>\d{{1,2}}|{'|'.join(_COUNTS)}){S}tháng(?:{S}(?P<edge>đầu|cuối))?{_TAIL}(?!\w)",
            lambda m: _months_of_year(m) if m.group("edge") or m.group("y") else None,
        ),
        reads=(
            ("[6 tháng đầu năm 2024]", "2024-01-01/2024-06-30"),
            ("[06 tháng cuối năm]", "2024-07-01/2024-12-31"),
            ("báo cáo [6 tháng đầu năm] trước ngày họp", "2024-01-01/2024-06-30"),
            ("[trong 10 tháng năm 2024]", "2024-01-01/2024-10-31"),
            ("[sáu tháng đầu năm]", "2024-01-01/2024-06-30"),
        ),
        ignores=("6 tháng đầu", "trẻ 6 tháng tuổi", "6 tháng đầu nhiệm kỳ"),
    ),
    Rule(
        "half_year",
        ("word",),
        matched(rf"(?P<n>nửa){S}(?P<edge>đầu|cuối){_TAIL}(?!\w)", _months_of_year),
        reads=(("[nửa đầu năm 2024]", "2024-01-01/2024-06-30"), ("[nửa cuối năm]", "2024-07-01/2024-12-31")),
        ignores=("nửa đầu", "nửa cuối hội nghị"),
    ),
    Rule(
        "months_edge",
        ("month",),
        matched(
            rf"tháng{S}(?:đầu|cuối|còn{S}lại)(?=(?:{S}của)?{S}năm){_TAIL}(?!\w)",
            lambda m: one(m, Period("year", year=int(m.group("y")) if m.group("y") else None, late=True)),
        ),
        reads=(
            ("nhiệm vụ [những tháng cuối năm 2024]", "2024-01-01/2024-12-31"),
            ("[các tháng còn lại của năm 2024]", "2024-01-01/2024-12-31"),
        ),
        ignores=("các tháng cuối", "tháng đầu"),
    ),
    Rule(
        "edge",
        ("edge",),
        matched(
            rf"(?P<edge>đầu|giữa|cuối|cả(?={S}năm)){S}(?P<unit>năm|tháng|qu[ýí])(?!\w)"
            rf"(?! {{1,3}}\d)(?!\n(?:19|20)\d\d)(?!{S}(?:học|sau|trước|mới|báo|[iv]{{1,3}}(?!\w)|một|hai|ba|bốn|tư))",
            _edge,
            not_after=frozenset({"tháng", "kỳ", "ngày"}),
        ),
        reads=(
            ("hoàn thành [vào cuối năm]", "2024-01-01/2024-12-31"),
            ("[từ đầu năm đến nay]", "2024-01-01/.."),
            ("| [Cả năm] |", "2024-01-01/2024-12-31"),
            ("họp [giữa tháng]", "2024-03-01/2024-03-31"),
            ("[từ nay đến cuối năm]", "2024-03-12/2024-12-31"),
        ),
        ignores=("cuối năm học", "tháng cuối quý", "đầu mối", "cuối cùng", "giữa các cơ quan"),
    ),
    Rule(
        "relative",
        ("year", "month", "quarter"),
        matched(
            rf"(?P<unit>năm|tháng|qu[ýí]){S}(?P<shift>trước{S}liền{S}kề|liền{S}trước|nay|ngoái|trước)(?!\w)"
            rf"(?!{S}(?:đây|đó|ngày|khi|\d))",
            _relative,
        ),
        reads=(
            ("[trong năm nay]", "2024-01-01/2024-12-31"),
            ("so với [quý trước liền kề]", "2023-10-01/2023-12-31"),
            ("so với [tháng trước]", "2024-02-01/2024-02-29"),
            ("so với cùng kỳ [năm trước]", "2023-01-01/2023-12-31"),
        ),
        ignores=("năm sau cao hơn năm trước", "những năm trước đây", "gửi báo cáo tháng trước khi họp"),
    ),
    Rule(
        "this_year",
        ("year",),
        matched(
            rf"năm(?!\w)(?:(?={O}(?:[.,;)|\n]|$)|{S}(?:có|phải|để|theo)(?!\w))"
            rf"|(?<=hết năm)(?!{S}(?:\d|học|thứ|đầu|cuối|nay|sau|tới|trước|này|một|hai|ba|bốn|tài chính|ngân sách)))",
            lambda m: one(m, Period("year"), weak=True),
        ),
        reads=(
            ("hoàn thành [trong năm]; báo cáo", "2024-01-01/2024-12-31"),
            ("| [Trong năm] |", "2024-01-01/2024-12-31"),
            ("Ủy ban Kiểm tra [từ nay đến hết năm] kiểm tra 10 tổ chức", "2024-03-12/2024-12-31"),
        ),
        ignores=(
            "kế hoạch năm.",
            "các quý, năm;",
            "trong năm học",
            "đã hết năm mà chưa xong",
            "từ nay đến hết năm học",
        ),
    ),
    Rule(
        "next_years",
        ("year",),
        matched(
            rf"năm{S}(?:tiếp{S}theo|kế{S}tiếp|tiếp{S}sau)(?!\w)",
            lambda m: one(m, Period("year", shift=1), weak=True)._replace(bound="from"),
        ),
        reads=(("cho [các năm tiếp theo]", "2025-01-01/.."),),
        ignores=("giai đoạn tiếp theo", "năm tiếp"),
    ),
    Rule(
        "century",
        ("century",),
        matched(rf"thế{S}k[ỷỉ]{S}(?P<c>xix|xxi{{0,2}}|2[01]|19)(?!\w)", _century),
        reads=(("[trong thế kỷ XXI]", "2001-01-01/2100-12-31"), ("[thế kỷ 20]", "1901-01-01/2000-12-31")),
        ignores=("nhiều thế kỷ", "thế kỷ vàng"),
    ),
    Rule(
        "bare_year",
        ("date",),
        _bare_year,
        reads=(
            ("kéo dài [đến 2035], sau đó", "../2035-12-31"),
            ("[từ 2025 đến hết 2030].", "2025-01-01/2030-12-31"),
            ("| [2025, 2026] |", "2025-01-01/2026-12-31"),
        ),
        ignores=("đến 2035 hộ", "có 2025 đồng", "2025", "từ 2000 m2 trở lên", "số 2024"),
    ),
    Rule(
        "vision",
        ("vision",),
        matched(rf"tầm{S}nhìn{S}(?:năm{S})?(?P<y>20\d\d)(?![\w/])", _vision),
        reads=(("và [tầm nhìn 2045].", "../2045-12-31"), ("[tầm nhìn năm 2030]", "../2030-12-31")),
        ignores=("tầm nhìn chiến lược", "tầm nhìn 20"),
    ),
)
