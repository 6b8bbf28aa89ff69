"""Which file of a packet is the document, and its reading.

Files are tried in the manifest's order, those that bear the document's number first, pictures last. A file whose
name says that it is an annex never stands for a document that cannot be read: its tasks would pass for the document's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from analyzer.errors import DamagedFile, InputTooLarge, UnreadableInput, UnsafeFile, UnsupportedFormat
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import without_accents
from analyzer.reading.edxml.attachments import Attachment, named
from analyzer.reading.limits import Limits
from analyzer.reading.manuscript import Manuscript
from analyzer.reading.sniff import Format, sniff

_JOINT = re.compile(r"[\s_.\-,()\[\]]+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<\?xml\s")
#: A file that looks like a document can take long to fail.
_TRIED = 20
_SHOWN = 100
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """The document of a packet, read, and the files that were tried before it and why they could not be read."""

    manuscript: Manuscript
    attachment: Attachment
    failed: tuple[tuple[Attachment, UnreadableInput], ...]


@cache
def _annex() -> re.Pattern[str]:
    words = read_toml("packets.toml")
    full = "|".join(word.replace(" ", " ?") for word in words["annexes"])
    short = "|".join(words["short_annexes"])
    return re.compile(rf"(?<![a-z])(?:{full}|(?:{short})(?= ?\d| [ivx]{{1,4}}(?![a-z])| kem|\Z))")


def choose(
    files: Sequence[Attachment],
    number: str | None,
    annexes: Sequence[str],
    limits: Limits,
    read: Callable[[bytes, str], Manuscript],
) -> Chosen:
    """Read the first file that is the document and can be read.

    ``annexes`` are the names that the header lists as such. Raises what ``read`` raises, with the file's name.
    """
    listed = {_plain(name) for name in annexes}
    candidates = sorted((_candidate(f, number, listed, limits) for f in files), key=lambda c: c.rank)
    failed: list[tuple[Attachment, UnreadableInput]] = []
    tried = 0
    for candidate in candidates:
        attachment = candidate.attachment
        if tried == _TRIED or (candidate.is_annex and not candidates[0].is_annex):
            break
        if candidate.problem is not None:
            failed.append((attachment, candidate.problem))
            continue
        tried += 1
        try:
            return Chosen(read(candidate.data, attachment.name), attachment, tuple(failed))
        except (InputTooLarge, UnsafeFile) as error:
            raise named(attachment.name, error) from error
        except UnreadableInput as error:
            failed.append((attachment, error))
    raise _none_readable(failed)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file, why it is none to be read, and its rank: annexes last; before them, those without the number in their
    name; plain text and pictures behind documents."""

    attachment: Attachment
    data: bytes
    problem: UnreadableInput | None
    is_annex: bool
    rank: tuple[bool, bool, int]


def _candidate(attachment: Attachment, number: str | None, listed: set[str], limits: Limits) -> _Candidate:
    name = _plain(attachment.name)
    numbered = number is not None and _bears(name, number)
    word = _annex().search(name)
    is_annex = name in listed or (word is not None and (not numbered or word.start() == 0))
    kind: str | None = None
    problem: UnreadableInput | None = None
    try:
        kind = _kind(attachment, limits)
    except (InputTooLarge, UnsafeFile) as error:
        raise named(attachment.name, error) from error
    except UnreadableInput as error:
        problem = error
    rank = is_annex, not numbered, {"text": 1, "picture": 2}.get(kind or "", 0)
    return _Candidate(attachment, attachment.data or b"", problem, is_annex, rank)


def _kind(attachment: Attachment, limits: Limits) -> Format:
    """The format of a file that may be a document; typed errors for all others."""
    data = attachment.data
    if data is None:
        raise attachment.problem or DamagedFile(
            "The packet names it without its content.", "Gói tin chỉ nêu tên, không có nội dung của tệp này."
        )
    kind = sniff(data, limits)
    if kind == "packet":
        raise UnsupportedFormat(
            "It is a packet (edXML) itself, and packets within packets are not read: give it alone.",
            "Tệp này lại là một gói tin edXML; gói tin lồng nhau không được đọc, hãy đưa riêng gói tin đó.",
        )
    if kind == "text" and _XML.match(data) and b"<html" not in data[:2000].lower():
        raise UnsupportedFormat("It is XML data and no document.", "Tệp là dữ liệu XML, không phải văn bản.")
    return kind


def _plain(name: str) -> str:
    """A file name without accents, extension and joints: "PhuLuc_1.docx" gives "phu luc 1"."""
    stem = re.sub(r"\.\w{1,6}\Z", "", name.strip())
    return _JOINT.sub(" ", _CAPITAL.sub(" ", without_accents(stem)).lower()).strip()


def _bears(name: str, number: str) -> bool:
    """Whether a plain name has the serial and a code of the number ("639 UBND NC signed")."""
    serial, *codes = re.split(r"[-/]", without_accents(number).lower())
    digits = re.match(r"0*(\d+)", serial)
    if digits is None or not re.search(rf"(?<!\d)0*{digits[1]}(?!\d)", name):
        return False
    return any(re.search(rf"(?<![a-z]){re.escape(code)}(?![a-z])", name) for code in codes if code.isalpha())


def names(files: Sequence[Attachment]) -> str:
    """The names of files, for messages: ten at most, long ones cut."""
    shown = ", ".join(f'"{f.name[:_SHOWN]}"' for f in files[:_LISTED])
    return f"{shown} …" if len(files) > _LISTED else shown


def _none_readable(failed: Sequence[tuple[Attachment, UnreadableInput]]) -> UnreadableInput:
    """The error of the file that comes first, with what was wrong with the others."""
    attachment, error = failed[0]
    if len(failed) == 1:
        return named(attachment.name, error)
    told = " ".join(f'"{a.name[:_SHOWN]}": {e.message}' for a, e in failed[:_LISTED])
    told_vi = " ".join(f'"{a.name[:_SHOWN]}": {e.message_vi}' for a, e in failed[:_LISTED])
    return type(error)(
        f"None of the documents in the packet can be read. {told}",
        f"Không đọc được tài liệu nào trong gói tin. {told_vi}",
    )
