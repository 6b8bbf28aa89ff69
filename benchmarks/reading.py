"""Reading PDF files beside peers that read less: ratios, and the memory that a long file takes.

    python benchmarks/reading.py [--quick] [--only digital scans memory …]

Digital pages: the whole analyzer (reading, analysis, the task list) beside pdfplumber's ``extract_text`` alone, in
processor time. Scanned pages: the analyzer's reader beside tesseract alone on the same pictures, with the same settings
and one process a core, in elapsed time. Memory: a digital file of 500 pages through the whole analyzer, in one process
and by ``analyzer extract``, whose reader is a process of its own (Linux only, from /proc).

The pages are set in the run from the shipped corpus of directives (extra ``bench``: reportlab).
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path

from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

PARTS = ("digital", "scans", "memory")
FONT = "Roboto"
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 71.0
SIZE, LEADING = 13.0, 18.0
COLUMNS = (30.0, 250.0, 100.0, 75.0)  # of a table of tasks
DPI = 300

#: What a child process does to be measured: the whole analyzer on the file that is its argument.
WHOLE = (
    "import sys; from pathlib import Path; from analyzer import analyze;"
    "print(len(analyze(Path(sys.argv[1]), isolated=False).tasks))"
)


def documents() -> list[str]:
    """The corpus, one string a document."""
    return [f.read_text(encoding="utf-8") for f in sorted((ROOT / "corpora" / "directives").glob("*.txt"))]


def typeset(text: str, most_pages: int | None = None) -> bytes:
    """The text as the pages of a PDF without rulings, its paragraphs broken into lines and indented."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    y, pages = 0.0, 0
    for paragraph in text.splitlines():
        for i, line in enumerate(simpleSplit(paragraph, FONT, SIZE, WIDTH - 2 * MARGIN - 28) if paragraph else []):
            if y < MARGIN:
                if pages == most_pages:
                    break
                if pages:
                    canvas.showPage()
                canvas.setFont(FONT, SIZE)
                y, pages = HEIGHT - MARGIN, pages + 1
            canvas.drawString(MARGIN + (0 if i else 28), y, line)
            y -= LEADING
        y -= 4
    canvas.save()
    return buffer.getvalue()


def typeset_tables(text: str, most_pages: int) -> bytes:
    """The paragraphs of the text as the rows of ruled tables, one table a page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    rows = enumerate((p for p in cycle(text.splitlines()) if 60 < len(p) < 400), 1)
    edges = [MARGIN + sum(COLUMNS[:i]) for i in range(len(COLUMNS) + 1)]
    for _ in range(most_pages):
        canvas.setFont(FONT, 11)
        y = HEIGHT - MARGIN
        cells = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
        while True:
            split = [simpleSplit(c, FONT, 11, width - 8) for c, width in zip(cells, COLUMNS, strict=True)]
            bottom = y - 14.0 * max(map(len, split)) - 6
            if bottom < MARGIN:
                break
            for lines, x, width in zip(split, edges, COLUMNS, strict=False):
                canvas.rect(x, bottom, width, y - bottom)
                for k, line in enumerate(lines):
                    canvas.drawString(x + 4, y - 13 - 14 * k, line)
            number, paragraph = next(rows)
            y, cells = bottom, [str(number), paragraph, "Sở Nông nghiệp và Môi trường", f"Tháng {number % 12 + 1}/2026"]
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw(data: bytes, folder: Path) -> tuple[list[Path], bytes]:
    """The pages of a PDF as grey picture files, and as a PDF that has nothing but these pictures."""
    import pypdfium2

    pictures = []
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    with pypdfium2.PdfDocument(data) as document:
        for number in range(len(document)):
            picture = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
            pictures.append(folder / f"{number}.png")
            picture.save(pictures[-1], dpi=(DPI, DPI))
            canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
            canvas.showPage()
    canvas.save()
    return pictures, buffer.getvalue()


def whole(data: bytes) -> None:
    """The whole analyzer on a file."""
    from analyzer import analyze

    analyze(data, isolated=False)  # or a child process would take the time


def plumb(data: bytes) -> None:
    """What pdfplumber takes for the text alone."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def recognise(pictures: list[Path]) -> None:
    """Tesseract alone on each picture, one process a core."""
    from analyzer.reading.ocr import tesseract

    program = tesseract.find().program
    settings = ["-l", tesseract.LANGUAGE, *tesseract._SETTINGS, "--psm", "3", "--dpi", str(DPI)]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}

    def run(picture: Path) -> None:
        subprocess.run([program, str(picture), "stdout", *settings], check=True, capture_output=True, env=environment)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run, pictures))


def scan(data: bytes) -> None:
    """The analyzer's reader on a file of pictures."""
    from analyzer.reading import read

    if read(data).source.reader != "ocr":
        raise RuntimeError("the pages were not recognised from their pictures")


def compare(
    clock: Callable[[], float], repeat: int, own: Callable[[], None], peer: Callable[[], None]
) -> tuple[float, float]:
    """The least time of each over rounds in which they take turns."""
    best = [float("inf")] * 2
    for _ in range(repeat):
        for i, run in enumerate((own, peer)):
            gc.collect()
            start = clock()
            run()
            best[i] = min(best[i], clock() - start)
    return best[0], best[1]


def digital(quick: bool) -> Iterator[tuple[str, int, str, str]]:
    """Ratios for pages with a text layer."""
    texts = documents()[:: 6 if quick else 1]
    single = [typeset(text) for text in texts]
    for name, data in (("digital, a file a document", single), ("digital, one file", [typeset("\n".join(texts))])):
        for run in (whole, plumb):
            run(data[0])  # models and modules are loaded
        own, peer = compare(
            time.process_time, 2 if quick else 4, lambda d=data: list(map(whole, d)), lambda d=data: list(map(plumb, d))
        )
        yield name, sum(map(pages_of, data)), f"{peer / own:.2f} x as fast as pdfplumber's text", "10 x"


def pages_of(data: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def scans(quick: bool) -> Iterator[tuple[str, int, str, str]]:
    """Ratios for pages that are pictures."""
    text = "\n".join(documents())
    count = 2 if quick else 8
    for name, data in (
        ("scanned, plain text", typeset(text, count)),
        ("scanned, ruled tables", typeset_tables(text, count)),
    ):
        with tempfile.TemporaryDirectory() as folder:
            pictures, pdf = draw(data, Path(folder))
            own, peer = compare(
                time.perf_counter, 1 if quick else 2, lambda d=pdf: scan(d), lambda p=pictures: recognise(p)
            )
        yield name, len(pictures), f"{own / peer:.2f} x the time of tesseract alone", "1.15 x"


def memory(quick: bool) -> Iterator[tuple[str, int, str, str]]:
    """Peak memory of a long file with a text layer."""
    if not Path("/proc/self/status").exists():
        return
    pages = 100 if quick else 500
    text = "\n".join(islice(cycle(documents()), 3 * pages))
    with tempfile.TemporaryDirectory() as folder:
        file, result = Path(folder, "long.pdf"), Path(folder, "long.json")
        file.write_bytes(typeset(text, pages))
        alone = peak([sys.executable, "-c", WHOLE, str(file)])
        yield "memory, one process", pages, f"{alone[0]:.0f} MB", "400 MB"
        apart = peak([sys.executable, "-m", "analyzer.cli", "extract", str(file), "-o", str(result)])
        each = " + ".join(f"{megabytes:.0f}" for megabytes in apart[1:])
        yield "memory, analyzer extract", pages, f"{apart[0]:.0f} MB at a time ({each})", "400 MB"


def peak(command: list[str]) -> list[float]:
    """The most memory in MB that a command and its children have at a time, then that of each of them.

    What processes share counts for each of them.
    """
    most = 0
    each: dict[int, int] = {}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
        while run.poll() is None:
            now = {pid: sizes for pid in family(run.pid) if (sizes := sizes_of(pid))}
            most = max(most, sum(size for size, _ in now.values()))
            each.update({pid: highest for pid, (_, highest) in now.items()})
            time.sleep(0.01)
        told = run.stderr.read() if run.stderr else ""
    if run.returncode:
        raise RuntimeError(f"{command[1:4]} failed: {told[-500:]}")
    found = sorted((highest / 1024 for highest in each.values()), reverse=True)
    return [max(most / 1024, found[0]), *(size for size in found if size > 20)]


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        below = [task.read_text().split() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return  # has ended
    for child in {int(child) for children in below for child in children}:
        yield from family(child)


def sizes_of(pid: int) -> tuple[int, int] | None:
    """What a process has of memory and has had at most, in KB; None where it has ended."""
    try:
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return int(fields["VmRSS"].split()[0]), int(fields["VmHWM"].split()[0])
    except (OSError, KeyError):
        return None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer pages and rounds")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    args = parser.parse_args()
    regular = files("font_roboto") / "files" / "Roboto-Regular.ttf"
    pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(regular.read_bytes())))
    print(
        ", ".join(f"{name} {version(name)}" for name in ("pdfplumber", "pypdfium2")),
        f"{os.cpu_count()} cores",
        sep=", ",
    )
    print(f"{'':30}{'pages':>6}  {'measured':48}aim")
    for part in (digital, scans, memory):
        if part.__name__ in args.only:
            for name, pages, found, aim in part(args.quick):
                print(f"{name:30}{pages:6}  {found:48}{aim}", flush=True)


if __name__ == "__main__":
    main()
