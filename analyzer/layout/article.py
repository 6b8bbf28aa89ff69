"""Portal and news articles: which directive the article reports, and which of its lines are furniture.

An article has no letterhead. Its directive is the document whose issuing it reports: "Ngày 12/5, UBND tỉnh A đã ban hành
Chỉ thị số 08/CT-UBND về việc …". The date line of the article gives the year where the sentence has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from analyzer.knowledge.issuer_codes import issuer_of_symbol, kind_of_symbol
from analyzer.layout.dateline import calendar_day, read_number
from analyzer.layout.issuers import in_place_of_tones, place_of, spell_out
from analyzer.layout.words import Kind, squeeze, words
from analyzer.spans import Span

_ZONE = 6_000
_KINDS = (
    "chỉ thị|công điện|kế hoạch|quyết định|công văn|văn bản|nghị quyết|kết luận|thông báo kết luận|thông báo|chương trình hành động|chương trình"
    "|hướng dẫn|tờ trình|báo cáo|nghị định|thông tư|quy chế|quy định|phương án|đề án"
)
_MENTION = re.compile(
    rf"(?<!\w)(?P<kind>{_KINDS})(?:\s(?:khẩn|hỏa tốc|liên tịch))?(?:\s{{1,2}}(?:số|số:)\s{{0,2}}|\s{{1,2}}(?=\d))(?P<serial>\d[\d.]{{0,8}}[a-zđ]?)(?=\s?[/-]\s?[^\W_])"
)
_BARE = re.compile(rf"(?:ban hành|ra|ký|có|gửi|phát đi)\s(?:một\s|các\s)?(?P<kind>{_KINDS})(?!\w)")
_ISSUING = re.compile(r"(?<!\w)(?:ban hành|ký|vừa có|có|đã có|phát hành|gửi|ra|phát đi|công bố)(?!\w)")
_WEAK = re.compile(
    r"(?:thực hiện|căn cứ|theo|tại|triển khai|quán triệt|của|thay thế|kèm theo|tinh thần)\s(?:các\s|nội dung\s|quy định tại\s)?$"
)
_ANNOUNCED = re.compile(r"(?:ban hành|ký ban hành|vừa có|đã có|có|ký|gửi|ra|phát hành|phát đi|công bố)\s(?:một\s)?$")
_DAY = re.compile(
    r"(?<!\w)ngày\s{1,2}(?P<d>\d{1,2})\s?(?:[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>\d{4}))?|\s{0,1}tháng\s(?P<m2>\d{1,2})(?:\s{0,1}(?:năm\s)?(?P<y2>(?:19|20)\d\d))?)(?!\d)"
)
_LINE_DATE = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?!\d)|(?<!\d)(?P<d2>\d{1,2})\stháng\s(?P<m2>\d{1,2}),?\s(?:năm\s)?(?P<y2>(?:19|20)\d\d)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_AGENCY = re.compile(
    r"(?:Chủ tịch |Phó Chủ tịch (?:Thường trực )?|Văn phòng )?(?:UBND|U[ỷỶ] ban [Nn]hân dân|[ỦỷỶủ]y ban [Nn]hân dân|HĐND|Hội đồng [Nn]hân dân)"
    r"|(?:Phó )?Thủ tướng(?: Chính phủ)?|Chính phủ|Văn phòng Chính phủ|Bộ Chính trị|Ban Bí thư|Quốc hội|Ủy ban Thường vụ Quốc hội"
    r"|(?:Ban Thường vụ |Ban Chấp hành |Thường trực )?(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) [ủu][ỷy]|Ban Chỉ đạo|(?:Giám đốc |Phó Giám đốc )?Sở|(?:Bộ trưởng |Thứ trưởng )?Bộ"
    r"|Thanh tra|Công an|Bảo hiểm xã hội|Cục|Chi cục|Tổng cục|Ban Quản lý|Ban|Văn phòng|Trung tâm|Trường|Đại học|Tập đoàn|Tổng [Cc]ông ty|Liên đoàn|Hội"
)
_AGENCY_END = re.compile(
    r"\s(?:đã|vừa|có|ban hành|ký|yêu cầu|cho biết|chính thức|mới|ra|gửi|về|giao|tiếp tục|phát)(?!\w)|[,.;:()“\"\n]|\s[-–]\s(?!Thương|Kiến)"
)
_ABOUT = re.compile(
    r"[\s,]{0,2}(?:\(?(?:ký\s)?ngày[^,;()]{3,30}\)?,?\s{0,1})?(?:của\s[^,;.]{3,90}?\s)?(?:về\s(?:việc\s)?|v/v\s|(?=ban hành\s)|(?=phê duyệt\s)|(?=triển khai\s)|(?=thực hiện\s)|(?=tăng cường\s)|(?=đẩy mạnh\s)|(?=yêu cầu\s)|(?=chỉ đạo\s)|(?=hướng dẫn\s)|(?=nhằm\s))"
)
_CLAUSE_END = re.compile(
    r"[.;:]\s(?=[A-ZĐÂĂÊÔƠƯÀ-Ỹ\"“])|[.;:]?\s*(?:\n(?!\s?[a-zà-ỹđ])|$)|\.\.\.|…|[,;]\s(?=trong đó|theo đó|yêu cầu|với|nhằm|đồng thời|qua đó|có hiệu lực|gồm|gửi)|\s(?=gồm\s\d|có hiệu lực)"
)
_FURNITURE = re.compile(
    r"(?:tin khác|tin liên quan|các tin khác|tin cùng chuyên mục|bài viết khác|ý kiến bạn đọc|bình luận|tổng lượt bình luận|chia sẻ|tác giả|nguồn tin|nguồn|in bài|quay lại"
    r"|tin mới|lượt xem|tags?|từ khóa|đánh giá|tải về|tệp đính kèm|file đính kèm|thông báo|refresh|xem thêm|các tin đã đưa|tin đã đưa|bản quyền|bạn đã không|bấm vào đây|đăng nhập|thời gian chờ|gửi bình luận|về trang trước|gửi email|theo .{2,40}\.vn|ảnh:|video:)(?!\w)"
)
_PERSON_LINE = re.compile(r"(?:[A-ZĐÂĂÊÔƠƯÀ-Ỹ][^\W\d_]{0,9}\.?\s?){2,5}(?:[-–(].{0,60})?$")
_LINE = re.compile(r"[^\n]+")
_SPEECH = re.compile(r"(?:bài\s)?phát biểu(?: chỉ đạo)?(?!\w)|ý kiến chỉ đạo")


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """What an article tells of the directive it reports, and where its own text begins and ends."""

    kind: Kind | None
    number: str | None
    number_span: Span | None
    issued_on: date | None
    date_span: Span | None
    issuer: str | None
    issuer_span: Span | None
    title: str | None
    title_span: Span | None
    article_date: date | None
    body_start: int
    body_end: int


@dataclass(slots=True)
class _Mention:
    start: int
    end: int
    kind: str
    number: str | None
    number_span: Span | None
    weight: float


def read_article(text: str, low: str) -> ArticleHead:
    """The directive an article reports; every field None that the text does not tell."""
    published = article_date(text, low)
    text, low = _unwrapped(text, text), _unwrapped(text, low)
    mention = _reported(text, low)
    body_start = _body_start(text, low, mention)
    body_end = _body_end(text, low, body_start)
    if mention is None:
        speech = _SPEECH.search(low, 0, 600)
        kind = words().kind_of("phát biểu chỉ đạo") if speech else None
        return ArticleHead(
            kind, None, None, None, None, None, None, _heading(text), None, published, body_start, body_end
        )
    sentence = _sentence(text, low, mention)
    issuer, issuer_span = _issuer(text, low, mention, sentence)
    issued, date_span = _issued(text, low, mention, sentence, published)
    title, title_span = _title(text, low, mention)
    kind = _kind(mention)
    return ArticleHead(
        kind, mention.number, mention.number_span, issued, date_span, issuer, issuer_span, title, title_span,
        published, body_start, body_end,
    )  # fmt: skip


_WRAP = re.compile(r"(?<=[^.:;!?\n])\n(?=[a-zà-ỹđ0-9])|(?<=[,])\n(?=\S)")


def _unwrapped(text: str, target: str) -> str:
    """``target`` with a blank for each line break of ``text`` that lies inside a sentence; the length stays."""
    parts, at = [], 0
    for match in _WRAP.finditer(text):
        parts += [target[at : match.start()], " "]
        at = match.end()
    return "".join([*parts, target[at:]])


def article_date(text: str, low: str) -> date | None:
    """The article's own date: of a short line among its first or, failing that, its last lines.

    >>> article_date("Thứ Hai, 03/06/2024 08:15\\nTin", "thứ hai, 03/06/2024 08:15\\ntin")
    datetime.date(2024, 6, 3)
    """
    lines = [line for line in text[:_ZONE].split("\n") if line.strip()]
    for line in [*lines[:14], *[line for line in text[-1_500:].split("\n") if line.strip()][-12:]]:
        if len(line) > 90:
            continue
        match = _LINE_DATE.search(line.lower())
        if match and len(line) - (match.end() - match.start()) < 55:
            day = calendar_day(*(match[k] or match[f"{k}2"] for k in "dmy"))
            if day is not None:
                return day
    return None


def _reported(text: str, low: str) -> _Mention | None:
    """The mention of the document the article is about: the one said to be issued, else the first."""
    best: _Mention | None = None
    for match in _MENTION.finditer(low, 0, _ZONE):
        found = read_number(text, low, match.end("serial"))
        if found is None:
            continue
        number = text[match.start("serial") : match.end("serial")] + found[1]
        weight = _weight(low, match.start(), match.end())
        span = Span(match.start("serial"), found[0])
        mention = _Mention(match.start(), found[0], match["kind"], number, span, weight)
        if (
            best is None
            or mention.weight > best.weight
            or (
                mention.weight == best.weight
                and mention.number == best.number
                and _cut_short(low, best)
                and not _cut_short(low, mention)
            )
        ):
            best = mention
    if best is not None and best.weight >= 2:
        return best
    for match in _BARE.finditer(low, 0, _ZONE // 2):
        if best is None or match.start() < best.start:
            return _Mention(match.start("kind"), match.end(), match["kind"], None, None, 1.0)
    return best


def _cut_short(low: str, mention: _Mention) -> bool:
    line_end = low.find("\n", mention.end)
    return low[mention.end : line_end if line_end >= 0 else len(low)].rstrip().endswith(("...", "…"))


def _weight(low: str, start: int, end: int) -> float:
    before = low[max(0, start - 160) : start]
    before = re.split(r"[.;\n]\s", before)[-1]
    if _ANNOUNCED.search(before):
        return 3.0
    if re.search(r"(?:ban hành|ký|vừa)(?!\w)[^,;]{0,60}$", before) and not _WEAK.search(before):
        return 2.5
    if re.match(r"\s{0,2}(?:\(.{0,40}\)\s)?do\s.{3,60}\sban hành", low[end : end + 140]):
        return 2.5
    if re.search(r"(?:^|\W)theo\s$", before):
        return 2.0 if len(before) < 10 else 1.0
    return 0.5 if _WEAK.search(before) else 1.5


def _sentence(text: str, low: str, mention: _Mention) -> Span:
    start = text.rfind("\n", 0, mention.start) + 1
    for match in re.finditer(r"[.!?]\s{1,2}(?=[^\Wa-z\d_])", text[start : mention.start]):
        if text[start + match.start() - 2 : start + match.start()].strip().lower() not in ("tp", "p", "q"):
            start += match.end()
            break
    end = text.find("\n", mention.end)
    return Span(start, end if end >= 0 else len(text))


def _issued(
    text: str, low: str, mention: _Mention, sentence: Span, published: date | None
) -> tuple[date | None, Span | None]:
    """The date of the directive: behind its number, else the nearest in front of it in the same sentence."""
    after = _DAY.search(low, mention.end, min(sentence.end, mention.end + 60))
    if after is not None and re.fullmatch(
        r"[\s,(]{0,4}(?:ký |ban hành |của .{3,60} )?(?:vào )?", low[mention.end : after.start()]
    ):
        day = _dated(after, mention, published, low)
        if day is not None:
            return day, Span(*after.span())
    before = [m for m in _DAY.finditer(low, sentence.start, mention.start)]
    if before and not re.search(r"(?:họp|hội nghị|buổi làm việc)", low[before[-1].end() : mention.start]):
        day = _dated(before[-1], mention, published, low)
        if day is not None:
            return day, Span(*before[-1].span())
    return None, None


def _dated(match: re.Match[str], mention: _Mention, published: date | None, low: str) -> date | None:
    day, month, year = (
        (match[k] or match.groupdict().get(f"{k}2") for k in "dmy")
        if False
        else (match["d"], match["m"] or match["m2"], match["y"] or match["y2"])
    )
    if month is None:
        return None
    if year is None:
        numbered = _YEAR.search(mention.number or "")
        if numbered:
            year = numbered.group(1)
        elif published is not None:
            found = calendar_day(day, month, str(published.year))
            return calendar_day(day, month, str(published.year - 1)) if found and found > published else found
        else:
            near = _YEAR.search(low, max(0, mention.start - 400), mention.end + 400)
            year = near.group(1) if near else None
    return calendar_day(day, month, year)


def _issuer(text: str, low: str, mention: _Mention, sentence: Span) -> tuple[str | None, Span | None]:
    """The issuing body: "của X" behind the number, or the subject in front of it; else what the number's code says."""
    after = re.match(r"[\s,(]{0,3}(?:ngày[^,;.()]{3,30}\)?[\s,]{0,2})?của\s", low[mention.end : mention.end + 80])
    if after is not None:
        found = _agency_at(text, mention.end + after.end())
        if found is not None:
            return _placed(text, low, found)
    code = issuer_of_symbol(mention.number) if mention.number else None
    subjects = list(_AGENCY.finditer(text, sentence.start, mention.start))
    if code is not None and not code.local:
        for match in subjects:
            span = _agency_at(text, match.start())
            if span and code.name.lower() in spell_out(text[span.start : span.end]).lower():
                return code.name, span
        return code.name, None
    for match in subjects:
        if match.start() and (text[match.start() - 1].isalnum()):
            continue
        span = _agency_at(text, match.start())
        if span is not None:
            return _placed(text, low, span)
    if code is not None:
        return _with_place(text, low, code.name), None
    return None, None


def _agency_at(text: str, at: int) -> Span | None:
    match = _AGENCY.match(text, at)
    if match is None:
        return None
    end = _AGENCY_END.search(text, match.end(), min(len(text), match.end() + 90))
    stop = end.start() if end else min(len(text), match.end() + 90)
    person = re.search(
        r"\s(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ(?! Chí)|Ngô|Dương|Lý|Đào|Trịnh|Trương|Đinh|Lâm(?! Đồng)|Tô|Tạ)\s[^\Wa-z\d_]",
        text[match.start() : stop],
    )
    if person:
        stop = match.start() + person.start()
    return Span(match.start(), stop) if stop > match.start() + 1 else None


_OFFICER = re.compile(
    r"(?:đồng chí |ông |bà )?(?:phó )?(?:chủ tịch|giám đốc|bộ trưởng|thứ trưởng|bí thư)(?: thường trực)?\s(?=\S)", re.I
)


def _placed(text: str, low: str, span: Span) -> tuple[str | None, Span]:
    name = in_place_of_tones(spell_out(text[span.start : span.end]))
    name = _OFFICER.sub("", name) if not name.lower().startswith(("chủ tịch nước", "chủ tịch quốc hội")) else name
    if name.lower() in ("thủ tướng", "phó thủ tướng", "phó thủ tướng chính phủ", "thủ tướng chính phủ"):
        return "Thủ tướng Chính phủ", span
    name = name[:1].upper() + name[1:]
    return _with_place(text, low, name), span


def _with_place(text: str, low: str, name: str) -> str:
    """The name with the place the text tells, where the name has none of its own."""
    local = re.match(
        r"(?:ủy ban nhân dân|hội đồng nhân dân|sở|tỉnh ủy|thành ủy|huyện ủy|quận ủy|văn phòng ủy ban|ban chỉ đạo)(?!\w)",
        name.lower(),
    )
    bare = re.sub(r"\s(?:tỉnh|thành phố|huyện|quận)$", "", name, flags=re.I)
    if local is None or place_of(name) or re.search(r"(?:tỉnh|thành phố|huyện|quận) \S", name.lower()):
        return name.replace("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh").replace("Thành Phố", "Thành phố")
    if re.search(r"(?:Tỉnh|Thành|Huyện|Quận) ủy \S", name):
        return name
    place = commonest_place(text)
    return f"{bare} {place}" if place else bare


_PLACE = re.compile(
    r"(?:TP\.?\s?HCM|TPHCM|TP\.?\s?Hồ Chí Minh|[Tt]hành [Pp]hố Hồ Chí Minh|[Tt]hành [Pp]hố Hà Nội|TP\.?\s?Hà Nội)"
    r"|(?:[Tt]ỉnh|[Tt]hành phố|TP\.?)\s((?:[^\Wa-zà-ỹđ\d_][^\W\d_]+)(?:[ -][^\Wa-zà-ỹđ\d_][^\W\d_]+){0,3})"
)


def commonest_place(text: str) -> str | None:
    """The province or city a text names most often with its unit.

    >>> commonest_place("Tại tỉnh An Giang, UBND tỉnh yêu cầu các sở của tỉnh An Giang")
    'tỉnh An Giang'
    """
    counts: dict[str, int] = {}
    for match in _PLACE.finditer(text[:40_000]):
        name = spell_out(squeeze(match.group()))
        name = re.sub(r"^(?:Tỉnh|tỉnh)\s", "tỉnh ", name)
        name = re.sub(r"^[Tt]hành [Pp]hố\s", "thành phố ", name)
        if re.search(r"[ủỷ]y?$", name.split()[1].lower() if len(name.split()) > 1 else ""):
            continue
        counts[name] = counts.get(name, 0) + 1
    if not counts:
        return None
    best = max(counts, key=lambda n: counts[n])
    return re.sub(r"^thành phố (Hồ Chí Minh|Hà Nội)$", r"Thành phố \1", best)


def _title(text: str, low: str, mention: _Mention) -> tuple[str | None, Span | None]:
    about = _ABOUT.match(low, mention.end)
    if about is None:
        return None, None
    end = _CLAUSE_END.search(text, about.end(), min(len(text), about.end() + 700))
    stop = end.start() if end else min(len(text), about.end() + 400)
    while stop > about.end() and (text[stop - 1].isspace() or text[stop - 1] in ".,;:"):
        stop -= 1
    if stop - about.end() < 3:
        return None, None
    return squeeze(text[about.end() : stop]), Span(about.end(), stop)


def _kind(mention: _Mention) -> Kind | None:
    name = squeeze(mention.kind)
    if name != "văn bản":
        kind = words().kind_of(name)
        if kind is not None:
            return kind
    code = kind_of_symbol(mention.number) if mention.number else None
    return next((k for k in words().kinds if k.code == (code or "CV")), None)


def _heading(text: str) -> str | None:
    return next((squeeze(line) for line in text.split("\n")[:12] if 25 < len(line.strip()) < 300), None)


def _body_start(text: str, low: str, mention: _Mention | None) -> int:
    if mention is not None:
        return text.rfind("\n", 0, mention.start) + 1
    at = 0
    for line in text[:_ZONE].split("\n"):
        if len(line) > 160:
            return at
        at += len(line) + 1
    return 0


def _body_end(text: str, low: str, start: int) -> int:
    """Where the furniture below the article begins: "Tin khác", comments, the author's line."""
    start = max(start, len(text) - 40_000)
    lines = [(m.start() - start, m.group().strip()) for m in _LINE.finditer(text, start)]
    lines = [line for line in lines if line[1]][-80:]
    last = -1  # the last line that is the article's own text
    for n, (offset, line) in enumerate(lines):
        own = len(line) > 140 or line.endswith((".", ";", ":", "./.")) or line[0] in "-+•"
        if own and not _is_furniture(low, start + offset, line):
            last = n
        elif _is_furniture(low, start + offset, line) and n - last > 1 and n > len(lines) // 2:
            break
    for n in range(last + 1, len(lines)):
        offset, line = lines[n]
        if n > last + 1 or _is_furniture(low, start + offset, line) or _PERSON_LINE.match(line) or len(line) < 60:
            return start + offset
    return len(text)


def _is_furniture(low: str, at: int, line: str) -> bool:
    return bool(_FURNITURE.match(low, at + _indent(low, at))) and len(line) < 200


def _indent(low: str, at: int) -> int:
    n = 0
    while at + n < len(low) and low[at + n] in " \t\u00a0":
        n += 1
    return n
