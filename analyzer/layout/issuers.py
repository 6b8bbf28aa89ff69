"""Names of issuing bodies as letterheads print them, written out: small letters, no short forms, the place added."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold, old_tones, without_accents
from analyzer.layout.words import alternation, is_capital, squeeze, words

_SUBJECT = re.compile(r"(?:của|các|cấp (?:tỉnh|huyện|xã)|về|và)\s")
_UNITS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_UNIT = re.compile(rf"(?<!\w)(?:{'|'.join(_UNITS)})\s(?=\S)")
_INITIALS = re.compile(r"(?<!\w)[BCDGHKLMNPQRSTVXĐ]{2,8}(?!\w)")  # no syllable has no vowel: THPT, LHPN
_OPEN_SYLLABLE = re.compile(r"[^\W\d_]{0,12}(?:o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")


class _Spelling(NamedTuple):
    heads: tuple[tuple[str, str], ...]  # in small letters and as spelled, the longest first
    fields: frozenset[str]
    small: frozenset[str]
    proper: tuple[tuple[re.Pattern[str], str], ...]
    child: re.Pattern[str]
    marked: tuple[tuple[str, ...], ...]  # the head of a name and the unit behind it, whose marks may be lost


@cache
def _spelling() -> _Spelling:
    data = read_toml("letterhead.toml")["names"]
    heads = sorted([*data["fields"], *data["small"], *data["others"]], key=len, reverse=True)
    halves = "".join(rf"(?<!{half}\s)" for half in data["first_halves"])
    return _Spelling(
        tuple((head.lower(), head) for head in heads),
        frozenset(head.lower() for head in data["fields"]),
        frozenset(head.lower() for head in data["small"]),
        tuple((re.compile(rf"(?<!\w){name.lower()}(?!\w)", re.I), name) for name in data["proper"]),
        re.compile(rf"(?<=\s){halves}(?:{alternation(data['children'])})(?=\s|$)"),
        (tuple(data["heads_of_units"]), tuple(sorted(_UNITS, key=len, reverse=True))),
    )


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

    Capital letters are lowered by the document's own spelling of the name where its text has one, else by rule: a
    capital on the first word, on each field of work of a ministry or department, and on every word of a place.
    ``proper`` are further proper names (the place of the date line).

    >>> written_name("UBND TỈNH ĐỒNG NAI"), written_name("SỞ GIÁO DỤC VÀ ĐÀO TẠO")
    ('Ủy ban nhân dân tỉnh Đồng Nai', 'Sở Giáo dục và Đào tạo')
    >>> written_name("TRUNG TÂM CNTT TÂY BẮC"), written_name("TỈNH ỦY LAM SƠN")
    ('Trung tâm Công nghệ thông tin Tây Bắc', 'Tỉnh ủy Lam Sơn')
    """
    raw = squeeze(raw).strip(" .;:,-–*")
    if not raw:
        return ""
    if not (is_capital(raw) or raw.islower() or _small_between(raw)):
        return _first_upper(in_place_of_tones(with_marks(spell_out(raw))))
    name = with_marks(spell_out(raw, small=True))
    organ, place = _parted(name)
    parts = re.split(r"\s-\s(?=(?:sở|bộ|ban|cục|hội|đoàn|công an|ủy ban|viện|tòa án|thanh tra)\s)", organ)
    written = " - ".join(_own_spelling(part, text, low) or _by_rule(part) for part in parts) if organ else ""
    for word in (*proper, *_INITIALS.findall(raw)):
        words = re.compile(rf"(?<!\w){re.escape(word.lower())}(?!\w)", re.IGNORECASE)
        written = words.sub(word.replace("\\", r"\\"), written)  # the words stand for themselves
    return _first_upper(f"{written} {place_name(place)}".strip())


def _small_between(raw: str) -> bool:
    """Whether a name in capitals has small words between ("SỞ GIÁO DỤC và ĐÀO TẠO")."""
    own = [word for word in raw.split() if fold(word) not in words().connectors]
    return len(own) > 2 and is_capital(" ".join(own)) and all(is_capital(word) for word in own if word[0].isalpha())


def with_marks(name: str) -> str:
    """A spelled-out name with the marks that its first words lost in typing ("TINH", "UY BAN").

    >>> with_marks("uy ban nhân dân tinh lam sơn"), with_marks("ủy ban nhân dân xã tinh hoa")
    ('ủy ban nhân dân tỉnh lam sơn', 'ủy ban nhân dân xã tinh hoa')
    """
    syllables = name.split()
    at = 0
    for group in _spelling().marked:
        for form in group:
            plain, length = _plain(form), len(form.split())
            if at + length < len(syllables) and _plain(" ".join(syllables[at : at + length])) == plain:
                if " ".join(syllables[at : at + length]).lower() != form:
                    syllables[at : at + length] = form.split()
                at += length
                break
        else:
            break
    return " ".join(syllables)


def _plain(text: str) -> str:
    return without_accents(text).lower()


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
        if form[0].isupper() and not is_capital(form) and not _small_between(form) and not low[at - 1 : at].isalnum():
            forms[in_place_of_tones(form)] += 1
        at += len(needle)
    return forms.most_common(1)[0][0] if forms else None


def _by_rule(name: str) -> str:
    spelling = _spelling()
    low = name.lower()
    head, spelled = next(((h, s) for h, s in spelling.heads if low == h or low.startswith(h + " ")), ("", ""))
    rest = name[len(head) :].strip()
    if rest and head in spelling.fields:
        rest = re.sub(r"(^|,\s|\svà\s|\s-\s)(\w)", lambda m: m.group(1) + m.group(2).upper(), rest)
    elif rest and head not in spelling.small and not _SUBJECT.match(rest):
        rest = _first_upper(rest)
    name = f"{spelled} {rest}".strip()
    for pattern, proper in spelling.proper:
        name = pattern.sub(proper, name)
    return _first_upper(name)


def _first_upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def join_lines(lines: list[str]) -> list[str]:
    """Letterhead lines joined to bodies: broken names are put together, a parent and its unit on one line are parted.

    >>> join_lines(["UBND TỈNH A", "SỞ NỘI VỤ"]), join_lines(["ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI"])
    (['UBND TỈNH A', 'SỞ NỘI VỤ'], ['ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI'])
    >>> join_lines(["ỦY BAN NHÂN DÂN XÃ", "TRƯỜNG THÀNH"])
    ['ỦY BAN NHÂN DÂN XÃ TRƯỜNG THÀNH']
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
    if _ENDS_IN_UNIT.search(last[-12:]):
        return False  # "ỦY BAN NHÂN DÂN XÃ" / "TRƯỜNG THÀNH": a place, no school
    return last not in words().open_heads  # "VĂN PHÒNG" / "CHÍNH PHỦ" is one name


_ENDS_IN_UNIT = re.compile(r"(?:^|\s)(?:xã|phường|tỉnh|huyện|quận|thị xã|thị trấn|thành phố|đặc khu)$")
_PARENT = re.compile(
    r"(?:(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|(?:tỉnh|thành|huyện|quận) ủy|đảng bộ|sở|cục|tổng cục"
    r"|đại học)\s.{1,60}"
    r"|(?:tòa án|viện kiểm sát) nhân dân (?:tối cao|cấp cao|tỉnh .{2,40}|thành phố .{2,40})"
    r"|bộ\s.{3,50}|ban chấp hành trung ương)\s$"
)


def _part(body: str) -> list[str]:
    low = fold(body)
    for child in _spelling().child.finditer(low):
        if low.startswith("hội đồng nhân dân", child.start()):
            continue
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
