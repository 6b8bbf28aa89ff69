"""Results as parts: so many items each, in the order of their ids, each part one file a format, written whole.

Which item is in which part depends on the ids alone, so that the files are the same bytes however the work was done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from analyzer.batch.storage import join, names, opened, remove, written_whole

#: Items a part.
PART = 1_000
FORMATS = ("jsonl", "parquet")
MANIFEST = "manifest.jsonl"
_OURS = re.compile(r"(?:part|tasks)-[0-9]{5,9}\.(?:jsonl|parquet)")

Lines = Iterable[tuple[str, bytes]]


def part_names(number: int, formats: Sequence[str]) -> list[str]:
    """The files of a part.

    >>> part_names(7, ["jsonl", "parquet"])
    ['part-00007.jsonl', 'part-00007.parquet', 'tasks-00007.parquet']
    """
    text = [f"part-{number:05}.jsonl"] if "jsonl" in formats else []
    return [*text, f"part-{number:05}.parquet", f"tasks-{number:05}.parquet"] if "parquet" in formats else text


def write_part(place: str, number: int, formats: Sequence[str], lines: Lines) -> list[str]:
    """Write a part from the ids and lines of its items, in their order; the files' names. Raises OSError.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_part(place, 0, ["jsonl"], [("a.txt", b"{}"), ("b.txt", b"{}")]), list(read_part(place, 0, ["jsonl"]))
    (['part-00000.jsonl'], [b'{}', b'{}'])
    """
    made = part_names(number, formats)
    if "parquet" not in formats:
        with written_whole(join(place, made[0])) as text:
            for _ in _copied(lines, text):
                pass
        return made
    from analyzer.batch.parquet import write_parquet

    *before, documents, tasks = made
    with written_whole(join(place, documents)) as file, written_whole(join(place, tasks)) as other:
        if before:
            with written_whole(join(place, before[0])) as text:
                write_parquet(_copied(lines, text), file, other)
        else:
            write_parquet(lines, file, other)
    return made


def read_part(place: str, number: int, formats: Sequence[str]) -> Iterator[bytes]:
    """The lines of a part that has been written, without their ends. Raises UnreadableInput, OSError."""
    if "jsonl" in formats:
        with opened(join(place, part_names(number, ["jsonl"])[0])) as file:
            for line in file:
                yield line.removesuffix(b"\n")
    else:
        from analyzer.batch.parquet import read_parquet

        with opened(join(place, part_names(number, ["parquet"])[0])) as file:
            yield from read_parquet(file)


def result_names(place: str) -> set[str]:
    """The files of parts that are at a place; none where the place is not there yet."""
    return {name for name in names(place) if _OURS.fullmatch(name)}


def remove_results(place: str, stale: Iterable[str]) -> None:
    """Remove files of parts that hold no longer what is so."""
    for name in sorted(stale):
        remove(join(place, name))


def _copied(lines: Lines, file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The lines, each written to a JSON Lines file as it passes."""
    for item, line in lines:
        file.write(line + b"\n")
        yield item, line
