"""What SECURITY.md promises, as far as the tests of the readers and of the service do not ask it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.reading import read
from benchmarks.mutations_making import CONVERTED, PICTURES, SHARES, sound
from tests.reading.test_hostile_word import Listener

READ_HERE = [kind for kind in SHARES if kind not in (*PICTURES, *CONVERTED)]


@pytest.mark.parametrize("kind", READ_HERE)
def test_a_file_is_what_its_bytes_say(kind: str, tmp_path: Path) -> None:
    told = read(sound(kind)[0])
    for suffix in ("pdf", "docx", "zip", "txt", "exe"):
        path = tmp_path / f"van-ban.{suffix}"
        path.write_bytes(sound(kind)[0])
        named = read(path)
        assert (named.text, named.source.reader) == (told.text, told.source.reader)


@pytest.mark.slow
def test_rich_text_fetches_nothing(tmp_path: Path) -> None:
    """Fields and templates that name a file of this machine, and an address on the network."""
    kept = tmp_path / "rieng.txt"
    kept.write_text("Lời riêng", encoding="utf-8")
    with Listener() as outside:
        fields = [
            f'INCLUDETEXT "{kept}"',
            f'INCLUDETEXT "{kept.as_uri()}"',
            f'INCLUDETEXT "{outside.url}"',
            f'INCLUDEPICTURE "{outside.url}" \\\\d',
            f'LINK Word.Document.8 "{outside.url}"',
            f'DDEAUTO soffice "{kept}" x',
        ]
        shown = "".join(f"{{\\field{{\\*\\fldinst {field}}}{{\\fldrslt x}}}}" for field in fields)
        template = f"{{\\*\\template {outside.url}}}"
        found = read(f"{{\\rtf1\\ansi{template} Giao Ban A bao cao. {shown}\\par}}".encode())
        assert found.text == "Giao Ban A bao cao. xxxxxx"
        assert not outside.was_called()
