"""Running a converter as a child process: its own directory and home, a time limit, nothing left behind.

The process stays in the group of its parent, so that it ends with a reading process that is stopped. LibreOffice is
therefore started without its launcher, which would leave a child of its own when killed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from analyzer.errors import DamagedFile, MissingTool, ReadingTimeout
from analyzer.reading.limits import Limits

INSTALL = "apt-get install --no-install-recommends libreoffice-writer-nogui"
_MAX_SECONDS = 120.0
_RESTART = 81  # what LibreOffice ends with when it has made a new profile and wants to be started again
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
)


@cache
def libreoffice() -> str | None:
    """The program file of LibreOffice, None where it is not installed or has no Writer."""
    launcher = shutil.which("soffice") or shutil.which("libreoffice")
    if launcher is None:
        return None
    folder = Path(launcher).resolve().parent
    program = folder / "soffice.bin"
    if not program.exists():
        return launcher
    # Debian parts the word processor from the core.
    return str(program) if (folder / "libswlo.so").exists() else None


@cache
def antiword() -> str | None:
    """The program file of antiword, None where it is not installed."""
    return shutil.which("antiword")


def missing(what: str, what_vi: str) -> MissingTool:
    """The error where no converter for a format is installed."""
    return MissingTool(
        f"Reading {what} takes LibreOffice Writer, which is not installed: {INSTALL}.",
        f"Cần LibreOffice Writer để đọc {what_vi}, máy chưa cài: {INSTALL}.",
    )


def to_docx(program: str, data: bytes, suffix: str, limits: Limits) -> bytes:
    """The document as .docx; DamagedFile where LibreOffice cannot read it, ReadingTimeout where it takes too long.

    ``suffix`` is that of the file's format, "doc" or "rtf".
    """
    with tempfile.TemporaryDirectory(prefix="analyzer-") as folder:
        home = Path(folder)
        source, target = home / f"document.{suffix}", home / "out" / "document.docx"
        source.write_bytes(data)
        profile = home / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
            "--nodefault", "--nolockcheck", "--convert-to", "docx", "--outdir", str(target.parent), str(source),
        ]  # fmt: skip
        done = _run(command, home, limits)
        if done.returncode == _RESTART:
            done = _run(command, home, limits)
        if not target.exists():
            raise _failed(done)
        limits.check(unpacked=target.stat().st_size)
        return target.read_bytes()


def run_antiword(program: str, data: bytes, options: Sequence[str], limits: Limits) -> bytes:
    """What antiword prints of the document, in UTF-8; DamagedFile where it cannot read it."""
    with tempfile.TemporaryDirectory(prefix="analyzer-") as folder:
        source = Path(folder) / "document.doc"
        source.write_bytes(data)
        done = _run([program, *options, "-m", "UTF-8.txt", str(source)], Path(folder), limits)
    if done.returncode or not done.stdout.strip():
        raise _failed(done)
    limits.check(unpacked=len(done.stdout))
    return done.stdout


def _run(command: Sequence[str], home: Path, limits: Limits) -> subprocess.CompletedProcess[bytes]:
    seconds = min(limits.seconds, _MAX_SECONDS)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "ANTIWORDHOME")}
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False, cwd=home,
            env={**kept, "HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ReadingTimeout(
            f"Converting the document took more than {seconds:g} seconds and was stopped.",
            f"Chuyển đổi tài liệu quá {seconds:g} giây nên đã dừng.",
        ) from error


def _failed(done: subprocess.CompletedProcess[bytes]) -> DamagedFile:
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
    reason = said[-1][-200:].rstrip(".") if said else f"status {done.returncode}"
    return DamagedFile(
        f"The document is damaged or not what it seems: its converter says {reason!r}.",
        "Tài liệu bị hỏng hoặc không đúng định dạng, không chuyển đổi được.",
    )


def _registry() -> str:
    """The settings of LibreOffice's profile: nothing in a document is run or fetched."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n'
    )
