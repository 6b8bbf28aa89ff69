"""What the arguments of ``extract`` name: files, the files of a directory, standard input."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from analyzer.cli.messages import Messages

if TYPE_CHECKING:
    from analyzer.assembly.models import Directive
    from analyzer.due import DueSettings
    from analyzer.reading.limits import Limits
    from analyzer.reading.progress import Report

STDIN = "-"
#: What the command writes itself is no document to read when a directory is walked.
RESULTS = frozenset({".json", ".jsonl", ".csv", ".xlsx", ".ics"})
#: Results that hold all that was found.
READ_BACK = frozenset({".json", ".jsonl"})


#: Some programs begin UTF-8 with it.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def holds_results(source: Path | bytes) -> bool:
    """Whether a source holds results of the analyzer, no document: by the suffix, of bytes by how they begin.

    >>> holds_results(Path("a.JSONL")), holds_results(b' {"tasks": []}'), holds_results("Điều 1".encode())
    (True, True, False)
    """
    if isinstance(source, Path):
        return source.suffix.lower() in READ_BACK
    return source.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] in (b"{", b"[")


def whole_result(source: Path | bytes) -> bytes | None:
    """The bytes of a source that holds results, None of one that is a document. Raises OSError."""
    if not holds_results(source):
        return None
    return source if isinstance(source, bytes) else source.read_bytes()


@dataclass(frozen=True, slots=True)
class Input:
    """One document to read; ``path`` is None for standard input."""

    path: Path | None

    @property
    def name(self) -> str:
        return os.fspath(self.path) if self.path else STDIN

    def source(self) -> Path | bytes:
        """What ``analyze`` takes. Raises OSError where there is no such file."""
        if self.path is None:
            return sys.stdin.buffer.read()
        if not self.path.exists():
            raise FileNotFoundError(self.path)
        # A pipe, such as a shell's <(command), can be read once only and has no size.
        return self.path if self.path.is_file() or self.path.is_dir() else self.path.read_bytes()

    def analyze(
        self,
        limits: Limits,
        report: Report,
        *,
        review: bool = False,
        as_of: date | None = None,
        settings: DueSettings | None = None,
    ) -> Directive:
        """Read and analyse the document; with ``review`` it has what to look at so that hardly any task is missed."""
        from analyzer import analyze

        return analyze(self.source(), limits=limits, report=report, review=review, as_of=as_of, settings=settings)


def limits_of(settings: Sequence[str] | None, say: Messages) -> Limits:
    """The limits with those of ``--limit NAME=NUMBER`` set. Raises typer.BadParameter."""
    from analyzer.reading.limits import DEFAULT_LIMITS

    limits = DEFAULT_LIMITS
    for setting in settings or ():
        try:
            limits = limits.changed([setting])
        except ValueError as error:
            names = ", ".join(name for name, _ in limits.items())
            raise typer.BadParameter(say("bad_limit", setting=setting, names=names)) from error
    return limits


def expand(arguments: Sequence[str], leave_out: Path | None = None, *, else_results: bool = False) -> list[Input]:
    """The documents in the order of the arguments, each once; those of a directory sorted by path.

    In a directory hidden files and results (.json, .jsonl, .csv, .xlsx, .ics) are passed over, and so is ``leave_out``,
    where the results go. With ``else_results`` a directory without documents gives its results (.json, .jsonl).
    """
    seen: set[Path] = set()
    found: list[Input] = []
    results = leave_out.resolve() if leave_out else None
    for path, walked in _paths(arguments, else_results):
        if path is None:
            found.append(Input(None))
            continue
        resolved = path.resolve()
        if resolved in seen or (walked and results and resolved.is_relative_to(results)):
            continue
        seen.add(resolved)
        found.append(Input(path))
    return found


def _paths(arguments: Iterable[str], else_results: bool) -> Iterator[tuple[Path | None, bool]]:
    """Paths, None for standard input, and whether each was found in a directory, not named itself."""
    for argument in arguments:
        path = Path(argument)
        if argument == STDIN:
            yield None, False
        elif path.is_dir():
            found = list(_files(path)) or (list(_files(path, READ_BACK)) if else_results else [])
            yield from ((file, True) for file in found)
        else:
            yield path, False


def _files(directory: Path, wanted: frozenset[str] | None = None) -> Iterator[Path]:
    """The files of a directory with a ``wanted`` suffix; without one all but results."""
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            suffix = path.suffix.lower()
            fits = suffix not in RESULTS if wanted is None else suffix in wanted
            if fits and not name.startswith((".", "~$")) and path.is_file():
                yield path


def output_names(inputs: Sequence[Input], suffix: str) -> list[str]:
    """A file name for each input's result: its name without suffix, made distinct where several inputs share it.

    >>> output_names([Input(Path("a/x.pdf")), Input(Path("a/x.docx")), Input(Path("a/y.txt"))], ".json")
    ['x.pdf.json', 'x.docx.json', 'y.json']
    """
    stems = [i.path.stem if i.path else "stdin" for i in inputs]
    counts = Counter(stem.casefold() for stem in stems)
    shared = {stem for stem, count in counts.items() if count > 1}
    taken = counts.keys() - shared
    names = []
    for entry, stem in zip(inputs, stems, strict=True):
        name = stem
        if stem.casefold() in shared:
            wanted = entry.path.name if entry.path else stem
            name, n = wanted, 1
            while name.casefold() in taken:
                n += 1
                name = f"{wanted}-{n}"
            taken.add(name.casefold())
        names.append(name + suffix)
    return names
