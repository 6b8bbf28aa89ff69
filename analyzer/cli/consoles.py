"""Where a table goes: to the terminal, or into a file without colours."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from rich.console import Console


def printed(show: Callable[[Console], None], file: BinaryIO | None, width: int) -> None:
    """Let ``show`` print to the terminal, or into ``file`` in lines of at most ``width`` columns.

    >>> file = io.BytesIO()
    >>> printed(lambda console: console.print("[việc]", markup=False), file, 80)
    >>> file.getvalue().decode()
    '[việc]\\n'
    """
    if file is None:
        show(Console(highlight=False, emoji=False))
        return
    text = io.StringIO()
    show(Console(file=text, width=width, highlight=False, emoji=False))
    file.write(text.getvalue().encode("utf-8"))
