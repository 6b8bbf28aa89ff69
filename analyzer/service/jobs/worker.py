"""A process that reads documents for the service: a file comes in, its line of JSON and its layout go out.

Files are read in a process below this one, as :func:`analyzer.analyze` does it; analysing text is code of our own. The
models are loaded and the reading process is started before the first document comes.
"""

from __future__ import annotations

import gc
import re
from contextlib import suppress
from dataclasses import replace

from analyzer.archive.layouts import Layout, Word, text_digest
from analyzer.archive.packing import engine_name
from analyzer.assembly.analysis import analyse, collection_paused
from analyzer.assembly.assemble import assemble
from analyzer.errors import UnreadableInput
from analyzer.processes.serving import Header, Send, serve
from analyzer.reading import Limits, Manuscript, Progress
from analyzer.reading.isolation import read_isolated
from analyzer.service.jobs.errors import secret_document
from analyzer.service.jobs.models import Options, has_pages
from analyzer.service.jobs.secrecy import mark_of
from analyzer.service.jobs.warming import PLAN, page
from analyzer.service.processes.sheets import PDF, page_sizes
from analyzer.writing.json import dump

_MEMORY = 6_000_000_000
_GROWN = 600_000_000
_WORD = re.compile(r"\S+")


def main() -> None:
    """Answer requests until standard input ends."""
    serve(_answer, _warm, memory=_MEMORY, grown=_GROWN)


def _warm() -> None:
    assemble(analyse(read_isolated(PLAN)))
    engine_name()
    page_sizes(page(), PDF, Limits())
    _warm_reader()
    gc.collect()
    gc.freeze()


def _warm_reader() -> None:
    """See that a reading process is there: one that has grown is used up after its document."""
    with suppress(UnreadableInput):  # no process could be started: the next document tells of it if it is so then
        read_isolated(page())


def _answer(header: Header, data: bytes, send: Send) -> tuple[Header, bytes]:
    if header["kind"] == "prepare":
        _warm_reader()
        return {"kind": "prepared"}, b""
    options, limits = Options.from_json(header["options"]), Limits(**header["limits"])

    def report(progress: Progress) -> None:
        send({"kind": "progress", "stage": progress.stage, "done": progress.done, "total": progress.total})

    source = data.decode("utf-8", "surrogatepass") if options.text else data
    manuscript = read_isolated(source, header["name"], limits=limits, report=report)
    pages = manuscript.source.pages or 0
    send({"kind": "progress", "stage": "analyse", "done": pages, "total": pages})
    with collection_paused():
        analysis = analyse(manuscript)
        mark = None if header["allow_secret"] else mark_of(manuscript, analysis.header)
        if mark is not None:
            raise secret_document(mark)
        line = dump(assemble(analysis, as_of=options.as_of, settings=options.due))
    layout = b""
    if has_pages(manuscript.source.media_type):
        layout = _layout(manuscript, page_sizes(data, manuscript.source.media_type, limits)).packed()
    return {"kind": "read", "line": len(line), "engine": engine_name()}, line + layout


def _layout(manuscript: Manuscript, pages: list[tuple[float, float]]) -> Layout:
    words = []
    for line in manuscript.lines:
        bare = replace(line, confidence=None)
        for word in _WORD.finditer(manuscript.text, line.start, line.end):
            cut = bare.cut(word.start(), word.end())
            words.append(Word(cut.start, cut.end, cut.page, *cut.box))
    return Layout(text_digest(manuscript.text), tuple(pages), tuple(words))
