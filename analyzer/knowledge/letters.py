"""Capitals and small letters of the Latin script, as sets for patterns.

No range of code points tells them apart: from U+0100 on, and so with ``Đ``, ``Ư`` and all of ``Ạ`` to ``ỹ``, each
capital stands beside its small letter.

>>> import re
>>> re.fullmatch(f"[{UPPER}][{LOWER}]+", "Ủy") is not None, re.match(f"[{LOWER}]", "Ủy")
(True, None)
"""

from __future__ import annotations

from typing import Final

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]

UPPER: Final = "".join(letter for letter in _LATIN if letter.isupper())
LOWER: Final = "".join(letter for letter in _LATIN if letter.islower() and letter.isalpha())
