"""Headers of answers: names of files, tags of contents."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import quote

from analyzer.knowledge.folding import without_accents

_LONGEST = 120  # characters of a file's name without its suffix
_UNSAFE = re.compile(r"""[\s/\\:*?"<>|;%'`$&{}\x00-\x1f\x7f]+""")
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]{0,200})"')


def file_name(title: str, suffix: str, fallback: str = "van-ban") -> str:
    """A name that every file system takes, without what could lead out of a directory or a header.

    >>> file_name("Chỉ thị 17/CT-UBND ngày 04/3/2024", ".xlsx")
    'Chỉ-thị-17-CT-UBND-ngày-04-3-2024.xlsx'
    >>> file_name('../../etc/passwd"; x=\\r\\nSet-Cookie: a', ".csv")
    'etc-passwd-x=-Set-Cookie-a.csv'
    """
    kept = "".join("-" if unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", title[:1_000]))
    stem = re.sub(r"-{2,}", "-", _UNSAFE.sub("-", kept)).strip("-.")[:_LONGEST].strip("-.")
    return (stem or fallback) + suffix


def content_disposition(name: str, *, inline: bool = False) -> str:
    """The header that names a file (RFC 6266): in ASCII for old clients, in UTF-8 (RFC 8187) for all others.

    >>> content_disposition("Chỉ-thị.xlsx")
    "attachment; filename=Chi-thi.xlsx; filename*=UTF-8''Ch%E1%BB%89-th%E1%BB%8B.xlsx"
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", without_accents(name)).strip("-") or "van-ban"
    shown = "inline" if inline else "attachment"
    return f"{shown}; filename={plain}; filename*=UTF-8''{quote(name, safe='')}"


def tag(*parts: bytes | str) -> str:
    """A weak tag of a content: the same parts, the same tag.

    >>> tag(b"1", "json") == tag(b"1", "json") != tag(b"1", "csv")
    True
    """
    digest = blake2b(digest_size=15)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return f'W/"{digest.hexdigest()}"'


def holds(wanted: str | None, own: str) -> bool:
    """Whether an If-None-Match header names a tag (compared weakly, RFC 9110, section 13.1.2).

    >>> holds('"a", W/"b"', 'W/"b"'), holds("*", '"b"'), holds(None, '"b"'), holds('"B"', '"b"')
    (True, True, False, False)
    """
    if wanted is None:
        return False
    return wanted.strip() == "*" or own.removeprefix("W/").strip('"') in _TAG.findall(wanted)
