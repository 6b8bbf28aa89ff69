"""Names of issuing bodies as letterheads print them, written out: capitals lowered, short forms spelled, place added."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold, old_tones
from analyzer.layout.words import is_capital, squeeze, words

# bodies whose names list fields of work, each beginning with a capital ("Sở Giáo dục và Đào tạo")
_FIELD_HEADS = ("sở", "bộ", "phòng", "ban", "vụ", "ủy ban", "trường đại học", "trường cao đẳng")
# bodies whose kind is two capitalised words and whose subject follows in small letters
_TWO_WORD_HEADS = {
    "ban chỉ đạo": "Ban Chỉ đạo", "ban quản lý": "Ban Quản lý", "ban chấp hành": "Ban Chấp hành", "ban chỉ huy": "Ban Chỉ huy",
    "ban thường vụ": "Ban Thường vụ", "ban cán sự đảng": "Ban cán sự đảng", "bộ chỉ huy": "Bộ Chỉ huy", "bộ tư lệnh": "Bộ Tư lệnh",
    "hội đồng nhân dân": "Hội đồng nhân dân", "ủy ban nhân dân": "Ủy ban nhân dân",
}  # fmt: skip
_HEAD_WORDS = (
    "ủy ban nhân dân", "hội đồng nhân dân", "ban chỉ đạo", "ban quản lý", "ban chấp hành", "ban thường vụ", "ban cán sự đảng", "ban chỉ huy",
    "văn phòng", "trung tâm", "chi cục", "tổng cục", "trường đại học", "trường cao đẳng", "trường", "đại học", "học viện",
    "tòa án nhân dân", "viện kiểm sát nhân dân", "công an", "đảng ủy", "đảng bộ", "đảng đoàn", "chi bộ", "tổng công ty",
    "công ty", "tập đoàn", "tổng liên đoàn", "liên đoàn", "thanh tra", "hội đồng", "kho bạc", "ngân hàng", "bảo hiểm xã hội", "bệnh viện",
    "bộ chỉ huy", "bộ tư lệnh", "kiểm toán", "cục", "viện", "đài", "báo", "hội", "đoàn", "quỹ", "tổ công tác", "công đoàn", "ủy ban", "sở", "bộ", "ban", "phòng", "vụ", "chi nhánh",
)  # fmt: skip
_PROPER = (
    ("trung ương", "Trung ương"), ("chính phủ", "Chính phủ"), ("quốc hội", "Quốc hội"), ("việt nam", "Việt Nam"),
    ("nhà nước", "Nhà nước"), ("công thương", "Công Thương"), ("đảng cộng sản", "Đảng Cộng sản"), ("tỉnh ủy", "Tỉnh ủy"),
    ("thành ủy", "Thành ủy"), ("huyện ủy", "Huyện ủy"), ("mặt trận tổ quốc", "Mặt trận Tổ quốc"),
    ("hồ chí minh", "Hồ Chí Minh"), ("hà nội", "Hà Nội"), ("tây bắc", "Tây Bắc"), ("đông bắc", "Đông Bắc"),
    ("tây nguyên", "Tây Nguyên"), ("nam bộ", "Nam Bộ"), ("bắc bộ", "Bắc Bộ"), ("trung bộ", "Trung Bộ"),
    ("thanh niên cộng sản", "Thanh niên Cộng sản"), ("liên hiệp phụ nữ", "Liên hiệp Phụ nữ"), ("đảng bộ", "Đảng bộ"),
    ("đảng ủy", "Đảng ủy"), ("miền trung", "miền Trung"), ("miền bắc", "miền Bắc"), ("miền nam", "miền Nam"), ("trường đại học", "Trường Đại học"),
    ("trường cao đẳng", "Trường Cao đẳng"), ("ủy ban nhân dân", "Ủy ban nhân dân"), ("hội đồng nhân dân", "Hội đồng nhân dân"),
    ("thành phố hồ chí minh", "Thành phố Hồ Chí Minh"), ("thành phố hà nội", "Thành phố Hà Nội"),
)  # fmt: skip
_UNIT = re.compile(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s(?=\S)")
_OPEN_SYLLABLE = re.compile(r"[^\W\d_]*(?:o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_NO_PLACE = re.compile(
    r"(?:bộ|chính phủ|thủ tướng|quốc hội|ban chấp hành trung ương|văn phòng chính phủ|thanh tra chính phủ|tổng|tập đoàn)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a letterhead: the name written out, its place ("tỉnh Đồng Nai") as far as the lines tell."""

    name: str
    place: str | None


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {fold(short): full for short, full in read_toml("letterhead.toml")["abbreviations"].items()}
    forms = sorted(table, key=len, reverse=True)
    return re.compile(r"(?<![\w&])(?:" + "|".join(map(re.escape, forms)) + r")(?![\w&])"), table


def spell_out(text: str, small: bool = False) -> str:
    """Short forms written out; the other words stay as they are, or are lowered when ``small``.

    >>> spell_out("UBND TP. Hồ Chí Minh"), spell_out("Sở TT&TT"), spell_out("UBND TPHCM")
    ('ủy ban nhân dân thành phố Hồ Chí Minh', 'Sở Thông tin và Truyền thông', 'ủy ban nhân dân thành phố Hồ Chí Minh')
    """
    pattern, table = _abbreviations()
    low = fold(text)
    rest = in_small_letters if small else str
    out, at = [], 0
    for match in pattern.finditer(low):
        gap = " " if match.group().endswith(".") and not text[match.end() : match.end() + 1].isspace() else ""
        out += [rest(text[at : match.start()]), table[match.group()], gap]
        at = match.end()
    return squeeze("".join([*out, rest(text[at:])]).replace(" & ", " và "))


def in_small_letters(text: str) -> str:
    """Lower case, with the tone mark of open syllables in its older place ("UỶ" gives "ủy")."""
    return _OPEN_SYLLABLE.sub(lambda m: old_tones(m.group()), text.lower())


def written_name(raw: str, text: str = "", low: str = "", proper: tuple[str, ...] = ()) -> str:
    """The name of a body in ordinary spelling.

    Capital letters are lowered by the document's own spelling of the name where its text has one, and by rule otherwise:
    a capital on the first word, on each field of work of a ministry or department, and on every word of a place.
    ``proper`` are further proper names (the place of the date line).

    >>> written_name("UBND TỈNH ĐỒNG NAI"), written_name("SỞ GIÁO DỤC VÀ ĐÀO TẠO")
    ('Ủy ban nhân dân tỉnh Đồng Nai', 'Sở Giáo dục và Đào tạo')
    >>> written_name("TRUNG TÂM CNTT TÂY BẮC"), written_name("TỈNH ỦY LAM SƠN")
    ('Trung tâm Công nghệ thông tin Tây Bắc', 'Tỉnh ủy Lam Sơn')
    """
    raw = squeeze(raw).strip(" .;:,-–*")
    if not raw:
        return ""
    if not (is_capital(raw) or raw.islower()):
        return _first_upper(in_place_of_tones(spell_out(raw)))
    name = spell_out(raw, small=True)
    organ, place = _parted(name)
    parts = re.split(r"\s-\s(?=(?:sở|bộ|ban|cục|hội|đoàn|công an|ủy ban|viện|tòa án|thanh tra)\s)", organ)
    written = " - ".join(_own_spelling(part, text, low) or _by_rule(part) for part in parts) if organ else ""
    for word in proper:
        written = re.sub(rf"(?<!\w){re.escape(word.lower())}(?!\w)", word, written)
    return _first_upper(f"{written} {place_name(place)}".strip())


def _parted(name: str) -> tuple[str, str]:
    """A name in small letters parted into the body and its place."""
    committee = re.match(r"(?:tỉnh|thành|huyện|quận|thị) ủy\s(?=\S)", name)
    if committee:
        return name[: committee.end()].strip(), name[committee.end() :]
    unit = _last_place(name)
    return (name[: unit.start()].strip(), name[unit.start() :]) if unit else (name, "")


def in_place_of_tones(text: str) -> str:
    """Mixed-case words with the tone in its older place ("Uỷ ban" gives "Ủy ban")."""
    return re.sub(
        r"[^\W\d_]+",
        lambda m: _match_case(m.group(), in_small_letters(m.group())) if m.group()[1:].islower() else m.group(),
        text,
    )


def _match_case(word: str, small: str) -> str:
    return small[:1].upper() + small[1:] if word[0].isupper() else small


def _last_place(small: str) -> re.Match[str] | None:
    """The first unit of territory after the head of the name, with a name behind it."""
    for match in _UNIT.finditer(small):
        if match.start() and small[: match.start()].split()[-1] in ("cấp", "các", "và"):
            continue
        if re.match(r"(?:ủy|đoàn|hội)(?!\w)", small[match.end() :]):
            continue
        return match
    return None


def place_name(small: str) -> str:
    """A place in ordinary spelling: units small, names with capitals.

    >>> place_name("tỉnh bà rịa - vũng tàu"), place_name("phường a, quận b, thành phố hồ chí minh")
    ('tỉnh Bà Rịa - Vũng Tàu', 'phường A, quận B, Thành phố Hồ Chí Minh')
    """
    name = " ".join(_capitalised(word) for word in small.split())
    name = re.sub(
        r"(?<!\w)(?:Tỉnh|Thành Phố|Huyện|Quận|Thị Xã|Thị Trấn|Xã|Phường|Đặc Khu)(?=\s\S)",
        lambda m: m.group().lower(),
        name,
    )
    return re.sub(r"thành phố (Hồ Chí Minh|Hà Nội)", r"Thành phố \1", name)


def _capitalised(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _own_spelling(small: str, text: str, low: str) -> str | None:
    """How the document itself spells the name in running text, the commonest form; None where it never does."""
    if len(small) < 6 or not low:
        return None
    forms: Counter[str] = Counter()
    needle, at = fold(small), 0
    while len(forms) < 20 and sum(forms.values()) < 200:
        at = low.find(needle, at)
        if at < 0:
            break
        form = text[at : at + len(needle)]
        if not is_capital(form) and form[0].isupper() and not low[at - 1 : at].isalnum():
            forms[in_place_of_tones(form)] += 1
        at += len(needle)
    return forms.most_common(1)[0][0] if forms else None


def _by_rule(name: str) -> str:
    low = name.lower()
    head = next((h for h in _HEAD_WORDS if low == h or low.startswith(h + " ")), "")
    rest = name[len(head) :].strip()
    if rest and head in _FIELD_HEADS:
        rest = re.sub(r"(^|,\s|\svà\s|\s-\s)(\w)", lambda m: m.group(1) + m.group(2).upper(), rest)
    elif (
        rest
        and head not in _TWO_WORD_HEADS
        and not rest.startswith(("của ", "các ", "cấp tỉnh", "cấp huyện", "cấp xã", "về ", "và "))
    ):
        rest = _first_upper(rest)
    name = f"{_TWO_WORD_HEADS.get(head, head)} {rest}".strip()
    for plain, proper in _PROPER:
        name = re.sub(rf"(?<!\w){plain}(?!\w)", proper, name, flags=re.I)
    return _first_upper(name)


def _first_upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def join_lines(lines: list[str]) -> list[str]:
    """Letterhead lines joined to bodies: broken names are put together, a parent and its unit on one line are parted.

    >>> join_lines(["UBND TỈNH A", "SỞ NỘI VỤ"]), join_lines(["ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI"])
    (['UBND TỈNH A', 'SỞ NỘI VỤ'], ['ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI'])
    >>> join_lines(["UBND THÀNH PHỐ HÀ NỘI SỞ TƯ PHÁP"])
    ['UBND THÀNH PHỐ HÀ NỘI', 'SỞ TƯ PHÁP']
    """
    bodies: list[str] = []
    for line in lines:
        if bodies and not _opens(line, bodies[-1]):
            bodies[-1] = f"{bodies[-1]} {line}"
        else:
            bodies.append(line)
    return [part for body in bodies for part in _part(body)]


def _opens(line: str, before: str) -> bool:
    """Whether a line begins a new body rather than going on with the one before."""
    low, last = fold(line), fold(before)
    head = words().head.match(fold(spell_out(line)))
    if head is None or line[head.end() :].startswith(",") or low.startswith("phòng chống"):
        return False
    if last.split()[-1] in ("và", "của", "về", "-", ",", "thuộc") or last.endswith((",", "-")):
        return False
    if last not in words().open_heads:
        return True
    # "VĂN PHÒNG" / "CHÍNH PHỦ", "THỦ TƯỚNG" / "CHÍNH PHỦ", "ĐẢNG ỦY" / "ỦY BAN NHÂN DÂN TỈNH A"
    return False


_CHILD = re.compile(
    r"(?<=\s)(?<!môi\s)(?<!thị\s)(?<!quốc\s)(?<!văn\s)(?<!hải\s)(?<!tổng\s)(?<!chi\s)(?<!bệnh\s)(?<!học\s)(?<!phó\s)"
    r"(?:sở|phòng|trung tâm|chi cục|ban quản lý|ban chỉ đạo|ban dân tộc|ban tổ chức|ban tuyên giáo|ban nội chính|ban dân vận"
    r"|ban thường vụ|ban kinh tế|ban chỉ huy|cục|tổng cục|thanh tra|trường|học viện|bệnh viện|văn phòng|ủy ban kiểm tra|viện|hội đồng(?! nhân dân)"
    r"|đảng đoàn|đài|chi bộ|bộ chỉ huy|công an|tổ công tác|ban thi đua)(?=\s|$)"
)
_PARENT = re.compile(
    r"(?:(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|tỉnh ủy|thành ủy|huyện ủy|quận ủy|đảng bộ|sở|cục|tổng cục|đại học)\s(?:.{1,60})"
    r"|bộ\s.{3,50}|ban chấp hành trung ương)\s$"
)


def _part(body: str) -> list[str]:
    low = fold(body)
    for child in _CHILD.finditer(low):
        before = low[: child.start()]
        parent = _PARENT.fullmatch(before)
        if parent is None or before.split()[-1] in words().connectors or before.rstrip().endswith((",", "-")):
            continue
        if before.split()[0] in ("ubnd", "ủy", "hđnd", "hội") and not re.search(
            r"(?:tỉnh|tp\.?|thành phố|huyện|quận|tx\.?|thị xã|xã|phường|thị trấn|đặc khu)\s\S", before
        ):
            continue
        return [body[: child.start()].strip(), *_part(body[child.start() :])]
    return [body]


def place_of(name: str) -> str | None:
    """The territory a written name carries at its end.

    >>> place_of("Ủy ban nhân dân tỉnh Đồng Nai"), place_of("Bộ Tài chính"), place_of("Tỉnh ủy Đồng Nai")
    ('tỉnh Đồng Nai', None, 'tỉnh Đồng Nai')
    """
    match = re.match(r"(?:.{0,60}\s)?(tỉnh|thành|huyện|quận|thị) ủy\s(.+)", name, re.I)
    if match:
        unit = {"thành": "thành phố", "thị": "thị xã"}.get(match.group(1).lower(), match.group(1).lower())
        return f"{unit} {match.group(2)}"
    for unit in re.finditer(
        r"(?<!\w)(?:tỉnh|[Tt]hành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s(?=[^\W\d_]|\d)", name
    ):
        rest = name[unit.end() :]
        if rest[0].isupper() or rest[0].isdigit():
            return name[unit.start() :]
    return None


def full_issuer(bodies: list[str], text: str = "", low: str = "", proper: tuple[str, ...] = ()) -> str | None:
    """The issuer, the last body, with the place of its parent where the name itself has none.

    >>> full_issuer(["UBND THÀNH PHỐ HÀ NỘI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"])
    'Sở Giáo dục và Đào tạo Thành phố Hà Nội'
    >>> full_issuer(["BỘ NỘI VỤ", "VĂN PHÒNG"]), full_issuer(["BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN TỔ CHỨC"])
    ('Văn phòng Bộ Nội vụ', 'Ban Tổ chức Trung ương')
    """
    names = [n for n in (written_name(body, text, low, proper) for body in bodies) if n]
    if not names:
        return None
    own = names[-1]
    if len(names) == 1 or place_of(own):
        return own
    parent = names[-2]
    place = next((p for p in map(place_of, reversed(names[:-1])) if p), None)
    low_own, low_parent = fold(own), fold(parent)
    if low_own in (
        "văn phòng",
        "thanh tra",
        "đảng ủy",
        "ban chấp hành",
        "ban thường vụ",
        "công đoàn",
        "đoàn thanh niên",
    ):
        return f"{own} {parent}"
    if low_parent.startswith("ban chấp hành trung ương") and low_own.startswith(
        ("ban ", "văn phòng", "ủy ban kiểm tra")
    ):
        return own if "trung ương" in low_own else f"{own} Trung ương"
    committee = re.search(r"(?:tỉnh|thành|huyện|quận|thị|đảng) ủy(?:\s.+)?$", parent, re.I)
    if committee and low_own.startswith(("ban ", "văn phòng", "ủy ban kiểm tra", "trường")):
        return own if re.search(r"ủy(?!\w)", low_own) and "kiểm tra" not in low_own else f"{own} {committee.group()}"
    if place is None or words().region.search(low_own) or _NO_PLACE.match(low_own):
        return own
    return f"{own} {place}"
