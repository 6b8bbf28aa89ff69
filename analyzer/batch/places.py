"""Where documents are: files, directories, patterns, lists of paths and archives as items of a batch, and their bytes.

An item is named by its path below what all inputs share, so that the name is the same on every machine and two inputs
never share one: ``in`` gives ``a.pdf`` and ``sub/b.pdf``; ``x/in y/in`` give ``x/in/a.pdf`` and ``y/in/a.pdf``. What is
found is passed on as it is found, in no particular order, and an item found twice comes twice, under the same name.
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Any

from analyzer.batch.storage import (
    failed,
    filesystem,
    is_folder,
    is_url,
    local_path,
    local_place,
    opened,
    read_whole,
)
from analyzer.batch.work import Item
from analyzer.batch.zips import documents, is_archive, read_member
from analyzer.errors import UnreadableInput
from analyzer.reading.limits import DEFAULT_LIMITS, Limits

#: What the analyzer writes itself is no document to read when a directory is walked.
RESULTS = frozenset({".json", ".jsonl", ".csv", ".xlsx", ".ics", ".parquet"})
#: A list of paths is given with it, as in ``@files.txt``.
LIST = "@"
_LONGEST_LINE = 100_000
_MAGIC = frozenset("*?[")

Parts = tuple[str, ...]


def expand(inputs: Iterable[str], *, leave_out: str | None = None, base: Parts | None = None) -> Iterator[Item]:
    """The items of inputs: files, directories, patterns (``in/**/*.pdf``), lists (``@files.txt``), archives, URLs.

    In directories hidden files and results are passed over, and so is ``leave_out``, where the results go. An input
    that is not there, or an archive (.zip) that cannot be opened, is an item all the same: reading it says what is
    wrong. ``base`` is that of ``shared`` for these inputs. Raises MissingFile and UnreadableFile for a list that cannot
    be read, or a store far away that does not answer.
    """
    given = list(inputs)
    base = shared(given) if base is None else base
    left_out = _parts(leave_out) if leave_out else None
    for place, listed in _roots(given):
        for found in _walk(place, listed, left_out):
            yield from _items(found, base)


def shared(inputs: Iterable[str]) -> Parts:
    """The folder that holds all inputs, in parts; the names of items begin below it.

    >>> shared(["/srv/x/in/a.pdf", "/srv/y/in/a.pdf"])
    ('', 'srv')
    >>> shared(["s3://office/2025/*.pdf", "s3://office/2026/*.pdf"])
    ('s3:', 'office')
    """
    common: Parts | None = None
    for place, listed in _roots(inputs):
        whole = _parts(place)
        parts = whole if listed else _fixed(whole)
        if parts == whole and not _is_folder(place, listed):
            parts = parts[:-1]
        common = parts if common is None else _common(common, parts)
    return common or ()


def _common(left: Parts, right: Parts) -> Parts:
    return tuple(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def stamp(item: Item) -> str | None:
    """What changes when the input does: size and time of change; None where there is no telling."""
    if is_url(item.place):
        return None
    try:
        found = os.stat(local_path(item.place))
    except (OSError, ValueError):
        return None
    return f"{found.st_size}:{found.st_mtime_ns}"


def load(item: Item, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of an item, within the limits. Raises UnreadableInput."""
    if item.member is not None:
        return read_member(item.place, item.member, limits)
    if is_archive(item.place):
        # It is a packet, or what is wrong with it is raised here.
        for _ in documents(item.place):
            break
    data = read_whole(item.place, limits.bytes)
    limits.check(bytes=len(data))
    return data


def _roots(inputs: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The inputs, lists replaced by what they hold; and whether each is from a list."""
    for given in inputs:
        if given.startswith(LIST) and len(given) > 1:
            for place in _listed(given[1:]):
                yield place, True
        else:
            yield given, False


def _is_folder(place: str, listed: bool) -> bool:
    """Whether an input is a folder; a store far away is not asked for each line of a list: there "/" says so."""
    if is_url(place):
        return place.endswith("/") or (not listed and is_folder(place))
    return os.path.isdir(local_path(place))


def _listed(place: str) -> Iterator[str]:
    """The paths of a list: one a line, as text or JSON (a string, or an object with "place" or "path").

    A path is relative to the list's folder. Blank lines and such as begin with "#" are passed over.
    """
    folder = place.rpartition("/")[0] if is_url(place) else os.path.dirname(os.path.abspath(local_path(place)))
    with opened(place) as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            text = os.fsdecode(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip("\r\n")
            if not text.strip() or text.startswith("#"):
                continue
            path = _path_of(text, place, number)
            if is_url(path) or os.path.isabs(local_path(path)):
                yield path
            else:
                yield f"{folder}/{path}" if is_url(place) else os.path.join(folder, local_path(path))


def _path_of(line: str, place: str, number: int) -> str:
    if not line.startswith(('{"', '"')):
        return line
    try:
        said: Any = json.loads(line)
        path = said if isinstance(said, str) else said.get("place", said.get("path"))
    except (ValueError, AttributeError):
        path = None
    if not isinstance(path, str) or not path:
        raise failed(place, ValueError(f'line {number} names no path (text, or JSON with "place")'))
    return path


def _parts(place: str) -> Parts:
    r"""A place in parts, absolute.

    >>> _parts("s3://office/2026/a.pdf"), _parts("/srv/in/../a.pdf")
    (('s3:', 'office', '2026', 'a.pdf'), ('', 'srv', 'a.pdf'))
    """
    if is_url(place):
        scheme, _, rest = place.partition("://")
        return (scheme.lower() + ":", *(part for part in rest.split("/") if part))
    path = os.path.abspath(local_path(place)).replace(os.sep, "/")
    return tuple(path.rstrip("/").split("/"))


def _fixed(parts: Parts) -> Parts:
    """The parts before the first with a pattern."""
    for at, part in enumerate(parts):
        if _MAGIC & set(part) and not os.path.lexists("/".join(parts)):
            return parts[:at]
    return parts


def _items(place: str, base: Parts) -> Iterator[Item]:
    """The items of a file: itself, or those in it."""
    parts = _parts(place)
    name = "/".join(parts[len(base) :] or parts[-1:])
    # The name of a file may be no text; a name in the results must be.
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    place = place if is_url(place) else local_place(os.path.abspath(local_path(place)))
    if is_archive(place):
        inside = False
        try:
            for member in documents(place):
                inside = True
                yield Item(f"{name}/{member}", place, member)
        except UnreadableInput:
            inside = False  # reading it says so, among the results
        if inside:
            return
    yield Item(name, place)


def _walk(place: str, listed: bool, left_out: Parts | None) -> Iterator[str]:
    """The files of an input. A folder that cannot be looked into stands for what is in it, so that this is told."""
    path = local_path(place)
    if is_url(place):
        yield from _walk_far(place, listed, left_out)
    elif os.path.isdir(path):
        yield from _files(path, left_out)
    elif listed or not _MAGIC & set(path) or os.path.lexists(path):
        yield path
    else:
        found = False
        for one in glob.iglob(path, recursive=True):
            found = True
            if os.path.isdir(one):
                # "**" gives the folders and what is in them.
                if "**" not in path:
                    yield from _files(one, left_out)
            elif not _is_left_out(one, left_out) and (_is_result(path) or not _is_result(one)):
                yield one
        if not found:
            yield path


def _files(folder: str, left_out: Parts | None) -> Iterator[str]:
    """The files below a folder; links to folders are not followed, for they might lead back."""
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        if _is_left_out(folder, left_out):
            continue
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not _is_wanted(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file() and not _is_result(entry.name):
                        yield entry.path
        except OSError:
            yield folder


def _walk_far(place: str, listed: bool, left_out: Parts | None) -> Iterator[str]:
    """The files of an input behind a URL; a folder is listed at a time."""
    fs, path = filesystem(place)
    unstrip: Callable[[str], str] = fs.unstrip_protocol
    try:
        if not listed and _MAGIC & set(path) and not fs.exists(path):
            found = [unstrip(one) for one, info in fs.glob(path, detail=True).items() if info["type"] == "file"]
            yield from (one for one in found or [place] if not _is_left_out(one, left_out))
            return
        if not _is_folder(place, listed):
            yield place
            return
        waiting = [path]
        while waiting:
            for entry in fs.ls(waiting.pop(), detail=True):
                name, below = entry["name"].rstrip("/").rsplit("/", 1)[-1], unstrip(entry["name"])
                if not _is_wanted(name) or _is_left_out(below, left_out):
                    continue
                if entry["type"] == "directory":
                    waiting.append(entry["name"])
                elif not _is_result(name):
                    yield below
    except UnreadableInput:
        raise
    except Exception as error:  # each file system has errors of its own
        raise failed(place, error) from error


def _is_wanted(name: str) -> bool:
    return not name.startswith((".", "~$"))


def _is_result(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in RESULTS


def _is_left_out(place: str, left_out: Parts | None) -> bool:
    return left_out is not None and _parts(place)[: len(left_out)] == left_out
