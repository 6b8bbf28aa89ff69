"""The command ``analyzer``."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 all read, 1 some file failed, 2 wrong use, 130 stopped with Ctrl-C."""
    try:
        from analyzer.cli.app import create_app
        from analyzer.cli.messages import take_language

        language, rest = take_language(sys.argv[1:] if arguments is None else arguments)
        create_app(language or "vi")(rest, prog_name="analyzer")
    except KeyboardInterrupt:
        sys.exit(130)
