"""Files wherever they are: on this machine, or at any place that fsspec reaches (``s3://``, ``hdfs://``, ``memory://``).

A place is a string: a path, or a URL. fsspec is imported for URLs alone. What a URL needs beyond itself (keys, the
address of a server) is taken from where fsspec takes it: environment variables and its configuration files.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import IO, Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

from analyzer.errors import MissingTool, UnreadableInput

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]{1,30}://", re.IGNORECASE)
_LOCAL = "file://"
#: Stores where a file is there when its upload ends, whole, and where renaming is copying.
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "obs", "memory"})
_BUFFER = 1 << 18
#: What an unfinished file is called.
_UNFINISHED = re.compile(r"\.[^/]{1,300}\.[0-9a-f]{12}\.part$")


class MissingFile(UnreadableInput):
    """There is no file at the place."""

    code = "missing_file"


class UnreadableFile(UnreadableInput):
    """The place cannot be reached or read: rights, network, no file but something else."""

    code = "unreadable_file"


def is_url(place: str) -> bool:
    r"""Whether a place is reached through fsspec.

    >>> is_url("s3://office/2026"), is_url("file:///srv/office"), is_url("C:\\office"), is_url("office/2026")
    (True, False, False, False)
    """
    return bool(_SCHEME.match(place)) and not place.lower().startswith(_LOCAL)


def local_path(place: str) -> str:
    """The path that a place on this machine stands for.

    >>> local_path("file:///srv/c%C3%B4ng%20v%C4%83n.pdf"), local_path("in/a.pdf")
    ('/srv/công văn.pdf', 'in/a.pdf')
    """
    if place.lower().startswith(_LOCAL):
        return os.fsdecode(unquote_to_bytes(place[len(_LOCAL) :]))
    return place


def local_place(path: str) -> str:
    r"""The place of a path, as text that can be stored: a URL where the name of the file is no text.

    >>> local_place("/srv/a.pdf"), local_place("/srv/c\udcf4ng.pdf")
    ('/srv/a.pdf', 'file:///srv/c%F4ng.pdf')
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        return _LOCAL + quote_from_bytes(os.fsencode(path))
    return path


def filesystem(place: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path in it. Raises MissingTool, UnreadableFile."""
    try:
        fs, path = import_module("fsspec.core").url_to_fs(place, use_listings_cache=False)
    except ImportError as error:
        raise MissingTool(
            f"{place[:200]} cannot be reached: {error}.",
            f"Không truy cập được {place[:200]}: thiếu thư viện ({error}).",
        ) from error
    except Exception as error:  # each file system has errors of its own
        raise failed(place, error) from error
    return fs, str(path)


def join(place: str, *names: str) -> str:
    """The place of something in a folder.

    >>> join("s3://office/out/", "part-00000.jsonl")
    's3://office/out/part-00000.jsonl'
    """
    if is_url(place):
        return "/".join([place.rstrip("/"), *names])
    return os.path.join(local_path(place), *names)


@contextmanager
def opened(place: str) -> Iterator[IO[bytes]]:
    """A file to read from, which can be sought in. Raises MissingFile, UnreadableFile, MissingTool."""
    if is_url(place):
        fs, path = filesystem(place)
        try:
            # Not all of them read lines as files do.
            file = io.BufferedReader(fs.open(path, "rb"), _BUFFER)
        except Exception as error:
            raise failed(place, error) from error
    else:
        path = local_path(place)
        try:
            # Reading from a pipe might never end.
            if not stat.S_ISREG(os.stat(path).st_mode):
                if os.path.isdir(path):
                    os.scandir(path).close()  # no right to look into it is what is wrong
                raise _no_file(place)
            file = open(path, "rb")  # noqa: SIM115 - closed below, where what is raised is no error of opening
        except (OSError, ValueError) as error:
            raise failed(place, error) from error
    with file:
        yield file


def read_whole(place: str, most: int | None = None) -> bytes:
    """The bytes of a file; no more than one above ``most``. Raises MissingFile, UnreadableFile, MissingTool."""
    with opened(place) as file:
        try:
            return file.read() if most is None else file.read(most + 1)
        except Exception as error:
            raise failed(place, error) from error


@contextmanager
def written_whole(place: str) -> Iterator[IO[bytes]]:
    """A file to write to, which appears at the place when the block ends well; else the place is as before.

    The bytes are on the disk before the name is. At an object store the upload is what makes the file; elsewhere it is
    written beside its place and renamed.
    """
    if is_url(place):
        with tempfile.NamedTemporaryFile(prefix="analyzer-") as local:
            yield local
            local.flush()
            _upload(local.name, place)
        return
    path = os.path.abspath(local_path(place))
    unfinished = _unfinished(path)
    try:
        with open(unfinished, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        _keep_name(os.path.dirname(path))
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise


def write_whole(place: str, data: bytes) -> None:
    """Write a file, whole or not at all."""
    with written_whole(place) as file:
        file.write(data)


def make_folder(place: str) -> None:
    """Make a folder and those above it, where they are not there. Raises OSError, UnreadableFile."""
    if is_url(place):
        fs, path = filesystem(place)
        with suppress(FileExistsError):
            fs.makedirs(path, exist_ok=True)
    else:
        os.makedirs(local_path(place), exist_ok=True)


def exists(place: str) -> bool:
    """Whether there is something at the place."""
    if is_url(place):
        fs, path = filesystem(place)
        return bool(fs.exists(path))
    return os.path.exists(local_path(place))


def is_folder(place: str) -> bool:
    """Whether there is a folder at the place."""
    if is_url(place):
        fs, path = filesystem(place)
        return bool(fs.isdir(path))
    return os.path.isdir(local_path(place))


def names(folder: str) -> list[str]:
    """The names of the files in a folder, sorted; unfinished ones are left out. Empty where there is no folder."""
    if is_url(folder):
        fs, path = filesystem(folder)
        with suppress(FileNotFoundError):
            found = (entry["name"].rsplit("/", 1)[-1] for entry in fs.ls(path, detail=True) if entry["type"] == "file")
            return sorted(name for name in found if not _UNFINISHED.fullmatch(name))
        return []
    with suppress(FileNotFoundError), os.scandir(local_path(folder)) as entries:
        return sorted(e.name for e in entries if e.is_file() and not _UNFINISHED.fullmatch(e.name))
    return []


def remove(place: str) -> None:
    """Take a file away; that it is not there is no error."""
    with suppress(FileNotFoundError):
        if is_url(place):
            fs, path = filesystem(place)
            fs.rm_file(path)
        else:
            os.unlink(local_path(place))


def sweep(folder: str) -> None:
    """Take away what writers that were killed have left unfinished in a folder on this machine."""
    if is_url(folder):
        return
    with suppress(FileNotFoundError), os.scandir(local_path(folder)) as entries:
        for entry in entries:
            if _UNFINISHED.fullmatch(entry.name):
                with suppress(OSError):
                    os.unlink(entry.path)


def failed(place: str, error: Exception) -> UnreadableInput:
    """The typed error for what reading from a place raised."""
    if isinstance(error, UnreadableInput):
        return error
    if isinstance(error, FileNotFoundError):
        return MissingFile(f"There is no file at {place[:300]}.", f"Không có tệp tại {place[:300]}.")
    reason = getattr(error, "strerror", None) or str(error)[:300] or type(error).__name__
    return UnreadableFile(
        f"{place[:300]} cannot be read: {reason}. Check the rights and the connection.",
        f"Không đọc được {place[:300]}: {reason}. Hãy kiểm tra quyền truy cập và kết nối.",
    )


def _no_file(place: str) -> UnreadableFile:
    return UnreadableFile(f"{place[:300]} is no regular file.", f"{place[:300]} không phải là tệp thường.")


def _unfinished(path: str) -> str:
    folder, name = os.path.split(path)
    return f"{folder}/.{name[:150]}.{secrets.token_hex(6)}.part"


def _upload(source: str, place: str) -> None:
    fs, path = filesystem(place)
    protocol = place.split("://", 1)[0].lower()
    if protocol in _OBJECT_STORES:
        fs.put_file(source, path)
        return
    unfinished = _unfinished(path)
    try:
        fs.put_file(source, unfinished)
        try:
            fs.mv(unfinished, path)
        except Exception:
            # Some file systems rename to a free name only.
            if not fs.exists(path):
                raise
            fs.rm_file(path)
            fs.mv(unfinished, path)
    except BaseException:
        with suppress(Exception):
            fs.rm_file(unfinished)
        raise


def _keep_name(folder: str) -> None:
    """See to it that a new name in a folder outlives a loss of power."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
