"""One document of a batch: what is to be read, how, and what became of it."""

from __future__ import annotations

import os
import posixpath
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any, Literal, Protocol

from analyzer.due.settings import DueSettings, Policy
from analyzer.errors import AnalyzerError
from analyzer.reading.limits import Limits

State = Literal["done", "failed"]
#: Vietnam has had one time zone, without summer time, since 1975.
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Item:
    """One input. ``id`` names it: relative, with "/", the same on every machine, and unique in a batch.

    ``place`` is where it is (a path or URL), ``member`` the path inside the archive (zip) at that place.
    """

    id: str
    place: str
    member: str | None = None

    @property
    def name(self) -> str:
        """The file's own name.

        >>> Item("2024/goi.zip/cv/05.docx", "/data/2024/goi.zip", "cv/05.docx").name
        '05.docx'
        """
        return posixpath.basename(self.id)


def today() -> date:
    """The day in Vietnam, wherever the machine is."""
    return datetime.now(_VIETNAM).date()


@dataclass(frozen=True, slots=True)
class Options:
    """How the documents of a batch are read: all of it settled at the start, so that a resumed run goes on as it began.

    ``as_of`` and ``policy`` as for :func:`analyzer.analyze`; ``text``: results hold the full text.

    >>> Options.from_json(Options(date(2026, 3, 31), policy="strict").to_json()).policy
    'strict'
    """

    as_of: date = field(default_factory=today)
    policy: Policy = "lenient"
    limits: Limits = field(default_factory=Limits)
    text: bool = True

    def to_json(self) -> dict[str, Any]:
        """As plain values, for pipes and the ledger."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Options:
        """The options of ``to_json``."""
        return cls(date.fromisoformat(said["as_of"]), said["policy"], Limits(**said["limits"]), said["text"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item: a ``line`` of JSON (without its end), or an error's code and messages.

    ``sha256`` is of the input's bytes, None where these could not be had.
    """

    item: str
    state: State
    line: bytes | None = None
    code: str | None = None
    message: str | None = None
    message_vi: str | None = None
    seconds: float = 0.0
    sha256: str | None = None


class Engine(Protocol):
    """Whoever reads the documents: processes of this machine, or a cluster.

    It takes items as it needs them, never many more than it can work on, and yields an outcome for each, in any order.
    It returns early once it has been stopped; items without an outcome are read by the next run.
    """

    def outcomes(self, items: Iterable[Item], options: Options) -> Iterator[Outcome]:
        """The outcomes of items. Raises AnalyzerError where nothing can be read at all."""

    def stop(self) -> None:
        """Take no further items and end soon; called from a signal handler, at any time, perhaps again."""


def read_one(item: Item, data: bytes, options: Options) -> Outcome:
    """Read a document that is in memory. Whatever is wrong with it is in the outcome: nothing is raised.

    Files other than plain text are read in a child process, within the limits of time and memory.

    >>> made = read_one(Item("a.txt", "a.txt"), "Giao Sở Y tế rà soát quy trình.".encode(), Options())
    >>> made.state, b'"tasks":[{' in made.line
    ('done', True)
    >>> read_one(Item("b.txt", "b.txt"), b"", Options()).code
    'empty_document'
    """
    from analyzer import analyze
    from analyzer.writing.json import dump

    started, digest = time.perf_counter(), sha256(data).hexdigest()
    try:
        directive = analyze(
            data,
            name=_clean(item.name),
            as_of=options.as_of,
            settings=DueSettings(policy=options.policy),
            limits=options.limits,
        )
        line = dump(directive if options.text else directive.model_copy(update={"text": None}))
    except Exception as error:  # a document must not end the work on the others; the failure is its outcome
        return failed(item, error, digest, time.perf_counter() - started)
    return Outcome(item.id, "done", line, seconds=round(time.perf_counter() - started, 3), sha256=digest)


def failed(item: Item, error: Exception, digest: str | None = None, seconds: float = 0.0) -> Outcome:
    """The outcome of an item that could not be read.

    >>> failed(Item("a.pdf", "a.pdf"), FileNotFoundError(2, "No such file or directory")).code
    'missing_file'
    """
    code, message, message_vi = _told(error)
    return Outcome(item.id, "failed", None, code, message, message_vi, round(seconds, 3), digest)


def _told(error: Exception) -> tuple[str, str, str]:
    if isinstance(error, AnalyzerError):
        return error.code, error.message, error.message_vi
    if isinstance(error, FileNotFoundError):
        return "missing_file", "The file is not there.", "Không tìm thấy tệp."
    if isinstance(error, MemoryError):
        return "out_of_memory", "The document takes too much memory.", "Tài liệu cần quá nhiều bộ nhớ."
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return "unreadable_file", f"The file cannot be read: {reason}.", f"Không đọc được tệp: {reason}."
    # The kind of the error and its place in the code; never its words, which may hold words of the document.
    at = traceback.extract_tb(error.__traceback__)
    where = f"{type(error).__name__}, {os.path.basename(at[-1].filename)}:{at[-1].lineno}" if at else repr(type(error))
    return (
        "internal_error",
        f"The analyzer failed on the document ({where}). Please report it.",
        f"Bộ phân tích gặp lỗi với tài liệu này ({where}). Hãy báo lỗi này.",
    )


def _clean(name: str) -> str:
    """A file's name as JSON can hold it: bytes that are no UTF-8 come as lone surrogates from the file system."""
    return name.encode("utf-8", "replace").decode("utf-8")
