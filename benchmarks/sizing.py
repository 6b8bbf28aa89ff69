"""What a document costs a batch, by kind of file; and what so many pages need in cores, days and disk.

    python benchmarks/sizing.py [--only text docx pdf scan worn keeping memory] [--scans 12] [--repeat 3]
        [--pages 10000000 --mix scan=60 pdf=30 docx=10 --cores 64 --use 0.8]

The shipped corpus of directives is set in the run as text, Word files, PDF with a text layer, clean scans (300 dpi,
grey) and worn ones (tilted, with noise). Each document is read as ``analyzer batch`` reads it. Times are processor time
of this process and all below it, so that other work on the machine matters little; the quickest round counts.
``keeping`` is what the process that has started a batch does for each outcome: ledger, parts, Parquet. ``memory`` is
that of the processes of a batch with one worker. Linux only, from /proc. Extras ``bench``, ``parquet`` and ``cluster``;
scans need tesseract.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import docx
import numpy as np
import pypdfium2
from PIL import Image
from reading import FONT, SIZE, documents, family, peak, typeset
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from analyzer.batch.parquet import write_parquet  # noqa: E402
from analyzer.batch.run import Job, run  # noqa: E402
from analyzer.batch.work import Item, Options, Outcome, read_one  # noqa: E402

DPI = 300
#: Directives and plans are one to ten pages; the corpus is of such.
KINDS = ("text", "docx", "pdf", "scan", "worn")
KEEPING, MEMORY = "keeping", "memory"
OPTIONS = Options(as_of=date(2026, 1, 1))
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one kind of file costs."""

    kind: str
    count: int
    pages: int
    seconds: float
    size: int
    result: int
    packed: int

    @property
    def a_day(self) -> float:
        """Documents a core reads in a day."""
        return 86_400 * self.count / self.seconds

    @property
    def pages_a_day(self) -> float:
        """Pages a core reads in a day."""
        return 86_400 * self.pages / self.seconds


def as_word(text: str) -> bytes:
    """The text as a Word file, a paragraph each."""
    made = docx.Document()
    for paragraph in text.splitlines():
        made.add_paragraph(paragraph)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def as_scan(pdf: bytes, worn: bool) -> bytes:
    """The pages of a PDF as pictures in a PDF, as scanners write them."""
    chance = np.random.default_rng(1)
    pictures = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil()
            if worn:
                picture = picture.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=255)
                noise = chance.normal(0, 14, (picture.height, picture.width))
                picture = Image.fromarray(np.clip(np.asarray(picture) * 0.9 + 12 + noise, 0, 255).astype(np.uint8))
            pictures.append(picture)
    file = io.BytesIO()
    pictures[0].save(file, "PDF", resolution=DPI, save_all=True, append_images=pictures[1:], quality=75)
    return file.getvalue()


def processor_time() -> float:
    """Seconds of this process and all below it, those that have ended included."""
    ticks = 0
    for pid in family(os.getpid()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # has ended: counted with its parent
        ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS


def measure(kind: str, sources: Sequence[bytes], pages: int, repeat: int) -> Cost:
    """The quickest round over all documents, after one to warm up."""
    suffix = {"text": ".txt", "docx": ".docx"}.get(kind, ".pdf")
    items = [Item(f"{number:04}{suffix}", "") for number in range(len(sources))]
    outcomes: list[Outcome] = []
    best = float("inf")
    for turn in range(repeat + 1):
        used = sources[:2] if turn == 0 else sources
        start = processor_time()
        outcomes = [read_one(item, data, OPTIONS) for item, data in zip(items, used, strict=False)]
        if turn:
            best = min(best, processor_time() - start)
    bad = [outcome for outcome in outcomes if outcome.line is None]
    if bad:
        raise SystemExit(f"{kind}: {bad[0].item} could not be read: {bad[0].message}")
    lines = [(outcome.item, outcome.line or b"") for outcome in outcomes]
    parts = io.BytesIO(), io.BytesIO()
    write_parquet(lines, *parts)
    packed = sum(len(part.getvalue()) for part in parts)
    return Cost(kind, len(items), pages, best, sum(map(len, sources)), sum(len(line) for _, line in lines), packed)


def costs(kinds: Sequence[str], scans: int, repeat: int) -> Iterator[Cost]:
    """What each kind costs, as it is measured."""
    texts = documents()
    pdfs = [typeset(text) for text in texts]
    lengths = [pages_of(pdf) for pdf in pdfs]
    few = range(0, len(texts), max(1, len(texts) // scans))
    makers: dict[str, Callable[[int], bytes]] = {
        "text": lambda n: texts[n].encode(),
        "docx": lambda n: as_word(texts[n]),
        "pdf": lambda n: pdfs[n],
        "scan": lambda n: as_scan(pdfs[n], worn=False),
        "worn": lambda n: as_scan(pdfs[n], worn=True),
    }
    for kind in kinds:
        slow = kind in ("scan", "worn")
        chosen = few if slow else range(len(texts))
        sources = [makers[kind](n) for n in chosen]
        yield measure(kind, sources, sum(lengths[n] for n in chosen), 1 if slow else repeat)


class Instant:
    """An engine that has read everything before it is asked."""

    def __init__(self, line: bytes) -> None:
        self.line = line

    def outcomes(self, items: Iterable[Item], options: Options) -> Iterator[Outcome]:
        """The same result for each item."""
        return (Outcome(item.id, "done", self.line, sha256="0" * 64) for item in items)

    def stop(self) -> None:
        """Nothing goes on."""


def keeping(count: int) -> Iterator[str]:
    """What keeping an outcome costs, in lines."""
    line = max((read_one(Item("a", ""), text.encode(), OPTIONS).line or b"" for text in documents()[:9]), key=len)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "in")
        made.mkdir()
        for number in range(count):
            (made / f"{number:06}.txt").touch()
        for formats in (["jsonl"], ["jsonl", "parquet"]):
            out, start = Path(folder, "-".join(formats)), processor_time()
            run(Job([os.fspath(made)], out=os.fspath(out), formats=formats), Instant(line))
            taken = processor_time() - start
            yield (
                f"keeping an outcome of {len(line) / 1000:.0f} KB as {' and '.join(formats)}: "
                f"{1000 * taken / count:.1f} ms, {count / taken:,.0f} a second"
            )


def memory() -> Iterator[str]:
    """The processes of a batch with one worker and their largest memory, in lines."""
    texts = documents()[:40]
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "in")
        made.mkdir()
        for number, words in enumerate(texts):
            made.joinpath(f"{number}.pdf").write_bytes(typeset(words))
        for name, more in (("processes of this machine", ()), ("--scheduler local", ("--scheduler", "local"))):
            out = os.fspath(Path(folder, str(len(more))))
            each = peak([
                sys.executable, "-m", "analyzer.cli", "batch", os.fspath(made), "--out", out, "--workers", "1", *more,
            ])  # fmt: skip
            yield f"memory, {name}: {each[0]:,.0f} MB at a time ({' + '.join(f'{one:.0f}' for one in each[1:])})"


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def need(found: dict[str, Cost], pages: int, mix: dict[str, float], cores: int, use: float) -> Iterator[str]:
    """The arithmetic for so many pages, in lines."""
    whole, days, documents_, disk, result, packed = sum(mix.values()), 0.0, 0.0, 0.0, 0.0, 0.0
    yield f"{pages:,} pages, of each core {use:.0%} used:"
    for kind, share in mix.items():
        cost, own = found[kind], pages * share / whole
        yield f"  {kind:6}{own:12,.0f} pages / {cost.pages_a_day:,.0f} a day = {own / cost.pages_a_day:8,.1f} core days"
        days += own / cost.pages_a_day
        documents_ += own * cost.count / cost.pages
        disk += own * cost.size / cost.pages
        result += own * cost.result / cost.pages
        packed += own * cost.packed / cost.pages
    yield f"  {days:,.1f} core days / ({cores} cores x {use}) = {days / cores / use:,.2f} days; "
    yield f"  {documents_:,.0f} documents; {disk / 1e9:,.0f} GB of files, {result / 1e9:,.1f} GB of JSON Lines, "
    yield f"  {packed / 1e9:,.1f} GB of Parquet"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=(*KINDS, KEEPING, MEMORY), default=(*KINDS, KEEPING, MEMORY))
    parser.add_argument("--scans", type=int, default=12, help="scanned documents")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--pages", type=int, default=10_000_000)
    parser.add_argument("--mix", nargs="+", default=["scan=30", "worn=30", "pdf=30", "docx=10"])
    parser.add_argument("--cores", type=int, default=64)
    parser.add_argument("--use", type=float, default=0.8)
    asked = parser.parse_args()
    regular = files("font_roboto") / "files" / "Roboto-Regular.ttf"
    pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(regular.read_bytes())))
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}, pages of {SIZE:.0f} pt type")
    print(
        f"{'':7}{'documents':>10}{'pages':>7}{'s/document':>12}{'s/page':>9}{'documents/day':>15}{'pages/day':>12}"
        f"{'KB/file':>9}{'KB JSON':>9}{'KB Parquet':>12}"
    )
    found = {}
    for cost in costs([kind for kind in asked.only if kind in KINDS], asked.scans, asked.repeat):
        found[cost.kind] = cost
        print(
            f"{cost.kind:7}{cost.count:10}{cost.pages:7}{cost.seconds / cost.count:12.3f}"
            f"{cost.seconds / cost.pages:9.3f}{cost.a_day:15,.0f}{cost.pages_a_day:12,.0f}"
            f"{cost.size / cost.count / 1000:9.1f}{cost.result / cost.count / 1000:9.1f}"
            f"{cost.packed / cost.count / 1000:12.1f}",
            flush=True,
        )
    if KEEPING in asked.only:
        print(*keeping(2_000), sep="\n")
    if MEMORY in asked.only:
        print(*memory(), sep="\n")
    mix = {kind: float(share) for kind, _, share in (part.partition("=") for part in asked.mix)}
    if mix.keys() <= found.keys():
        print(*need(found, asked.pages, mix, asked.cores, asked.use), sep="\n")


if __name__ == "__main__":
    main()
